//! The pattern of an address (`/:portal/contracts/:contract`) as a value: all routes are of one type, so the code that matches
//! them is fetched once. Must not know any page.

use leptos_router::{PartialPathMatch, PathSegment, PossibleRouteMatch};
use std::borrow::Cow;

/// Segments behind slashes; one that starts with `:` takes any text and names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pattern(pub &'static str);

impl Pattern {
    fn segments(self) -> impl Iterator<Item = &'static str> {
        self.0.split('/').filter(|segment| !segment.is_empty())
    }
}

impl PossibleRouteMatch for Pattern {
    fn optional(&self) -> bool {
        false
    }

    fn test<'a>(&self, path: &'a str) -> Option<PartialPathMatch<'a>> {
        let (mut rest, mut params) = (path, Vec::new());
        for segment in self.segments() {
            let behind = rest.strip_prefix('/')?;
            let (here, after) = behind.split_at(behind.find('/').unwrap_or(behind.len()));
            match segment.strip_prefix(':') {
                Some(name) if !here.is_empty() => params.push((Cow::Borrowed(name), here.to_owned())),
                None if here == segment => {}
                _ => return None,
            }
            rest = after;
        }
        Some(PartialPathMatch::new(rest, params, &path[..path.len() - rest.len()]))
    }

    fn generate_path(&self, path: &mut Vec<PathSegment>) {
        path.extend(self.segments().map(|segment| match segment.strip_prefix(':') {
            Some(name) => PathSegment::Param(Cow::Borrowed(name)),
            None => PathSegment::Static(Cow::Borrowed(segment)),
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use leptos_router::path;

    /// What is left of a path, and the names in it; nothing when the pattern is another one.
    fn taken(pattern: &impl PossibleRouteMatch, path: &str) -> Option<(String, Vec<(String, String)>)> {
        let found = pattern.test(path)?;
        let rest = found.remaining().to_owned();
        Some((rest, found.params().into_iter().map(|(name, value)| (name.into_owned(), value)).collect()))
    }

    #[test]
    fn a_whole_path_is_taken_with_its_names() {
        let pattern = Pattern("/:portal/contracts/:contract");
        let names = vec![("portal".to_owned(), "telecom".to_owned()), ("contract".to_owned(), "7".to_owned())];
        assert_eq!(taken(&pattern, "/telecom/contracts/7"), Some((String::new(), names.clone())));
        assert_eq!(taken(&pattern, "/telecom/contracts/7/"), Some(("/".to_owned(), names)));
        for other in
            ["", "/", "/telecom", "/telecom/contracts", "/telecom/contracts/", "/telecom/invoices/7", "telecom"]
        {
            assert_eq!(taken(&pattern, other), None, "{other}");
        }
        assert_eq!(taken(&pattern, "/telecom/contracts/7/invoices").unwrap().0, "/invoices");
    }

    #[test]
    fn it_takes_what_the_router_takes() {
        let ours = Pattern("/:portal/invoices/:invoice");
        let theirs = path!("/:portal/invoices/:invoice");
        for path in
            ["/a/invoices/b", "/a/invoices/b/", "/a/invoices", "/a/b/c", "/a/invoices/%E3%81%82", "/a/invoices/b/c"]
        {
            assert_eq!(taken(&ours, path), taken(&theirs, path), "{path}");
        }
        let (mut one, mut other) = (Vec::new(), Vec::new());
        ours.generate_path(&mut one);
        theirs.generate_path(&mut other);
        assert_eq!(one, other);
    }
}
