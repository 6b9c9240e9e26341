//! Composing, changing and deleting collages.

use async_trait::async_trait;
use http::StatusCode;
use ogrom_protocols::{Conflict, Context, Error, Result};
use ogrom_protocols_fashion::{CollageReader, CollageWriter};
use ogrom_protocols_fashion_model::{Collage, CollageDraft, CollageId, CollageItem};
use ogrom_protocols_model::{Revision, Timestamp, UserId, Version};
use serde::Serialize;

use super::CollageWire;
use crate::{
    Http,
    changing::{Owned, changed_meanwhile, is_conflict, was_made_before},
    exchange::Answer,
    problem::{self, Problem},
    question::Question,
    reading::content_of,
};

/// What an owner decides, and the name of what is new.
#[derive(Debug, Serialize)]
struct DraftWire<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    items: Vec<ItemWire<'a>>,
}

#[derive(Debug, Serialize)]
struct ItemWire<'a> {
    product: &'a str,
    x: f64,
    y: f64,
    size: f64,
    rotation: f64,
    layer: i32,
}

/// The refusal of content, as the product that is not there where that is all that is wrong.
fn unprocessable(answer: &Answer, items: &[CollageItem]) -> Error {
    let missing = Problem::of(answer).errors.into_iter().find(|error| error.code == "missing");
    let place = missing.and_then(|error| error.pointer);
    let index = place.as_ref().and_then(|place| place.split('/').nth(2)?.parse::<usize>().ok());
    match index.and_then(|index| items.get(index)) {
        Some(item) => Conflict::Missing { noun: "product", id: item.product.to_string() }.into(),
        None => problem::error(answer),
    }
}

fn is_drafted(collage: &Collage, draft: &CollageDraft) -> bool {
    let Collage { title, description, items, .. } = collage;
    *title == draft.title && *description == draft.description && *items == draft.items
}

// === impl DraftWire ===

impl<'a> DraftWire<'a> {
    fn of(title: Option<&'a String>, description: Option<&'a String>, items: &'a [CollageItem]) -> Self {
        let item = |item: &'a CollageItem| {
            let CollageItem { product, x, y, size, rotation, layer } = item;
            ItemWire {
                product: product.as_str(),
                x: *x,
                y: *y,
                size: *size,
                rotation: *rotation,
                layer: *layer,
            }
        };
        Self {
            id: None,
            title: title.map(String::as_str),
            description: description.map(String::as_str),
            items: items.iter().map(item).collect(),
        }
    }
}

// === impl Collage ===

impl Owned for Collage {
    fn owner(&self) -> &UserId {
        &self.owner
    }

    fn revision(&self) -> Revision {
        Collage::revision(self)
    }
}

// === impl Http ===

#[async_trait]
impl CollageWriter for Http {
    async fn create_collage(&self, ctx: &Context, collage: &Collage) -> Result<Collage> {
        let Collage { id, owner, title, description, items, .. } = collage;
        if (collage.version, collage.likes) != (Version::FIRST, 0) {
            return Err(Error::refused(
                "the service behind makes collages of the first version, without likes",
            ));
        }
        let target = self.at(ctx, "/collages").await?;
        let draft = DraftWire::of(title.as_ref(), description.as_ref(), items);
        let draft = DraftWire { id: Some(id.as_str()), ..draft };
        let answer = self.ask(ctx, Question::post(ctx, target, self.token_of(owner)?, &draft)).await?;
        match answer.status {
            StatusCode::CREATED if was_made_before(&answer) => {
                Err(Self::made_before(self.collage_by_id(ctx, id).await?.is_some()))
            }
            StatusCode::CREATED => Ok(content_of::<CollageWire>(&answer)?.into()),
            StatusCode::UNPROCESSABLE_ENTITY => Err(unprocessable(&answer, items)),
            StatusCode::CONFLICT if is_conflict(&Problem::of(&answer)) => {
                let exists = self.collage_by_id(ctx, id).await?.is_some();
                Err(self.contradiction(ctx, problem::error(&answer), exists, owner).await)
            }
            _ => Err(problem::error(&answer)),
        }
    }

    async fn update_collage(
        &self,
        ctx: &Context,
        id: &CollageId,
        expected: Revision,
        draft: &CollageDraft,
        _: Timestamp,
    ) -> Result<Option<Collage>> {
        let target = self.at(ctx, &format!("/collages/{id}")).await?;
        let Some(grip) = self.grip::<CollageWire, Collage>(ctx, target, expected).await? else {
            return Ok(None);
        };
        let CollageDraft { title, description, items } = draft;
        let content = DraftWire::of(title.as_ref(), description.as_ref(), items);
        let answer = self.ask(ctx, grip.put().with(&content)).await?;
        match answer.status {
            StatusCode::OK => Ok(Some(content_of::<CollageWire>(&answer)?.into())),
            StatusCode::NOT_FOUND => self.absent(&answer).map(|()| None),
            StatusCode::UNPROCESSABLE_ENTITY => Err(unprocessable(&answer, items)),
            StatusCode::PRECONDITION_FAILED => {
                let now = self.collage_by_id(ctx, id).await?;
                changed_meanwhile(&answer, now, expected, |now| is_drafted(now, draft))
            }
            _ => Err(problem::error(&answer)),
        }
    }

    async fn delete_collage(&self, ctx: &Context, id: &CollageId, expected: Revision) -> Result<bool> {
        let target = self.at(ctx, &format!("/collages/{id}")).await?;
        match self.grip::<CollageWire, Collage>(ctx, target, expected).await? {
            Some(grip) => self.remove::<CollageWire>(ctx, &grip).await,
            None => Ok(false),
        }
    }
}
