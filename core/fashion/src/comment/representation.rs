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
    "id": "c-067",
    "collage": "market-morning",
    "author": {"id": "jonas", "name": "Jonas Brandt", "link": "/en-GB/users/jonas"},
    "language": "en-GB",
    "text": "The basket!",
    "rating": 5,
    "version": 1,
    "created": "2026-06-21T20:30:00.000Z",
    "modified": "2026-06-21T20:30:00.000Z",
    "links": {"self": "/en-GB/comments/c-067", "collage": "/en-GB/collages/market-morning"}
}]))]
pub struct CommentView {
    id: String,
    /// The identifier of the collage that it is about.
    collage: String,
    author: UserBrief,
    /// The language that it is written in, by BCP 47.
    language: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    text: String,
    /// Stars, 1 to 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    rating: Option<u8>,
    /// Counts the edits.
    version: u64,
    /// When it was written, by RFC 3339.
    created: String,
    /// When it last changed, by RFC 3339.
    modified: String,
    links: CommentLinks,
}

/// What a comment leads to.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CommentLinks {
    #[serde(rename = "self", skip_serializing_if = "Option::is_none")]
    itself: Option<String>,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    collage: Option<String>,
}

/// What an author decides about a comment.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("examples" = [{"text": "The basket!", "rating": 5, "language": "en-GB"}]))]
pub struct CommentBody {
    /// Its identifier, of letters, digits, `-`, `.`, `_` and `~`. A new comment gets a fresh one where this is absent,
    /// which nobody can guess; an old one keeps its own.
    #[schemars(length(min = 1, max = 64), extend("format" = "identifier"))]
    id: Option<String>,
    /// The language that it is written in, by BCP 47; absent where it is the locale's.
    #[schemars(extend("format" = "language-tag"))]
    language: Option<String>,
    /// A headline, one line that is not blank, without control characters.
    #[schemars(length(min = 1, max = Comment::TITLE.most()), extend("format" = "line"))]
    title: Option<String>,
    /// The text, which is not blank.
    #[schemars(length(min = 1, max = Comment::TEXT.most()), extend("format" = "text"))]
    text: String,
    /// Stars.
    #[schemars(range(min = 1, max = 5))]
    rating: Option<u8>,
}

/// Which comments.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CommentsQuery {
    /// Those in this language, whatever the country, by BCP 47; `*` is any. Where it is absent, the newest comments are
    /// those in the locale's language, and those on a collage are in any.
    #[schemars(extend("format" = "language-range"))]
    language: Option<String>,
    /// How many at most.
    #[schemars(range(min = 1, max = 100), extend("default" = Limit::DEFAULT.get()))]
    pub(super) limit: Option<u8>,
    /// Where to go on: the `next` of the page before.
    #[schemars(extend("format" = "cursor"))]
    pub(super) cursor: Option<String>,
}

// === impl CommentsQuery ===

impl CommentsQuery {
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
    pub(super) fn of(authored: &AuthoredComment, cx: &Cx) -> Self {
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

    /// What is wrong with it beyond its schema, as a new comment, or as the new content of `before`.
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
