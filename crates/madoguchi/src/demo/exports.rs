//! An export of the telecom core system as of today, in the files that a provider would give: the contracts from
//! `portals/demo/telecom`, with what they were billed and whom they called.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use chrono::NaiveDate;
use madoguchi_domain::dates::Month;
use madoguchi_domain::policy::Portal;
use madoguchi_domain::tax::TaxRate;
use madoguchi_services::invoices::issue::NewLine;

use super::contracts::{self, Contract};
use super::{bills, calls, days};
use crate::start::Failure;

/// Months that were billed.
const BILLED: usize = 14;
/// Months before the present one that are looked through for them: the last one may not be billed yet.
const LOOKED_THROUGH: i32 = 15;

/// The export.
#[derive(Debug)]
pub struct Export {
    customers: String,
    contracts_file: String,
    contracts: Vec<Contract>,
    /// Months that were billed, the oldest first.
    billed: Vec<Month>,
    /// Months whose calls are known, the oldest first.
    called: Vec<Month>,
}

impl Export {
    /// As of a day. Of the present month there are neither bills nor calls yet.
    pub fn of(portal: &Portal, customers: &str, contracts: &str, today: NaiveDate) -> Result<Self, Failure> {
        let contracts_file = days::fill(contracts, today);
        let months = |count: i32| (1..=count).rev().filter_map(|back| days::month(today, -back));
        let invoices = portal.invoices.as_ref();
        let is_issued = |month: &Month| invoices.is_some_and(|policy| policy.issued_on(*month) <= today);
        let mut billed: Vec<Month> = months(LOOKED_THROUGH).filter(is_issued).collect();
        billed.drain(..billed.len().saturating_sub(BILLED));
        let kept = portal.call_records.as_ref().map_or(0, |policy| policy.retention_months);
        Ok(Self {
            customers: customers.to_owned(),
            contracts: contracts::read(&contracts_file)?,
            contracts_file,
            billed,
            called: months(i32::try_from(kept)?).collect(),
        })
    }

    /// Months that were billed, the oldest first.
    pub fn billed(&self) -> &[Month] {
        &self.billed
    }

    /// The lines that a group was billed for a month.
    pub fn lines(&self, group: &str, month: Month) -> Vec<NewLine> {
        let together: Vec<_> = self.contracts.iter().filter(|contract| contract.group == group).collect();
        bills::lines(&together, month)
    }

    /// The number of that bill.
    pub fn number(group: &str, month: Month) -> String {
        format!("{group}-{:04}{:02}", month.year(), month.month())
    }

    /// Writes the files into a folder.
    pub fn write(&self, folder: &Path) -> Result<(), Failure> {
        let write = |name: &str, text: &str| std::fs::write(folder.join(name), text);
        write("customers.csv", &self.customers)?;
        write("contracts.csv", &self.contracts_file)?;
        write("invoice_lines.csv", &self.invoice_lines()?)?;
        for month in &self.called {
            let name = format!("call_records_{:04}{:02}.csv", month.year(), month.month());
            write(&name, &self.call_records(*month)?)?;
        }
        Ok(())
    }

    fn invoice_lines(&self) -> Result<String, Failure> {
        let mut file = "請求番号,請求グループ,請求年月,契約番号,料金内訳,金額,税率,備考\n".to_owned();
        let mut groups: BTreeMap<&str, Vec<&Contract>> = BTreeMap::new();
        for contract in &self.contracts {
            groups.entry(&contract.group).or_default().push(contract);
        }
        for (group, contracts) in groups {
            for month in &self.billed {
                let number = Self::number(group, *month);
                for NewLine { contract, item, amount, tax_rate, note } in bills::lines(&contracts, *month) {
                    let rate = if tax_rate == TaxRate::OutOfScope { 0 } else { tax_rate.percent() };
                    let (year, month) = (month.year(), month.month());
                    writeln!(file, "{number},{group},{year}年{month}月,{contract},{item},{},{rate},{note}", amount.0)?;
                }
            }
        }
        Ok(file)
    }

    fn call_records(&self, month: Month) -> Result<String, Failure> {
        let mut file = "契約番号,日時,利用種類,通話元,通話先,通話時間,料金\n".to_owned();
        for contract in self.contracts.iter().filter(|contract| contract.has_call_records) {
            for calls::Call { started_at, kind, callee, duration, charge } in calls::of_month(contract, month) {
                let (at, caller) = (started_at.format("%Y/%m/%d %H:%M:%S"), &contract.phone);
                let (hours, minutes, seconds) = (duration / 3600, duration / 60 % 60, duration % 60);
                let number = &contract.number;
                writeln!(file, "{number},{at},{kind},{caller},{callee},{hours:02}:{minutes:02}:{seconds:02},{charge}")?;
            }
        }
        Ok(file)
    }
}

#[cfg(test)]
mod tests;
