#![doc = include_str!("../README.md")]

mod id;
mod language;
mod locale;
mod money;
mod rule;
mod texts;
mod time;
mod version;

#[doc(hidden)]
pub use id::check_id;
pub use id::{InvalidId, UserId};
pub use language::{InvalidLanguage, LanguageTag};
pub use locale::{Locale, Locales, NoLocales};
pub use money::{Country, Currency, InvalidCode, Money};
pub use rule::{InvalidText, TextRule};
pub use texts::Texts;
pub use time::Timestamp;
pub use version::{Revision, Version};
