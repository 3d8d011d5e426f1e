//! `madoguchi users`: accounts that the provider makes, locks and unlocks.

use clap::{Args, Subcommand};
use madoguchi_services::user_administration::by_provider::{self, NewAccount};
use madoguchi_services::user_administration::locks::{self, Named};
use madoguchi_services::{Error, Operator, ProblemCode, Provider, Services};

use crate::config::Config;
use crate::start::{self, Failure};

/// Makes accounts, locks and unlocks them.
#[derive(Debug, Args)]
pub struct Users {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Adds a person, and the customer when it is new; by a mailed link or a first password the person gets an own one.
    Add(Add),
    /// Locks an account: sessions, links, issued passwords and second factors end, and nobody comes back in without the
    /// provider. The person is told by mail.
    Lock(Person),
    /// Unlocks an account: its ways back in are open again, and the person is told to set a new password.
    Unlock(Person),
    /// Logs a person out everywhere; the password stays.
    EndSessions(Person),
}

#[derive(Debug, Args)]
struct Person {
    /// Portal.
    portal: String,
    /// Access ID, contractor ID or login ID.
    login_id: String,
    /// Mail address, where several people share a login ID.
    #[arg(long)]
    mail: Option<String>,
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
    pub async fn run(self, config: &Config, operator: &Operator) -> Result<(), Failure> {
        let services = start::services(config).await?;
        services.db.migrate().await?;
        match self.command {
            Command::Add(add) => add.run(&services, operator).await,
            Command::Lock(person) => person.run(&services, operator, Deed::Lock).await,
            Command::Unlock(person) => person.run(&services, operator, Deed::Unlock).await,
            Command::EndSessions(person) => person.run(&services, operator, Deed::EndSessions).await,
        }
    }
}

impl Add {
    async fn run(self, services: &Services, operator: &Operator) -> Result<(), Failure> {
        let provider = operator.at(&services.portals.get(&self.portal)?);
        let given = NewAccount {
            customer_number: self.customer_number,
            customer_name: self.customer_name,
            customer_name_kana: self.customer_name_kana,
            sign_in_name: self.login_id,
            mail_address: self.mail,
            name: self.name,
            first_password: self.first_password,
        };
        by_provider::create(services, &provider, &given).await?;
        let next = match given.first_password {
            Some(_) => "the first password must be changed at the first login",
            None => "a mail with a link to set the password is on its way",
        };
        say!("added to {}; {next}", self.portal);
        Ok(())
    }
}

#[derive(Clone, Copy, Debug)]
enum Deed {
    Lock,
    Unlock,
    EndSessions,
}

impl Person {
    async fn run(self, services: &Services, operator: &Operator, deed: Deed) -> Result<(), Failure> {
        let provider = operator.at(&services.portals.get(&self.portal)?);
        let named = Named { sign_in_name: self.login_id, mail_address: self.mail };
        let done = deed.run(services, &provider, &named).await.map_err(in_words)?;
        say!("{done}");
        Ok(())
    }
}

impl Deed {
    async fn run(self, services: &Services, provider: &Provider, named: &Named) -> Result<String, Error> {
        match self {
            Self::Lock => {
                locks::lock(services, provider, named).await?;
                Ok("locked; a mail to the person is on its way".to_owned())
            }
            Self::Unlock => {
                locks::unlock(services, provider, named).await?;
                Ok("unlocked; a mail with the way to a new password is on its way".to_owned())
            }
            Self::EndSessions => {
                let count = locks::end_sessions(services, provider, named).await?;
                Ok(format!("{count} sessions ended"))
            }
        }
    }
}

fn in_words(error: Error) -> Failure {
    match error {
        Error::NotFound => Failure::from("nobody at this portal has this ID and mail address"),
        Error::Refused(ProblemCode::SeveralPeople) => {
            Failure::from("several people share this ID: name one with --mail")
        }
        Error::Refused(ProblemCode::UserLocked) => Failure::from("is locked already"),
        Error::Refused(ProblemCode::UserNotLocked) => Failure::from("was not locked by the provider"),
        error => error.into(),
    }
}
