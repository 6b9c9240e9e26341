//! Texts in request bodies, held against the rules of the model.

use ogrom_core_resource::Invalid;
use ogrom_protocols_model::{InvalidText, TextRule};

/// Checks the text at this JSON Pointer of a request body, if it is there. Returns the fault, with the code `blank`, `line` or
/// `maxLength`, if the text breaks the rule.
pub fn fault(pointer: &str, text: Option<&str>, rule: TextRule) -> Option<Invalid> {
    let broken = rule.check(text?).err()?;
    let code = match broken {
        InvalidText::Blank => "blank",
        InvalidText::NoLine => "line",
        // The schema has seen to the length.
        _ => "maxLength",
    };
    Some(Invalid::content(pointer, code, broken.to_string()))
}
