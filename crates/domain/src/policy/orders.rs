//! What a portal says of quotes and orders. Knows no product and no price.

use serde::{Deserialize, Serialize};

use super::validation::{PolicyError, refuse};
use super::{FieldKind, Localized, Portal, RequestAction};

/// Quotes and orders of a portal, with the catalogue that they are chosen from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderPolicy {
    /// Noun of [`super::Portal::numbering`] for the number of an accepted order (注文番号).
    pub order_numbering: String,
    /// Noun of [`super::Portal::numbering`] for the number of an answered quote (見積番号).
    pub quote_numbering: String,
    /// Rows of a page of the histories (申込履歴, 注文履歴, 見積履歴).
    pub page_size: u32,
    /// What the estimated price is called.
    pub estimate: Localized,
    /// What the sum of it is called.
    pub total: Localized,
    /// What is said of it.
    pub estimate_note: Localized,
    /// Days for which a quote can be accepted, where its answer does not say.
    pub quote_days: u32,
}

/// A field that the action of a request reads: form, field, kind.
type Needed = (&'static str, &'static str, FieldKind);

const CLASS: Needed = ("rental", "class", FieldKind::Choice);
const ORDER_NUMBER: Needed = ("rental", "order_number", FieldKind::Reference);
const ITEMS: [Needed; 3] = [
    ("items", "product", FieldKind::Product),
    ("items", "period", FieldKind::Period),
    ("items", "quantity", FieldKind::Count),
];
const EXCHANGED: [Needed; 3] = [
    ("exchanged_items", "line", FieldKind::Count),
    ("exchanged_items", "product", FieldKind::Product),
    ("exchanged_items", "quantity", FieldKind::Count),
];
const CANCELLED: [Needed; 5] = [
    ("rental", "cancelled", FieldKind::Choice),
    ("cancelled_items", "line", FieldKind::Count),
    ("cancelled_items", "product", FieldKind::Product),
    ("cancelled_items", "quantity", FieldKind::Count),
    ("cancelled_items", "cancelled_on", FieldKind::Date),
];

fn needed(action: RequestAction) -> Vec<Needed> {
    let mut needed = vec![];
    match action {
        RequestAction::Quote | RequestAction::Order | RequestAction::QuoteAndOrder => needed.push(CLASS),
        RequestAction::OrderChange => needed.extend([CLASS, ORDER_NUMBER]),
        RequestAction::Exchange | RequestAction::OrderCancellation => needed.push(ORDER_NUMBER),
        _ => return needed,
    }
    match action {
        RequestAction::Exchange => needed.extend(EXCHANGED),
        RequestAction::OrderCancellation => needed.extend(CANCELLED),
        _ => needed.extend(ITEMS),
    }
    needed
}

impl Portal {
    /// What a request about orders asks has the fields that its action reads.
    pub(super) fn validate_orders(&self) -> Result<(), PolicyError> {
        for kind in self.request_kinds.iter().filter(|kind| kind.action.concerns_orders()) {
            for (form, field, is) in needed(kind.action) {
                let asked = kind.forms.iter().any(|name| name == form);
                let found = self.field(&format!("{form}.{field}")).filter(|found| found.kind == is);
                let asked = asked
                    && found.is_some_and(|found| found.only_for.is_empty() || found.only_for.contains(&kind.code));
                if !asked {
                    let reason = format!("`{}` needs `{form}.{field}` of the kind {is:?}", kind.code);
                    return Err(refuse("request_kinds.forms", reason));
                }
            }
        }
        Ok(())
    }
}
