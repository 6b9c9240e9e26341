//! The service: configuration, injection, the one route table, the server.
