//! Explains a configuration: each value, where it comes from, and what it hides.

use clap::ValueEnum;
use serde_json::{Value as Json, json};

use super::{
    Settings,
    diagnostic::unknown,
    setting::{Setting, Value},
};

/// The largest width of the column of values. A longer value moves the columns after it.
const WIDEST: usize = 40;

/// The output format of an explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExplainFormat {
    /// Columns of text
    Text,
    /// JSON: a list of options
    Json,
}

// === impl Settings ===

impl Settings {
    /// Explains one option, those that begin alike, or all. An error is the message about a key that no option has.
    pub(crate) fn explain(&self, key: Option<&str>, format: ExplainFormat) -> Result<String, String> {
        let wanted = key.map(|key| key.replace('.', "-"));
        let matches = |setting: &&Setting| match &wanted {
            None => true,
            Some(begin) => {
                let rest = setting.long.strip_prefix(&**begin);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
            }
        };
        let found: Vec<_> = self.settings.iter().filter(matches).collect();
        if let (Some(key), true) = (key, found.is_empty()) {
            let known = self.settings.iter().map(|setting| &*setting.key);
            return Err(format!("{key}: {}", unknown(key, known, str::to_owned)));
        }
        Ok(match format {
            ExplainFormat::Text => columns(&found),
            ExplainFormat::Json => format!("{:#}", found.into_iter().map(as_json).collect::<Json>()),
        })
    }
}

/// Key, value and origin, and below the values that this one hides.
fn columns(settings: &[&Setting]) -> String {
    let rows: Vec<_> = settings
        .iter()
        .flat_map(|setting| {
            let hidden = setting.hidden().map(|value| ("  hides", value));
            [(&*setting.key, setting.effective())].into_iter().chain(hidden)
        })
        .map(|(key, value)| (key, shown(value), value.origin.to_string()))
        .collect();
    let keys = rows.iter().map(|(key, ..)| key.len()).max().unwrap_or_default();
    let values = rows.iter().map(|(_, value, _)| value.chars().count());
    let values = values.filter(|width| *width <= WIDEST).max().unwrap_or_default();
    let line =
        |(key, value, origin): &(&str, String, String)| format!("{key:keys$}  {value:values$}  {origin}");
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn shown(value: &Value) -> String {
    value.shown.clone().unwrap_or_else(|| "(none)".to_owned())
}

fn as_json(setting: &Setting) -> Json {
    let value = |value: &Value| json!({ "value": value.shown, "from": value.origin.to_string() });
    let mut object = value(setting.effective());
    object["key"] = json!(setting.key);
    object["hides"] = setting.hidden().map(value).collect();
    object
}
