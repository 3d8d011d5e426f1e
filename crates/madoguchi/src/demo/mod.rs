//! What a demo server starts with: invented customers and people, and what happened to them up to the day it starts.
//! Everything goes the way that it goes for a provider: an export is imported, notices are published.

mod bills;
mod calls;
mod contracts;
mod days;
mod exports;
mod told;

use std::path::Path;

use chrono::{NaiveDate, TimeDelta};
use madoguchi_domain::dates::jst_date;
use madoguchi_domain::policy::Portal;
use madoguchi_services::imports::{self, Mapping};
use madoguchi_services::invoices::issue::{self, NewInvoice, Terms};
use madoguchi_services::usages::charging::{self, Charging};
use madoguchi_services::{Operator, Provider, Services, demo_users, products};
use rust_embed::RustEmbed;

use crate::start::Failure;
use exports::Export;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../portals/demo"]
struct Files;

/// Customers of a portal that has an export.
const CUSTOMERS: &str = "customers.csv";
/// Their contracts.
const CONTRACTS: &str = "contracts.csv";
/// Customers and people of a portal that has no export.
const USERS: &str = "users.toml";
/// Contracts that they applied for.
const APPLIED: &str = "contracts.toml";
/// What is rented out.
const PRODUCTS: &str = "products.csv";
/// What these stored month by month.
const USAGES: &str = "storage_usage.csv";
/// Months that it has.
const USAGE_MONTHS: i32 = 12;
/// Documents that were delivered to these.
const DOCUMENTS: &str = "documents.toml";
/// Orders of its people, a line each.
const ORDERS: &str = "order_lines.csv";
/// Requests about orders.
const REQUESTS: &str = "requests.toml";
/// Days ago on which an invoice was corrected: what is due then is due in the future on any day.
const CORRECTED: TimeDelta = TimeDelta::days(3);

/// A login to try.
#[derive(Debug)]
pub struct Login {
    portal: String,
    demo: demo_users::DemoUser,
}

/// Fills the portals served, once, and gives the demo users their known passwords.
pub async fn load(services: &Services, operator: &Operator) -> Result<Vec<Login>, Failure> {
    let mut logins = Vec::new();
    for portal in services.portals.all() {
        logins.extend(fill(services, &operator.at(portal)).await?);
    }
    Ok(logins)
}

/// The same for one portal.
pub async fn fill(services: &Services, provider: &Provider) -> Result<Vec<Login>, Failure> {
    let (portal, today) = (provider.portal(), jst_date(services.clock.now()));
    let users = if let Some(list) = file(portal, USERS)? {
        let users = demo_users::ensure_listed(services, provider, &list).await?;
        if let Some(applied) = file(portal, APPLIED)?
            && demo_users::ensure_applied(services, provider, &days::fill(&applied, today)).await?
            && let Some(usages) = file(portal, USAGES)?
        {
            stored(services, provider, &days::fill(&usages, today), today).await?;
        }
        if let Some(products) = file(portal, PRODUCTS)?
            && products::by_provider::is_empty(services, provider).await?
        {
            import(services, provider, |folder| Ok(std::fs::write(folder.join(PRODUCTS), products)?)).await?;
            ordered(services, provider, today).await?;
        }
        if let Some(delivered) = file(portal, DOCUMENTS)? {
            let content =
                |name: &str| Some(Files::get(&format!("{}/{name}", portal.invented_data()))?.data.into_owned().into());
            demo_users::ensure_delivered(services, provider, &days::fill(&delivered, today), content).await?;
        }
        users
    } else if let (Some(customers), Some(contracts)) = (file(portal, CUSTOMERS)?, file(portal, CONTRACTS)?) {
        if demo_users::is_empty(services, provider).await? {
            let export = Export::of(portal, &customers, &contracts, today)?;
            import(services, provider, |folder| export.write(folder)).await?;
            let users = demo_users::ensure(services, provider).await?;
            correct(services, provider, &export, today).await?;
            users
        } else {
            demo_users::ensure(services, provider).await?
        }
    } else if portal.is_sandbox() {
        return Err(format!("sandbox.data: there are no invented data called `{}`", portal.invented_data()).into());
    } else {
        return Ok(Vec::new());
    };
    told::notices(services, provider, today).await?;
    told::faqs(services, provider).await?;
    told::maintenance(services, provider, today).await?;
    Ok(users.into_iter().map(|demo| Login { portal: portal.key.clone(), demo }).collect())
}

/// Imports the orders of the demo, and asks for what its people asked for.
async fn ordered(services: &Services, provider: &Provider, today: NaiveDate) -> Result<(), Failure> {
    if let Some(orders) = file(provider.portal(), ORDERS)? {
        let orders = days::fill(&orders, today);
        import(services, provider, |folder| Ok(std::fs::write(folder.join(ORDERS), orders)?)).await?;
    }
    if let Some(requests) = file(provider.portal(), REQUESTS)? {
        demo_users::ensure_requested(services, provider, &days::fill(&requests, today)).await?;
    }
    Ok(())
}

/// Closes the accounts of a demo that was served from this database before: this server is none, and their passwords can
/// be read by everybody.
pub async fn close(services: &Services, operator: &Operator) -> Result<(), Failure> {
    let mut published = demo_users::published();
    for portal in services.portals.all().filter(|portal| !portal.is_sandbox()) {
        if let Some(list) = file(portal, USERS)? {
            published.extend(demo_users::published_in(&list)?);
        }
    }
    let closed = demo_users::close_all(services, operator, &published).await?;
    if closed > 0 {
        tracing::warn!(closed, "accounts of a demo with published passwords were closed");
    }
    Ok(())
}

/// A file of a portal's demo.
fn file(portal: &Portal, name: &str) -> Result<Option<String>, Failure> {
    let file = Files::get(&format!("{}/{name}", portal.invented_data()));
    Ok(file.map(|file| String::from_utf8(file.data.into_owned())).transpose()?)
}

/// Imports what was stored, and charges each month on the day on which its invoices are issued, where that has come.
async fn stored(services: &Services, provider: &Provider, usages: &str, today: NaiveDate) -> Result<(), Failure> {
    import(services, provider, |folder| Ok(std::fs::write(folder.join(USAGES), usages)?)).await?;
    let Some(policy) = &provider.portal().invoices else { return Ok(()) };
    for month in (1..=USAGE_MONTHS).rev().filter_map(|back| days::month(today, -back)) {
        let issued_on = policy.issued_on(month);
        if issued_on <= today {
            let how = Charging { issued_on: Some(issued_on), mailed: false };
            charging::charge(services, provider, month, how).await?;
        }
    }
    Ok(())
}

/// Imports the files that are written into a folder.
async fn import(
    services: &Services,
    provider: &Provider,
    write: impl FnOnce(&Path) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let portal = provider.portal().invented_data();
    let folder = std::env::temp_dir().join(format!("madoguchi-demo-{}", uuid()?));
    std::fs::create_dir_all(&folder)?;
    let summary = match write(&folder) {
        Ok(()) => {
            imports::run(services, provider, &folder, &Mapping::preset(portal)?, |_| {}).await.map_err(Failure::from)
        }
        Err(error) => Err(error),
    };
    std::fs::remove_dir_all(&folder)?;
    tracing::info!(portal, summary = %summary?, "demo data loaded");
    Ok(())
}

/// A name that no other process has.
fn uuid() -> Result<String, Failure> {
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes).map_err(|error| error.to_string())?;
    Ok(hex::encode(bytes))
}

/// The last bill but one of the demo users was wrong: an option was billed that nobody had ordered.
async fn correct(services: &Services, provider: &Provider, export: &Export, today: NaiveDate) -> Result<(), Failure> {
    let Some(group) = demo_users::billing_group(services, provider).await? else { return Ok(()) };
    let [.., month, _] = export.billed() else { return Ok(()) };
    let number = Export::number(&group, *month);
    let mut lines = export.lines(&group, *month);
    if let Some(option) = lines.iter().rposition(|line| line.item == "リモートサポート") {
        lines.remove(option);
    }
    let terms = Terms { issued_on: Some(today - CORRECTED), corrects: Some(number.clone()), ..Terms::default() };
    let corrected = [NewInvoice { number: format!("{number}-2"), billing_group: group, month: *month, lines, terms }];
    let now = services.clock.now();
    let answers = services.db.transaction(async |tx| issue::issue(tx, provider, now, &corrected).await).await?;
    match answers.into_iter().find_map(Result::err) {
        Some(refused) => Err(format!("the correction of the demo: {refused:?}").into()),
        None => Ok(()),
    }
}
/// What is printed when the demo is up.
pub fn greeting(base_url: &str, services: &Services, logins: &[Login]) -> String {
    let mut lines = vec![String::new(), "Madoguchi is up.".to_owned()];
    for portal in services.portals.all() {
        lines.push(format!("  {} ({})  {base_url}/{}/", portal.name.ja, portal.brand.provider.ja, portal.key));
    }
    lines.push(format!("  API (Swagger UI)   {base_url}/docs/api/"));
    lines.push(format!("  OpenAPI            {base_url}/openapi.json"));
    lines.push(format!("  Demo mailbox       {base_url}/dev/mailbox"));
    lines.push("  (one-time passwords are in the mailbox)".to_owned());
    lines.extend(self::logins(logins));
    lines.push(String::new());
    lines.join("\n")
}

/// A line for each login.
pub fn logins(logins: &[Login]) -> Vec<String> {
    let line = |Login { portal, demo }: &Login| match demo {
        demo_users::DemoUser::Ready { sign_in_name, mail_address, password, customer } => {
            let mail = mail_address.as_ref().map(|mail| format!(" / {mail}")).unwrap_or_default();
            format!("  Log in to {portal}: {sign_in_name}{mail} / {password}  ({customer})")
        }
        demo_users::DemoUser::ToRegister { contract_number, postal_code, name_kana } => {
            format!("  Register at {portal}: {contract_number}, {postal_code}, {name_kana}")
        }
    };
    logins.iter().map(line).collect()
}

#[cfg(test)]
mod tests;
