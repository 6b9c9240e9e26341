//! Pages of lists.

use form_urlencoded::Serializer;
use ogrom_protocols::{Context, Cursor, Page, PageRequest, Result};
use serde::{Deserialize, de::DeserializeOwned};

use crate::Http;

#[derive(Debug, Deserialize)]
struct PageWire<T> {
    items: Vec<T>,
    next: Option<String>,
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
