//! Calls about files of requests.

use super::revisions::Revised;
use super::{Client, Error, query};
use crate::browser;
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::request_batches::{
    RequestBatch, RequestBatchDetail, RequestBatchForm, RequestBatchRequest, RequestBatchRow,
    RequestBatchSubmissionRequest,
};
use web_sys::{File, XmlHttpRequest};

/// Path of the list, of which the files are below.
const PLACE: &str = "/request-batches";

/// What is asked and told before a file is sent.
pub async fn form(client: Client) -> Result<RequestBatchForm, Error> {
    client.get("/request-batch-form").await
}

/// A page of the files; an empty cursor is the start.
pub async fn list(client: Client, cursor: &str) -> Result<Page<RequestBatch>, Error> {
    client.get(&format!("{PLACE}{}", query(&[("cursor", cursor)]))).await
}

/// Begins a file, once however often it is sent before its answer arrives.
pub async fn create(client: Client, batch: &RequestBatchRequest) -> Result<RequestBatchDetail, Error> {
    client.post_once(PLACE, batch).await
}

/// A file, with the revision that it is sent from.
pub async fn get(client: Client, id: &str) -> Result<Revised<RequestBatchDetail>, Error> {
    client.get_revised(&format!("{PLACE}/{id}")).await
}

/// Sends the file itself.
pub async fn put_file(client: Client, id: &str, file: &File) -> Result<RequestBatchDetail, Error> {
    let path = format!("{PLACE}/{id}/file?file_name={}", browser::escape(&file.name()));
    let request = XmlHttpRequest::new().map_err(|_| Error::Unreadable)?;
    client.upload(("PUT", &path), file, &request, |_| ()).await
}

/// A page of its rows; an empty cursor is the start.
pub async fn rows(client: Client, id: &str, only_faulty: bool, cursor: &str) -> Result<Page<RequestBatchRow>, Error> {
    let faulty = if only_faulty { "true" } else { "" };
    client.get(&format!("{PLACE}/{id}/rows{}", query(&[("faulty", faulty), ("cursor", cursor)]))).await
}

/// Sends all of its requests together.
pub async fn submit(
    client: Client,
    id: &str,
    submission: &RequestBatchSubmissionRequest,
    revision: &str,
) -> Result<RequestBatchDetail, Error> {
    let name = format!("submit-{id}-{}", revision.trim_matches('"'));
    client.post_revised(&format!("{PLACE}/{id}/submission"), submission, revision, &name).await
}

/// Gives it up.
pub async fn discard(client: Client, id: &str) -> Result<(), Error> {
    client.delete(&format!("{PLACE}/{id}")).await
}
