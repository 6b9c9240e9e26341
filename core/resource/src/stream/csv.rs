//! Items as lines of CSV (RFC 4180).

use serde_json::Value;

/// The name of each column, and a JSON Pointer into an item.
pub(super) type Columns = &'static [(&'static str, &'static str)];

/// The characters that make a spreadsheet calculate a cell that begins with one.
const CALCULATED: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Writes the line with the names of the columns.
pub(super) fn header(columns: Columns, line: &mut Vec<u8>) {
    cells(columns.iter().map(|(name, _)| (*name).to_owned()), line);
}

/// Writes the line of an item.
pub(super) fn record(columns: Columns, item: &Value, line: &mut Vec<u8>) {
    cells(columns.iter().map(|(_, pointer)| item.pointer(pointer).map(cell).unwrap_or_default()), line);
}

fn cells(cells: impl Iterator<Item = String>, line: &mut Vec<u8>) {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            line.push(b',');
        }
        line.extend_from_slice(quoted(cell).as_bytes());
    }
    line.extend_from_slice(b"\r\n");
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => inert(text.clone()),
        Value::Array(values) => {
            let texts: Vec<_> = values.iter().map(cell).collect();
            inert(texts.join(" "))
        }
        other => other.to_string(),
    }
}

/// A text that a spreadsheet shows as it is.
fn inert(text: String) -> String {
    if text.starts_with(CALCULATED) { format!("'{text}") } else { text }
}

fn quoted(cell: String) -> String {
    if cell.contains([',', '"', '\r', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const COLUMNS: Columns = &[("name", "/name"), ("amount", "/price/amount"), ("images", "/images")];

    fn line(item: &Value) -> String {
        let mut line = Vec::new();
        record(COLUMNS, item, &mut line);
        String::from_utf8(line).unwrap()
    }

    #[test]
    fn names_come_first() {
        let mut line = Vec::new();
        header(COLUMNS, &mut line);
        assert_eq!(line, b"name,amount,images\r\n");
    }

    #[test]
    fn what_is_absent_is_an_empty_cell() {
        assert_eq!(line(&json!({})), ",,\r\n");
        assert_eq!(line(&json!({ "name": null, "price": {}, "images": [] })), ",,\r\n");
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let item = json!({ "name": "A \"b\", c\r\nd", "price": { "amount": 12 }, "images": ["x", "y"] });
        assert_eq!(line(&item), "\"A \"\"b\"\", c\r\nd\",12,x y\r\n");
    }

    #[test]
    fn no_text_is_calculated_by_a_spreadsheet() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"] {
            assert_eq!(line(&json!({ "name": text })), format!("'{text},,\r\n"));
        }
        assert_eq!(line(&json!({ "name": "a=b", "price": { "amount": -1 } })), "a=b,-1,\r\n");
        assert_eq!(line(&json!({ "images": ["=1,2"] })), ",,\"'=1,2\"\r\n");
    }
}
