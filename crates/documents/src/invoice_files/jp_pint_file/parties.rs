//! Knows seller and buyer in UBL; must not know what is sold.

use std::io;

use super::Ubl;
use crate::{InvoiceDocument, Issuer};

/// Participant scheme of the qualified invoice issuer's registration number.
const REGISTRATION_NUMBER: &str = "0221";
const COUNTRY: &str = "JP";

pub fn supplier(ubl: &mut Ubl, issuer: &Issuer) -> io::Result<()> {
    ubl.within("cac:AccountingSupplierParty", |ubl| {
        ubl.within("cac:Party", |ubl| {
            let number = issuer.registration_number.trim();
            if !number.is_empty() {
                ubl.attributed("cbc:EndpointID", &[("schemeID", REGISTRATION_NUMBER)], number)?;
            }
            ubl.within("cac:PostalAddress", country)?;
            if !number.is_empty() {
                ubl.within("cac:PartyTaxScheme", |ubl| {
                    ubl.text("cbc:CompanyID", number)?;
                    ubl.within("cac:TaxScheme", |ubl| ubl.text("cbc:ID", "VAT"))
                })?;
            }
            ubl.within("cac:PartyLegalEntity", |ubl| ubl.text("cbc:RegistrationName", &issuer.name))?;
            let contact = [&issuer.department, &issuer.phone, &issuer.mail];
            if contact.iter().all(|text| text.trim().is_empty()) {
                return Ok(());
            }
            ubl.within("cac:Contact", |ubl| {
                ubl.optional("cbc:Name", &issuer.department)?;
                ubl.optional("cbc:Telephone", &issuer.phone)?;
                ubl.optional("cbc:ElectronicMail", &issuer.mail)
            })
        })
    })
}

pub fn customer(ubl: &mut Ubl, invoice: &InvoiceDocument) -> io::Result<()> {
    let recipient = &invoice.recipient;
    ubl.within("cac:AccountingCustomerParty", |ubl| {
        ubl.within("cac:Party", |ubl| {
            if !invoice.customer_number.is_empty() {
                ubl.within("cac:PartyIdentification", |ubl| ubl.text("cbc:ID", &invoice.customer_number))?;
            }
            ubl.within("cac:PostalAddress", |ubl| {
                let mut lines = recipient.address.iter().filter(|line| !line.trim().is_empty());
                if let Some(line) = lines.next() {
                    ubl.text("cbc:StreetName", line)?;
                }
                if let Some(line) = lines.next() {
                    ubl.text("cbc:AdditionalStreetName", line)?;
                }
                ubl.optional("cbc:PostalZone", &recipient.postal_code)?;
                for line in lines {
                    ubl.within("cac:AddressLine", |ubl| ubl.text("cbc:Line", line))?;
                }
                country(ubl)
            })?;
            ubl.within("cac:PartyLegalEntity", |ubl| ubl.text("cbc:RegistrationName", &recipient.name))?;
            if recipient.phone.trim().is_empty() {
                return Ok(());
            }
            ubl.within("cac:Contact", |ubl| ubl.text("cbc:Telephone", &recipient.phone))
        })
    })
}

fn country(ubl: &mut Ubl) -> io::Result<()> {
    ubl.within("cac:Country", |ubl| ubl.text("cbc:IdentificationCode", COUNTRY))
}
