//! The lines of a listing, from rustdoc's description of each item.

use std::collections::HashMap;

use public_api::PublicApi;
use rustdoc_types::{Attribute, Crate, Function, Id, Impl, Item, ItemEnum, Struct, StructKind, VariantKind};

use crate::listing::Line;

/// The traits that a type has or lacks implicitly, and that its users rely on.
const UNWRITTEN: [&str; 3] = ["Send", "Sync", "Unpin"];

/// The properties of an item of a trait, or of a struct, that its signature does not show.
const REQUIRED: &str = " // required";
const CONSTRUCTIBLE: &str = " // constructible";

/// The items of a crate.
pub(crate) fn lines(document: &Crate, api: &PublicApi) -> Vec<Line> {
    // Where an item has several paths, its parts follow each of them.
    let mut latest: HashMap<Id, String> = HashMap::new();
    let mut lines: Vec<Line> = Vec::new();
    for shown in api.items() {
        let Some(item) = document.index.get(&shown.id()) else { continue };
        let parent = shown.parent_id().and_then(|id| document.index.get(&id));
        if told_by_another(item, parent) {
            continue;
        }
        let text = format!("{shown}{}", remark(item, parent));
        latest.insert(item.id, text.clone());
        let burdened = parent.filter(|parent| burdens(item, parent));
        let line = Line { text, burdens: burdened.and_then(|parent| latest.get(&parent.id).cloned()) };
        if lines.last() != Some(&line) {
            lines.push(line);
        }
    }
    lines
}

/// The line that is as good for users of a library as this one: a required method is provided, or a type that could
/// grow no longer does.
pub(crate) fn relaxed(line: &str) -> Option<&str> {
    line.strip_suffix(REQUIRED).or_else(|| line.strip_prefix("#[non_exhaustive] "))
}

/// Whether another line implies it, or no user relies on it: the methods of a trait that a type implements, and
/// traits of the compiler's own.
fn told_by_another(item: &Item, parent: Option<&Item>) -> bool {
    let implements = |item: &Item| matches!(&item.inner, ItemEnum::Impl(Impl { trait_: Some(_), .. }));
    match &item.inner {
        ItemEnum::Impl(Impl { trait_: Some(path), is_synthetic: true, .. }) => {
            !UNWRITTEN.iter().any(|kept| path.path.rsplit("::").next() == Some(*kept))
        }
        ItemEnum::Impl(Impl { trait_: Some(path), .. }) => path.path.ends_with("StructuralPartialEq"),
        ItemEnum::AssocType { .. } => false,
        _ => parent.is_some_and(implements),
    }
}

fn remark(item: &Item, parent: Option<&Item>) -> &'static str {
    match (&item.inner, parent.map(|parent| &parent.inner)) {
        (_, Some(ItemEnum::Trait(_))) if is_required(item) => REQUIRED,
        (ItemEnum::Struct(of), _) if is_constructible(item, of) => CONSTRUCTIBLE,
        _ => "",
    }
}

fn is_required(item: &Item) -> bool {
    match &item.inner {
        ItemEnum::Function(Function { has_body, .. }) => !has_body,
        ItemEnum::AssocConst { value, .. } => value.is_none(),
        ItemEnum::AssocType { type_, .. } => type_.is_none(),
        _ => false,
    }
}

/// Whether it can be written with braces, or as its name alone; a type that is written with parentheses shows its
/// fields.
fn is_constructible(item: &Item, of: &Struct) -> bool {
    let whole = match of.kind {
        StructKind::Unit => true,
        StructKind::Tuple(_) => false,
        StructKind::Plain { has_stripped_fields, .. } => !has_stripped_fields,
    };
    whole && !can_grow(item)
}

fn can_grow(item: &Item) -> bool {
    item.attrs.contains(&Attribute::NonExhaustive)
}

/// Whether users of the parent must change once it has this part.
fn burdens(item: &Item, parent: &Item) -> bool {
    match (&item.inner, &parent.inner) {
        (_, ItemEnum::Trait(_)) => is_required(item),
        (ItemEnum::Variant(_), ItemEnum::Enum(_)) => !can_grow(parent),
        (ItemEnum::StructField(_), ItemEnum::Struct(of)) => is_constructible(parent, of),
        (ItemEnum::StructField(_), ItemEnum::Variant(of)) => {
            matches!(of.kind, VariantKind::Struct { .. }) && !can_grow(parent)
        }
        _ => false,
    }
}
