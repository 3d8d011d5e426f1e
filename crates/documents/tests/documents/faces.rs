//! Reads every face of an invoice back into the same facts.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use chrono::{Datelike, NaiveDate};
use madoguchi_documents::InvoiceDocument;

use crate::xml::{Element, tree};

/// What every face must say. Days and months as the files write them.
#[derive(Debug, PartialEq, Eq)]
pub struct Facts {
    pub head: Head,
    /// Contract, item, yen.
    pub lines: Vec<(String, String, i64)>,
    /// Net and tax per rate.
    pub rates: Vec<(i64, i64)>,
    pub net: i64,
    pub tax: i64,
    pub gross: i64,
}

/// What stands on top: the items of a qualified invoice that are no amounts, and what belongs to them.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Head {
    pub number: String,
    pub period: String,
    pub issued_on: String,
    pub customer_number: String,
    pub recipient: String,
    pub issuer: String,
    pub registration_number: String,
    pub due_on: String,
    pub bank: String,
    pub bank_account: String,
    pub corrects: String,
}

impl Head {
    /// From labels and values; what is absent is empty.
    fn of(facts: &BTreeMap<String, String>) -> Self {
        let fact = |label: &str| facts.get(label).cloned().unwrap_or_default();
        Self {
            number: fact("ご請求番号"),
            period: fact("お取引期間"),
            issued_on: fact("発行日"),
            customer_number: fact("お客様番号"),
            recipient: fact("宛名").trim_end_matches(" 御中").trim_end_matches(" 様").to_owned(),
            issuer: fact("発行者"),
            registration_number: fact("登録番号"),
            due_on: [fact("お支払期限"), fact("振替日")].concat(),
            bank: fact("金融機関名"),
            bank_account: fact("口座番号"),
            corrects: fact("訂正前のご請求番号"),
        }
    }
}

fn date(on: NaiveDate) -> String {
    format!("{}年{}月{}日", on.year(), on.month(), on.day())
}

pub fn of_document(invoice: &InvoiceDocument) -> Facts {
    let lines = invoice
        .parts
        .iter()
        .flat_map(|part| part.lines.iter().map(|line| (part.contract_number.clone(), line.item.clone(), line.amount)));
    // Where nothing is paid no face names a day or an account.
    let account = invoice.debited_from.clone().filter(|_| invoice.gross > 0);
    let head = Head {
        number: invoice.number.clone(),
        period: format!("{}〜{}", date(invoice.month.first_day()), date(invoice.month.last_day())),
        issued_on: date(invoice.issued_on),
        customer_number: invoice.customer_number.clone(),
        recipient: invoice.recipient.name.clone(),
        issuer: invoice.issuer.name.clone(),
        registration_number: invoice.issuer.registration_number.clone(),
        due_on: invoice.due_on.filter(|_| invoice.gross > 0).map(date).unwrap_or_default(),
        bank: account.clone().map(|account| account.bank).unwrap_or_default(),
        bank_account: account.map(|account| account.number).unwrap_or_default(),
        corrects: invoice.corrects.clone().unwrap_or_default(),
    };
    Facts {
        head,
        lines: lines.collect(),
        rates: invoice.totals.iter().map(|total| (total.net.0, total.tax.0)).collect(),
        net: invoice.net,
        tax: invoice.tax,
        gross: invoice.gross,
    }
}

/// `−1,000` and the like.
pub fn number(text: &str) -> i64 {
    text.trim().replace('\u{2212}', "-").replace(',', "").parse().unwrap_or_else(|_| panic!("no number: {text}"))
}

/// Rows of a table without its header: contract, item, amount, rate, note. Lines have a contract, totals have none.
pub fn of_rows(head: Head, rows: &[Vec<String>]) -> Facts {
    let (lines, totals): (Vec<_>, Vec<_>) = rows.iter().partition(|row| !row[0].is_empty());
    let line = |row: &Vec<String>| (row[0].clone(), row[1].clone(), row[2].parse().unwrap());
    let amount = |row: &Vec<String>| row[2].parse::<i64>().unwrap();
    let (per_rate, sums) = totals.split_at(totals.len() - 3);
    let mut rates: Vec<(i64, i64)> = Vec::new();
    for row in per_rate {
        if row[1].starts_with("消費税") {
            rates.last_mut().unwrap().1 = amount(row);
        } else {
            rates.push((amount(row), 0));
        }
    }
    let [net, tax, gross] = [0, 1, 2].map(|at| amount(sums[at]));
    Facts { head, lines: lines.into_iter().map(line).collect(), rates, net, tax, gross }
}

pub fn of_csv(bytes: &[u8]) -> Facts {
    let text = std::str::from_utf8(bytes).unwrap().strip_prefix('\u{FEFF}').unwrap();
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let labels: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows: Vec<Vec<String>> =
        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
    let facts: Vec<_> = rows.iter().map(|row| &row[5..]).collect();
    assert!(facts.windows(2).all(|pair| pair[0] == pair[1]), "what stands on top is the same in each row");
    let head = labels[5..].iter().cloned().zip(facts[0].iter().cloned()).collect();
    of_rows(Head::of(&head), &rows)
}

/// Text of a file in an XLSX workbook.
pub fn xlsx_part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

pub fn of_xlsx(bytes: &[u8]) -> Facts {
    let strings: Vec<String> =
        tree(&xlsx_part(bytes, "xl/sharedStrings.xml")).children.iter().map(|item| item.all_text()).collect();
    let cell = |cell: &Element| {
        let value = cell.child("v").map(Element::all_text).unwrap_or_default();
        let shared = cell.attributes.get("t").is_some_and(|kind| kind == "s");
        if shared { strings[value.parse::<usize>().unwrap()].clone() } else { value }
    };
    let rows = |sheet: &str| -> Vec<Vec<String>> {
        let sheet = tree(&xlsx_part(bytes, &format!("xl/worksheets/{sheet}.xml")));
        sheet.child("sheetData").unwrap().children.iter().map(|row| row.children.iter().map(cell).collect()).collect()
    };
    let head = rows("sheet2").into_iter().map(|row| (row[0].clone(), row[1].clone())).collect();
    of_rows(Head::of(&head), &rows("sheet1")[1..])
}

pub fn of_jp_pint(text: &str) -> Facts {
    let invoice = tree(text);
    let yen = |element: &Element, path: &str| element.at(path).all_text().parse::<i64>().unwrap();
    let lines = invoice.all("InvoiceLine").map(|line| {
        let item = line.at("Item/Name").all_text();
        (line.at("DocumentReference/ID").all_text(), item, yen(line, "LineExtensionAmount"))
    });
    let rates =
        invoice.at("TaxTotal").all("TaxSubtotal").map(|rate| (yen(rate, "TaxableAmount"), yen(rate, "TaxAmount")));
    let day = |path: &str| date(invoice.at(path).all_text().parse().unwrap());
    let (seller, buyer) = (invoice.at("AccountingSupplierParty/Party"), invoice.at("AccountingCustomerParty/Party"));
    let optional = |parent: Option<&Element>, path: &str| {
        let found = path.split('/').try_fold(parent?, |element, name| element.child(name));
        found.map(Element::all_text)
    };
    let means = invoice.child("PaymentMeans");
    let account = optional(means, "PaymentMandate/PayerFinancialAccount/ID");
    let bank = means.and_then(|means| means.at("PaymentMeansCode").attributes.get("name").cloned());
    let head = Head {
        number: invoice.at("ID").all_text(),
        period: format!("{}〜{}", day("InvoicePeriod/StartDate"), day("InvoicePeriod/EndDate")),
        issued_on: day("IssueDate"),
        customer_number: buyer.at("PartyIdentification/ID").all_text(),
        recipient: buyer.at("PartyLegalEntity/RegistrationName").all_text(),
        issuer: seller.at("PartyLegalEntity/RegistrationName").all_text(),
        registration_number: seller.at("PartyTaxScheme/CompanyID").all_text(),
        due_on: invoice.child("DueDate").map(|_| day("DueDate")).unwrap_or_default(),
        bank: bank.unwrap_or_default(),
        bank_account: account.unwrap_or_default(),
        corrects: optional(invoice.child("BillingReference"), "InvoiceDocumentReference/ID").unwrap_or_default(),
    };
    Facts {
        head,
        lines: lines.collect(),
        rates: rates.collect(),
        net: yen(&invoice, "LegalMonetaryTotal/TaxExclusiveAmount"),
        tax: yen(&invoice, "TaxTotal/TaxAmount"),
        gross: yen(&invoice, "LegalMonetaryTotal/PayableAmount"),
    }
}

pub fn of_html(page: &str) -> Facts {
    let tables: Vec<&str> = page.split("<table").skip(1).map(|rest| rest.split("</table>").next().unwrap()).collect();
    let rows = |table: &str| -> Vec<Vec<String>> {
        let cell = |cell: &str| Some(unescaped(cell.rsplit_once("\">").or(cell.rsplit_once("<td>"))?.1));
        let body = table.split("</thead>").nth(1).unwrap();
        body.split("<tr").skip(1).map(|row| row.split("</t").filter_map(cell).collect()).collect()
    };
    let totals = rows(tables.iter().find(|table| table.starts_with(" id=\"totals\"")).unwrap());
    let (sum, rates) = totals.split_last().unwrap();
    let mut lines = Vec::new();
    for table in tables.iter().filter(|table| table.starts_with(" class=\"part\"")) {
        let caption = table.split("<caption>契約番号 ").nth(1).unwrap().split("</caption>").next().unwrap();
        for row in rows(table.split("<tfoot>").next().unwrap()) {
            let item = row[0].strip_suffix(" ※").unwrap_or(&row[0]).to_owned();
            lines.push((unescaped(caption), item, number(&row[1])));
        }
    }
    Facts {
        head: head_of_html(page),
        lines,
        rates: rates.iter().map(|row| (number(&row[1]), number(&row[2]))).collect(),
        net: number(&sum[1]),
        tax: number(&sum[2]),
        gross: number(&sum[3]),
    }
}

fn head_of_html(page: &str) -> Head {
    let between = |text: &str, before: &str, after: &str| {
        let found = text.split_once(before).and_then(|(_, rest)| rest.split_once(after));
        unescaped(found.map(|(text, _)| text.trim()).unwrap_or_default())
    };
    let table = page.split_once("<caption>ご請求の内容").unwrap().1.split("</table>").next().unwrap();
    let row = |row: &str| (between(row, "<th scope=\"row\">", "</th>"), between(row, "<td>", "</td>"));
    let mut facts: BTreeMap<String, String> = table.split("<tr>").skip(1).map(row).collect();
    let issuer = page.split("<address>").nth(2).unwrap();
    for (label, value) in [
        ("宛名", between(page, "<span class=\"name\">", "</span>")),
        ("発行者", between(issuer, "<strong>", "</strong>")),
        ("登録番号", between(issuer, "登録番号 ", "\n")),
        ("お支払期限", between(page, "<br>お支払期限 ", "</p>")),
        ("振替日", between(page, "<br>振替日 ", "</p>")),
        ("訂正前のご請求番号", between(page, "は、ご請求番号 ", " の")),
    ] {
        facts.insert(label.to_owned(), value);
    }
    Head::of(&facts)
}

fn unescaped(text: &str) -> String {
    let named = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#x2f;", "/"), ("&amp;", "&")];
    named.iter().fold(text.to_owned(), |text, (entity, character)| text.replace(entity, character))
}
