//! Templates: paths with parameters in braces.

use std::fmt;

use ogrom_core_path::{Captures, is_lost};

/// A path with parameters, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Template(Vec<Segment>);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Segment {
    Literal(String),
    Parameter(String),
}

// === impl Template ===

impl Template {
    /// Reads `/shop/{language}/products`; the error is the end of a sentence.
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let Some(rest) = text.strip_prefix('/') else { return Err("does not begin with a slash") };
        let segments: Vec<_> = rest.split('/').map(Segment::parse).collect::<Result<_, _>>()?;
        let inner = segments.len().saturating_sub(1);
        if segments[..inner].iter().any(|segment| *segment == Segment::Literal(String::new())) {
            return Err("has two slashes in a row");
        }
        let template = Self(segments);
        let names: Vec<_> = template.parameters().collect();
        if names.iter().enumerate().any(|(i, name)| names[..i].contains(name)) {
            return Err("has two parameters of one name");
        }
        Ok(template)
    }

    pub(crate) fn segments(&self) -> &[Segment] {
        &self.0
    }

    /// The names of its parameters, in order.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|segment| match segment {
            Segment::Parameter(name) => Some(name.as_str()),
            Segment::Literal(_) => None,
        })
    }

    /// The path with these parameters, which are encoded already, in order.
    pub(crate) fn fill(&self, mut parameters: impl FnMut(&mut String)) -> String {
        let mut path = String::with_capacity(64);
        for segment in &self.0 {
            path.push('/');
            match segment {
                Segment::Literal(text) => path.push_str(text),
                Segment::Parameter(_) => parameters(&mut path),
            }
        }
        path
    }

    /// Where a matching path has its parameters; absent if one of them is lost on its way, or too far in.
    pub(crate) fn captures(&self, path: &str) -> Option<Captures> {
        let mut captures = Captures::default();
        let mut start = 0;
        for segment in &self.0 {
            start += 1;
            let end = match segment {
                Segment::Literal(text) => start + text.len(),
                Segment::Parameter(_) => {
                    let rest = path.as_bytes().get(start..)?;
                    let end = rest
                        .iter()
                        .position(|byte| *byte == b'/')
                        .map_or(path.len(), |length| start + length);
                    (!is_lost(path.get(start..end)?) && captures.push(start..end)).then_some(end)?
                }
            };
            start = end;
        }
        Some(captures)
    }

    /// The parameters of a path that begins with this prefix; absent if it does not.
    pub(crate) fn prefix_of<'p>(&self, path: &'p str) -> Option<Vec<&'p str>> {
        let mut rest = path.strip_prefix('/')?.split('/');
        let mut values = Vec::new();
        for segment in &self.0 {
            match (segment, rest.next()?) {
                (Segment::Literal(text), found) if text == found => {}
                (Segment::Parameter(_), found) if !found.is_empty() => values.push(found),
                _ => return None,
            }
        }
        Some(values)
    }
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|segment| match segment {
            Segment::Literal(text) => write!(f, "/{text}"),
            Segment::Parameter(name) => write!(f, "/{{{name}}}"),
        })
    }
}

// === impl Segment ===

impl Segment {
    fn parse(text: &str) -> Result<Self, &'static str> {
        let inner = text.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
        let is_name =
            |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        match inner {
            Some(name) if is_name(name) => Ok(Self::Parameter(name.to_owned())),
            None if !text.contains(['{', '}', '%', '?', '#']) => Ok(Self::Literal(text.to_owned())),
            None => {
                Err("has characters that no segment can have, or braces that do not hold a whole segment")
            }
            Some(_) => Err("has a parameter whose name is not of letters, digits and '_'"),
        }
    }
}

/// The path with single slashes only.
pub(crate) fn single_slashes(path: &str) -> String {
    let mut single = String::with_capacity(path.len());
    for c in path.chars() {
        if c != '/' || !single.ends_with('/') {
            single.push(c);
        }
    }
    single
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_read_and_written() {
        for text in ["/", "/v1/{locale}/", "/a/{b}/c/{d_1}"] {
            assert_eq!(Template::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_no_template_is_refused() {
        for bad in ["", "a", "//", "/a//b", "/{}", "/{a", "/x{a}", "/{a}/{a}", "/{a-b}", "/a?b", "/%41"] {
            assert!(Template::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_prefix_finds_its_parameters() {
        let prefix = Template::parse("/v1/{locale}").unwrap();
        assert_eq!(prefix.prefix_of("/v1/de/x/y"), Some(vec!["de"]));
        assert_eq!(prefix.prefix_of("/v1/de"), Some(vec!["de"]));
        for path in ["/v1", "/v1/", "/v2/de/x", "v1/de"] {
            assert_eq!(prefix.prefix_of(path), None, "{path}");
        }
    }
}
