//! `madoguchi switches`: what customers turned on, for the provider's dispatch.

use clap::{Args, Subcommand};
use madoguchi_domain::dates::{self, Month};
use madoguchi_domain::switches::SwitchKind;
use madoguchi_services::Operator;
use madoguchi_services::cursors::Part;
use madoguchi_services::switches::in_force::{self, InForce};

use crate::config::Config;
use crate::start::{self, Failure};

/// Rows read at a time.
const PART: u64 = 500;
/// Stands where there is nothing to print.
const NOTHING: &str = "-";

/// Lists switches.
#[derive(Debug, Args)]
pub struct Switches {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Lists the switches that count in a month: customer, billing group, contract, kind, the month from which it counts,
    /// when it was turned on and by whom. A switch without a billing group is the whole customer's.
    List {
        /// Portal.
        portal: String,
        /// Kind, as `debit_notice_paper_stop`; without it all that the portal has.
        #[arg(long, value_parser = kind)]
        kind: Option<SwitchKind>,
        /// Month, as 2026-12; without it the current one.
        #[arg(long)]
        month: Option<String>,
    },
}

impl Switches {
    /// Runs the command; the database must be up to date.
    pub async fn run(&self, config: &Config, operator: &Operator) -> Result<(), Failure> {
        let Command::List { portal, kind, month } = &self.command;
        let services = start::services(config).await?;
        let portal = services.portals.get(portal)?;
        let provider = operator.at(&portal);
        let month = match month {
            Some(month) => Month::parse(month)?,
            None => Month::of(dates::jst_date(services.clock.now())),
        };
        let kinds = kind.map_or_else(|| portal.switches.iter().map(|switch| switch.kind).collect(), |kind| vec![kind]);
        for kind in kinds {
            let mut cursor = None;
            loop {
                let asked = Part { cursor: cursor.as_deref(), limit: PART };
                let part = in_force::list(&services, &provider, (kind, month), asked).await?;
                for switch in &part.items {
                    say!("{}", line(switch));
                }
                cursor = part.next_cursor;
                if cursor.is_none() {
                    break;
                }
            }
        }
        Ok(())
    }
}

fn kind(code: &str) -> Result<SwitchKind, String> {
    let codes = || SwitchKind::ALL.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ");
    SwitchKind::from_code(code).ok_or_else(|| format!("it is one of {}", codes()))
}

fn line(switch: &InForce) -> String {
    let InForce { customer_number: customer, effective_from: from, .. } = switch;
    let group = switch.billing_group_number.as_deref().unwrap_or(NOTHING);
    let contract = switch.contract_number.as_deref().unwrap_or(NOTHING);
    let at = switch.turned_on_at.map(|at| dates::jst(at).format("%Y-%m-%d %H:%M").to_string());
    let by = match (&switch.turned_on_by, &at) {
        (Some(by), _) => by.as_str(),
        (None, Some(_)) => "the provider",
        (None, None) => NOTHING,
    };
    let (kind, from, at) = (switch.kind.as_str(), from.format("%Y-%m"), at.as_deref().unwrap_or(NOTHING));
    format!("{customer}\t{group}\t{contract}\t{kind}\t{from}\t{at}\t{by}")
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    fn switch() -> InForce {
        InForce {
            kind: SwitchKind::DebitNoticePaperStop,
            customer_number: "C0001".to_owned(),
            billing_group_number: Some("G000001".to_owned()),
            contract_number: None,
            effective_from: "2026-12-01".parse().unwrap(),
            turned_on_at: Some("2026-11-20T03:00:00Z".parse().unwrap()),
            turned_on_by: Some("緑山 恵".to_owned()),
        }
    }

    #[test]
    fn a_line_says_whose_paper_stops_and_who_consented() {
        let expected = "C0001\tG000001\t-\tdebit_notice_paper_stop\t2026-12\t2026-11-20 12:00\t緑山 恵";
        assert_eq!(line(&switch()), expected);
    }

    #[test]
    fn where_nobody_consented_the_line_says_so() {
        let by_provider = InForce { turned_on_by: None, billing_group_number: None, ..switch() };
        assert!(line(&by_provider).starts_with("C0001\t-\t-\t") && line(&by_provider).ends_with("\tthe provider"));
        let of_export = InForce { turned_on_at: None, ..by_provider };
        assert!(line(&of_export).ends_with("\t2026-12\t-\t-"));
    }

    #[derive(Parser)]
    struct Typed {
        #[command(flatten)]
        switches: Switches,
    }

    #[test]
    fn a_kind_is_typed_by_its_code() {
        let typed =
            |kind: &str| Typed::try_parse_from(["madoguchi", "list", "telecom", "--month", "2026-12", "--kind", kind]);
        let Command::List { kind, .. } = typed("debit_notice_paper_stop").ok().unwrap().switches.command;
        assert_eq!(kind, Some(SwitchKind::DebitNoticePaperStop));
        let refused = typed("invoice_paper_stop").err().unwrap().to_string();
        assert!(
            refused.contains("it is one of call_records, opening_notice_paper_stop, debit_notice_paper_stop"),
            "{refused}"
        );
    }
}
