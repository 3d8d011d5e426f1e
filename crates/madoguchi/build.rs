//! Tells the compiler where the built browser app lies: `MADOGUCHI_SITE_DIR`, else `target/site`.

use std::path::PathBuf;

fn main() {
    println!("cargo::rerun-if-env-changed=MADOGUCHI_SITE_DIR");
    let default = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target/site");
    let site = std::env::var_os("MADOGUCHI_SITE_DIR").map_or_else(default, PathBuf::from);
    // An absent folder is an app without pages: the API alone can be built and tested.
    if let Err(error) = std::fs::create_dir_all(&site) {
        println!("cargo::warning=cannot make {}: {error}", site.display());
    }
    println!("cargo::rerun-if-changed={}", site.join("index.html").display());
    println!("cargo::rustc-env=MADOGUCHI_SITE_DIR={}", site.display());
}
