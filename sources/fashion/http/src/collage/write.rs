//! Composing, changing and deleting collages.

use async_trait::async_trait;
use http::StatusCode;
use ogrom_protocols::{Conflict, Context, Error, Result};
use ogrom_protocols_fashion::{CollageReader, CollageWriter};
use ogrom_protocols_fashion_model::{Collage, CollageDraft, CollageId, CollageItem};
use ogrom_protocols_model::{Revision, Timestamp, UserId, Version};
use ogrom_sources_http::{
    ApiRequest, ApiResponse, Problem, body_of,
    changing::{Owned, changed_meanwhile, is_conflict, made_before, was_made_before},
    problem,
};
use serde::Serialize;

use super::CollageWire;
use crate::Http;

/// An owner's part of a collage, and the identifier of a new one.
#[derive(Debug, Serialize)]
struct CollageDraftWire<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    items: Vec<ItemDraftWire<'a>>,
}

#[derive(Debug, Serialize)]
struct ItemDraftWire<'a> {
    product: &'a str,
    x: f64,
    y: f64,
    size: f64,
    rotation: f64,
    layer: i32,
}

/// The refusal of a body, as the product that is not there where that is all that is wrong.
fn unprocessable(response: &ApiResponse, items: &[CollageItem]) -> Error {
    let missing = Problem::of(response).errors.into_iter().find(|error| error.code == "missing");
    let place = missing.and_then(|error| error.pointer);
    let index = place.as_ref().and_then(|place| place.split('/').nth(2)?.parse::<usize>().ok());
    match index.and_then(|index| items.get(index)) {
        Some(item) => Conflict::Missing { noun: "product", id: item.product.to_string() }.into(),
        None => problem::error(response),
    }
}

fn is_drafted(collage: &Collage, draft: &CollageDraft) -> bool {
    let Collage { title, description, items, .. } = collage;
    *title == draft.title && *description == draft.description && *items == draft.items
}

// === impl CollageDraftWire ===

impl<'a> CollageDraftWire<'a> {
    fn of(title: Option<&'a String>, description: Option<&'a String>, items: &'a [CollageItem]) -> Self {
        let item = |item: &'a CollageItem| {
            let CollageItem { product, x, y, size, rotation, layer } = item;
            ItemDraftWire {
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

// === impl CollageWire ===

impl Owned for CollageWire {
    fn owner(&self) -> &UserId {
        &self.owner.id.0
    }

    fn revision(&self) -> Revision {
        Revision { version: self.version, created: self.created }
    }
}

// === impl Http ===

#[async_trait]
impl CollageWriter for Http {
    async fn create_collage(&self, ctx: &Context, collage: &Collage) -> Result<Collage> {
        let Collage { id, owner, title, description, items, .. } = collage;
        if (collage.version, collage.likes, collage.comments) != (Version::FIRST, 0, 0) {
            return Err(Error::refused(
                "the upstream makes collages of the first version, without likes and comments",
            ));
        }
        let target = self.0.at(ctx, "/collages").await?;
        let draft = CollageDraftWire::of(title.as_ref(), description.as_ref(), items);
        let draft = CollageDraftWire { id: Some(id.as_str()), ..draft };
        let response =
            self.0.send(ctx, ApiRequest::post(ctx, target, self.0.token_of(owner)?, &draft)).await?;
        match response.status {
            StatusCode::CREATED if was_made_before(&response) => {
                Err(made_before(self.collage_by_id(ctx, id).await?.is_some()))
            }
            StatusCode::CREATED => Ok(body_of::<CollageWire>(&response)?.into()),
            StatusCode::UNPROCESSABLE_ENTITY => Err(unprocessable(&response, items)),
            _ if is_conflict(&response) => {
                let exists = self.collage_by_id(ctx, id).await?.is_some();
                Err(self.contradiction(ctx, problem::error(&response), exists, owner).await)
            }
            _ => Err(problem::error(&response)),
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
        let target = self.0.at(ctx, &format!("/collages/{id}")).await?;
        let Some(precondition) = self.0.load_precondition::<CollageWire>(ctx, target, expected).await? else {
            return Ok(None);
        };
        let CollageDraft { title, description, items } = draft;
        let body = CollageDraftWire::of(title.as_ref(), description.as_ref(), items);
        let response = self.0.send(ctx, precondition.put().with_body(&body)).await?;
        match response.status {
            StatusCode::OK => Ok(Some(body_of::<CollageWire>(&response)?.into())),
            StatusCode::NOT_FOUND | StatusCode::GONE => self.0.absent(&response).map(|()| None),
            StatusCode::UNPROCESSABLE_ENTITY => Err(unprocessable(&response, items)),
            StatusCode::PRECONDITION_FAILED => {
                let now = self.collage_by_id(ctx, id).await?;
                let now = now.map(|now| {
                    let revision = now.revision();
                    (now, revision)
                });
                changed_meanwhile(&response, now, expected, |now| is_drafted(now, draft))
            }
            _ => Err(problem::error(&response)),
        }
    }

    async fn delete_collage(
        &self,
        ctx: &Context,
        id: &CollageId,
        expected: Revision,
        _: Timestamp,
    ) -> Result<bool> {
        let target = self.0.at(ctx, &format!("/collages/{id}")).await?;
        match self.0.load_precondition::<CollageWire>(ctx, target, expected).await? {
            Some(precondition) => self.0.remove::<CollageWire>(ctx, &precondition).await,
            None => Ok(false),
        }
    }
}
