//! Installing system packages where that is possible (Debian's apt-get as root), else saying the command.

use anyhow::{Result, bail};

use crate::process;

/// Installs Debian packages, or fails with the command that a person has to type.
pub fn install(purpose: &str, packages: &[&str]) -> Result<()> {
    let names = packages.join(" ");
    if !can_install() {
        bail!("{purpose} is missing; install it with: sudo apt-get install -y {names}");
    }
    eprintln!("{purpose} is missing: installing {names} with apt-get");
    process::run(process::command("apt-get").args(["-q", "update"]))?;
    process::run(
        process::command("apt-get")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(["-q", "install", "-y", "--no-install-recommends"])
            .args(packages),
    )
}

/// Whether apt-get is there and we are root.
pub fn can_install() -> bool {
    process::find("apt-get").is_some() && is_root()
}

/// Whether this process runs as root.
pub fn is_root() -> bool {
    process::probe(process::command("id").arg("-u")).as_deref() == Some("0")
}
