//! Drawings of the engine's graph, from the very data that decides: as text, as DOT and as SVG.

mod dot;
mod layout;
mod svg;
mod text;

pub use self::{dot::Dot, svg::Svg, text::PlainText};

#[cfg(test)]
mod tests;
