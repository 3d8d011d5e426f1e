//! Whether a portal's audit events are those that were written: every one proved, in its place, and none missing at
//! either end. Only reads.

use madoguchi_entities::ids::AuditEventId;
use madoguchi_entities::{audit_anchors, audit_events, audit_heads};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::chain::{BATCH, START};
use super::heads::{self, Head};
use super::{cuts, proofs};
use crate::{Error, Services};

/// What a check of a chain found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every event is as it was written, up to this place.
    Whole(i64),
    /// At this place an event was changed, removed or inserted.
    Broken(i64),
    /// This event, which has no place yet, was not written by the program.
    Forged(AuditEventId),
    /// The chain ends before the end that was remembered.
    Shorter {
        /// Place of the end that was remembered.
        remembered: i64,
        /// Place of the end that is there.
        end: i64,
    },
    /// Where a remembered end stood, there is another event.
    Other(i64),
    /// A remembered end was not signed by the program.
    ForeignHead,
    /// The beginning was cut off, and not by the program.
    ForeignCut,
    /// No end is kept outside of the database: what was removed last cannot be noticed.
    NoHead(i64),
}

/// Reads a portal's chain from its start, and compares it with the end that is kept outside of the database.
///
/// # Errors
/// Any error of the database or the store of files.
pub async fn verify(services: &Services, portal: &str) -> Result<Verdict, Error> {
    verify_against(services, portal, &[]).await
}

/// The same, and compares it with ends that somebody remembered.
///
/// # Errors
/// As [`verify`].
pub async fn verify_against(services: &Services, portal: &str, remembered: &[Head]) -> Result<Verdict, Error> {
    // Before the chain: what joins meanwhile makes it longer only.
    let kept = heads::kept(services, portal).await?;
    let walk = Walk::begin(services, portal, kept.as_ref()).await?;
    let end = match walk.walk(services).await? {
        Ok(end) => end,
        Err(verdict) => return Ok(verdict),
    };
    for head in kept.iter().chain(remembered.iter().filter(|head| head.portal == portal)) {
        if !head.is_ours(services) {
            return Ok(Verdict::ForeignHead);
        }
        if head.sequence > end {
            return Ok(Verdict::Shorter { remembered: head.sequence, end });
        }
        if !heads::goes_on_from(services, head).await? {
            return Ok(Verdict::Other(head.sequence));
        }
    }
    Ok(if kept.is_none() && end > 0 { Verdict::NoHead(end) } else { Verdict::Whole(end) })
}

/// A way through a chain.
struct Walk {
    portal: String,
    /// Place and hash of the last event that was looked at.
    sequence: i64,
    hash: Vec<u8>,
    /// Place and hash of the end as the database has it.
    end: i64,
    last: Vec<u8>,
    /// From this place on every event must have a proof.
    proved_from: Option<i64>,
    is_cut_by_others: bool,
}

impl Walk {
    async fn begin(services: &Services, portal: &str, kept: Option<&Head>) -> Result<Self, Error> {
        let head = audit_heads::Entity::find_by_id(portal).one(services.db.read()).await?;
        let anchor = audit_anchors::Entity::find_by_id(portal).one(services.db.read()).await?;
        let is_cut_by_others = anchor.as_ref().is_some_and(|anchor| !cuts::is_ours(services, anchor));
        let (sequence, hash) = anchor.map_or((0, START.to_vec()), |anchor| (anchor.sequence, anchor.hash));
        let of_database = head.as_ref().and_then(|head| head.proved_from);
        let proved_from = kept.and_then(|kept| kept.proved_from).or(of_database);
        let (end, last) = head.map_or((0, START.to_vec()), |head| (head.sequence, head.hash));
        Ok(Self { portal: portal.to_owned(), sequence, hash, end, last, proved_from, is_cut_by_others })
    }

    /// Looks at every event; the place of the last one, or what is wrong.
    async fn walk(mut self, services: &Services) -> Result<Result<i64, Verdict>, Error> {
        if self.is_cut_by_others {
            return Ok(Err(Verdict::ForeignCut));
        }
        loop {
            let events = audit_events::Entity::find()
                .filter(audit_events::Column::Portal.eq(self.portal.as_str()))
                .filter(audit_events::Column::Sequence.gt(self.sequence))
                .filter(audit_events::Column::Sequence.lte(self.end))
                .order_by_asc(audit_events::Column::Sequence)
                .limit(BATCH)
                .all(services.db.read())
                .await?;
            if events.is_empty() {
                break;
            }
            for event in events {
                if !self.step(services, event) {
                    return Ok(Err(Verdict::Broken(self.sequence)));
                }
            }
        }
        if self.sequence != self.end || self.hash != self.last {
            return Ok(Err(Verdict::Broken(self.sequence + 1)));
        }
        let forged = self.forged(services).await?;
        Ok(forged.map_or(Ok(self.end), |event| Err(Verdict::Forged(event))))
    }

    fn step(&mut self, services: &Services, event: audit_events::Model) -> bool {
        self.sequence += 1;
        let must_be_proved = proofs::claims_proof(&event) || self.proved_from.is_some_and(|from| self.sequence >= from);
        let is_right = proofs::is_in_place(services, self.sequence, &self.hash, &event)
            && (!must_be_proved || proofs::is_proved(services, &event));
        self.hash = event.hash.unwrap_or_default();
        is_right
    }

    /// An event without a place that the program did not write.
    async fn forged(&self, services: &Services) -> Result<Option<AuditEventId>, Error> {
        let mut after = None;
        loop {
            let mut open = audit_events::Entity::find()
                .filter(audit_events::Column::Portal.eq(self.portal.as_str()))
                .filter(audit_events::Column::Sequence.is_null());
            if let Some(after) = after {
                open = open.filter(audit_events::Column::Id.gt(after));
            }
            let open = open.order_by_asc(audit_events::Column::Id).limit(BATCH).all(services.db.read()).await?;
            let Some(last) = open.last() else { return Ok(None) };
            after = Some(last.id);
            let must_be_proved =
                |event: &audit_events::Model| proofs::claims_proof(event) || self.proved_from.is_some();
            let forged = open.iter().find(|event| must_be_proved(event) && !proofs::is_proved(services, event));
            if let Some(forged) = forged {
                return Ok(Some(forged.id));
            }
        }
    }
}
