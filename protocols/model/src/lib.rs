#![doc = include_str!("../README.md")]

mod collage;
mod comment;
mod id;
mod language;
mod like;
mod locale;
mod money;
mod product;
mod rule;
mod texts;
mod time;
mod user;
mod version;

pub use collage::{Collage, CollageDraft, CollageItem};
pub use comment::{Comment, CommentDraft};
pub use id::{CollageId, CommentId, InvalidId, ProductId, UserId};
pub use language::{InvalidLanguage, LanguageTag};
pub use like::Like;
pub use locale::{Locale, Locales, NoLocales};
pub use money::{Country, Currency, InvalidCode, Money};
pub use product::{Product, ProductText};
pub use rule::{InvalidText, TextRule};
pub use texts::Texts;
pub use time::Timestamp;
pub use user::User;
pub use version::{Revision, Version};
