//! The browser app: files compressed ahead of time, names with a hash cached for ever, every page the same document.

use std::collections::BTreeSet;

use actix_web::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, ETAG, IF_NONE_MATCH, VARY};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::DefaultHeaders;
use actix_web::{HttpRequest, HttpResponse, web};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "$MADOGUCHI_SITE_DIR"]
struct Site;

/// Files whose name carries a hash of their content.
const HASHED: &str = "assets/";
const PAGE: &str = "index.html";
/// Scripts, styles and requests of our own origin only; WebAssembly may be compiled; nothing inline.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// First path segments at which the app has pages.
#[derive(Clone, Debug)]
pub struct Paths(BTreeSet<String>);

impl Paths {
    /// The portals.
    pub fn new(portals: impl Iterator<Item = String>) -> Self {
        Self(portals.collect())
    }

    fn has(&self, path: &str) -> bool {
        path.is_empty() || path.split('/').next().is_some_and(|first| self.0.contains(first))
    }
}

/// Security headers of every answer; an answer that sets its own keeps it.
pub fn headers(https: bool) -> DefaultHeaders {
    let headers = DefaultHeaders::new()
        .add(("content-security-policy", POLICY))
        .add(("x-content-type-options", "nosniff"))
        .add(("referrer-policy", "same-origin"))
        .add(("x-frame-options", "DENY"))
        .add(("cross-origin-opener-policy", "same-origin"))
        .add(("cross-origin-resource-policy", "same-origin"))
        .add(("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=()"));
    if https { headers.add(("strict-transport-security", "max-age=63072000; includeSubDomains")) } else { headers }
}

/// A file of the app, or the page for any other path.
pub async fn serve(request: HttpRequest, paths: web::Data<Paths>) -> HttpResponse {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return HttpResponse::MethodNotAllowed().finish();
    }
    let path = request.path().trim_start_matches('/');
    if path != PAGE
        && let Some(file) = Site::get(path)
    {
        return respond(&request, path, file, StatusCode::OK);
    }
    if path.starts_with(HASHED) {
        return HttpResponse::NotFound().finish();
    }
    let status = if paths.has(path) { StatusCode::OK } else { StatusCode::NOT_FOUND };
    match Site::get(PAGE) {
        Some(page) => respond(&request, PAGE, page, status),
        None => HttpResponse::NotFound().body("This binary was built without the browser app: cargo xtask build"),
    }
}

fn respond(request: &HttpRequest, path: &str, plain: EmbeddedFile, status: StatusCode) -> HttpResponse {
    let kind = plain.metadata.mimetype().to_owned();
    let (file, encoding) = compressed(request, path).unwrap_or((plain, None));
    let tag = format!("\"{}\"", hex(&file.metadata.sha256_hash()[..16]));
    let cache = if path.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let known = request.headers().get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let mut response =
        HttpResponse::build(if known && status.is_success() { StatusCode::NOT_MODIFIED } else { status });
    response.insert_header((CACHE_CONTROL, cache)).insert_header((ETAG, tag)).insert_header((VARY, "accept-encoding"));
    if known && status.is_success() {
        return response.finish();
    }
    if let Some(encoding) = encoding {
        response.insert_header((CONTENT_ENCODING, encoding));
    }
    let text = kind.starts_with("text/") && !kind.contains("charset");
    let kind = if text { format!("{kind}; charset=utf-8") } else { kind };
    response.content_type(kind).body(file.data.into_owned())
}

/// The smallest form that the browser takes.
fn compressed(request: &HttpRequest, path: &str) -> Option<(EmbeddedFile, Option<&'static str>)> {
    let accepted = request.headers().get(ACCEPT_ENCODING)?.to_str().ok()?;
    let takes = |encoding: &str| accepted.split(',').any(|a| a.split(';').next().is_some_and(|a| a.trim() == encoding));
    let forms = [("br", "br"), ("gzip", "gz")];
    let found = forms.into_iter().filter(|(encoding, _)| takes(encoding));
    found.filter_map(|(encoding, end)| Some((Site::get(&format!("{path}.{end}"))?, Some(encoding)))).next()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
