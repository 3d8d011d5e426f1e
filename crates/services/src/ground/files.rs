//! Where documents and attachments are kept: a folder, or a bucket that speaks the S3 protocol. Knows bytes and keys; which
//! file belongs to whom is in the database.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload, RetryConfig};

use crate::Error;

/// Time after which a request to a bucket is not tried again. A job that waits for a bucket must know in time: well before
/// another process takes the job over (`jobs.lease_seconds`).
const RETRY: Duration = Duration::from_secs(30);

/// A bucket that speaks the S3 protocol.
#[derive(Clone)]
pub struct Bucket {
    /// Where the service is, as `https://s3.example.jp`; empty: Amazon's own of the region.
    pub endpoint: String,
    /// Region; most other services take any word.
    pub region: String,
    pub name: String,
    pub access_key_id: String,
    pub secret_access_key: String,
}

/// The store. Clones are the same one.
#[derive(Clone, Debug)]
pub struct Files(Arc<dyn ObjectStore>);

impl Files {
    /// Keeps files in a folder, which is made when it is absent. A file is there as a whole or not at all.
    ///
    /// # Errors
    /// [`Error::Internal`] when the folder cannot be made or used.
    pub fn folder(folder: &Path) -> Result<Self, Error> {
        let refused = |reason: String| Error::internal(format!("{}: {reason}", folder.display()));
        std::fs::create_dir_all(folder).map_err(|error| refused(error.to_string()))?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(|error| refused(error.to_string()))?;
        Ok(Self(Arc::new(store.with_fsync(true).with_automatic_cleanup(true))))
    }

    /// Keeps files in a bucket. Nothing is asked of it yet.
    ///
    /// # Errors
    /// [`Error::Internal`] when the settings cannot be right.
    pub fn bucket(bucket: &Bucket) -> Result<Self, Error> {
        install_tls();
        let mut builder = AmazonS3Builder::new()
            .with_region(bucket.region.as_str())
            .with_bucket_name(bucket.name.as_str())
            .with_access_key_id(bucket.access_key_id.as_str())
            .with_secret_access_key(bucket.secret_access_key.as_str())
            .with_retry(RetryConfig { retry_timeout: RETRY, ..RetryConfig::default() });
        if !bucket.endpoint.is_empty() {
            builder = builder.with_endpoint(bucket.endpoint.as_str());
        }
        let builder = builder.with_allow_http(bucket.endpoint.starts_with("http://"));
        Ok(Self(Arc::new(builder.build().map_err(Error::internal)?)))
    }

    /// Keeps files in memory, for tests.
    #[must_use]
    pub fn memory() -> Self {
        Self(Arc::new(InMemory::new()))
    }

    /// Keeps a file under a key, as `documents/telecom/…`. The same key again replaces it.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn put(&self, key: &str, bytes: Bytes) -> Result<(), Error> {
        self.0.put(&Key::from(key), PutPayload::from_bytes(bytes)).await?;
        Ok(())
    }

    /// The file of a key.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Storage`].
    pub async fn get(&self, key: &str) -> Result<Bytes, Error> {
        Ok(self.0.get(&Key::from(key)).await?.bytes().await?)
    }

    /// The file of a key in pieces, as they arrive.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Storage`], also of each piece.
    pub async fn pieces(&self, key: &str) -> Result<impl Stream<Item = Result<Bytes, Error>> + use<>, Error> {
        Ok(self.0.get(&Key::from(key)).await?.into_stream().map(|piece| piece.map_err(Error::from)))
    }

    /// Removes the file of a key; one that is absent is no error.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn delete(&self, key: &str) -> Result<(), Error> {
        match self.0.delete(&Key::from(key)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// Names the library that does TLS for connections to a bucket. Safe to call again.
pub fn install_tls() {
    // An error means that it was named before.
    let _ = rustls::crypto::ring::default_provider().install_default();
}
