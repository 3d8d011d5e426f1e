//! What stands in a calendar, in the language of the user's mails. Must not know how a calendar is written.

use madoguchi_domain::locales::Locale;
use madoguchi_domain::money::Yen;
use madoguchi_domain::policy::Portal;

use crate::deadlines::{Deadline, Kind};
use crate::portals::mail_texts;

/// What the calendar is called: a program shows it among others.
pub(super) fn name(portal: &Portal, locale: Locale) -> String {
    let site = mail_texts(portal, locale).site_name;
    if locale == Locale::En { format!("{site}: upcoming") } else { format!("{site} 今後の予定") }
}

/// What a day is, as 口座振替 2,530円.
pub(super) fn title(kind: &Kind, locale: Locale) -> String {
    let (ja, en) = match kind {
        Kind::Payment { debit: true, .. } => ("口座振替", "Direct debit"),
        Kind::Payment { debit: false, .. } => ("お支払期限", "Payment due"),
        Kind::ServiceStart => ("利用開始", "Service starts"),
        Kind::CallRecordsStart => ("通話明細の閲覧開始", "Call records available"),
        Kind::Notice => ("解約申請の期限", "Last day to file a termination"),
        Kind::Renewal => ("ご契約の自動更新", "Contract renews"),
        Kind::End => ("ご契約の終了", "Contract ends"),
    };
    let is_english = locale == Locale::En;
    let what = if is_english { en } else { ja };
    match kind {
        Kind::Payment { amount, .. } if is_english => format!("{what} ¥{}", Yen(*amount).grouped()),
        Kind::Payment { amount, .. } => format!("{what} {}円", Yen(*amount).grouped()),
        _ => what.to_owned(),
    }
}

/// Whose day it is: the contract or how many there are, and the site.
pub(super) fn note(portal: &Portal, deadline: &Deadline, locale: Locale) -> String {
    let is_english = locale == Locale::En;
    let contract = deadline.contract.as_ref().map(|(_, number)| match is_english {
        true => format!("Contract {number}"),
        false => format!("契約番号 {number}"),
    });
    let contracts = deadline.contracts.map(|count| match is_english {
        true => format!("{count} contracts"),
        false => format!("{count}件のご契約"),
    });
    let lines = [contract, contracts, Some(mail_texts(portal, locale).site_name)];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}
