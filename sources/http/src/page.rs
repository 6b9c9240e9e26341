//! Pages of lists.

use std::{collections::BTreeSet, fmt::Display};

use form_urlencoded::Serializer;
use ogrom_protocols::{Context, Cursor, Page, PageRequest, Result};
use serde::{Deserialize, de::DeserializeOwned};

use crate::{Http, reading::found};

#[derive(Debug, Deserialize)]
struct PageWire<T> {
    items: Vec<T>,
    next: Option<String>,
}

/// How many things are asked for in one question: what the service takes, and what fits into its longest target.
const BATCH: usize = 100;

/// The paths below this list at which these are found, each once. Identifiers need no encoding.
pub(crate) fn batches<I: Ord + Display>(list: &str, ids: &[I]) -> Vec<String> {
    let ids: Vec<&I> = ids.iter().collect::<BTreeSet<_>>().into_iter().collect();
    let path = |batch: &[&I]| {
        let ids: Vec<_> = batch.iter().map(|id| format!("id={id}")).collect();
        format!("{list}{}", ids.join("&"))
    };
    ids.chunks(BATCH).map(path).collect()
}

/// A query for this page of a list, to which filters are added.
pub(crate) fn query(page: &PageRequest) -> Serializer<'static, String> {
    let mut query = Serializer::new(String::new());
    query.append_pair("limit", &page.limit.get().to_string());
    if let Some(cursor) = &page.cursor {
        query.append_pair("cursor", cursor.as_str());
    }
    query
}

// === impl Http ===

impl Http {
    /// All that is found at these paths, each of which has one page.
    pub(crate) async fn all<W: DeserializeOwned, T: From<W> + Send>(
        &self,
        ctx: &Context,
        paths: Vec<String>,
    ) -> Result<Vec<T>> {
        let page = async |path: String| {
            let target = self.at(ctx, &path).await?;
            self.page::<W, T>(ctx, &target).await.map(|page| Some(page.items))
        };
        Ok(found(paths.into_iter().map(page).collect()).await?.into_iter().flatten().collect())
    }

    /// The page at this target; an empty one where nothing is.
    pub(crate) async fn page<W: DeserializeOwned, T: From<W>>(
        &self,
        ctx: &Context,
        target: &str,
    ) -> Result<Page<T>> {
        let page = self.read::<PageWire<W>>(ctx, target).await?;
        Ok(page.map_or_else(Page::empty, |page| Page {
            items: page.thing.items.into_iter().map(Into::into).collect(),
            next: page.thing.next.map(|next| Cursor::parse(&next)),
        }))
    }
}
