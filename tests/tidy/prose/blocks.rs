//! The paragraphs of a text in Markdown: of a document, or of the comments of a file.

use crate::tree::File;

/// A paragraph, a list item, a cell of a table, or a heading; on one line, without its markup.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// The line that it begins on.
    pub(super) line: usize,
    pub(super) text: String,
}

/// The blocks of a document; none of another file.
pub(super) fn of_document(file: &File) -> Vec<Block> {
    let text = if file.has_extension("md") { &*file.text } else { "" };
    blocks(text.lines().enumerate().map(|(index, line)| (index + 1, line.trim())))
}

/// The blocks of all comments of a Rust or TOML file; none of another file. A line of code ends a block.
pub(super) fn of_comments(file: &File) -> Vec<Block> {
    let marks: &[&str] = match file.path.rsplit_once('.') {
        Some((_, "rs")) => &["///", "//!", "//"],
        Some((_, "toml")) => &["#"],
        _ => return Vec::new(),
    };
    let lines = file.text.lines().map(|line| {
        let line = line.trim();
        marks.iter().find_map(|mark| line.strip_prefix(mark)).map_or("", str::trim)
    });
    blocks(lines.enumerate().map(|(index, line)| (index + 1, line)))
}

fn blocks<'a>(lines: impl Iterator<Item = (usize, &'a str)>) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let (mut open, mut fenced) = (false, false);
    for (line, text) in lines {
        if text.starts_with("```") {
            (open, fenced) = (false, !fenced);
        } else if fenced || text.is_empty() {
            open = false;
        } else if let Some(row) = text.strip_prefix('|') {
            open = false;
            found.extend(row.split('|').map(|cell| Block::new(line, cell)));
        } else if text.starts_with("# ") || text.starts_with("##") {
            open = false;
            found.push(Block::new(line, text.trim_start_matches('#')));
        } else if let Some(item) = item(text) {
            open = true;
            found.push(Block::new(line, item));
        } else if let Some(last) = found.last_mut().filter(|_| open) {
            last.text += " ";
            last.text += text;
        } else {
            open = true;
            found.push(Block::new(line, text));
        }
    }
    for block in &mut found {
        block.text = without_markup(&block.text);
    }
    found
}

/// The text of a list item, without its mark.
fn item(text: &str) -> Option<&str> {
    let numbered = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let mark = if numbered.len() < text.len() { numbered.strip_prefix(". ") } else { None };
    mark.or_else(|| text.strip_prefix("- ")).or_else(|| text.strip_prefix("* "))
}

/// Code becomes one word, and a link its text.
fn without_markup(text: &str) -> String {
    let parts = text.split('`').enumerate().map(|(index, part)| if index % 2 == 0 { part } else { "code" });
    let mut rest = &*parts.collect::<String>();
    let mut plain = String::new();
    while let Some((before, link)) = rest.split_once("](") {
        plain += before;
        rest = link.split_once(')').map_or("", |(_, after)| after);
    }
    (plain + rest).replace(['[', ']', '*'], "").trim().to_owned()
}

// === impl Block ===

impl Block {
    fn new(line: usize, text: &str) -> Self {
        Self { line, text: text.trim().to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::Tree;

    fn blocks_of(path: &str, text: &str) -> Vec<(usize, String)> {
        let tree = Tree::planted([(path, text)]);
        let file = tree.file(path).expect("it was planted");
        let blocks = of_document(file).into_iter().chain(of_comments(file));
        blocks.map(|block| (block.line, block.text)).collect()
    }

    fn owned<const N: usize>(blocks: [(usize, &str); N]) -> Vec<(usize, String)> {
        blocks.map(|(line, text)| (line, text.to_owned())).into()
    }

    #[test]
    fn paragraphs_items_cells_and_headings_are_blocks_and_code_is_none() {
        let text = "# A *b*\n\nOne [link](a.md)\nand `two words`.\n- item\n  goes on\n10. ten\n```sh\nWhat\n```\n| a | b |\n";
        assert_eq!(
            blocks_of("a.md", text),
            owned([
                (1, "A b"),
                (3, "One link and code."),
                (5, "item goes on"),
                (7, "ten"),
                (11, "a"),
                (11, "b"),
                (11, ""),
            ])
        );
    }

    #[test]
    fn code_ends_a_block_of_comments() {
        let text = "//! File.\n\n/// One\n/// line.\n///\n/// Two.\nfn a() {} // no\n/// Three [`a`].\n    // Four\n    // lines.\n";
        assert_eq!(
            blocks_of("a.rs", text),
            owned([(1, "File."), (3, "One line."), (6, "Two."), (8, "Three code. Four lines.")])
        );
    }
}
