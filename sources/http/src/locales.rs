//! The locales of the upstream: one of them is in every path, and their countries are the ones that can be asked for.

use std::sync::Arc;

use ogrom_protocols::{Context, Error, Result};
use ogrom_protocols_model::Country;

use crate::{Client, known_locales::LocalesWire};

/// Where the list is.
const LIST: &str = "/";

// === impl Client ===

impl Client {
    /// The target of this path in any locale. A thing that is read is whole, and so the same in all of them; the same locale is
    /// used each time, so that one cached response serves all.
    pub async fn at(&self, ctx: &Context, path: &str) -> Result<String> {
        let locales = self.locales(ctx).await?;
        Ok(format!("/{}{path}", locales.default.0))
    }

    /// The target of this path in a locale of this country.
    pub async fn at_country(&self, ctx: &Context, country: Country, path: &str) -> Result<String> {
        let locales = self.locales(ctx).await?;
        let locale = locales.items.iter().find(|locale| locale.country.0 == country);
        let locale = locale.ok_or_else(|| {
            // There may be one by the time of the next request.
            self.known_locales().forget();
            Error::refused(format!("the upstream has no locale of the country {country}"))
        })?;
        Ok(format!("/{}{path}", locale.tag.0))
    }

    /// Whether the upstream responds as its API does: it is asked for its locales.
    pub async fn answers(&self, ctx: &Context) -> Result<()> {
        let read = self.read::<LocalesWire>(ctx, LIST).await?;
        read.map(drop).ok_or_else(|| Error::unavailable("there is no API at the address of the upstream"))
    }

    async fn locales(&self, ctx: &Context) -> Result<Arc<LocalesWire>> {
        if let Some(known) = self.known_locales().get() {
            return Ok(known);
        }
        let read = self.read::<LocalesWire>(ctx, LIST).await?;
        let read =
            read.ok_or_else(|| Error::unavailable("there is no API at the address of the upstream"))?;
        let locales = Arc::new(read.thing);
        self.known_locales().set(Some(Arc::clone(&locales)));
        Ok(locales)
    }
}
