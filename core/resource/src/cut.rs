//! The beginning of a text that may be long because a client made it so.

use std::borrow::Cow;

/// The text, or as much of its beginning as fits into `most` bytes, with an ellipsis.
pub(crate) fn cut(text: &str, most: usize) -> Cow<'_, str> {
    if text.len() <= most {
        return text.into();
    }
    format!("{}…", &text[..text.floor_char_boundary(most)]).into()
}

/// Leaves as much of a text's beginning.
pub(crate) fn shorten(text: &mut String, most: usize) {
    if let Cow::Owned(beginning) = cut(text, most) {
        *text = beginning;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_characters() {
        for (text, beginning) in [("abcd", "abcd"), ("abcde", "abcd…"), ("abcéf", "abc…"), ("", "")] {
            assert_eq!(cut(text, 4), beginning);
            let mut text = text.to_owned();
            shorten(&mut text, 4);
            assert_eq!(text, beginning);
        }
    }
}
