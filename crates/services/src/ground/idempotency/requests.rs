//! A request of a system that names it: all that it does and its answer are kept in one transaction, so it is done once and
//! answered alike however often it is sent. Whatever operation it is for, it is done here and nowhere else.

use madoguchi_domain::policy::Portal;
use madoguchi_entities::idempotency_keys::{self as table, Column};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryTrait, Statement,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::database::{Joined, Outcome, Transaction};
use crate::{Error, ProblemCode, Services, keys};

/// Does a request that has a name: from where it [begins](NamedRequest::begin), all that it does is kept or undone together.
pub async fn run<T>(request: impl Future<Output = T>) -> (T, Ended) {
    let (answer, outcome) = Joined::run_in(request).await;
    (answer, Ended(outcome))
}

/// An answer as it was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Status of HTTP.
    pub status: u16,
    /// Headers that belong to the answer.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

/// A request and the name that a system gave it.
#[derive(Clone, Debug)]
pub struct NamedRequest {
    portal: String,
    who: String,
    key: Vec<u8>,
    request: Vec<u8>,
}

/// What a request did, before it is kept.
#[must_use = "what is not ended is undone"]
pub struct Ended(Outcome);

impl NamedRequest {
    /// A request of a system, told apart by all that was sent.
    #[must_use]
    pub fn new(portal: &Portal, system: Uuid, name: &str, operation: &str, body: &[u8]) -> Self {
        let request = keys::digest_bytes(&[operation.as_bytes(), b"\n", body].concat());
        Self { portal: portal.key.clone(), who: system.to_string(), key: keys::digest(name), request }
    }

    /// The answer that the same request got before.
    ///
    /// # Errors
    /// `idempotency_key_reused` for the same name with another request.
    pub async fn answered(&self, services: &Services) -> Result<Option<Answer>, Error> {
        let key = (self.portal.clone(), self.who.clone(), self.key.clone());
        let Some(row) = table::Entity::find_by_id(key).one(services.db.read()).await? else { return Ok(None) };
        if row.request != self.request {
            return Err(Error::Refused(ProblemCode::IdempotencyKeyReused));
        }
        Ok(Some(serde_json::from_str(&row.made).map_err(Error::internal)?))
    }

    /// From here on what the request at hand does is kept together with its answer: who asks is known, and that they may. Of
    /// several that are sent at once one goes on, the others wait for its end.
    pub fn begin(&self, services: &Services) {
        Joined::open(self.claim(services));
    }

    /// Keeps what the request did with its answer. A refusal is not kept, so it can be asked for again: what stood by itself
    /// all the same (that it was refused, say) is. The answer that is to be sent, should it be another's.
    ///
    /// # Errors
    /// As [`Self::answered`]; any error of the database: then nothing was done.
    pub async fn end(&self, services: &Services, ended: Ended, answer: &Answer) -> Result<Option<Answer>, Error> {
        let whole = match ended.0 {
            Outcome::Untouched => return Ok(None),
            Outcome::Taken => return self.answered(services).await?.map(Some).ok_or(Error::Busy),
            Outcome::Done(whole) => whole,
        };
        if answer.status >= 500 {
            whole.rollback().await?;
            return Ok(None);
        }
        if (200..300).contains(&answer.status) {
            self.keep(&whole, answer).await?;
        } else {
            table::Entity::delete_many().filter(self.own()).exec(&whole).await?;
        }
        services.db.keep(whole).await?;
        Ok(None)
    }

    /// The row that one request of this name can have.
    fn claim(&self, services: &Services) -> Statement {
        let row = table::ActiveModel {
            portal: Set(self.portal.clone()),
            who: Set(self.who.clone()),
            key: Set(self.key.clone()),
            request: Set(self.request.clone()),
            made: Set(String::new()),
            created_at: Set(services.clock.now()),
        };
        let once = OnConflict::columns([Column::Portal, Column::Who, Column::Key]).do_nothing().to_owned();
        let insert = table::Entity::insert(row).on_conflict(once);
        insert.build(services.db.read().get_database_backend())
    }

    async fn keep(&self, whole: &Transaction, answer: &Answer) -> Result<(), Error> {
        let made = serde_json::to_string(answer).map_err(Error::internal)?;
        let row = table::ActiveModel { made: Set(made), ..Default::default() };
        table::Entity::update_many().set(row).filter(self.own()).exec(whole).await?;
        Ok(())
    }

    fn own(&self) -> Condition {
        Condition::all()
            .add(Column::Portal.eq(self.portal.as_str()))
            .add(Column::Who.eq(self.who.as_str()))
            .add(Column::Key.eq(self.key.clone()))
    }
}
