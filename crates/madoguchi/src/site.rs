//! The browser app: files compressed ahead of time, names with a hash cached for ever, and a page for every other path.

mod pages;

use actix_web::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, ETAG, IF_NONE_MATCH, VARY};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::DefaultHeaders;
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, web};
use rust_embed::{EmbeddedFile, RustEmbed};

pub use self::pages::Pages;

#[derive(RustEmbed)]
#[folder = "$MADOGUCHI_SITE_DIR"]
struct Site;

/// Files whose name carries a hash of their content.
const HASHED: &str = "assets/";
/// Scripts, styles and requests of our own origin only; WebAssembly may be compiled; nothing inline.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

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

/// A file of the app, or a page for any other path.
pub async fn serve(request: HttpRequest, pages: web::Data<Pages>) -> HttpResponse {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return HttpResponse::MethodNotAllowed().finish();
    }
    let path = request.path().trim_start_matches('/');
    if !pages::INPUTS.contains(&path)
        && let Some(file) = Site::get(path)
    {
        let cache = if path.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
        return respond(&request, file_for(&request, path, file), cache, StatusCode::OK);
    }
    if path.starts_with(HASHED) {
        return HttpResponse::NotFound().finish();
    }
    let status = if pages.has(path) { StatusCode::OK } else { StatusCode::NOT_FOUND };
    match pages.at(path) {
        Some(page) => respond(&request, page.form(takes(&request, "gzip")), "no-cache", status),
        None => HttpResponse::NotFound().body("This binary was built without the browser app: cargo xtask build"),
    }
}

/// What is sent, in the form that the browser takes.
pub struct Content {
    kind: String,
    bytes: Bytes,
    tag: String,
    encoding: Option<&'static str>,
}

impl Content {
    fn new(kind: &str, bytes: Bytes, hash: &[u8], encoding: Option<&'static str>) -> Self {
        let text = kind.starts_with("text/") && !kind.contains("charset");
        let kind = if text { format!("{kind}; charset=utf-8") } else { kind.to_owned() };
        let tag = format!("\"{}\"", hex::encode(&hash[..16]));
        Self { kind, bytes, tag, encoding }
    }
}

fn respond(request: &HttpRequest, content: Content, cache: &'static str, status: StatusCode) -> HttpResponse {
    let known = request.headers().get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == content.tag.as_bytes());
    let unchanged = known && status.is_success();
    let mut response = HttpResponse::build(if unchanged { StatusCode::NOT_MODIFIED } else { status });
    response.insert_header((CACHE_CONTROL, cache));
    response.insert_header((ETAG, content.tag)).insert_header((VARY, "accept-encoding"));
    if unchanged {
        return response.finish();
    }
    if let Some(encoding) = content.encoding {
        response.insert_header((CONTENT_ENCODING, encoding));
    }
    response.content_type(content.kind).body(content.bytes)
}

/// The smallest form of a file that the browser takes.
fn file_for(request: &HttpRequest, path: &str, plain: EmbeddedFile) -> Content {
    let kind = plain.metadata.mimetype().to_owned();
    let forms = [("br", "br"), ("gzip", "gz")].into_iter().filter(|(encoding, _)| takes(request, encoding));
    let mut there = forms.filter_map(|(encoding, end)| Some((Site::get(&format!("{path}.{end}"))?, Some(encoding))));
    let (file, encoding) = there.next().unwrap_or((plain, None));
    let hash = file.metadata.sha256_hash();
    Content::new(&kind, Bytes::from(file.data.into_owned()), &hash, encoding)
}

/// Whether the browser takes an encoding.
fn takes(request: &HttpRequest, encoding: &str) -> bool {
    let accepted = request.headers().get(ACCEPT_ENCODING).and_then(|accepted| accepted.to_str().ok());
    let named = |part: &str| part.split(';').next().is_some_and(|name| name.trim() == encoding);
    accepted.is_some_and(|accepted| accepted.split(',').any(named))
}
