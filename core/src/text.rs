//! Texts in content, held against the rules of the model.

use ogrom_core_resource::Invalid;
use ogrom_protocols_model::{InvalidText, TextRule};

/// What is wrong with the text at this place, if it is there.
pub(crate) fn fault(pointer: &str, text: Option<&str>, rule: TextRule) -> Option<Invalid> {
    let broken = rule.check(text?).err()?;
    let code = match broken {
        InvalidText::Blank => "blank",
        InvalidText::NoLine => "line",
        // The schema has seen to the length.
        _ => "maxLength",
    };
    Some(Invalid::content(pointer, code, broken.to_string()))
}
