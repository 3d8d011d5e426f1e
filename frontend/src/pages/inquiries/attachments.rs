//! The files of a message that is being written: uploaded one by one. A field of the form stands for them, so that the
//! errors know them like any other field. Must not draw them.

use super::file_types;
use crate::api::problems::Fault;
use crate::api::{self, Client, Error, LocalCode, LocalError};
use crate::components::forms::Field;
use crate::drafts::DraftField;
use crate::texts::t;
use leptos::prelude::*;
use leptos::task::spawn_local;
use madoguchi_api_types::inquiries::{Attachment, InquiryForm};
use madoguchi_api_types::problems::ProblemCode;
use madoguchi_domain::forms::{Object, Value};
use std::sync::Arc;
use uuid::Uuid;
use web_sys::{File, FileList, XmlHttpRequest};

/// A file that is not there yet.
#[derive(Clone)]
pub struct Upload {
    /// Tells it from the others.
    pub key: u32,
    /// Name of the file.
    pub file_name: String,
    /// Percent that has arrived.
    pub progress: ArcRwSignal<u32>,
    /// Why it does not get there.
    pub error: ArcRwSignal<Option<Error>>,
    request: Option<XmlHttpRequest>,
}

/// The files.
#[derive(Clone, Copy)]
pub struct Attachments {
    client: Client,
    /// What is wrong with them; nothing is typed into it.
    pub field: Field,
    /// Those that were uploaded.
    pub uploaded: RwSignal<Vec<Attachment>>,
    /// Those on their way, and those that failed.
    pub uploads: RwSignal<Vec<Upload>, LocalStorage>,
    /// What the server takes.
    pub rules: StoredValue<InquiryForm>,
    keys: StoredValue<u32>,
    /// Name of the file that came or went last, for screen readers.
    pub told: RwSignal<Option<(Change, String)>>,
}

/// What happened to a file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It was uploaded.
    Added,
    /// It was taken away.
    Removed,
}

impl Attachments {
    /// No file yet. The field is named as in the request; what else may be wrong with the uploaded ones, `check` says of
    /// their ids.
    pub fn new(
        client: Client,
        rules: InquiryForm,
        (name, label): (String, TextProp),
        check: impl Fn(Vec<Value>) -> Result<(), Fault> + Send + Sync + 'static,
    ) -> Self {
        let uploads = RwSignal::new_local(Vec::<Upload>::new());
        let uploaded = RwSignal::new(Vec::<Attachment>::new());
        let field = Field::checked(name, label, move |_| {
            let state = uploads.with_untracked(|uploads| {
                let failed = uploads.iter().any(|upload| upload.error.with_untracked(Option::is_some));
                (uploads.is_empty(), failed)
            });
            match state {
                (true, _) => check(ids(&uploaded.read_untracked())).map(|()| String::new()),
                (false, true) => Err(Fault::AttachmentFailed),
                (false, false) => Err(Fault::AttachmentUnderWay),
            }
        });
        let rules = StoredValue::new(rules);
        Self { client, field, uploaded, uploads, rules, keys: StoredValue::new(0), told: RwSignal::new(None) }
    }

    /// The same, for which something else is said, or one file is needed at least.
    pub fn with_field(self, change: impl FnOnce(Field) -> Field) -> Self {
        Self { field: change(self.field), ..self }
    }

    /// The ids of those that were uploaded, to be sent.
    pub fn ids(self) -> Vec<Uuid> {
        self.uploaded.with_untracked(|files| files.iter().map(|file| file.id).collect())
    }

    /// Those that were uploaded, for the draft.
    pub fn draft_field(self) -> DraftField {
        let read = move || Value::List(self.uploaded.with(|files| files.iter().map(value_of).collect()));
        let put_back = move |value: &Value| {
            let files = value.as_list().unwrap_or_default().iter().filter_map(file_of);
            self.uploaded.set(files.collect());
        };
        DraftField { path: self.field.name(), read: Arc::new(read), put_back: Arc::new(put_back) }
    }

    /// The message was sent.
    pub fn clear(self) {
        self.uploaded.set(Vec::new());
        self.field.error.set(None);
        self.told.set(None);
    }

    /// Uploads files that a person chose or dropped; those that the server would refuse stay in the list and say why.
    pub fn add(self, files: &FileList) {
        for file in (0..files.length()).filter_map(|at| files.get(at)) {
            match self.refusal(&file) {
                Some(error) => drop(self.list(&file, None, Some(error))),
                None => self.upload(file),
            }
        }
        self.check_again();
    }

    fn refusal(self, file: &File) -> Option<Error> {
        let many = self.uploads.with_untracked(|uploads| uploads.iter().filter(|upload| upload.counts()).count());
        let many = many + self.ids().len();
        self.rules.with_value(|rules| {
            let code = if many >= rules.attachments as usize {
                ProblemCode::TooMany
            } else if file.size() > rules.attachment_bytes as f64 {
                ProblemCode::AttachmentTooLarge
            } else if file.size() <= 0.0 {
                ProblemCode::AttachmentEmpty
            } else if file_types::may_be_accepted(&rules.attachment_types, &file.name(), &file.type_()) {
                return None;
            } else {
                ProblemCode::AttachmentTypeRefused
            };
            sentence(code).map(Error::Local)
        })
    }

    fn list(self, file: &File, request: Option<XmlHttpRequest>, error: Option<Error>) -> Upload {
        let key = self.keys.get_value();
        self.keys.set_value(key + 1);
        let (progress, error) = (ArcRwSignal::new(0), ArcRwSignal::new(error));
        let upload = Upload { key, file_name: file.name(), progress, error, request };
        self.uploads.update(|uploads| uploads.push(upload.clone()));
        upload
    }

    fn upload(self, file: File) {
        let Ok(request) = XmlHttpRequest::new() else {
            drop(self.list(&file, None, Some(Error::Unreadable)));
            return;
        };
        let upload = self.list(&file, Some(request.clone()), None);
        spawn_local(async move {
            let progress = upload.progress.clone();
            let answer =
                api::inquiries::attach(self.client, &file, &request, move |percent| progress.set(percent)).await;
            self.arrive(&upload, answer);
        });
    }

    fn arrive(self, upload: &Upload, answer: Result<Attachment, Error>) {
        let key = upload.key;
        let awaited = self.uploads.try_with_untracked(|uploads| uploads.iter().any(|one| one.key == key));
        match (awaited, answer) {
            // The page is gone, or the file was taken away when it had just arrived: nobody will send it.
            (None | Some(false), Ok(file)) => self.forget(file.id),
            (None | Some(false), Err(_)) => {}
            (Some(true), Ok(file)) => {
                self.uploads.update(|uploads| uploads.retain(|one| one.key != key));
                self.told.set(Some((Change::Added, file.file_name.clone())));
                self.uploaded.update(|files| files.push(file));
                self.check_again();
            }
            (Some(true), Err(error)) => {
                upload.error.set(Some(error.problem().and_then(sentence).map_or(error, Error::Local)));
                self.check_again();
            }
        }
    }

    /// Takes an upload that is under way or failed off the list.
    pub fn cancel(self, key: u32) {
        let upload = self.uploads.with_untracked(|uploads| uploads.iter().find(|upload| upload.key == key).cloned());
        self.uploads.update(|uploads| uploads.retain(|upload| upload.key != key));
        let Some(upload) = upload else { return };
        if let Some(request) = &upload.request {
            let _ = request.abort();
        }
        self.told.set(Some((Change::Removed, upload.file_name)));
        self.check_again();
    }

    /// Takes back a file that was uploaded.
    pub fn remove(self, id: Uuid) {
        let file = self.uploaded.with_untracked(|files| files.iter().find(|file| file.id == id).cloned());
        self.uploaded.update(|files| files.retain(|file| file.id != id));
        self.check_again();
        if let Some(file) = file {
            self.told.set(Some((Change::Removed, file.file_name)));
            self.forget(id);
        }
    }

    /// Should that fail, the server forgets the file by itself after a while.
    fn forget(self, id: Uuid) {
        let client = self.client;
        spawn_local(async move {
            let _ = api::inquiries::detach(client, id).await;
        });
    }

    /// What was wrong with the field may be mended.
    fn check_again(self) {
        self.field.change(String::new());
    }
}

impl Upload {
    /// Whether it will be one of the message's files: those that failed will not.
    fn counts(&self) -> bool {
        self.error.with_untracked(Option::is_none)
    }
}

fn ids(files: &[Attachment]) -> Vec<Value> {
    files.iter().map(|file| Value::from(file.id.to_string())).collect()
}

fn value_of(file: &Attachment) -> Value {
    let Attachment { id, file_name, media_type, size } = file.clone();
    let parts =
        [("id", id.to_string()), ("file_name", file_name), ("media_type", media_type), ("size", size.to_string())];
    let mut object = Object::new();
    for (name, part) in parts {
        object.insert(name.to_owned(), part.into());
    }
    object.into()
}

fn file_of(value: &Value) -> Option<Attachment> {
    let part = |name: &str| value.as_object()?.get(name)?.as_text();
    Some(Attachment {
        id: part("id")?.parse().ok()?,
        file_name: part("file_name")?.to_owned(),
        media_type: part("media_type")?.to_owned(),
        size: part("size")?.parse().ok()?,
    })
}

/// The sentences of the codes about files.
fn sentence(code: ProblemCode) -> Option<LocalError> {
    let text: fn() -> &'static str = match code {
        ProblemCode::AttachmentTooLarge => t!(attachments.too_large),
        ProblemCode::AttachmentTypeRefused => t!(attachments.type_refused),
        ProblemCode::AttachmentEmpty => t!(attachments.file_empty),
        ProblemCode::FileInfected => t!(attachments.file_infected),
        ProblemCode::FileScanUnavailable => t!(attachments.file_scan_unavailable),
        ProblemCode::TooMany => t!(attachments.count_refused),
        _ => return None,
    };
    Some(LocalError { code: LocalCode::Problem(code), text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_the_same_after_its_draft() {
        let file = Attachment {
            id: Uuid::from_u128(7),
            file_name: "請求書 10月.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            size: 1_234,
        };
        assert_eq!(file_of(&value_of(&file)), Some(file));
        assert_eq!(file_of(&Value::from("[]")), None);
    }
}
