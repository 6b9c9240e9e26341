//! Pages of lists.

use std::{collections::BTreeSet, fmt::Display};

use form_urlencoded::Serializer;
use ogrom_protocols::{Context, Cursor, Page, PageRequest, Result};
use serde::{Deserialize, de::DeserializeOwned};

use crate::{Client, all_found};

#[derive(Debug, Deserialize)]
struct PageWire<T> {
    items: Vec<T>,
    next: Option<String>,
    prev: Option<String>,
}

/// How many things one request reads: what the service takes, and what fits into its longest target.
const BATCH: usize = 100;

/// The paths of this list at which these are found, each once, by the query parameter of that name. Identifiers need no
/// encoding.
pub fn batches<I: Ord + Display>(list: &str, parameter: &str, ids: &[I]) -> Vec<String> {
    let ids: Vec<&I> = ids.iter().collect::<BTreeSet<_>>().into_iter().collect();
    let path = |batch: &[&I]| {
        let ids: Vec<_> = batch.iter().map(|id| format!("{parameter}={id}")).collect();
        format!("{list}{}", ids.join("&"))
    };
    ids.chunks(BATCH).map(path).collect()
}

/// The query of a page of a list, to which filters are added.
#[derive(Debug, Default)]
pub struct PageQuery(String);

// === impl PageQuery ===

impl PageQuery {
    /// The query of this page.
    pub fn of(page: &PageRequest) -> Self {
        let mut query = Self(String::new());
        query.append("limit", &page.limit.get().to_string());
        if let Some(cursor) = &page.cursor {
            query.append("cursor", cursor.as_str());
        }
        query
    }

    /// Adds a parameter.
    pub fn append(&mut self, name: &str, value: &str) {
        Serializer::new(&mut self.0).append_pair(name, value);
    }

    /// The query as it stands in a URI, after its `?`.
    pub fn finish(self) -> String {
        self.0
    }
}

// === impl Client ===

impl Client {
    /// All that is found at these paths, each of which has one page.
    pub async fn all<W: DeserializeOwned, T: From<W> + Send>(
        &self,
        ctx: &Context,
        paths: Vec<String>,
    ) -> Result<Vec<T>> {
        let page = async |path: String| {
            let target = self.at(ctx, &path).await?;
            self.page::<W, T>(ctx, &target).await.map(|page| Some(page.items))
        };
        Ok(all_found(paths.into_iter().map(page).collect()).await?.into_iter().flatten().collect())
    }

    /// The page at this target; an empty one where nothing is.
    pub async fn page<W: DeserializeOwned, T: From<W>>(
        &self,
        ctx: &Context,
        target: &str,
    ) -> Result<Page<T>> {
        let page = self.read::<PageWire<W>>(ctx, target).await?;
        Ok(page.map_or_else(Page::empty, |page| Page {
            items: page.thing.items.into_iter().map(Into::into).collect(),
            next: page.thing.next.map(|next| Cursor::parse(&next)),
            prev: page.thing.prev.map(|prev| Cursor::parse(&prev)),
        }))
    }
}
