//! The page around the app: made once for each portal, which it carries, so that brand, title and frame are there before
//! the app is. Knows which addresses the app has; must not know what is on a page.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;

use actix_web::web::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use madoguchi_api_types::portals::{Module, Portal, Text};
use sha2::{Digest as _, Sha256};

use super::{Content, Site};

const TEMPLATE: &str = "index.html";
/// The addresses of the app's pages, a pattern such as `/:portal/contracts/:contract` on each line.
const ROUTES: &str = "routes.txt";
/// Files of the site that are not served as they are.
pub const INPUTS: [&str; 2] = [TEMPLATE, ROUTES];
/// What the site is called outside every portal.
const PRODUCT: [&str; 2] = ["お客さま窓口", "Customer portal"];

/// The pages of this server.
pub struct Pages {
    /// By the key of the portal; that of no portal has none.
    pages: BTreeMap<String, Page>,
    /// The parts of each portal's site.
    modules: BTreeMap<String, BTreeSet<Module>>,
    routes: Vec<Vec<String>>,
}

/// A page, compressed and not.
pub struct Page {
    plain: Bytes,
    gzip: Bytes,
    hash: [u8; 32],
}

impl Pages {
    /// The pages of these portals; none where the server was built without the app.
    ///
    /// # Errors
    /// A page that cannot be compressed.
    pub fn new(portals: &[Portal]) -> std::io::Result<Self> {
        let portals = portals.iter().map(Facts::of).collect::<Result<Vec<_>, _>>()?;
        let template = Site::get(TEMPLATE).map(|file| String::from_utf8_lossy(&file.data).into_owned());
        let routes = Site::get(ROUTES).map(|file| String::from_utf8_lossy(&file.data).into_owned());
        Self::of(template.as_deref(), routes.as_deref().unwrap_or_default(), &portals)
    }

    fn of(template: Option<&str>, routes: &str, portals: &[Facts]) -> std::io::Result<Self> {
        let mut pages = BTreeMap::new();
        if let Some(template) = template {
            pages.insert(String::new(), Page::new(&fill(template, None))?);
            for portal in portals {
                pages.insert(portal.key.clone(), Page::new(&fill(template, Some(portal)))?);
            }
        }
        let modules = portals.iter().map(|portal| (portal.key.clone(), portal.modules.iter().copied().collect()));
        let segments = |route: &str| route.split('/').skip(1).map(str::to_owned).collect();
        Ok(Self { pages, modules: modules.collect(), routes: routes.lines().map(segments).collect() })
    }

    /// The page for a path without its first slash.
    pub fn at(&self, path: &str) -> Option<&Page> {
        let first = path.split('/').next().unwrap_or_default();
        self.pages.get(first).or_else(|| self.pages.get(""))
    }

    /// Whether the app has something at a path without its first slash.
    pub fn has(&self, path: &str) -> bool {
        let segments: Vec<&str> = path.trim_end_matches('/').split('/').collect();
        let Some(first) = segments.first().filter(|first| !first.is_empty()) else { return true };
        let Some(modules) = self.modules.get(*first) else { return false };
        // What a portal has not is not found there: its segment is called like the module.
        let is_lacking = |segment: &str| {
            Module::from_code(&segment.replace('-', "_")).is_some_and(|module| !modules.contains(&module))
        };
        self.routes.iter().any(|route| {
            let pairs = || route.iter().zip(&segments);
            let fits = |(pattern, segment): (&String, &&str)| pattern.starts_with(':') || pattern == segment;
            let lacks = |(pattern, segment): (&String, &&str)| !pattern.starts_with(':') && is_lacking(segment);
            route.len() == segments.len() && pairs().all(fits) && !pairs().any(lacks)
        })
    }
}

impl Page {
    fn new(page: &str) -> std::io::Result<Self> {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(page.as_bytes())?;
        let gzip = Bytes::from(gzip.finish()?);
        Ok(Self { plain: Bytes::from(page.to_owned()), gzip, hash: Sha256::digest(page).into() })
    }

    /// The page as it is sent.
    pub fn form(&self, compressed: bool) -> Content {
        let (bytes, encoding) = if compressed { (&self.gzip, Some("gzip")) } else { (&self.plain, None) };
        // Two forms of one page are two things to a cache.
        let mut hash = self.hash;
        hash[0] ^= u8::from(compressed);
        Content::new("text/html", bytes.clone(), &hash, encoding)
    }
}

/// What a page carries of its portal.
struct Facts {
    key: String,
    name: Text,
    provider: Text,
    modules: Vec<Module>,
    /// All of it, as the API gives it.
    json: String,
}

impl Facts {
    fn of(portal: &Portal) -> serde_json::Result<Self> {
        let Portal { key, name, provider, modules, .. } = portal.clone();
        Ok(Self { key, name, provider, modules, json: serde_json::to_string(portal)? })
    }
}

/// Puts what is known of a portal into the page.
fn fill(template: &str, portal: Option<&Facts>) -> String {
    let [ja, en] = PRODUCT.map(str::to_owned);
    let product = Text { ja, en };
    let name = portal.map_or(&product, |portal| &portal.name);
    let provider = portal.map(|portal| in_both("brand-provider", &portal.provider)).unwrap_or_default();
    // As text within an element, it must not be able to end that.
    let json = portal.map_or_else(|| "null".to_owned(), |portal| portal.json.replace('<', "\\u003c"));
    let home = portal.map_or_else(|| "/".to_owned(), |portal| format!("/{}/", portal.key));
    template
        .replace("{{title}}", &escape(&name.ja))
        .replace("{{home}}", &escape(&home))
        .replace("{{provider}}", &provider)
        .replace("{{name}}", &in_both("brand-name", name))
        // Last: its texts are the portal's own.
        .replace("{{portal}}", &json)
}

/// A text in both languages; the styles show the one of the document.
fn in_both(class: &str, text: &Text) -> String {
    let one = |tag, text: &str| format!("<span class=\"{class}\" lang=\"{tag}\">{}</span>", escape(text));
    one("ja", &text.ja) + &one("en", &text.en)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use madoguchi_api_types::portals::{Module, Text};

    use super::{Facts, Pages};

    const ROUTES: &str = "/\n/:portal\n/:portal/login\n/:portal/contracts\n/:portal/contracts/:contract/call-records";

    fn portal(key: &str, modules: &[&str]) -> Facts {
        let text = || Text { ja: "<窓口>".to_owned(), en: "\"Desk\"".to_owned() };
        let modules = modules.iter().map(|name| Module::from_code(name).unwrap()).collect();
        let json = r#"{"terms":"</script>{{name}}"}"#.to_owned();
        Facts { key: key.to_owned(), name: text(), provider: text(), modules, json }
    }

    fn pages() -> Pages {
        let portals = [portal("telecom", &["contracts", "call_records"]), portal("rental", &[])];
        Pages::of(Some("{{title}}|{{home}}|{{provider}}|{{name}}|{{portal}}"), ROUTES, &portals).unwrap()
    }

    #[test]
    fn an_address_is_known_where_the_app_has_a_page_and_the_portal_what_it_shows() {
        let pages = pages();
        for known in
            ["", "telecom", "telecom/", "rental/login", "telecom/contracts", "telecom/contracts/1/call-records"]
        {
            assert!(pages.has(known), "{known}");
        }
        for unknown in ["nowhere", "nowhere/login", "telecom/xyz", "telecom/login/x", "rental/contracts"] {
            assert!(!pages.has(unknown), "{unknown}");
        }
    }

    #[test]
    fn the_texts_of_a_portal_stay_texts() {
        let pages = pages();
        let page = String::from_utf8(pages.at("telecom/login").unwrap().plain.to_vec()).unwrap();
        assert!(page.starts_with("&lt;窓口&gt;|/telecom/|"), "{page}");
        assert!(page.contains("&quot;Desk&quot;") && !page.contains("</script>"), "{page}");
        assert!(page.contains("u003c/script>{{name}}"), "{page}");
        let other = pages.at("nowhere/at/all").unwrap();
        assert!(String::from_utf8(other.plain.to_vec()).unwrap().ends_with("|null"));
    }
}
