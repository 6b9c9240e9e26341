//! Has the service of this package built from a commit that nothing else has: a place where each copy puts its own.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-env=BUILD_COMMIT=5107f0c0331e5107f0c0331e5107f0c0331e5107");
}
