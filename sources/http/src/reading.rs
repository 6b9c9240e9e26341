//! Reading: conditional on what is known already, and never taking anything for what it is not.

use bytes::Bytes;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use http::{HeaderValue, StatusCode, header};
use ogrom_protocols::{Context, Error, Result};
use serde::de::DeserializeOwned;

use crate::{
    Http,
    copies::Copy,
    exchange::Answer,
    problem::{self, Problem},
    question::Question,
};

/// How many questions of one batch are under way at once.
const AT_ONCE: usize = 16;

/// What was read, and the tag by which a change can be conditional on it.
#[derive(Debug)]
pub(crate) struct Read<T> {
    pub(crate) thing: T,
    pub(crate) tag: Option<HeaderValue>,
}

// === impl Http ===

impl Http {
    /// What is at this target; absent where nothing is.
    pub(crate) async fn read<T: DeserializeOwned>(
        &self,
        ctx: &Context,
        target: &str,
    ) -> Result<Option<Read<T>>> {
        let copy = self.copies().of(target);
        let question = Question::get(target, copy.as_ref().map(|copy| copy.tag.clone()));
        let answer = self.ask(ctx, question).await?;
        match (answer.status, copy) {
            (StatusCode::NOT_MODIFIED, Some(Copy { tag, content })) => {
                Ok(Some(Read { thing: parse(&content)?, tag: Some(tag) }))
            }
            (StatusCode::OK, _) => {
                let thing = content_of(&answer)?;
                let tag = answer.headers.get(header::ETAG).cloned();
                self.remember(target, &answer, tag.clone());
                Ok(Some(Read { thing, tag }))
            }
            _ => {
                self.copies().forget(target);
                self.absent(&answer).map(|()| None)
            }
        }
    }

    /// Whether the answer says that nothing is there, and not something else.
    pub(crate) fn absent(&self, answer: &Answer) -> Result<()> {
        match Problem::of(answer).name() {
            "not-found" if answer.status == StatusCode::NOT_FOUND => Ok(()),
            "unknown-locale" => {
                self.known_locales().forget();
                Err(Error::unavailable("the locales of the service behind have changed"))
            }
            _ => Err(problem::error(answer)),
        }
    }

    fn remember(&self, target: &str, answer: &Answer, tag: Option<HeaderValue>) {
        let mut control = answer.headers.get_all(header::CACHE_CONTROL).iter();
        // Whatever else stands on the line, and be it no text.
        let secret = control.any(|line| String::from_utf8_lossy(line.as_bytes()).contains("no-store"));
        match tag {
            Some(tag) if !secret => {
                self.copies().keep(target, Copy { tag, content: answer.content.clone() });
            }
            _ => self.copies().forget(target),
        }
    }
}

/// The content of a successful answer. What is none is no word of the service: something on the way answers in its place,
/// or it is in trouble, and asking later may help.
pub(crate) fn content_of<T: DeserializeOwned>(answer: &Answer) -> Result<T> {
    if !answer.is_of_type("application/json") {
        return Err(Error::unavailable("the service behind answers with something other than JSON"));
    }
    parse(&answer.content)
}

fn parse<T: DeserializeOwned>(content: &Bytes) -> Result<T> {
    serde_json::from_slice(content).map_err(Error::unavailable)
}

/// What these questions find, some of them at once.
pub(crate) async fn found<T, F>(questions: Vec<F>) -> Result<Vec<T>>
where
    F: Future<Output = Result<Option<T>>> + Send,
{
    let answers = stream::iter(questions).buffer_unordered(AT_ONCE);
    answers.try_filter_map(async |found| Ok(found)).try_collect().await
}
