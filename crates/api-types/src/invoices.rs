//! Invoices as their recipient reads them. All amounts are whole yen.

use super::travels;
use chrono::NaiveDate;
use uuid::Uuid;

pub use madoguchi_domain::policy::{PaymentMethod, YearKind};
pub use madoguchi_domain::tax::TaxRate;

travels! {
    /// The invoices of a year, newest first, and the years there are.
    pub struct InvoiceYear {
        /// The year shown; by portal a calendar or a fiscal year. Absent when there is no invoice at all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub year: Option<i32>,
        /// Whether years are calendar or fiscal ones.
        pub year_kind: YearKind,
        /// Years with invoices, newest first.
        pub years: Vec<i32>,
        /// At most twelve a year for most; one a month.
        pub invoices: Vec<Invoice>,
    }

    /// An invoice in a list.
    pub struct Invoice {
        /// For paths.
        pub id: Uuid,
        /// The provider's number.
        pub number: String,
        /// Month billed, `2026-10`.
        pub month: String,
        /// Before tax.
        pub net: i64,
        /// Tax.
        pub tax: i64,
        /// To pay.
        pub gross: i64,
        /// 発行日.
        pub issued_on: NaiveDate,
        /// Day of debit or last day of payment; absent where none was given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub due_on: Option<NaiveDate>,
        /// How it is paid.
        pub payment: PaymentMethod,
        /// Number of the invoice that this one corrects.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub corrects: Option<String>,
        /// Number of the invoice that corrects this one: this one counts no more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub corrected_by: Option<String>,
    }

    /// An invoice in the list over all contracts.
    pub struct FoundInvoice {
        /// For paths.
        pub id: Uuid,
        /// The provider's number.
        pub number: String,
        /// Month billed, `2026-10`.
        pub month: String,
        /// Before tax.
        pub net: i64,
        /// Tax.
        pub tax: i64,
        /// To pay; zero or less where nothing is.
        pub gross: i64,
        /// 発行日.
        pub issued_on: NaiveDate,
        /// Day of debit or last day of payment; absent where none was given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub due_on: Option<NaiveDate>,
        /// How it is paid.
        pub payment: PaymentMethod,
        /// Who issued it.
        pub issuer: String,
        /// Whom it is addressed to.
        pub recipient: String,
        /// お客様番号 on the paper: tells the invoices of several billing groups apart.
        pub customer_number: String,
        /// Number of the invoice that this one corrects.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub corrects: Option<String>,
        /// Number of the invoice that corrects this one: this one counts no more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub corrected_by: Option<String>,
        /// Day until which it is kept here at least.
        pub kept_until: NaiveDate,
    }

    /// Order of the list over all contracts.
    #[derive(Copy, Eq, Default)]
    pub enum InvoiceOrder {
        /// Last issued first.
        #[default]
        IssuedOnDescending,
        /// First issued first.
        IssuedOn,
        /// Last month billed first.
        MonthDescending,
        /// First month billed first.
        Month,
        /// Largest amount first.
        GrossDescending,
        /// Smallest amount first.
        Gross,
    }

    /// What the invoices that a filter leaves come to, and the choices for the next filter.
    pub struct InvoiceOverview {
        /// Invoices that count: one that was corrected is listed and does not.
        pub count: i64,
        /// Yen to pay of these.
        pub gross: i64,
        /// The same by month billed, the newest first.
        pub months: Vec<InvoiceMonth>,
        /// Calendar years of issue of all invoices, newest first.
        pub years: Vec<i32>,
        /// Fiscal years of issue of all invoices, newest first.
        pub fiscal_years: Vec<i32>,
        /// First month of a fiscal year, 1 to 12.
        pub fiscal_year_starts: u32,
        /// Names of who issued them and of whom they are addressed to.
        pub counterparties: Vec<String>,
        /// Years that an invoice is kept here at least.
        pub kept_years: u32,
    }

    /// Invoices of a month.
    pub struct InvoiceMonth {
        /// Month billed, `2026-10`.
        pub month: String,
        /// Invoices.
        pub count: i64,
        /// Yen to pay.
        pub gross: i64,
    }

    /// Form of an invoice's file.
    #[derive(Copy, Eq)]
    pub enum InvoiceFormat {
        /// Tagged PDF: the one that was issued.
        Pdf,
        /// Accessible HTML.
        Html,
        /// CSV.
        Csv,
        /// Spreadsheet.
        Xlsx,
        /// JP PINT (UBL 2.1).
        Xml,
    }

    /// An invoice in full.
    pub struct InvoiceDetail {
        /// For paths.
        pub id: Uuid,
        /// The provider's number.
        pub number: String,
        /// Month billed, `2026-10`.
        pub month: String,
        /// 発行日.
        pub issued_on: NaiveDate,
        /// Day of debit or last day of payment; absent where none was given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub due_on: Option<NaiveDate>,
        /// How it is paid.
        pub payment: PaymentMethod,
        /// Recipient's name, as when it was issued.
        pub recipient: String,
        /// Number of the invoice that this one corrects.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub corrects: Option<String>,
        /// Number of the invoice that corrects this one: this one counts no more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub corrected_by: Option<String>,
        /// お客様番号 on the paper.
        pub customer_number: String,
        /// The account that is debited, where it was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub debited_from: Option<BankAccount>,
        /// Issuer's name.
        pub issuer: String,
        /// Issuer's registration number (適格請求書発行事業者登録番号).
        pub registration_number: String,
        /// One part for each contract.
        pub contracts: Vec<InvoiceContract>,
        /// Totals of the whole invoice by tax rate; tax is rounded here, once for each rate.
        pub totals: Vec<RateTotal>,
        /// Before tax.
        pub net: i64,
        /// Tax.
        pub tax: i64,
        /// To pay.
        pub gross: i64,
        /// Whether tax and subtotal of a contract are allocations for reference (参考), not the qualified amounts.
        pub contract_tax_is_reference: bool,
    }

    /// An account of the customer.
    pub struct BankAccount {
        /// 金融機関名.
        pub bank: String,
        /// 口座番号, but for its last four digits hidden: `***1234`.
        pub number: String,
    }

    /// The part of an invoice that one contract has.
    pub struct InvoiceContract {
        /// For paths.
        pub contract_id: Uuid,
        /// Contract number.
        pub contract_number: String,
        /// Lines in the provider's order.
        pub lines: Vec<InvoiceLine>,
        /// Totals by tax rate; tax is the allocation of the invoice's.
        pub totals: Vec<RateTotal>,
        /// Sum with tax (小計).
        pub subtotal: i64,
        /// Whether the call records of this invoice's month can be read: the service was active then, and they are kept.
        pub call_records: bool,
    }

    /// One line.
    pub struct InvoiceLine {
        /// 料金内訳.
        pub item: String,
        /// Before tax.
        pub amount: i64,
        /// The rate.
        pub tax_rate: TaxRate,
        /// 備考.
        pub note: String,
    }

    /// Total of one rate.
    pub struct RateTotal {
        /// The rate.
        pub tax_rate: TaxRate,
        /// Percent.
        pub percent: u8,
        /// Before tax.
        pub net: i64,
        /// Tax.
        pub tax: i64,
    }
}
