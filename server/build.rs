//! Packs the files of the documentation that are large.

use std::{env, error::Error, fs::File, io, path::Path};

use flate2::{Compression, write::ZlibEncoder};

/// Where the vendored files are, and which of them are served.
const VENDORED: &str = "docs/swagger-ui";
const PACKED: [&str; 2] = ["swagger-ui-bundle.js", "swagger-ui.css"];

/// Compresses the vendored files, each under its name.
fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={VENDORED}");
    #[expect(clippy::disallowed_methods, reason = "this is where cargo wants what is made")]
    let made = env::var("OUT_DIR")?;
    for name in PACKED {
        let mut packed = ZlibEncoder::new(File::create(Path::new(&made).join(name))?, Compression::best());
        io::copy(&mut File::open(Path::new(VENDORED).join(name))?, &mut packed)?;
        packed.finish()?;
    }
    Ok(())
}
