//! Call records as a provider's system sends them: one request of any length, read while it arrives, in memory that does not
//! grow with it. Each batch is one transaction with the count of what came of it, and a record is known by its content: so
//! who was cut off sends the same again, and nothing is stored twice.

mod bytes;
mod lines;
mod listed;
mod progress;
mod zstd;

use std::io::Read;
use std::path::Path;

use futures_util::{Stream, StreamExt};
use madoguchi_domain::batches::ImportState;
use tokio::sync::mpsc;

use self::bytes::{Ending, Endings, NAME, Parts};
use self::progress::Under;
use super::batches::{Batcher, Batches};
use super::files::Rows;
use super::mapping::CallRecordColumns;
use super::text_readers::Encoding;
use super::{Error, Mapping, call_records};
use crate::audit_events::{self, Event};
use crate::call_records::store::NewCallRecord;
use crate::{ProblemCode, Provider, Services};

pub use self::bytes::{Cut, Packing};
pub(crate) use self::listed::delete_old;
pub use self::listed::{get, list};
pub use self::progress::Fault;
pub use madoguchi_entities::call_record_imports::Model as Import;

/// Parts of a body that wait to be read.
const WAITING: usize = 4;
/// Bytes that are read and thrown away after a refusal.
const DISCARDED_MAX: usize = 16 * 1024 * 1024;

/// How much a system may send.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes, unpacked: a small body may be the packed form of an endless one.
    pub unpacked_bytes_max: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { unpacked_bytes_max: 8 * 1024 * 1024 * 1024 }
    }
}

/// How the rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// CSV under the headers of [`super::CALL_RECORD_HEADERS`].
    Csv,
    /// CSV under the headers of the portal's mapping.
    MappedCsv,
    /// A JSON object on each line, with the same names.
    JsonLines,
}

/// Reads and stores what is sent. How it ended stands in the row that is given back; whatever was stored before it failed
/// stays.
///
/// # Errors
/// [`crate::Error::NotFound`] where the portal has no call records; `mapping_missing` for [`Form::MappedCsv`] where the portal
/// has no mapping; any error of the database.
pub async fn run(
    services: &Services,
    provider: &Provider,
    (form, packing): (Form, Packing),
    body: impl Stream<Item = Result<::bytes::Bytes, Cut>>,
) -> Result<Import, crate::Error> {
    let portal = provider.portal();
    portal.call_records.as_ref().ok_or(crate::Error::NotFound)?;
    let columns = columns(&portal.key, form)?;
    let mut under = Under::begin(services, provider).await?;
    let (sender, receiver) = mpsc::channel(WAITING);
    let endings = Endings::default();
    let (parts, limit) = (Parts::new(receiver, endings.clone()), services.import_limits.unpacked_bytes_max);
    let seen = endings.clone();
    let batches = Batches::read(call_records::BATCH, move |batcher| {
        let unpacked = bytes::unpacked(parts, packing, limit, seen);
        read(form, &columns, unpacked, batcher)
    });
    let arriving = async {
        let mut body = std::pin::pin!(body);
        let mut discarded = 0;
        while let Some(part) = body.next().await {
            let size = part.as_ref().map_or(0, ::bytes::Bytes::len);
            // Nobody reads any more: some of the rest is thrown away, so that the refusal arrives.
            if sender.is_closed() || sender.send(part).await.is_err() {
                discarded += size;
            }
            if discarded > DISCARDED_MAX {
                break;
            }
        }
        drop(sender);
    };
    let (stored, ()) = futures_util::future::join(under.store(batches), arriving).await;
    let ended = match stored {
        Ok(()) => Ok(()),
        Err(Error::Service(error)) => Err((ProblemCode::InternalError, Some(error), String::new())),
        Err(Error::File { reason, .. }) => Err((endings.code(), None, reason)),
    };
    let state = match &ended {
        Ok(()) => ImportState::Finished,
        Err(_) if matches!(endings.get(), Some(Ending::Cut(_))) => ImportState::Interrupted,
        Err(_) => ImportState::Failed,
    };
    let failure = ended.as_ref().err().map(|(code, _, reason)| (*code, reason.as_str()));
    let import = under.end(state, failure).await?;
    record(services, provider, "call_records.imported", &import).await?;
    match ended {
        Err((_, Some(error), _)) => Err(error),
        _ => Ok(import),
    }
}

/// The columns of a form; JSON has the names of the fields.
fn columns(portal: &str, form: Form) -> Result<CallRecordColumns, crate::Error> {
    if form != Form::MappedCsv {
        return Ok(CallRecordColumns::standard());
    }
    let mapping = Mapping::preset(portal).ok().and_then(|mapping| mapping.call_records);
    mapping.map(|source| source.columns).ok_or(crate::Error::Refused(ProblemCode::MappingMissing))
}

fn read(
    form: Form,
    columns: &CallRecordColumns,
    unpacked: Box<dyn Read>,
    batcher: &mut Batcher<NewCallRecord>,
) -> Result<(), Error> {
    match form {
        Form::JsonLines => lines::read(unpacked, batcher),
        Form::Csv | Form::MappedCsv => {
            let rows = Rows::of(Path::new(NAME), unpacked, Encoding::Auto, &columns.headers())?;
            call_records::read(rows, columns, batcher)
        }
    }
}

/// Writes down who sent records, and what came of it.
async fn record(
    services: &Services,
    provider: &Provider,
    action: &'static str,
    import: &Import,
) -> Result<(), crate::Error> {
    let Import { id, state, rows, stored, duplicates, refused, .. } = import;
    let detail = serde_json::json!({
        "state": state, "rows": rows, "stored": stored, "duplicates": duplicates, "refused": refused,
    });
    let event = Event::named(action).to(*id).with(detail);
    let done =
        async |tx: &_| audit_events::record(tx, services, provider.portal(), provider.actor(), event.clone()).await;
    services.db.transaction(done).await
}
