//! `madoguchi quotes`: answers to requests for quotes.

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use madoguchi_domain::money::Yen;
use madoguchi_services::request_parts::{Answer, LinePrice};
use madoguchi_services::requests::by_provider;
use madoguchi_services::{Error, Operator};

use crate::config::Config;
use crate::start::{self, Failure};

/// Answers requests for quotes.
#[derive(Debug, Args)]
pub struct Quotes {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Answers a request for a quote (見積依頼) by prices; the customer is mailed, and can order it until its last day. Requests are
    /// listed and shown by `madoguchi requests`.
    Answer {
        /// Portal.
        portal: String,
        /// 申込番号 of the request.
        number: String,
        /// The last day on which it can be ordered, as 2026-12-31.
        #[arg(long)]
        valid_until: NaiveDate,
        /// Price of a line for a day and for a month, before tax, as 1=9800/98000; lines without one keep that of the catalogue.
        #[arg(long = "price", value_name = "LINE=DAY/MONTH", value_parser = price)]
        prices: Vec<LinePrice>,
        /// A note for the customer, on one line.
        #[arg(long, default_value = "")]
        note: String,
    },
}

/// `1=9800/98000`, or `1=9800` where there is no price for a month.
fn price(typed: &str) -> Result<LinePrice, String> {
    let wrong = || "as 1=9800/98000".to_owned();
    let (line, prices) = typed.split_once('=').ok_or_else(wrong)?;
    let (daily, monthly) = prices.split_once('/').map_or((prices, None), |(daily, monthly)| (daily, Some(monthly)));
    let yen = |text: &str| Yen::parse(text).ok().filter(|yen| yen.0 >= 0).ok_or_else(wrong);
    Ok(LinePrice {
        line: line.trim().parse().map_err(|_| wrong())?,
        daily: yen(daily)?,
        monthly: monthly.map(yen).transpose()?,
    })
}

impl Quotes {
    /// Runs the command; the database must be up to date.
    pub async fn run(self, config: &Config, operator: &Operator) -> Result<(), Failure> {
        let services = start::services(config).await?;
        let Command::Answer { portal, number, valid_until, prices, note } = self.command;
        let provider = operator.at(&services.portals.get(&portal)?);
        let answer = Answer { note, valid_until: Some(valid_until), prices };
        let request = by_provider::answer(&services, &provider, &number, answer).await;
        let request = request.map_err(|error| match error {
            Error::NotFound => Failure::from("no request for a quote that was sent to the portal has this number"),
            other => other.into(),
        })?;
        let quote = request.quote_number.as_deref().unwrap_or("no quote");
        say!("{} is {}: {quote}; a mail is on its way", request.number, request.state);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_read() {
        let expected = LinePrice { line: 1, daily: Yen(9_800), monthly: Some(Yen(98_000)) };
        assert_eq!(price("1=9800/98,000"), Ok(expected));
        assert_eq!(price("2=300"), Ok(LinePrice { line: 2, daily: Yen(300), monthly: None }));
        for wrong in ["", "1", "x=1", "1=x", "1=-5", "1=1/x"] {
            assert!(price(wrong).is_err(), "{wrong}");
        }
    }
}
