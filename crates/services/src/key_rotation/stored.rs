//! Where in the database something lies that a key made: what can be sealed again, and what must end before its key can
//! go. Selects by the id in front, so that work which was broken off goes on where it is needed.

use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{CaseStatement, Condition, Expr, ExprTrait, Func, LockType, Query, SimpleExpr};
use uuid::Uuid;

use crate::database::Transaction;
use crate::keys::ring::{MARK, prefix, untag};
use crate::{Error, Services, recoveries};

/// Rows that are sealed again in one transaction.
const BATCH: u64 = 200;

/// A column of sealed content. Its context is the id of the row.
struct Column {
    table: &'static str,
    name: &'static str,
}

const SEALED: [Column; 5] = [
    Column { table: "mails", name: "sealed_content" },
    Column { table: "authenticators", name: "sealed_secret" },
    Column { table: "passkey_challenges", name: "sealed_state" },
    Column { table: "webhooks", name: "sealed_secret" },
    Column { table: "webhooks", name: "sealed_previous_secret" },
];
/// Codes cannot be made again: whoever has one must use it up or get a new one.
const CODES: [Column; 2] = [
    Column { table: "recovery_codes", name: "code_hash" },
    Column { table: "sign_in_attempts", name: "one_time_password_hash" },
];
/// Signatures of audit events can be checked with what is left of a retired key.
const SIGNED: [Column; 2] =
    [Column { table: "audit_events", name: "proof" }, Column { table: "audit_events", name: "hash" }];

/// What a key is still needed for: name of the rows, and their number.
pub type Need = (&'static str, i64);

/// Whether bytes were made by the key of an id, as it is stored.
fn is_by(column: &Column, id: &str) -> SimpleExpr {
    let (start, is_named) = if id.is_empty() { (MARK.to_vec(), false) } else { (prefix(id), true) };
    let length = i32::try_from(start.len()).unwrap_or(i32::MAX);
    let front = Func::cust("substr").arg(Expr::col(column.name)).arg(1_i32).arg(length);
    if is_named { Expr::expr(front).eq(start) } else { Expr::expr(front).ne(start) }
}

fn is_by_another(column: &Column, id: &str) -> Condition {
    Condition::all().add(Expr::col(column.name).is_not_null()).add(is_by(column, id).not())
}

/// What cannot do without the secrets of a key, and what its signatures are on.
pub(super) async fn needs(services: &Services, id: &str) -> Result<(Vec<Need>, i64), Error> {
    let mut needs = Vec::new();
    for column in SEALED.iter().chain(&CODES) {
        let count = count(services, column, id).await?;
        if count > 0 {
            needs.push((column.table, count));
        }
    }
    let waiting = recoveries::sealed_jobs(services.db.write()).await?;
    let by_it = waiting.iter().filter(|(_, sealed)| untag(sealed).0 == id).count();
    if by_it > 0 {
        needs.push(("jobs", i64::try_from(by_it).unwrap_or(i64::MAX)));
    }
    let mut signed = 0;
    for column in &SIGNED {
        signed += count(services, column, id).await?;
    }
    Ok((needs, signed))
}

async fn count(services: &Services, column: &Column, id: &str) -> Result<i64, Error> {
    let mut select = Query::select();
    select.expr_as(Expr::col("id").count(), "count").from(column.table);
    select.and_where(Expr::col(column.name).is_not_null()).and_where(is_by(column, id));
    // Codes that were used, and logins that are over, wait for nobody.
    match column.table {
        "recovery_codes" => select.and_where(Expr::col("used_at").is_null()),
        "sign_in_attempts" => select.and_where(Expr::col("expires_at").gt(services.clock.now())),
        _ => &mut select,
    };
    let row = services.db.write().query_one(&select).await?;
    Ok(row.map(|row| row.try_get("", "count")).transpose()?.unwrap_or_default())
}

/// Seals again with the newest key what another one sealed, and tells how much that was.
pub(super) async fn reseal(services: &Services) -> Result<u64, Error> {
    let newest = services.keys.newest_id();
    let mut all = 0;
    for column in &SEALED {
        let mut after = Uuid::nil();
        loop {
            let batch = services.db.transaction(async |tx| reseal_batch(tx, services, column, &newest, after).await);
            let (count, last) = batch.await?;
            all += count;
            match last {
                Some(last) => after = last,
                None => break,
            }
        }
    }
    let jobs = services.db.transaction(async |tx| recoveries::reseal_jobs(tx, services).await).await?;
    Ok(all + jobs)
}

/// One batch after an id, and the last id of it.
async fn reseal_batch(
    tx: &Transaction,
    services: &Services,
    column: &Column,
    newest: &str,
    after: Uuid,
) -> Result<(u64, Option<Uuid>), Error> {
    let mut select = Query::select();
    select.columns(["id", column.name]).from(column.table).cond_where(is_by_another(column, newest));
    select.and_where(Expr::col("id").gt(after)).order_by("id", sea_orm::Order::Asc).limit(BATCH);
    if services.db.is_postgres() {
        select.lock(LockType::Update);
    }
    let (mut change, mut ids, mut last) = (CaseStatement::new(), Vec::new(), None);
    for row in tx.query_all(&select).await? {
        let (id, sealed): (Uuid, Vec<u8>) = (row.try_get("", "id")?, row.try_get("", column.name)?);
        last = Some(id);
        match services.keys.open(id.as_bytes(), &sealed) {
            Ok(content) => {
                let sealed = services.keys.seal(id.as_bytes(), &content)?;
                change = change.case(Expr::col("id").eq(id), Expr::value(sealed));
                ids.push(id);
            }
            // Sealed with a key that is lost: that was so before, and must not stop the rest.
            Err(error) => tracing::error!(%error, table = column.table, %id, "cannot be sealed again"),
        }
    }
    let count = u64::try_from(ids.len()).unwrap_or(BATCH);
    if count > 0 {
        let mut update = Query::update();
        update.table(column.table).value(column.name, change.finally(Expr::col(column.name)));
        tx.execute(update.and_where(Expr::col("id").is_in(ids))).await?;
    }
    Ok((count, last))
}
