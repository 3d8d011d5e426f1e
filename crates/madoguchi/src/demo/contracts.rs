//! The contracts of the demo, as far as what is billed and who calls follow from them. Read from the same file that is
//! imported.

use std::collections::HashMap;

use chrono::NaiveDate;
use madoguchi_domain::dates::{Month, parse_date};

use crate::start::Failure;

/// One contract.
#[derive(Clone, Debug)]
pub struct Contract {
    /// Its number.
    pub number: String,
    /// Contracts that are billed together.
    pub group: String,
    /// What is rented.
    pub service: String,
    /// Options beside it.
    pub options: Vec<String>,
    /// First day of use; in the future while the service is prepared.
    pub started_on: NaiveDate,
    /// Last day of use of one that was cancelled.
    pub ended_on: Option<NaiveDate>,
    /// The telephone number; empty where there is none.
    pub phone: String,
    /// Whether its calls can be read.
    pub has_call_records: bool,
}

impl Contract {
    /// Whether it is in use on some day of a month.
    pub fn is_billed(&self, month: Month) -> bool {
        self.started_on <= month.last_day() && self.is_in_use_after(month)
    }

    fn is_in_use_after(&self, month: Month) -> bool {
        self.ended_on.is_none_or(|ended_on| ended_on >= month.first_day())
    }

    /// Whether it is in use on a day.
    pub fn is_used_on(&self, day: NaiveDate) -> bool {
        self.started_on <= day && self.ended_on.is_none_or(|ended_on| day <= ended_on)
    }
}

/// Reads the file, whose days are filled in. None of its cells holds a comma.
pub fn read(file: &str) -> Result<Vec<Contract>, Failure> {
    let mut lines = file.lines();
    let header = lines.next().unwrap_or_default();
    let places: HashMap<&str, usize> = header.split(',').zip(0..).collect();
    let contract = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let cell = |name: &str| {
            let found = places.get(name).and_then(|place| cells.get(*place));
            found.map(|cell| (*cell).to_owned()).ok_or_else(|| Failure::from(format!("{name}: {line}")))
        };
        let ended_on = cell("終了日")?;
        let options = (1..=5).map(|number| cell(&format!("オプション{number}"))).collect::<Result<Vec<_>, _>>()?;
        Ok::<_, Failure>(Contract {
            number: cell("契約番号")?,
            group: cell("請求グループ")?,
            service: cell("サービス名")?,
            options: options.into_iter().filter(|option| !option.is_empty()).collect(),
            started_on: parse_date(&cell("開始日")?)?,
            ended_on: if ended_on.is_empty() { None } else { Some(parse_date(&ended_on)?) },
            phone: cell("電話番号")?,
            has_call_records: cell("通話明細")? == "1",
        })
    };
    lines.map(contract).collect()
}
