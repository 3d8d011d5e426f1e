//! Sends a file and tells how far it is, which fetch cannot. Must not know what the file is for.

use super::{Client, Error, refusal};
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::Promise;
use web_sys::{File, ProgressEvent, XmlHttpRequest};

impl Client {
    /// Sends a file as the body of a request and reads the answer; `progress` gets whole percents. Who holds the
    /// request may abort it, which looks like a server that is away.
    pub async fn upload<T: DeserializeOwned>(
        self,
        (method, path): (&str, &str),
        file: &File,
        request: &XmlHttpRequest,
        progress: impl Fn(u32) + 'static,
    ) -> Result<T, Error> {
        let answer = send((method, &self.address(path)), file, request, progress).await;
        self.note(&answer);
        serde_json::from_str(&answer?).map_err(|_| Error::Unreadable)
    }
}

async fn send(
    (method, address): (&str, &str),
    file: &File,
    request: &XmlHttpRequest,
    progress: impl Fn(u32) + 'static,
) -> Result<String, Error> {
    let told = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| progress(percent(&event)));
    if let Ok(upload) = request.upload() {
        upload.set_onprogress(Some(told.as_ref().unchecked_ref()));
    }
    // Comes once, after success, failure and abortion alike.
    let ended = Promise::new(&mut |done, _| request.set_onloadend(Some(&done)));
    request.open_with_async(method, address, true).map_err(|_| Error::Unreadable)?;
    for (name, value) in [("accept", "application/json"), ("x-madoguchi", "1")] {
        request.set_request_header(name, value).map_err(|_| Error::Unreadable)?;
    }
    request.send_with_opt_blob(Some(file)).map_err(|_| Error::Offline)?;
    let _ = JsFuture::from(ended).await;
    let status = request.status().unwrap_or_default();
    let text = request.response_text().ok().flatten().unwrap_or_default();
    match status {
        0 => Err(Error::Offline),
        200..300 => Ok(text),
        _ => Err(refusal(status, &text)),
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between nothing and a hundred")]
fn percent(event: &ProgressEvent) -> u32 {
    if event.total() > 0.0 { (event.loaded() / event.total() * 100.0).clamp(0.0, 100.0) as u32 } else { 0 }
}
