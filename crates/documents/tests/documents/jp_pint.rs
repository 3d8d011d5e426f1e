//! The XML has what JP PINT asks for, in the order of the UBL schema.

use madoguchi_documents::{InvoiceDocument, invoice_files};

use crate::samples;
use crate::xml::{Element, tree};

/// Children in the order of UBL 2.1, as far as they are written.
const ORDERS: [(&str, &[&str]); 8] = [
    (
        "Invoice",
        &[
            "CustomizationID",
            "ProfileID",
            "ID",
            "IssueDate",
            "DueDate",
            "InvoiceTypeCode",
            "Note",
            "DocumentCurrencyCode",
            "InvoicePeriod",
            "BillingReference",
            "AccountingSupplierParty",
            "AccountingCustomerParty",
            "PaymentMeans",
            "TaxTotal",
            "LegalMonetaryTotal",
            "InvoiceLine",
        ],
    ),
    ("Party", &["EndpointID", "PartyIdentification", "PostalAddress", "PartyTaxScheme", "PartyLegalEntity", "Contact"]),
    ("PostalAddress", &["StreetName", "AdditionalStreetName", "PostalZone", "AddressLine", "Country"]),
    ("TaxSubtotal", &["TaxableAmount", "TaxAmount", "TaxCategory"]),
    ("TaxCategory", &["ID", "Percent", "TaxScheme"]),
    ("LegalMonetaryTotal", &["LineExtensionAmount", "TaxExclusiveAmount", "TaxInclusiveAmount", "PayableAmount"]),
    ("InvoiceLine", &["ID", "Note", "InvoicedQuantity", "LineExtensionAmount", "DocumentReference", "Item", "Price"]),
    ("Item", &["Name", "ClassifiedTaxCategory"]),
];

fn xml(invoice: &InvoiceDocument) -> Element {
    tree(&invoice_files::jp_pint(invoice).unwrap())
}

fn sample(wanted: &str) -> InvoiceDocument {
    samples::invoices().into_iter().find(|(name, _)| *name == wanted).unwrap().1
}

fn check_order(element: &Element) {
    if let Some((name, order)) = ORDERS.iter().find(|(name, _)| *name == element.name) {
        let place = |child: &Element| {
            let at = order.iter().position(|known| *known == child.name);
            at.unwrap_or_else(|| panic!("{} in {name}", child.name))
        };
        let places: Vec<usize> = element.children.iter().map(place).collect();
        assert!(places.is_sorted(), "{name}: {places:?}");
    }
    if element.children.is_empty() {
        assert!(!element.all_text().trim().is_empty(), "UBL has no empty elements: {}", element.name);
    }
    element.children.iter().for_each(check_order);
}

#[test]
fn elements_stand_in_the_order_of_the_schema() {
    for (_, invoice) in samples::invoices() {
        check_order(&xml(&invoice));
    }
}

#[test]
fn the_head_names_specification_period_and_seller() {
    let invoice = xml(&sample("mixed"));
    let text = |path: &str| invoice.at(path).all_text();
    assert_eq!(invoice.attributes["xmlns"], "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2");
    assert_eq!(text("CustomizationID"), "urn:peppol:pint:billing-1@jp-1");
    assert_eq!(text("ProfileID"), "urn:peppol:bis:billing");
    assert_eq!([text("IssueDate"), text("DueDate")], ["2026-11-09", "2026-11-30"]);
    assert_eq!([text("InvoiceTypeCode"), text("DocumentCurrencyCode")], ["380", "JPY"]);
    let period = ["InvoicePeriod/StartDate", "InvoicePeriod/EndDate"].map(text);
    assert_eq!(period, ["2026-10-01", "2026-10-31"]);
    assert_eq!(text("BillingReference/InvoiceDocumentReference/ID"), "202610-000045");
    let supplier = invoice.at("AccountingSupplierParty/Party");
    assert_eq!(supplier.at("EndpointID").attributes["schemeID"], "0221");
    assert_eq!(supplier.at("PartyTaxScheme/CompanyID").all_text(), "T7123456789012");
    assert_eq!(supplier.at("PartyTaxScheme/TaxScheme/ID").all_text(), "VAT");
    assert_eq!(text("AccountingCustomerParty/Party/PartyLegalEntity/RegistrationName"), "株式会社みなと商会");
    assert!(invoice.child("PaymentMeans").is_none());
    assert!(xml(&sample("one-line")).child("BillingReference").is_none());
}

#[test]
fn a_debit_notice_says_how_it_is_paid() {
    assert_eq!(xml(&sample("debit-notice")).at("PaymentMeans/PaymentMeansCode").all_text(), "49");
}

#[test]
fn rates_have_their_categories() {
    let invoice = xml(&sample("mixed"));
    let category = |rate: &Element| {
        let percent = rate.at("TaxCategory").child("Percent").map(Element::all_text);
        (rate.at("TaxCategory/ID").all_text(), percent.unwrap_or_default())
    };
    let categories: Vec<(String, String)> = invoice.at("TaxTotal").all("TaxSubtotal").map(category).collect();
    let expected = [("S", "10"), ("AA", "8"), ("E", "0"), ("O", "")];
    assert_eq!(categories, expected.map(|(code, percent)| (code.to_owned(), percent.to_owned())));
}

#[test]
fn a_credit_is_minus_one_of_a_positive_price() {
    let invoice = xml(&sample("credit"));
    let line = invoice.at("InvoiceLine");
    let texts = ["InvoicedQuantity", "LineExtensionAmount", "Price/PriceAmount"].map(|path| line.at(path).all_text());
    assert_eq!(texts, ["-1", "-12345", "12345"]);
    assert_eq!(line.at("Price/PriceAmount").attributes["currencyID"], "JPY");
}

#[test]
fn characters_that_xml_cannot_hold_are_left_out() {
    let mut invoice = sample("one-line");
    invoice.parts[0].lines[0].item = "IT\u{0}\u{1B}サポート<&".to_owned();
    assert_eq!(xml(&invoice).at("InvoiceLine/Item/Name").all_text(), "ITサポート<&");
}
