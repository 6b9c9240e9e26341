//! Deployments rehearsed under load: what stands between a client and the service, and what is sent through it.
