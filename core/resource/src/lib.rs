//! The resource engine: one endpoint value, decided by RFC 9110.
