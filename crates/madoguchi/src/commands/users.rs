//! `madoguchi users`: accounts that the provider makes.

use clap::{Args, Subcommand};
use madoguchi_services::users::provided::{self, Provided};

use crate::config::Config;
use crate::start::{self, Failure};

/// Makes accounts.
#[derive(Debug, Args)]
pub struct Users {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Adds a person, and the customer when it is new; by a mailed link or a first password the person gets an own one.
    Add(Add),
}

#[derive(Debug, Args)]
struct Add {
    /// Portal.
    portal: String,
    /// The provider's number of the customer.
    #[arg(long)]
    customer_number: String,
    /// Name of the customer.
    #[arg(long)]
    customer_name: String,
    /// The same in kana.
    #[arg(long, default_value = "")]
    customer_name_kana: String,
    /// Login ID of the customer.
    #[arg(long)]
    login_id: String,
    /// Mail address of the person.
    #[arg(long)]
    mail: String,
    /// Name of the person.
    #[arg(long, default_value = "")]
    name: String,
    /// First password, to be told to the person and changed at the first login; without it a link is mailed.
    #[arg(long)]
    first_password: Option<String>,
}

impl Users {
    /// Runs the command.
    pub async fn run(self, config: &Config) -> Result<(), Failure> {
        let Command::Add(add) = self.command;
        let services = start::services(config).await?;
        services.db.migrate().await?;
        let portal = services.portals.get(&add.portal)?;
        let given = Provided {
            customer_number: add.customer_number,
            customer_name: add.customer_name,
            customer_name_kana: add.customer_name_kana,
            sign_in_name: add.login_id,
            mail_address: add.mail,
            name: add.name,
            first_password: add.first_password,
        };
        provided::create(&services, &portal, &given).await?;
        let next = match given.first_password {
            Some(_) => "the first password must be changed at the first login",
            None => "a mail with a link to set the password is on its way",
        };
        say!("added to {}; {next}", portal.key);
        Ok(())
    }
}
