//! Call records with the monthly sums and, on PostgreSQL, the partitions that belong to them.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_entities::{call_record_months, call_records, contracts};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};
use uuid::Uuid;

use super::month_of;
use crate::app::{App, NOW};
use crate::databases::Engine;

/// One call to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pub started_at: DateTime<Utc>,
    /// The provider's word.
    pub kind: String,
    /// Calling number.
    pub caller: String,
    /// Called number.
    pub callee: String,
    /// Seconds.
    pub duration: i32,
    /// Yen.
    pub charge: i64,
}

impl Default for Call {
    fn default() -> Self {
        Self {
            started_at: NOW - TimeDelta::days(5),
            kind: "ひかり電話・県内".to_owned(),
            caller: "0312345678".to_owned(),
            callee: "0398765432".to_owned(),
            duration: 60,
            charge: 9,
        }
    }
}

impl App {
    /// Stores calls of a contract; to be called once for each contract and month.
    pub async fn calls(&self, contract: &contracts::Model, calls: &[Call]) {
        let mut sums = BTreeMap::new();
        for call in calls {
            let sum = sums.entry((month_of(call.started_at), call.kind.clone())).or_insert((0, 0));
            *sum = (sum.0 + 1, sum.1 + call.charge);
        }
        if self.engine() == Engine::Postgres {
            for (month, _) in sums.keys() {
                let (name, first, end) = (month.first_day().format("%Y%m"), month.starts_at_utc(), month.ends_at_utc());
                let sql = format!(
                    "CREATE TABLE IF NOT EXISTS call_records_{name} PARTITION OF call_records \
                     FOR VALUES FROM ('{first}') TO ('{end}')"
                );
                self.db().execute_unprepared(&sql).await.unwrap();
            }
        }
        let rows = calls.iter().map(|call| call_records::ActiveModel {
            customer_id: Set(contract.customer_id),
            contract_id: Set(contract.id),
            started_at: Set(call.started_at),
            // Ids in no order that a list could lean on.
            id: Set(Uuid::from_u128(Uuid::now_v7().as_u128().rotate_left(64)).into()),
            portal: Set(contract.portal.clone()),
            kind: Set(call.kind.clone()),
            caller: Set(call.caller.clone()),
            callee: Set(call.callee.clone()),
            duration: Set(call.duration),
            charge: Set(call.charge),
        });
        call_records::Entity::insert_many(rows).exec_without_returning(self.db()).await.unwrap();
        let rows = sums.iter().map(|((month, kind), (count, charge))| call_record_months::ActiveModel {
            customer_id: Set(contract.customer_id),
            contract_id: Set(contract.id),
            month: Set(month.first_day()),
            kind: Set(kind.clone()),
            portal: Set(contract.portal.clone()),
            count: Set(*count),
            charge: Set(*charge),
        });
        call_record_months::Entity::insert_many(rows).exec_without_returning(self.db()).await.unwrap();
    }
}
