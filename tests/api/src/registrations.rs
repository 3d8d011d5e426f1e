//! What a customer does to register, and the mail that answers.

use serde_json::{Value, json};

use crate::app::App;
use crate::browsers::{Answer, Browser};
use crate::builders::Subscriber;

/// What the mail of a registration says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Last part of the link.
    pub token: String,
    pub access_id: String,
    pub temporary_password: String,
}

impl Subscriber {
    /// The right facts, as a page sends them.
    #[must_use]
    pub fn facts(&self, mail_address: &str) -> Value {
        let mut facts = self.contract_facts(mail_address);
        facts["terms_version"] = json!("2026-04-01");
        facts["locale"] = json!("ja");
        facts
    }

    /// What proves whose a contract is, and a mail address.
    #[must_use]
    pub fn contract_facts(&self, mail_address: &str) -> Value {
        json!({
            "mail_address": mail_address,
            "contract_number": self.contract.number,
            "postal_code": self.contract.postal_code,
            "customer_name": self.customer.name_kana,
        })
    }
}

impl App {
    /// The newest mail of a registration to an address.
    pub async fn letter(&self, mail_address: &str) -> Letter {
        let mails = self.mails_to(mail_address).await;
        let text = &mails.last().expect("no mail").content.text;
        let after = |label: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(label));
            line.unwrap_or_else(|| panic!("no {label} in {text}")).to_owned()
        };
        let link = after("ログインURL : ");
        Letter {
            token: link.rsplit('#').next().unwrap_or_default().to_owned(),
            access_id: after("アクセスID : "),
            temporary_password: after("仮パスワード : "),
        }
    }
}

impl Browser {
    /// Registers with the right facts and reads the mail.
    pub async fn register(&self, subscriber: &Subscriber, mail_address: &str) -> Letter {
        let _taken = self.post("/registrations", subscriber.facts(mail_address)).await.expect(202);
        self.app().letter(mail_address).await
    }

    /// Proves who opens the link.
    pub async fn verify(&self, letter: &Letter) -> Answer {
        let body = json!({
            "token": letter.token,
            "access_id": letter.access_id,
            "temporary_password": letter.temporary_password,
        });
        self.post("/registrations/verification", body).await
    }

    /// Chooses a password with the ticket of a verification.
    pub async fn choose_password(&self, letter: &Letter, ticket: &str, password: &str) -> Answer {
        let body = json!({ "token": letter.token, "ticket": ticket, "password": password });
        self.post("/registrations/password", body).await
    }

    /// The ticket of a verification that must succeed.
    pub async fn ticket(&self, letter: &Letter) -> String {
        let verified: Value = self.verify(letter).await.expect(200).json();
        verified["ticket"].as_str().unwrap().to_owned()
    }
}
