//! What the demo users did before the demo starts: somebody was invited, and two inquiries were sent, one of them
//! answered. Times are counted back from the clock.

use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_domain::dates::jst_date;
use madoguchi_domain::locales::Locale;
use madoguchi_domain::mail_addresses::MailAddress;
use madoguchi_domain::policy::Portal;
use madoguchi_entities::inquiries::{self, InquiryState};
use madoguchi_entities::users::{self, UserRole, UserState};
use madoguchi_entities::{contracts, inquiry_messages};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use uuid::Uuid;

use crate::database::Transaction;
use crate::users::new::{self, NewUser};
use crate::{Error, Services, keys, numberings};

/// How long an invitation can be used.
const INVITATION: TimeDelta = TimeDelta::days(10);

struct Asked {
    kind: &'static str,
    subject: &'static str,
    text: &'static str,
    /// Days ago.
    asked: i64,
    /// The answer, and days ago.
    answer: Option<(&'static str, i64)>,
}

const ASKED: [Asked; 2] = [
    Asked {
        kind: "invoice",
        subject: "リモートサポートの料金について",
        text: "申し込んでいないリモートサポートの料金が請求されているようです。ご確認をお願いいたします。",
        asked: 12,
        answer: Some((
            "お問い合わせいただきありがとうございます。\n確認いたしましたところ、弊社の登録に誤りがございました。\n訂正した請求書をマイページに掲載いたしますので、ご確認くださいますようお願い申し上げます。",
            10,
        )),
    },
    Asked {
        kind: "other",
        subject: "移転時の手続きについて",
        text: "来月、事務所を移転する予定です。回線の移転に必要な手続きと日数を教えてください。",
        asked: 1,
        answer: None,
    },
];

pub(super) async fn write(
    services: &Services,
    portal: &Portal,
    contract: &contracts::Model,
    administrator: &str,
) -> Result<(), Error> {
    let asker = crate::users::find_by_key(services.db.read(), portal, administrator).await?.ok_or(Error::NotFound)?;
    // Nobody knows it: who is invited gets another one by 招待を再送.
    let hash = services.hasher.hash(&keys::token()?).await?;
    let now = services.clock.now();
    services
        .db
        .transaction(async |tx| {
            invite(tx, portal, contract, &hash, now).await?;
            for asked in &ASKED {
                if portal.inquiry_kinds().any(|kind| kind.code == asked.kind) {
                    ask(tx, portal, &asker, asked, now).await?;
                }
            }
            Ok(())
        })
        .await
}

async fn invite(
    tx: &Transaction,
    portal: &Portal,
    contract: &contracts::Model,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let invited = now - TimeDelta::days(2);
    let new = NewUser {
        customer_id: contract.customer_id,
        billing_group_id: Some(contract.billing_group_id),
        sign_in_name: "demo03",
        mail_address: &MailAddress::parse("demo03@example.jp").map_err(Error::internal)?,
        name: "総務担当",
        role: UserRole::General,
        mail_notice: false,
        locale: Locale::Ja,
        state: UserState::Pending,
        password_hash: None,
        password_change_required: false,
        issued: Some((hash, invited + INVITATION)),
    };
    new::insert(tx, portal, &new, invited).await?;
    Ok(())
}

async fn ask(
    tx: &Transaction,
    portal: &Portal,
    asker: &users::Model,
    asked: &Asked,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let at = now - TimeDelta::days(asked.asked);
    let answer = asked.answer.map(|(text, days)| (text, now - TimeDelta::days(days)));
    let row = inquiries::ActiveModel {
        customer_id: Set(asker.customer_id),
        id: Set(Uuid::now_v7().into()),
        portal: Set(portal.key.clone()),
        billing_group_id: Set(asker.billing_group_id),
        user_id: Set(asker.id),
        number: Set(numberings::next(tx, portal, "inquiry", jst_date(at)).await?),
        kind: Set(asked.kind.to_owned()),
        subject: Set(asked.subject.to_owned()),
        state: Set(if answer.is_some() { InquiryState::Answered } else { InquiryState::Received }),
        wish: Set(None),
        wish_effective_from: Set(None),
        created_at: Set(at),
        updated_at: Set(answer.map_or(at, |(_, at)| at)),
    };
    let inquiry = row.insert(tx).await?;
    let message = |text: &str, user_id, at| inquiry_messages::ActiveModel {
        customer_id: Set(inquiry.customer_id),
        id: Set(Uuid::now_v7().into()),
        portal: Set(portal.key.clone()),
        inquiry_id: Set(inquiry.id),
        user_id: Set(user_id),
        text: Set(text.to_owned()),
        created_at: Set(at),
    };
    message(asked.text, Some(asker.id), at).insert(tx).await?;
    if let Some((text, at)) = answer {
        message(text, None, at).insert(tx).await?;
    }
    Ok(())
}
