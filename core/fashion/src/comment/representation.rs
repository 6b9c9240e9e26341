//! Comments on the wire.

use ogrom_core::{named, text, time::rfc3339};
use ogrom_core_resource::{Cx, Existence, Invalid};
use ogrom_protocols::{Limit, Page};
use ogrom_protocols_fashion::CommentQuery;
use ogrom_protocols_fashion_model::{Comment, CommentDraft, CommentId};
use ogrom_protocols_model::{InvalidLanguage, LanguageTag, Locale};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AuthoredComment, CommentPath, CommentResource};
use crate::{
    collage::{CollagePath, CollageResource},
    user::UserBrief,
};

/// A comment with its author.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Comment")]
#[schemars(extend("examples" = [{
    "id": "c-034",
    "collage": "market-morning",
    "author": {"id": "lena", "name": "Lena Vogt", "link": "{base}/users/lena"},
    "language": "en-GB",
    "text": "The basket!",
    "rating": 5,
    "version": 1,
    "created": "2026-04-12T18:00:00.000Z",
    "modified": "2026-04-12T18:03:00.000Z",
    "links": {"self": "{base}/comments/c-034", "collage": "{base}/collages/market-morning"}
}]))]
pub struct CommentView {
    /// Its identifier.
    #[schemars(length(max = 64))]
    id: String,
    /// The identifier of its collage.
    #[schemars(length(max = 64))]
    collage: String,
    author: UserBrief,
    /// The language of the text (BCP 47).
    language: String,
    /// Its headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = Comment::TITLE.most()))]
    title: Option<String>,
    /// The text.
    #[schemars(length(max = Comment::TEXT.most()))]
    text: String,
    /// The rating in stars.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 5))]
    rating: Option<u8>,
    /// The number of the last edit.
    version: u64,
    /// The time of its creation (RFC 3339).
    #[schemars(extend("format" = "date-time"))]
    created: String,
    /// The time of the last change (RFC 3339).
    #[schemars(extend("format" = "date-time"))]
    modified: String,
    links: CommentLinks,
}

/// Links from a comment.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CommentLinks {
    /// This resource.
    #[serde(rename = "self", skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri-reference"))]
    itself: Option<String>,
    /// Its collage.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "uri-reference"))]
    collage: Option<String>,
}

/// A comment as its author writes it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"text": "The basket!", "rating": 5, "language": "en-GB"}]))]
pub struct CommentBody {
    /// Its identifier, of letters, digits, `-`, `.`, `_` and `~`. Optional when creating (a random one is assigned); it
    /// cannot be changed.
    #[schemars(length(min = 1, max = 64), extend("format" = "identifier"))]
    id: Option<String>,
    /// The language of the text (BCP 47); the default is that of the locale.
    #[schemars(extend("format" = "language-tag"))]
    language: Option<String>,
    /// Its headline: one line, not blank, without control characters.
    #[schemars(length(min = 1, max = Comment::TITLE.most()), extend("format" = "line"))]
    title: Option<String>,
    /// The text; not blank.
    #[schemars(length(min = 1, max = Comment::TEXT.most()), extend("format" = "text"))]
    text: String,
    /// The rating in stars.
    #[schemars(range(min = 1, max = 5))]
    rating: Option<u8>,
}

/// Which comments.
#[derive(Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CommentsQuery {
    /// Only comments with these identifiers, in any language, on one page, whatever the `limit`. Goes with no filter.
    #[schemars(length(max = 100))]
    id: Vec<String>,
    /// Only comments in this language (BCP 47), of any country; `*` is any language. The default is `*` for the comments on
    /// a collage, and the locale's language for the newest comments.
    #[schemars(extend("format" = "language-range"))]
    language: Option<String>,
    /// The page size: the most items on one page.
    #[schemars(range(min = 1, max = 100), extend("default" = Limit::DEFAULT.get()))]
    pub(super) limit: Option<u8>,
    /// The `next` or `prev` of another page. Use it only with the filters that returned it.
    #[schemars(extend("format" = "cursor"))]
    pub(super) cursor: Option<String>,
}

// === impl CommentsQuery ===

impl CommentsQuery {
    /// See [`named::listed`].
    pub(super) fn ids(&self) -> Result<Option<Vec<CommentId>>, Vec<Invalid>> {
        let alone = Self { id: self.id.clone(), limit: self.limit, ..Self::default() };
        named::listed("id", &self.id, *self == alone)
    }

    /// The comments that are meant, where `usual` are those of whoever names no language.
    pub(super) fn narrow(
        &self,
        usual: CommentQuery,
    ) -> Result<CommentQuery, Existence<Page<AuthoredComment>>> {
        let language = match self.language.as_deref() {
            None => return Ok(usual),
            Some("*") => None,
            Some(tag) => Some(tag.parse().map_err(|error: InvalidLanguage| {
                Existence::Malformed(vec![Invalid::query("language", "language", error.to_string())])
            })?),
        };
        Ok(CommentQuery { language, ..usual })
    }
}

// === impl CommentView ===

impl CommentView {
    pub(crate) fn of(authored: &AuthoredComment, cx: &Cx) -> Self {
        let AuthoredComment { comment, author } = authored;
        Self {
            id: comment.id.to_string(),
            collage: comment.collage.to_string(),
            author: UserBrief::of(&comment.author, author.as_ref(), cx),
            language: comment.language.to_string(),
            title: comment.title.clone(),
            text: comment.text.clone(),
            rating: comment.rating,
            version: comment.version.get(),
            created: rfc3339(comment.created),
            modified: rfc3339(comment.modified),
            links: CommentLinks {
                itself: cx.link_to::<CommentResource>(&CommentPath { comment: comment.id.clone() }),
                collage: cx.link_to::<CollageResource>(&CollagePath { collage: comment.collage.clone() }),
            },
        }
    }
}

// === impl CommentBody ===

impl CommentBody {
    /// The identifier that it names, as written.
    pub(super) fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The faults beyond its schema, as a new comment, or as the new content of `before`.
    pub(super) fn faults(&self, before: Option<&CommentId>) -> Vec<Invalid> {
        let id = named::fault(self.id(), before);
        let language = self.language.as_ref().and_then(|tag| tag.parse::<LanguageTag>().err());
        let language = language.map(|error| Invalid::content("/language", "language", error.to_string()));
        let title = text::fault("/title", self.title.as_deref(), Comment::TITLE);
        let text = text::fault("/text", Some(&self.text), Comment::TEXT);
        id.into_iter().chain(language).chain(title).chain(text).collect()
    }

    /// The draft that it stands for. Fails only where the language is none.
    pub(super) fn draft(self, locale: &Locale) -> Result<CommentDraft, InvalidLanguage> {
        let language = self.language.map_or_else(|| Ok(locale.tag().clone()), |tag| tag.parse())?;
        Ok(CommentDraft { language, title: self.title, text: self.text, rating: self.rating })
    }
}
