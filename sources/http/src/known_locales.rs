//! The locales of the upstream, kept from one request to the next.

use std::sync::{Arc, Mutex, PoisonError};

use ogrom_protocols_model::{Country, LanguageTag};
use serde::Deserialize;

use crate::wire::Text;

/// The locales, once they were requested.
#[derive(Debug, Default)]
pub(crate) struct KnownLocales(Mutex<Option<Arc<LocalesWire>>>);

#[derive(Debug, Deserialize)]
pub(crate) struct LocalesWire {
    pub(crate) items: Vec<LocaleWire>,
    pub(crate) default: Text<LanguageTag>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct LocaleWire {
    pub(crate) tag: Text<LanguageTag>,
    pub(crate) country: Text<Country>,
}

// === impl KnownLocales ===

impl KnownLocales {
    /// Forgets them, since the service says that they are others now.
    pub(crate) fn forget(&self) {
        self.set(None);
    }

    pub(crate) fn get(&self) -> Option<Arc<LocalesWire>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set(&self, locales: Option<Arc<LocalesWire>>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = locales;
    }
}
