//! The API over HTTP: the real service in this process, asked over real connections. The files mirror the URLs; every
//! answer, whatever the test, is held against the rules that all answers keep to.

mod authorisation;
mod caching;
mod clients;
mod codings;
mod collages;
mod comments;
mod complete;
mod connections;
mod cors;
mod docs;
mod document;
mod every_endpoint;
mod every_write;
mod feeds;
mod formats;
mod home;
mod http2;
mod index;
mod locales;
mod once;
mod pages;
mod parameters;
mod problems;
mod products;
mod protocol;
mod security;
mod spellings;
mod users;
