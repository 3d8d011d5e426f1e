//! `madoguchi orders`: what customers ordered. It is decided by `madoguchi requests`.

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use madoguchi_domain::dates;
use madoguchi_domain::rentals::OrderState;
use madoguchi_services::rental_orders::by_provider::{self, Listed};
use madoguchi_services::rental_orders::movements::{self, Return, Shipment};
use madoguchi_services::rental_orders::{OrderEvent, WholeOrder};
use madoguchi_services::{Error, Operator};

use crate::config::Config;
use crate::start::{self, Failure};

/// Lists and shows orders, and notes what was shipped and given back.
#[derive(Debug, Args)]
pub struct Orders {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Lists orders, the last one first: number, state, days, customer.
    List {
        /// Portal.
        portal: String,
        /// State; without it all.
        #[arg(long, value_enum)]
        state: Option<State>,
    },
    /// Shows an order with its lines, what ends of them before, and what happened to it.
    Show {
        /// Portal.
        portal: String,
        /// 注文番号.
        number: String,
    },
    /// Notes that goods of an order were shipped (出荷); the customer reads it with the order.
    Ship {
        /// Portal.
        portal: String,
        /// 注文番号.
        number: String,
        /// The day, as 2026-12-31; today without it.
        #[arg(long)]
        on: Option<NaiveDate>,
        /// For the customer, on one line: carrier and number of the parcel.
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Notes that all units of lines were given back (返却): they are free from the day after.
    Return {
        /// Portal.
        portal: String,
        /// 注文番号.
        number: String,
        /// The day, as 2026-12-31; today without it.
        #[arg(long)]
        on: Option<NaiveDate>,
        /// Number of a line; without any all lines.
        #[arg(long = "line")]
        lines: Vec<i64>,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum State {
    Accepted,
    Arranged,
    Refused,
    Withdrawn,
}

impl From<State> for OrderState {
    fn from(state: State) -> Self {
        match state {
            State::Accepted => Self::Accepted,
            State::Arranged => Self::Arranged,
            State::Refused => Self::Refused,
            State::Withdrawn => Self::Withdrawn,
        }
    }
}

impl Orders {
    /// Runs the command; the database must be up to date.
    pub async fn run(self, config: &Config, operator: &Operator) -> Result<(), Failure> {
        let services = start::services(config).await?;
        let at = |portal: &str| Ok::<_, Error>(operator.at(&services.portals.get(portal)?));
        match self.command {
            Command::List { portal, state } => {
                for listed in by_provider::list(&services, &at(&portal)?, state.map(OrderState::from)).await? {
                    say!("{}", line(&listed));
                }
            }
            Command::Show { portal, number } => {
                let found = by_provider::get(&services, &at(&portal)?, &number).await;
                let found = found.map_err(named)?;
                say!("{}", shown(&found.whole, &found.history).trim_end());
            }
            Command::Ship { portal, number, on, note } => {
                movements::ship(&services, &at(&portal)?, &number, &Shipment { on, note }).await.map_err(named)?;
                say!("{number} was shipped");
            }
            Command::Return { portal, number, on, lines } => {
                movements::take_back(&services, &at(&portal)?, &number, &Return { on, lines }).await.map_err(named)?;
                say!("{number} was given back");
            }
        }
        Ok(())
    }
}

fn named(error: Error) -> Failure {
    match error {
        Error::NotFound => Failure::from("no order of the portal has this number"),
        other => other.into(),
    }
}

fn line(Listed { order, customer_number, customer_name }: &Listed) -> String {
    let (number, state, first, last) = (&order.number, order.state, order.first_on, order.last_on);
    format!("{number}\t{state}\t{first}\t{last}\t{customer_number} {customer_name}")
}

fn shown(whole: &WholeOrder, history: &[OrderEvent]) -> String {
    let mut text = format!("{}\t{}\t{}\n", whole.order.number, whole.order.state, whole.order.ordered_on);
    for it in &whole.lines {
        let line = &it.line;
        let (code, name, quantity) = (&line.product_code, &line.product_name, line.quantity);
        text.push_str(&format!("{}\t{code} {name}\t{}\t{}\t{quantity}\n", line.position, line.first_on, line.last_on));
        for end in &it.ends {
            text.push_str(&format!("\t{} end on {} ({})\n", end.quantity, end.ends_on, end.state));
        }
    }
    for event in history {
        let (at, request) = (dates::jst(event.at).format("%Y-%m-%d %H:%M"), event.request_number.as_deref());
        let (kind, doer, request) = (event.kind, event.doer, request.unwrap_or("-"));
        text.push_str(&format!("--- {at} {kind} {doer} {request} {} {}\n", event.name, event.note));
    }
    text
}
