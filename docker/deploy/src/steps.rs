//! The steps: what each one does, and when it is done.

mod bake;
mod clean;
mod drain;
mod lock;
mod observe;
mod preflight;
mod ready;
mod smoke;
mod swap;
mod switch_back;
mod unheld;
mod update;
mod upload;
mod urls;
mod verify;
mod version;
mod wait;

pub(crate) use self::{observe::Assessment, unheld::Unheld, urls::WrongUrls};
