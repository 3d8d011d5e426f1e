//! Asks cargo-deny whether a crate of ours has a known weakness. Says so where it cannot: without the program, and where its
//! database is out of reach.

use anyhow::Result;

use crate::process;
use crate::workspace::Workspace;

/// Fails for a weakness that `deny.toml` does not name with the reason why it is none here.
pub fn check(workspace: &Workspace) -> Result<()> {
    if process::find("cargo-deny").is_none() {
        println!("advisories were NOT looked at: cargo-deny is missing (cargo install --locked cargo-deny)");
        return Ok(());
    }
    let mut fetch = process::cargo(workspace);
    if process::run(fetch.args(["deny", "--all-features", "fetch", "db"])).is_err() {
        println!("advisories were NOT looked at: their database is out of reach");
        return Ok(());
    }
    let arguments = ["deny", "--all-features", "--locked", "check", "--disable-fetch", "advisories"];
    process::run(process::cargo(workspace).args(arguments))
}
