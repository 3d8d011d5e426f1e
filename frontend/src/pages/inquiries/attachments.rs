//! The files of a message that is being written: uploaded one by one, kept as a field of the form, so that a draft and
//! the errors of the server know them like any other field. Must not draw them.

use super::file_types;
use crate::api::{self, Client, Error, Here};
use crate::components::forms::Field;
use crate::texts::t;
use leptos::prelude::*;
use leptos::task::spawn_local;
use madoguchi_api_types::inquiries::{Attachment, InquiryForm};
use madoguchi_api_types::problems::ProblemCode;
use uuid::Uuid;
use web_sys::{File, FileList, XmlHttpRequest};

/// The field holds a list in JSON, never nothing: its check runs also when no file is there.
const NONE: &str = "[]";

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
    /// Those that were uploaded, in JSON.
    pub field: Field,
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
    /// No file yet.
    pub fn new(client: Client, rules: InquiryForm) -> Self {
        let uploads = RwSignal::new_local(Vec::<Upload>::new());
        let field = Field::optional("attachments", t!(attachments.label), move |listed| {
            let state = uploads.with_untracked(|uploads| {
                let failed = uploads.iter().any(|upload| upload.error.with_untracked(Option::is_some));
                (uploads.is_empty(), failed)
            });
            match state {
                (true, _) => Ok(listed.to_owned()),
                (false, true) => Err("attachment_failed".to_owned()),
                (false, false) => Err("attachment_under_way".to_owned()),
            }
        });
        field.value.set(NONE.to_owned());
        let rules = StoredValue::new(rules);
        Self { client, field, uploads, rules, keys: StoredValue::new(0), told: RwSignal::new(None) }
    }

    /// Those that were uploaded.
    pub fn uploaded(self) -> Vec<Attachment> {
        self.field.value.with(|listed| read(listed))
    }

    /// Their ids, to be sent.
    pub fn ids(self) -> Vec<Uuid> {
        self.field.value.with_untracked(|listed| read(listed)).into_iter().map(|file| file.id).collect()
    }

    /// The message was sent.
    pub fn clear(self) {
        self.field.value.set(NONE.to_owned());
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
            sentence(code).map(Error::Here)
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
                self.write(|files| files.push(file));
            }
            (Some(true), Err(error)) => {
                upload.error.set(Some(error.problem().and_then(sentence).map_or(error, Error::Here)));
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
        let file = self.field.value.with_untracked(|listed| read(listed)).into_iter().find(|file| file.id == id);
        self.write(|files| files.retain(|file| file.id != id));
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

    fn write(self, change: impl FnOnce(&mut Vec<Attachment>)) {
        let mut files = self.field.value.with_untracked(|listed| read(listed));
        change(&mut files);
        self.field.change(serde_json::to_string(&files).unwrap_or_else(|_| NONE.to_owned()));
        self.check_again();
    }

    /// What was wrong with the field may be mended.
    fn check_again(self) {
        self.field.change(self.field.value.get_untracked());
    }
}

impl Upload {
    /// Whether it will be one of the message's files: those that failed will not.
    fn counts(&self) -> bool {
        self.error.with_untracked(Option::is_none)
    }
}

fn read(listed: &str) -> Vec<Attachment> {
    serde_json::from_str(listed).unwrap_or_default()
}

/// The sentences of the codes about files.
fn sentence(code: ProblemCode) -> Option<Here> {
    let text: fn() -> &'static str = match code {
        ProblemCode::AttachmentTooLarge => t!(attachments.too_large),
        ProblemCode::AttachmentTypeRefused => t!(attachments.type_refused),
        ProblemCode::AttachmentEmpty => t!(attachments.file_empty),
        ProblemCode::FileInfected => t!(attachments.file_infected),
        ProblemCode::FileScanUnavailable => t!(attachments.file_scan_unavailable),
        ProblemCode::TooMany => t!(attachments.count_refused),
        _ => return None,
    };
    Some(Here { code: code.as_str(), text })
}
