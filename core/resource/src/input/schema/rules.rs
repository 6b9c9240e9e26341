//! The rules that one value keeps or breaks by itself.

use serde_json::{Map, Value};

/// The types that a value may have.
#[derive(Debug)]
pub(super) struct Types {
    pub(super) set: TypeSet,
    pub(super) message: String,
}

/// A set of types.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct TypeSet(u8);

/// A keyword that bounds a number, the length of a text or the count of items.
#[derive(Debug)]
pub(super) struct Limit {
    pub(super) keyword: &'static str,
    pub(super) message: String,
    bound: f64,
    holds: Comparison,
}

type Comparison = fn(&f64, &f64) -> bool;

// === impl TypeSet ===

impl TypeSet {
    const NULL: Self = Self(1);
    pub(crate) const BOOLEAN: Self = Self(1 << 1);
    pub(crate) const INTEGER: Self = Self(1 << 2);
    pub(crate) const NUMBER: Self = Self(1 << 3);
    const STRING: Self = Self(1 << 4);
    const ARRAY: Self = Self(1 << 5);
    const OBJECT: Self = Self(1 << 6);

    fn named(name: &str) -> Self {
        match name {
            "null" => Self::NULL,
            "boolean" => Self::BOOLEAN,
            "integer" => Self::INTEGER,
            "number" => Self::NUMBER,
            "string" => Self::STRING,
            "array" => Self::ARRAY,
            "object" => Self::OBJECT,
            _ => Self::default(),
        }
    }

    /// The types that a value has; an integer is a number, too.
    fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::NULL,
            Value::Bool(_) => Self::BOOLEAN,
            Value::Number(number) if number.is_f64() => Self::NUMBER,
            Value::Number(_) => Self::INTEGER.or(Self::NUMBER),
            Value::String(_) => Self::STRING,
            Value::Array(_) => Self::ARRAY,
            Value::Object(_) => Self::OBJECT,
        }
    }

    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the two have a type in common.
    pub(crate) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

// === impl Types ===

impl Types {
    /// Reads the keyword `type`: one name or several.
    pub(super) fn compile(expected: &Value) -> Self {
        let names: Vec<_> = match expected {
            Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
            name => name.as_str().into_iter().collect(),
        };
        let set = names.iter().map(|name| TypeSet::named(name)).fold(TypeSet::default(), TypeSet::or);
        let names: Vec<_> = names.into_iter().map(with_article).collect();
        Self { set, message: format!("must be {}", names.join(" or ")) }
    }

    pub(super) fn pass(&self, value: &Value) -> bool {
        self.set.meets(TypeSet::of(value))
    }
}

fn with_article(name: &str) -> String {
    match name {
        "array" | "integer" | "object" => format!("an {name}"),
        "null" => name.to_owned(),
        _ => format!("a {name}"),
    }
}

// === impl Limit ===

impl Limit {
    /// The bounds of a number.
    pub(super) fn of_number(schema: &Map<String, Value>) -> Vec<Self> {
        let rules: [(_, Comparison, _); 4] = [
            ("minimum", f64::ge, "at least"),
            ("maximum", f64::le, "at most"),
            ("exclusiveMinimum", f64::gt, "over"),
            ("exclusiveMaximum", f64::lt, "under"),
        ];
        let compile = |(keyword, holds, words)| {
            let bound = schema.get(keyword)?;
            let message = format!("must be {words} {bound}");
            Some(Self { keyword, message, bound: bound.as_f64().unwrap_or(f64::NAN), holds })
        };
        rules.into_iter().filter_map(compile).collect()
    }

    /// The bounds of a text, in characters.
    pub(super) fn of_length(schema: &Map<String, Value>) -> Vec<Self> {
        Self::of_size(schema, ["minLength", "maxLength"], "character")
    }

    /// The bounds of an array, in items.
    pub(super) fn of_count(schema: &Map<String, Value>) -> Vec<Self> {
        Self::of_size(schema, ["minItems", "maxItems"], "item")
    }

    fn of_size(schema: &Map<String, Value>, [least, most]: [&'static str; 2], unit: &str) -> Vec<Self> {
        let rules: [(_, Comparison, _); 2] = [(least, f64::ge, "at least"), (most, f64::le, "at most")];
        let compile = |(keyword, holds, words)| {
            let bound = schema.get(keyword)?.as_u64()?;
            let plural = if bound == 1 { "" } else { "s" };
            let message = format!("must have {words} {bound} {unit}{plural}");
            Some(Self { keyword, message, bound: exact(bound), holds })
        };
        rules.into_iter().filter_map(compile).collect()
    }

    pub(super) fn holds(&self, number: f64) -> bool {
        (self.holds)(&number, &self.bound)
    }
}

/// A length or a count as a number that bounds are held against.
#[expect(clippy::cast_precision_loss, reason = "nothing that fits into memory is that long")]
pub(super) fn exact(size: u64) -> f64 {
    size as f64
}
