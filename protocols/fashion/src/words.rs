//! Words: how every source takes texts apart for searching, so that all of them find the same.

use std::collections::BTreeSet;

use ogrom_protocols_fashion_model::Product;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// How many characters of a word count. So a word of any length fits into an index.
const LONGEST: usize = 200;

/// The words of a text: runs of letters and digits, in small letters and without accents, so that `Émail` is `email`. Of
/// a word that is longer than 200 characters these are the first 200.
pub fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c))
        .map(fold)
        .filter(|word| !word.is_empty())
}

/// The words that a product is found by: those of its brand, and of its names and descriptions in all languages.
pub fn of_product(product: &Product) -> BTreeSet<String> {
    let texts = product.texts.iter().flat_map(|(_, text)| [Some(&text.name), text.description.as_ref()]);
    texts.chain([product.brand.as_ref()]).flatten().flat_map(|text| words(text)).collect()
}

fn fold(word: &str) -> String {
    word.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_do_not_matter() {
        let found: Vec<_> = words("L'Émaillé — Größe 42, e\u{301}te\u{301}!").collect();
        assert_eq!(found, ["l", "emaille", "große", "42", "ete"]);
        assert_eq!(words(" \t-- ").count(), 0);
    }

    #[test]
    fn a_word_is_only_so_long() {
        assert_eq!(words(&format!("{} b", "a".repeat(1_000))).collect::<Vec<_>>(), [&*"a".repeat(200), "b"]);
    }
}
