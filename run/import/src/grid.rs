//! Lays out the items of a collage that do not say where they are.

/// How much of its cell an item fills.
const FILL: f64 = 0.9;

/// Where an item without a place of its own lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cell {
    /// As `x` of a collage's item.
    pub(super) x: f64,
    /// As `y` of a collage's item.
    pub(super) y: f64,
    /// As `size` of a collage's item.
    pub(super) size: f64,
    /// As `layer` of a collage's item.
    pub(super) layer: i32,
}

/// The cell of the item `index` of `count`, counted from 0, in a grid as square as possible. An incomplete last row is
/// centred, and so is the whole grid.
pub(super) fn cell(index: u8, count: u8) -> Cell {
    let columns = (1..=count).find(|columns| columns.saturating_mul(*columns) >= count).unwrap_or(1);
    let rows = count.div_ceil(columns);
    let (row, column) = (index / columns, index % columns);
    let in_row = columns.min(count - row * columns);
    let side = 1.0 / f64::from(columns);
    let centred = |place: u8, of: u8| 0.5 + side * (f64::from(place) + 0.5 - f64::from(of) / 2.0);
    Cell { x: centred(column, in_row), y: centred(row, rows), size: side * FILL, layer: i32::from(index) + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_item_fills_the_middle() {
        assert_eq!(cell(0, 1), Cell { x: 0.5, y: 0.5, size: FILL, layer: 1 });
    }

    #[test]
    fn cells_lie_on_the_canvas_and_do_not_overlap() {
        for count in 1..=100 {
            let cells: Vec<_> = (0..count).map(|index| cell(index, count)).collect();
            for (i, a) in cells.iter().enumerate() {
                let half = a.size / 2.0;
                let inside = |centre: f64| centre - half >= 0.0 && centre + half <= 1.0;
                assert!(inside(a.x) && inside(a.y), "{i} of {count}: {a:?}");
                let apart = |b: &Cell| (a.x - b.x).abs() > a.size || (a.y - b.y).abs() > a.size;
                assert!(cells[..i].iter().all(apart), "{i} of {count}: {a:?}");
            }
        }
    }

    #[test]
    fn an_incomplete_last_row_is_centred() {
        let xs: Vec<_> = (0..5).map(|index| format!("{:.2}", cell(index, 5).x)).collect();
        assert_eq!(xs, ["0.17", "0.50", "0.83", "0.33", "0.67"]);
    }
}
