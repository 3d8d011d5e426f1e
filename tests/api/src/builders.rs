//! Rows to start from, with sensible contents; a test changes what it is about.

use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use madoguchi_domain::dates::Month;
use madoguchi_domain::names::NameKey;
use madoguchi_domain::tax::TaxRate;
use madoguchi_entities::{
    billing_groups, contract_options, contracts, customers, invoice_lines, invoice_totals, invoices,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use uuid::Uuid;

use crate::app::{App, PORTAL};

mod call_records;
mod contract_documents;
mod contractors;
mod inquiries;
mod issued_invoices;
mod notices;
mod orders;
mod people;
mod products;
mod request_batches;
mod requests;
mod usages;

pub use call_records::Call;
pub use contractors::contractor_answers;
pub use orders::{cancellation_answers, cancelled, item, order_answers};
pub use people::{PASSWORD, User};
pub use request_batches::common_answers;
pub use requests::{Draft, answers_for};

/// A customer with one billing group and one contract in it.
#[derive(Clone, Debug)]
pub struct Subscriber {
    /// The customer: カ)ヴェルデ2.
    pub customer: customers::Model,
    /// The billing group.
    pub group: billing_groups::Model,
    /// The contract, active, with call records from 2026-01 on.
    pub contract: contracts::Model,
}

/// A number that nothing else has.
pub(crate) fn number() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

impl App {
    /// A subscriber of [`PORTAL`].
    pub async fn subscriber(&self) -> Subscriber {
        self.subscriber_at(PORTAL).await
    }

    /// A subscriber of a portal.
    pub async fn subscriber_at(&self, portal: &str) -> Subscriber {
        let customer = self.customer(portal, "カ)ヴェルデ2").await;
        let group = self.billing_group(&customer).await;
        let contract = self.contract(&group, |_| {}).await;
        Subscriber { customer, group, contract }
    }

    /// A customer with a name in kana.
    pub async fn customer(&self, portal: &str, name_kana: &str) -> customers::Model {
        let number = number();
        let row = customers::ActiveModel {
            id: Set(Uuid::now_v7().into()),
            portal: Set(portal.to_owned()),
            number: Set(format!("C{number:08}")),
            name: Set(format!("株式会社ヴェルデ{number}")),
            name_kana: Set(name_kana.to_owned()),
            name_key: Set(NameKey::of(name_kana).into()),
            postal_code: Set("1000001".to_owned()),
            prefecture: Set("東京都".to_owned()),
            address1: Set("千代田区千代田".to_owned()),
            address2: Set("1-1".to_owned()),
            phone: Set("0312345678".to_owned()),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
        };
        row.insert(self.db()).await.unwrap()
    }

    /// A billing group of a customer.
    pub async fn billing_group(&self, customer: &customers::Model) -> billing_groups::Model {
        let row = billing_groups::ActiveModel {
            id: Set(Uuid::now_v7().into()),
            portal: Set(customer.portal.clone()),
            customer_id: Set(customer.id),
            number: Set(format!("B{:08}", number())),
            created_at: Set(self.now()),
        };
        row.insert(self.db()).await.unwrap()
    }

    /// A contract of a billing group.
    pub async fn contract(
        &self,
        group: &billing_groups::Model,
        change: impl FnOnce(&mut contracts::ActiveModel),
    ) -> contracts::Model {
        let mut row = contracts::ActiveModel {
            id: Set(Uuid::now_v7().into()),
            portal: Set(group.portal.clone()),
            customer_id: Set(group.customer_id),
            billing_group_id: Set(group.id),
            number: Set(format!("CAF{:010}", number())),
            category: Set("line".to_owned()),
            service_name: Set("あおばひかり ファミリー".to_owned()),
            status: Set(contracts::ContractStatus::Active),
            started_on: Set(day(2025, 12, 1)),
            postal_code: Set("1088001".to_owned()),
            prefecture: Set("東京都".to_owned()),
            address1: Set("港区港南".to_owned()),
            address2: Set("2-3-4".to_owned()),
            building: Set("みなとビル5階".to_owned()),
            access_key: Set("KEY1234".to_owned()),
            phone_service_name: Set("ひかり電話".to_owned()),
            phone_number: Set("0312345678".to_owned()),
            phone_detail: Set("ナンバーディスプレイ".to_owned()),
            call_records_from: Set(Some(day(2026, 1, 1))),
            pattern: Set(String::new()),
            contact_customer_id: Set(None),
            ends_on: Set(None),
            termination_on: Set(None),
            answers: Set(String::new()),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
        };
        change(&mut row);
        row.insert(self.db()).await.unwrap()
    }

    /// Options of a contract, in order.
    pub async fn options(&self, contract: &contracts::Model, names: &[&str]) {
        let rows = names.iter().zip(1..).map(|(name, position)| contract_options::ActiveModel {
            contract_id: Set(contract.id),
            position: Set(position),
            portal: Set(contract.portal.clone()),
            name: Set((*name).to_owned()),
        });
        contract_options::Entity::insert_many(rows).exec_without_returning(self.db()).await.unwrap();
    }

    /// An invoice of a billing group with lines of contract, item, amount and rate; tax is rounded down once a rate.
    pub async fn invoice(
        &self,
        group: &billing_groups::Model,
        month: NaiveDate,
        lines: &[(&contracts::Model, &str, i64, &str)],
    ) -> invoices::Model {
        let mut totals: Vec<(&str, i64, i64)> = Vec::new();
        for rate in ["standard_10", "reduced_8", "exempt", "out_of_scope"] {
            let of_rate = || lines.iter().filter(|line| line.3 == rate);
            let net: i64 = of_rate().map(|line| line.2).sum();
            let percent = i64::from(rate == "standard_10") * 10 + i64::from(rate == "reduced_8") * 8;
            if of_rate().count() > 0 {
                totals.push((rate, net, net * percent / 100));
            }
        }
        let (net, tax) = totals.iter().fold((0, 0), |sum, total| (sum.0 + total.1, sum.1 + total.2));
        let row = invoices::ActiveModel {
            customer_id: Set(group.customer_id),
            id: Set(Uuid::now_v7().into()),
            portal: Set(group.portal.clone()),
            billing_group_id: Set(group.id),
            number: Set(format!("I{:08}", number())),
            month: Set(month),
            net: Set(net),
            tax: Set(tax),
            gross: Set(net + tax),
            fingerprint: Set(vec![0; 32]),
            created_at: Set(self.now()),
            issued_on: Set(month + chrono::Months::new(1)),
            due_on: Set(Some(month + chrono::Months::new(1) + chrono::Days::new(26))),
            payment: Set(invoices::PaymentMethod::DirectDebit),
            customer_number: Set("C00000001".to_owned()),
            recipient_name: Set("株式会社ヴェルデ".to_owned()),
            recipient_postal_code: Set("1000001".to_owned()),
            recipient_address: Set("東京都千代田区千代田1-1".to_owned()),
            corrects_id: Set(None),
            issued_by: Set(None),
            bank: Set(String::new()),
            bank_account: Set(String::new()),
        };
        let invoice = row.insert(self.db()).await.unwrap();
        let rows = lines.iter().zip(1..).map(|((contract, item, amount, rate), position)| invoice_lines::ActiveModel {
            customer_id: Set(invoice.customer_id),
            invoice_id: Set(invoice.id),
            position: Set(position),
            portal: Set(invoice.portal.clone()),
            contract_id: Set(contract.id),
            item: Set((*item).to_owned()),
            amount: Set(*amount),
            tax_rate: Set(TaxRate::from_code(rate).unwrap()),
            note: Set(String::new()),
        });
        invoice_lines::Entity::insert_many(rows).exec_without_returning(self.db()).await.unwrap();
        let rows = totals.iter().map(|(rate, net, tax)| invoice_totals::ActiveModel {
            customer_id: Set(invoice.customer_id),
            invoice_id: Set(invoice.id),
            tax_rate: Set(TaxRate::from_code(rate).unwrap()),
            portal: Set(invoice.portal.clone()),
            net: Set(*net),
            tax: Set(*tax),
        });
        invoice_totals::Entity::insert_many(rows).exec_without_returning(self.db()).await.unwrap();
        invoice
    }
}

/// A day.
pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// The month in Japan that an instant lies in.
pub(crate) fn month_of(at: DateTime<Utc>) -> Month {
    Month::of((at + TimeDelta::hours(9)).date_naive())
}
