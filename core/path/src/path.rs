//! The parameters of a path.

use std::{borrow::Cow, fmt};

/// The parameters in an endpoint's address, in the order in which the address holds them.
pub trait Path: Sized + Send + Sync + 'static {
    /// Their names, as the route's template writes them in braces.
    const NAMES: &'static [&'static str];

    /// Their descriptions, in the same order; none if there are no descriptions.
    const DOCS: &'static [&'static str] = &[];

    /// An example of each, in the same order, empty if it has none; none if there are no examples.
    const EXAMPLES: &'static [&'static str] = &[];

    /// Reads them from the decoded segments, one per name. Absent if a segment does not parse: such an address cannot
    /// exist.
    fn read(segments: &[Cow<'_, str>]) -> Option<Self>;

    /// Passes each one to `segment`, not yet encoded.
    fn write(&self, segment: &mut dyn FnMut(&dyn fmt::Display));
}

/// The address without parameters.
impl Path for () {
    const NAMES: &'static [&'static str] = &[];

    fn read(segments: &[Cow<'_, str>]) -> Option<Self> {
        segments.is_empty().then_some(())
    }

    fn write(&self, _: &mut dyn FnMut(&dyn fmt::Display)) {}
}

/// Declares a struct with public fields that is a [`Path`](crate::Path). Each field's type is read by
/// [`FromStr`](std::str::FromStr) and written by [`Display`](std::fmt::Display); its comment, of one line, is its
/// description. An attribute `#[example = "…"]` after the comment gives documents an example.
#[macro_export]
macro_rules! path {
    ($(#[$doc:meta])* $vis:vis struct $name:ident {
        $($(#[doc = $about:literal])* $(#[example = $example:literal])? $field:ident: $type:ty),+ $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        $vis struct $name {
            $(#[doc = concat!("The `", stringify!($field), "` of the path.")] pub $field: $type,)+
        }

        impl $crate::Path for $name {
            const NAMES: &'static [&'static str] = &[$(stringify!($field)),+];
            const DOCS: &'static [&'static str] = &[$(concat!($($about),*)),+];
            const EXAMPLES: &'static [&'static str] = &[$(concat!($($example)?)),+];

            fn read(segments: &[::std::borrow::Cow<'_, str>]) -> ::std::option::Option<Self> {
                let mut segments = segments.iter();
                let path = Self { $($field: segments.next()?.parse().ok()?,)+ };
                segments.next().is_none().then_some(path)
            }

            fn write(&self, segment: &mut dyn FnMut(&dyn ::std::fmt::Display)) {
                $(segment(&self.$field);)+
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    path! {
        struct Pair {
            /// The left one.
            #[example = "7"]
            left: u8,
            right: char,
        }
    }

    #[test]
    fn a_path_is_read_and_written_in_order() {
        let pair = Pair::read(&["7".into(), "é".into()]).unwrap();
        assert_eq!(pair, Pair { left: 7, right: 'é' });
        let mut written = Vec::new();
        pair.write(&mut |segment| written.push(segment.to_string()));
        assert_eq!(written, ["7", "é"]);
        assert_eq!((Pair::DOCS, Pair::EXAMPLES), (&[" The left one.", ""][..], &["7", ""][..]));
    }

    #[test]
    fn a_wrong_segment_or_count_is_no_path() {
        for segments in [vec![], vec!["7"], vec!["300", "x"], vec!["7", "xy"], vec!["7", "x", "y"]] {
            let segments: Vec<_> = segments.into_iter().map(Cow::from).collect();
            assert_eq!(Pair::read(&segments), None, "{segments:?}");
        }
    }
}
