//! The command `ogrom-docker-deploy`.

fn main() {}
