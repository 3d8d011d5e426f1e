//! The end of a portal's chain, signed, in the store of files: who can change the database alone cannot set it back.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use madoguchi_entities::{audit_anchors, audit_events, audit_heads};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Event;
use crate::keys::Signs;
use crate::{Error, Provider, Services};

/// The end of a chain at some time. As text it is `portal/sequence/hash/signature`: to be kept wherever one likes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub portal: String,
    /// Place of the last event.
    pub sequence: i64,
    pub hash: Vec<u8>,
    /// From this place on every event has a proof of its own.
    pub proved_from: Option<i64>,
    signature: Vec<u8>,
}

impl Head {
    /// Signs the end of a chain.
    fn sign(services: &Services, head: audit_heads::Model) -> Self {
        let audit_heads::Model { portal, sequence, hash, proved_from } = head;
        let mut head = Self { portal, sequence, hash, proved_from, signature: Vec::new() };
        head.signature = services.keys.sign(Signs::Head, &head.content());
        head
    }

    fn content(&self) -> Vec<u8> {
        json!([self.portal, self.sequence, self.hash, self.proved_from]).to_string().into_bytes()
    }

    /// Whether the program signed it.
    pub(super) fn is_ours(&self, services: &Services) -> bool {
        services.keys.is_signed(Signs::Head, &self.content(), &self.signature)
    }
}

impl std::fmt::Display for Head {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [hash, signature] = [&self.hash, &self.signature].map(|bytes| BASE64_URL_SAFE_NO_PAD.encode(bytes));
        let from = self.proved_from.unwrap_or_default();
        write!(f, "{}/{}/{from}/{hash}/{signature}", self.portal, self.sequence)
    }
}

impl std::str::FromStr for Head {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let refused = || "a head is PORTAL/SEQUENCE/FROM/HASH/SIGNATURE, as `audit verify` prints it".to_owned();
        let parts: Vec<&str> = text.trim().split('/').collect();
        let [portal, sequence, from, hash, signature] = parts.as_slice() else { return Err(refused()) };
        let bytes = |text: &str| BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| refused());
        let number = |text: &str| text.parse::<i64>().map_err(|_| refused());
        Ok(Self {
            portal: (*portal).to_owned(),
            sequence: number(sequence)?,
            proved_from: Some(number(from)?).filter(|from| *from > 0),
            hash: bytes(hash)?,
            signature: bytes(signature)?,
        })
    }
}

/// The end of a portal's chain as it is in the database, signed now; none of a chain that has not begun.
///
/// # Errors
/// Any error of the database.
pub async fn current(services: &Services, portal: &str) -> Result<Option<Head>, Error> {
    let head = audit_heads::Entity::find_by_id(portal).one(services.db.read()).await?;
    Ok(head.filter(|head| head.sequence > 0).map(|head| Head::sign(services, head)))
}

/// The end that is kept outside of the database.
///
/// # Errors
/// [`Error::Storage`]; [`Error::Internal`] when the file is none of ours.
pub async fn kept(services: &Services, portal: &str) -> Result<Option<Head>, Error> {
    match services.files.get(&key(portal)).await {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes).map_err(Error::internal)?)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Keeps the present end outside, when the chain goes on from the one that is kept. One that does not is told to the log
/// and left: it is the proof that something is gone.
///
/// # Errors
/// [`Error::Storage`]; any error of the database.
pub async fn publish(services: &Services, portal: &str) -> Result<(), Error> {
    let before = kept(services, portal).await?;
    let Some(head) = current(services, portal).await? else {
        if before.is_some() {
            tracing::error!(portal, "the chain of audit events is gone, and its end is kept outside");
        }
        return Ok(());
    };
    if let Some(before) = before {
        // Another process may have been faster.
        if before.is_ours(services) && before.sequence == head.sequence && before.hash == head.hash {
            return Ok(());
        }
        if !before.is_ours(services) || !goes_on_from(services, &before).await? {
            let (kept, end) = (before.sequence, head.sequence);
            tracing::error!(portal, kept, end, "the chain of audit events does not go on from the end kept outside");
            return Ok(());
        }
        if before.sequence >= head.sequence {
            return Ok(());
        }
    }
    put(services, &head).await
}

/// Keeps the end of every portal's chain outside; for when a store was away as an event joined.
///
/// # Errors
/// [`Error::Storage`]; any error of the database.
pub(crate) async fn publish_all(services: &Services) -> Result<(), Error> {
    let portals: Vec<String> = services.portals.all().map(|portal| portal.key.clone()).collect();
    for portal in portals {
        publish(services, &portal).await?;
    }
    Ok(())
}

/// Keeps the present end outside, whatever was kept: after a database was restored, by the word of the operator.
///
/// # Errors
/// [`Error::Storage`]; any error of the database.
pub async fn accept(services: &Services, provider: &Provider) -> Result<Option<Head>, Error> {
    let portal = &provider.portal().key;
    let head = current(services, portal).await?;
    match &head {
        Some(head) => put(services, head).await?,
        None => services.files.delete(&key(portal)).await?,
    }
    let accepted = Event::named("audit.accepted").with(json!({ "sequence": head.as_ref().map(|head| head.sequence) }));
    super::record(services.db.write(), services, provider.portal(), provider.actor(), accepted).await?;
    Ok(head)
}

async fn put(services: &Services, head: &Head) -> Result<(), Error> {
    let bytes = serde_json::to_vec(head).map_err(Error::internal)?;
    services.files.put(&key(&head.portal), bytes.into()).await
}

/// Whether the place of a head is still in the chain, with the same hash, or was there when the chain was cut.
pub(super) async fn goes_on_from(services: &Services, head: &Head) -> Result<bool, Error> {
    let event = audit_events::Entity::find()
        .filter(audit_events::Column::Portal.eq(head.portal.as_str()))
        .filter(audit_events::Column::Sequence.eq(head.sequence))
        .one(services.db.write())
        .await?;
    if let Some(event) = event {
        return Ok(event.hash.as_ref() == Some(&head.hash));
    }
    let anchor = audit_anchors::Entity::find_by_id(head.portal.as_str()).one(services.db.write()).await?;
    Ok(anchor.is_some_and(|anchor| {
        super::cuts::is_ours(services, &anchor)
            && (head.sequence < anchor.sequence || (head.sequence == anchor.sequence && head.hash == anchor.hash))
    }))
}

fn key(portal: &str) -> String {
    format!("audit/{portal}/head.json")
}
