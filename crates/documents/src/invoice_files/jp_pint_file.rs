//! Knows an invoice as JP PINT in UBL 2.1; must not know how it is sent. Elements stand in the order of the UBL schema.

mod parties;

use std::io;

use madoguchi_domain::tax::TaxRate;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::FileError;
use crate::wording::settlement;
use crate::{BankAccount, InvoiceDocument, InvoiceKind, InvoiceLine};

const CUSTOMIZATION: &str = "urn:peppol:pint:billing-1@jp-1";
const PROFILE: &str = "urn:peppol:bis:billing";
const CURRENCY: &str = "JPY";
/// UNTDID 1001: commercial invoice. JP PINT keeps it for corrections, which refer to what they correct, and for credits,
/// which are invoices with amounts below zero; it has no credit note.
const COMMERCIAL_INVOICE: &str = "380";
/// UNTDID 4461: direct debit.
const DIRECT_DEBIT: &str = "49";
/// UNTDID 1001: the document reference of a line names the object that is billed, here the contract.
const BILLED_OBJECT: &str = "130";
/// UN/ECE Recommendation 20: one.
const ONE: &str = "C62";
const ATTRIBUTES: [(&str, &str); 3] = [
    ("xmlns", "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"),
    ("xmlns:cac", "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"),
    ("xmlns:cbc", "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"),
];

/// Elements go into memory; the only errors are those of the writer.
struct Ubl {
    writer: Writer<Vec<u8>>,
}

impl Ubl {
    fn text(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.attributed(name, &[], text)
    }

    /// Leaves out what is empty: UBL has no empty elements.
    fn optional(&mut self, name: &str, text: &str) -> io::Result<()> {
        if text.trim().is_empty() { Ok(()) } else { self.text(name, text) }
    }

    fn attributed(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> io::Result<()> {
        let text = characters(text);
        let element = self.writer.create_element(name).with_attributes(attributes.iter().copied());
        element.write_text_content(BytesText::new(&text))?;
        Ok(())
    }

    fn amount(&mut self, name: &str, yen: i64) -> io::Result<()> {
        self.attributed(name, &[("currencyID", CURRENCY)], &yen.to_string())
    }

    fn within(&mut self, name: &str, content: impl FnOnce(&mut Self) -> io::Result<()>) -> io::Result<()> {
        let start = quick_xml::events::BytesStart::new(name);
        self.writer.write_event(Event::Start(start.borrow()))?;
        content(self)?;
        self.writer.write_event(Event::End(start.to_end()))
    }

    /// `TaxCategory` or `ClassifiedTaxCategory`: code of UNCL 5305 and percent, which category O has none of.
    fn tax_category(&mut self, name: &str, rate: TaxRate) -> io::Result<()> {
        self.within(name, |ubl| {
            ubl.text("cbc:ID", category(rate))?;
            if rate != TaxRate::OutOfScope {
                ubl.text("cbc:Percent", &rate.percent().to_string())?;
            }
            ubl.within("cac:TaxScheme", |ubl| ubl.text("cbc:ID", "VAT"))
        })
    }
}

pub fn write(invoice: &InvoiceDocument) -> Result<String, FileError> {
    let mut ubl = Ubl { writer: Writer::new_with_indent(Vec::new(), b' ', 2) };
    ubl.writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let root = quick_xml::events::BytesStart::new("Invoice").with_attributes(ATTRIBUTES);
    ubl.writer.write_event(Event::Start(root.borrow()))?;
    head(&mut ubl, invoice)?;
    parties::supplier(&mut ubl, &invoice.issuer)?;
    parties::customer(&mut ubl, invoice)?;
    if invoice.kind == InvoiceKind::DebitNotice && invoice.is_payable() {
        direct_debit(&mut ubl, invoice.debited_from.as_ref())?;
    }
    totals(&mut ubl, invoice)?;
    let lines = invoice.parts.iter().flat_map(|part| part.lines.iter().map(|line| (&*part.contract_number, line)));
    for (number, (contract, line)) in (1_u32..).zip(lines) {
        self::line(&mut ubl, number, contract, line)?;
    }
    ubl.writer.write_event(Event::End(root.to_end()))?;
    Ok(String::from_utf8_lossy(&ubl.writer.into_inner()).into_owned())
}

fn head(ubl: &mut Ubl, invoice: &InvoiceDocument) -> io::Result<()> {
    ubl.text("cbc:CustomizationID", CUSTOMIZATION)?;
    ubl.text("cbc:ProfileID", PROFILE)?;
    ubl.text("cbc:ID", &invoice.number)?;
    ubl.text("cbc:IssueDate", &invoice.issued_on.to_string())?;
    if let Some(due) = invoice.due_on.filter(|_| invoice.is_payable()) {
        ubl.text("cbc:DueDate", &due.to_string())?;
    }
    ubl.text("cbc:InvoiceTypeCode", COMMERCIAL_INVOICE)?;
    ubl.optional("cbc:Note", &settlement(invoice).unwrap_or_default())?;
    ubl.text("cbc:DocumentCurrencyCode", CURRENCY)?;
    ubl.within("cac:InvoicePeriod", |ubl| {
        ubl.text("cbc:StartDate", &invoice.month.first_day().to_string())?;
        ubl.text("cbc:EndDate", &invoice.month.last_day().to_string())
    })?;
    let Some(corrected) = &invoice.corrects else { return Ok(()) };
    ubl.within("cac:BillingReference", |ubl| {
        ubl.within("cac:InvoiceDocumentReference", |ubl| ubl.text("cbc:ID", corrected))
    })
}

/// The bank's name stands in the text of the means: PINT has no place of its own for that of a payer.
fn direct_debit(ubl: &mut Ubl, account: Option<&BankAccount>) -> io::Result<()> {
    ubl.within("cac:PaymentMeans", |ubl| {
        let Some(account) = account else { return ubl.text("cbc:PaymentMeansCode", DIRECT_DEBIT) };
        let bank = characters(&account.bank);
        ubl.attributed("cbc:PaymentMeansCode", &[("name", &bank)], DIRECT_DEBIT)?;
        ubl.within("cac:PaymentMandate", |ubl| {
            ubl.within("cac:PayerFinancialAccount", |ubl| ubl.text("cbc:ID", &account.number))
        })
    })
}

fn totals(ubl: &mut Ubl, invoice: &InvoiceDocument) -> io::Result<()> {
    ubl.within("cac:TaxTotal", |ubl| {
        ubl.amount("cbc:TaxAmount", invoice.tax)?;
        for total in &invoice.totals {
            ubl.within("cac:TaxSubtotal", |ubl| {
                ubl.amount("cbc:TaxableAmount", total.net.0)?;
                ubl.amount("cbc:TaxAmount", total.tax.0)?;
                ubl.tax_category("cac:TaxCategory", total.rate)
            })?;
        }
        Ok(())
    })?;
    ubl.within("cac:LegalMonetaryTotal", |ubl| {
        ubl.amount("cbc:LineExtensionAmount", invoice.net)?;
        ubl.amount("cbc:TaxExclusiveAmount", invoice.net)?;
        ubl.amount("cbc:TaxInclusiveAmount", invoice.gross)?;
        ubl.amount("cbc:PayableAmount", invoice.gross)
    })
}

/// A price is never negative in PINT: a credit is minus one of a positive price.
fn line(ubl: &mut Ubl, number: u32, contract: &str, line: &InvoiceLine) -> io::Result<()> {
    let quantity = if line.amount < 0 { "-1" } else { "1" };
    ubl.within("cac:InvoiceLine", |ubl| {
        ubl.text("cbc:ID", &number.to_string())?;
        ubl.optional("cbc:Note", &line.note)?;
        ubl.attributed("cbc:InvoicedQuantity", &[("unitCode", ONE)], quantity)?;
        ubl.amount("cbc:LineExtensionAmount", line.amount)?;
        if !contract.is_empty() {
            ubl.within("cac:DocumentReference", |ubl| {
                ubl.text("cbc:ID", contract)?;
                ubl.text("cbc:DocumentTypeCode", BILLED_OBJECT)
            })?;
        }
        ubl.within("cac:Item", |ubl| {
            ubl.text("cbc:Name", &line.item)?;
            ubl.tax_category("cac:ClassifiedTaxCategory", line.rate)
        })?;
        let price = line.amount.unsigned_abs().to_string();
        ubl.within("cac:Price", |ubl| ubl.attributed("cbc:PriceAmount", &[("currencyID", CURRENCY)], &price))
    })
}

fn category(rate: TaxRate) -> &'static str {
    match rate {
        TaxRate::Standard10 => "S",
        TaxRate::Reduced8 => "AA",
        TaxRate::Exempt => "E",
        TaxRate::OutOfScope => "O",
    }
}

/// Without the characters that XML 1.0 cannot hold, even escaped.
fn characters(text: &str) -> String {
    let allowed = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..);
    text.chars().filter(allowed).collect()
}
