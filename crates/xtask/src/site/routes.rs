//! The addresses of the app, as its router has them. Knows how the router's file writes them, and no page.

use anyhow::{Result, ensure};

/// A pattern such as `/:portal/contracts/:contract` on each line.
pub fn read(router: &str) -> Result<String> {
    let patterns = router.split("path!(\"").skip(1).filter_map(|rest| rest.split('"').next());
    let lines: String = patterns.map(|pattern| format!("{pattern}\n")).collect();
    ensure!(!lines.is_empty(), "the router names no address as path!(\"…\")");
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn the_addresses_of_the_router() {
        let router = r#"<Route path=path!("/") view=list /> <Route
            path=path!("/:portal/login")
            view=login /> "#;
        assert_eq!(read(router).unwrap(), "/\n/:portal/login\n");
        assert!(read("fn nothing() {}").is_err());
    }
}
