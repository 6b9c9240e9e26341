//! Tests of the whole: layers, tidiness, the API over HTTP, the sources.
