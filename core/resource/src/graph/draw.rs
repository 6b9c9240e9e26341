//! Drawings of the graph, from the very data that decides: as text, as DOT and as SVG.

mod dot;
mod escape;
mod layout;
mod svg;
mod text;

pub use self::{dot::Dot, escape::Escaped, svg::Svg, text::Text};

#[cfg(test)]
mod tests;
