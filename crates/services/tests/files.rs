//! The store of files, in a folder and in a bucket of a server that speaks the S3 protocol.

#![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]

use std::path::PathBuf;

use bytes::Bytes;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use madoguchi_services::files::Bucket;
use madoguchi_services::{Error, Files};
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;

const KEY: &str = "documents/telecom/開通案内 1.pdf";
const ACCESS_KEY: &str = "madoguchi";
const SECRET: &str = "a-secret-of-the-test";

fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("madoguchi-files-{}", uuid::Uuid::now_v7().simple()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// A server with an empty bucket, on a free port.
async fn s3(folder: &std::path::Path) -> String {
    std::fs::create_dir_all(folder.join("documents")).unwrap();
    let mut service = S3ServiceBuilder::new(s3s_fs::FileSystem::new(folder).unwrap());
    service.set_auth(SimpleAuth::from_single(ACCESS_KEY, SECRET));
    let service = service.build();
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let service = service.clone();
            tokio::spawn(async move {
                let connection = Builder::new(TokioExecutor::new());
                let _ended = connection.serve_connection(TokioIo::new(stream), service).await;
            });
        }
    });
    format!("http://{address}")
}

async fn keeps_replaces_and_removes(files: &Files) {
    assert!(matches!(files.get(KEY).await, Err(Error::NotFound)));
    files.delete(KEY).await.unwrap();
    files.put(KEY, Bytes::from_static(b"one")).await.unwrap();
    files.put(KEY, Bytes::from_static(b"two")).await.unwrap();
    let large = Bytes::from(vec![7_u8; 3 << 20]);
    files.put("documents/telecom/large", large.clone()).await.unwrap();
    assert_eq!(files.get(KEY).await.unwrap().as_ref(), b"two");
    assert_eq!(files.get("documents/telecom/large").await.unwrap(), large);
    files.delete(KEY).await.unwrap();
    assert!(matches!(files.get(KEY).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_folder_keeps_replaces_and_removes_files() {
    let folder = folder();
    keeps_replaces_and_removes(&Files::folder(&folder).unwrap()).await;
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn no_key_leads_out_of_the_folder() {
    let folder = folder();
    let files = Files::folder(&folder.join("inner")).unwrap();
    files.put("../outside", Bytes::from_static(b"x")).await.unwrap();
    assert!(!folder.join("outside").exists());
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn a_bucket_keeps_replaces_and_removes_files() {
    let folder = folder();
    let mut bucket = Bucket {
        endpoint: s3(&folder).await,
        region: "local".to_owned(),
        name: "documents".to_owned(),
        access_key_id: ACCESS_KEY.to_owned(),
        secret_access_key: SECRET.to_owned(),
    };
    keeps_replaces_and_removes(&Files::bucket(&bucket).unwrap()).await;
    bucket.secret_access_key = "another".to_owned();
    let wrong = Files::bucket(&bucket).unwrap().put(KEY, Bytes::from_static(b"x")).await;
    assert!(matches!(wrong, Err(Error::Storage(_))), "{wrong:?}");
    std::fs::remove_dir_all(folder).unwrap();
}

/// Tells a child process of this test that its disk is full.
const FULL: &str = "MADOGUCHI_TEST_FULL_FOLDER";

/// In a process of its own, whose files may not grow beyond a few kilobytes: as on a disk that is full.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_no_half_file_and_keeps_what_was_there() {
    if let Some(folder) = std::env::var_os(FULL) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        return runtime.block_on(on_a_full_disk(&PathBuf::from(folder)));
    }
    let folder = folder();
    let test = "a_full_disk_leaves_no_half_file_and_keeps_what_was_there";
    let status = std::process::Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 64; exec \"$0\" --exact \"$1\""])
        .arg(std::env::current_exe().unwrap())
        .arg(test)
        .env(FULL, &folder)
        .status();
    assert!(status.unwrap().success());
    assert_eq!(std::fs::read(folder.join("documents/kept")).unwrap(), b"small", "the child has run");
    std::fs::remove_dir_all(folder).unwrap();
}

async fn on_a_full_disk(folder: &std::path::Path) {
    let files = Files::folder(folder).unwrap();
    files.put("documents/kept", Bytes::from_static(b"small")).await.unwrap();
    let large = Bytes::from(vec![7_u8; 1 << 20]);
    for key in ["documents/new", "documents/kept"] {
        let refused = files.put(key, large.clone()).await;
        assert!(matches!(refused, Err(Error::Storage(_))), "{refused:?}");
    }
    assert!(matches!(files.get("documents/new").await, Err(Error::NotFound)));
    assert_eq!(files.get("documents/kept").await.unwrap().as_ref(), b"small");
    let left: Vec<_> =
        std::fs::read_dir(folder.join("documents")).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(left, ["kept"], "nothing is left over");
}
