//! `madoguchi products`: what the provider does with one product. Many come by `madoguchi import`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use madoguchi_domain::money::Yen;
use madoguchi_services::products::{self, Product, by_provider, pictures};
use madoguchi_services::{Error, Operator, Provider, Services};

use crate::config::Config;
use crate::start::{self, Failure};

/// Shows a product, sets its stock and picture, withdraws it and offers it again.
#[derive(Debug, Args)]
pub struct Products {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Shows a product, and how many units are free day by day.
    Show {
        #[command(flatten)]
        product: Named,
        /// First day; today without it.
        #[arg(long)]
        from: Option<NaiveDate>,
        /// Last day; the first day without it.
        #[arg(long)]
        until: Option<NaiveDate>,
    },
    /// Sets how many units there are. What is promised stays promised.
    Stock {
        #[command(flatten)]
        product: Named,
        /// Units, out or not.
        units: i32,
    },
    /// Gives a product its picture, a PNG or JPEG of at most two megabytes.
    Picture {
        #[command(flatten)]
        product: Named,
        /// The picture.
        file: PathBuf,
    },
    /// Takes a product out of the catalogue; an import does not bring it back.
    Withdraw {
        #[command(flatten)]
        product: Named,
    },
    /// Offers a product again.
    Offer {
        #[command(flatten)]
        product: Named,
    },
}

/// A product of a portal.
#[derive(Debug, Args)]
struct Named {
    /// Portal.
    portal: String,
    /// Code of the product, in any width, with hyphens or without.
    code: String,
}

impl Products {
    /// Runs the command.
    pub async fn run(self, config: &Config, operator: &Operator) -> Result<(), Failure> {
        let services = start::services(config).await?;
        services.db.migrate().await?;
        let services = &*services;
        let at = |product: &Named| Ok::<_, Error>(operator.at(&services.portals.get(&product.portal)?));
        let changed = match self.command {
            Command::Show { product, from, until } => {
                return show(services, &at(&product)?, &product.code, (from, until)).await;
            }
            Command::Stock { product, units } => {
                by_provider::set_stock(services, &at(&product)?, &product.code, units).await
            }
            Command::Picture { product, file } => {
                let content = std::fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
                let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
                pictures::set(services, &at(&product)?, &product.code, (&name, content.into())).await
            }
            Command::Withdraw { product } => by_provider::withdraw(services, &at(&product)?, &product.code).await,
            Command::Offer { product } => by_provider::offer(services, &at(&product)?, &product.code).await,
        };
        tell(&changed.map_err(refused)?);
        Ok(())
    }
}

async fn show(
    services: &Services,
    provider: &Provider,
    code: &str,
    (from, until): (Option<NaiveDate>, Option<NaiveDate>),
) -> Result<(), Failure> {
    let product = by_provider::get(services, provider, code).await.map_err(refused)?;
    tell(&product);
    let period = products::Period::asked(services, from, until)?;
    for span in products::availability(services, &product, period).await? {
        say!("{} to {}: {} free", span.from, span.until, span.units);
    }
    Ok(())
}

fn tell(product: &Product) {
    let daily = Yen(product.daily_price).grouped();
    let monthly = product.monthly_price.map(|price| format!(", {} a month", Yen(price).grouped())).unwrap_or_default();
    let picture = if product.picture_key.is_some() { ", with a picture" } else { "" };
    let withdrawn = if product.withdrawn_at.is_some() { ", withdrawn" } else { "" };
    let Product { code, name, category, stock, .. } = product;
    say!("{code} {name} ({category}): {daily} yen a day{monthly}, {stock} units{picture}{withdrawn}");
}

fn refused(error: Error) -> Failure {
    match error {
        Error::NotFound => Failure::from("no product of the portal has this code"),
        Error::Invalid(fields) if fields.iter().any(|field| field.field == "picture") => {
            Failure::from("a picture is a PNG or JPEG of at most two megabytes")
        }
        error => error.into(),
    }
}
