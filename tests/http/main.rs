//! The API over HTTP: the real service in this process, called over real connections. The files mirror the URLs.
//! Every response, in every test, is checked against the rules for all responses.

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
mod prefix;
mod problems;
mod products;
mod protocol;
mod security;
mod sparse;
mod spellings;
mod users;
