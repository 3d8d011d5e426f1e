//! Knows who issued an invoice, as when it was issued: by now the portal's policy may say something else.

use madoguchi_documents::Issuer;
use madoguchi_domain::policy::{InvoicePolicy, Portal, QualifiedDocument};
use serde::{Deserialize, Serialize};

use super::Invoice;
use crate::Error;

/// What an invoice takes from the portal's policy on the day it is issued.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IssuedBy {
    /// Name, registration number, and who answers questions.
    pub issuer: Issuer,
    /// Brand of the portal.
    pub provider: String,
    /// Whether tax and subtotal of a contract are allocations for reference (参考).
    pub part_tax_is_reference: bool,
}

impl IssuedBy {
    /// Who issues today.
    pub(crate) fn today(portal: &Portal, policy: &InvoicePolicy) -> Self {
        Self {
            issuer: issuer(portal, policy),
            provider: portal.brand.provider.ja.clone(),
            part_tax_is_reference: policy.qualified_document == QualifiedDocument::ConsolidatedInvoice,
        }
    }

    /// Who issued an invoice; whoever does today for one that was issued before this was kept.
    pub(super) fn of(invoice: &Invoice, portal: &Portal, policy: &InvoicePolicy) -> Result<Self, Error> {
        let Some(kept) = &invoice.issued_by else { return Ok(Self::today(portal, policy)) };
        serde_json::from_value(kept.clone()).map_err(Error::internal)
    }
}

/// Who stands on a portal's documents as their sender.
pub(crate) fn issuer(portal: &Portal, policy: &InvoicePolicy) -> Issuer {
    Issuer {
        name: policy.issuer.name.clone(),
        registration_number: policy.issuer.registration_number.clone(),
        department: portal.support.department.ja.clone(),
        phone: portal.support.phone.clone().unwrap_or_default(),
        hours: portal.support.hours.ja.clone(),
        mail: portal.support.mail.clone(),
    }
}
