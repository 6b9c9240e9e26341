//! The declaration of a resource for documents: words, and the branches that only it can take.

use http::HeaderName;
use ogrom_core_path::Key;

use crate::{Method, Problem, graph::Branch};

/// The declaration of a resource for documents; made by [`documented!`](crate::documented).
///
/// Without a declaration, the description lists every response that the graph has.
#[derive(Debug, Clone, Default)]
pub struct Documented {
    pub(super) noun: Option<(&'static str, &'static str)>,
    pub(super) hidden: bool,
    pub(super) words: Vec<OperationDoc>,
    pub(super) bearer: Option<NeedsBearer>,
    pub(super) selects_reads: bool,
    pub(super) tag: Option<bool>,
    pub(super) date: Option<bool>,
    pub(super) sends: Vec<(HeaderName, &'static str)>,
    pub(super) refuses: Vec<(Method, fn() -> Problem)>,
}

/// The methods that need a bearer token that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NeedsBearer {
    /// Those that change something.
    ToWrite,
    /// Those that read, too.
    Always,
}

/// The declaration of one method.
#[derive(Debug, Clone)]
pub struct OperationDoc {
    /// The method.
    pub method: Method,
    /// The identifier of the operation, a verb and a noun. It never changes.
    pub id: &'static str,
    /// The lines of its comment.
    pub lines: &'static [&'static str],
    /// The branches that the resource may take, beside those that every resource has.
    pub answers: &'static [Branch],
    /// The resources that the representation links to.
    pub leads: Vec<LinkDoc>,
}

/// A link from a representation to another resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct LinkDoc {
    /// The key of the linked resource.
    pub to: Key,
    /// JSON Pointers to the path parameters of the linked resource, in their order.
    pub pointers: &'static [&'static str],
}

// === impl Documented ===

impl Documented {
    /// No declaration.
    pub fn nothing() -> Self {
        Self::default()
    }

    /// Documents omit the resource.
    pub fn hidden() -> Self {
        Self { hidden: true, ..Self::default() }
    }

    /// A declaration. From here on, everything that is not declared is excluded.
    pub fn of(noun: (&'static str, &'static str), words: Vec<OperationDoc>) -> Self {
        Self { noun: Some(noun), words, tag: Some(false), date: Some(false), ..Self::default() }
    }

    /// The same; changes require a bearer token, and an invalid token is refused with every method.
    #[must_use]
    pub fn with_bearer_to_write(self) -> Self {
        Self { bearer: Some(NeedsBearer::ToWrite), ..self }
    }

    /// The same; every method needs a bearer token that holds.
    #[must_use]
    pub fn with_bearer(self) -> Self {
        Self { bearer: Some(NeedsBearer::Always), ..self }
    }

    /// The same; the parameters apply to GET and HEAD only.
    #[must_use]
    pub fn selecting_reads(self) -> Self {
        Self { selects_reads: true, ..self }
    }

    /// The same; representations have an entity tag.
    #[must_use]
    pub fn tagged(self) -> Self {
        Self { tag: Some(true), ..self }
    }

    /// The same; representations have `Last-Modified`.
    #[must_use]
    pub fn dated(self) -> Self {
        Self { date: Some(true), ..self }
    }

    /// The same; representations may have an entity tag and `Last-Modified`, as far as the source knows them.
    #[must_use]
    pub fn perhaps_validated(self) -> Self {
        Self { tag: None, date: None, ..self }
    }

    /// The same; representations may come with this header field.
    #[must_use]
    pub fn sending(mut self, name: HeaderName, about: &'static str) -> Self {
        self.sends.push((name, about));
        self
    }

    /// The same; this method may end with this problem of the resource's own, by
    /// [`Fault::refused`](crate::Fault::refused).
    #[must_use]
    pub fn refusing(mut self, method: Method, problem: fn() -> Problem) -> Self {
        self.refuses.push((method, problem));
        self
    }

    /// Whether a method needs a bearer token that holds.
    pub(super) fn needs_bearer(&self, method: Method) -> bool {
        match self.bearer {
            None => false,
            Some(NeedsBearer::ToWrite) => !method.is_safe(),
            Some(NeedsBearer::Always) => true,
        }
    }

    /// The problems of the resource's own that a method may end with.
    pub(super) fn own_problems(&self, method: Method) -> impl Iterator<Item = Problem> {
        self.refuses.iter().filter(move |(of, _)| *of == method).map(|(_, problem)| problem())
    }

    /// The declaration of a method.
    pub(super) fn words(&self, method: Method) -> Option<&OperationDoc> {
        self.words.iter().find(|words| words.method == method)
    }

    /// Whether the resource may take this branch, at a decision that is its own.
    pub(super) fn may_answer(&self, method: Method, answer: Branch) -> bool {
        if self.noun.is_none() {
            return true;
        }
        let said = self.words(method).is_some_and(|words| words.answers.contains(&answer));
        let by_token = match answer {
            Branch::Unauthenticated => true,
            // A token may hold and not permit changes.
            Branch::Forbidden => !method.is_safe(),
            _ => false,
        };
        said || (by_token && self.bearer.is_some())
    }
}

// === impl LinkDoc ===

impl LinkDoc {
    /// To this resource.
    pub fn to<R: 'static>(pointers: &'static [&'static str]) -> Self {
        Self { to: Key::of::<R>(), pointers }
    }
}

/// Declares a resource for documents: its noun, and for each method its identifier, its summary and further lines, the
/// branches it may take beside those that every resource has, and the links of its representation.
///
/// ```
/// use ogrom_core_resource::documented;
/// # struct ShelfResource;
///
/// const NOUN: (&str, &str) = ("Books", "The books of the library.");
///
/// let documented = documented! {
///     NOUN;
///
///     /// Shows a book
///     ///
///     /// With all of its editions.
///     Get "getBook": Missing => ShelfResource["/shelf/id"];
///
///     /// Takes a book away
///     Delete "deleteBook": Missing, Done, Conflict;
/// };
/// ```
#[macro_export]
macro_rules! documented {
    ($noun:expr; $(
        $(#[doc = $line:literal])+
        $method:ident $id:literal $(: $($answer:ident),+)? $(=> $($target:ty[$($pointer:literal),*]),+)?;
    )+) => {
        $crate::describe::Documented::of($noun, ::std::vec![$(
            $crate::describe::OperationDoc {
                method: $crate::Method::$method,
                id: $id,
                lines: &[$($line),+],
                answers: &[$($($crate::graph::Branch::$answer),+)?],
                leads: ::std::vec![$($($crate::describe::LinkDoc::to::<$target>(&[$($pointer),*])),+)?],
            }
        ),+])
    };
}
