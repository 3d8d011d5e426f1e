//! The fields of a user: those that the portal asks for.

use super::people::People;
use crate::api::problems::Fault;
use crate::components::forms::{Field, anything};
use crate::pages::accounts::choices::{NO, YES, choice, is_yes};
use crate::texts::t;
use leptos::prelude::*;
use madoguchi_api_types::users::{User, UserRole, WriteUser};

/// What the portal asks of a user.
#[derive(Clone, Copy)]
pub struct Fields {
    /// メールアドレス.
    pub mail_address: Field,
    /// ユーザ名, where a mail address is not all.
    pub name: Option<Field>,
    /// ユーザ種別, where there are several.
    pub role: Option<Field>,
    /// メール通知, where it is chosen.
    pub mail_notice: Option<Field>,
}

/// Characters of a name at most.
const NAME: usize = 100;

fn tidy(typed: &str) -> Result<String, Fault> {
    Ok(typed.trim().to_owned())
}

impl Fields {
    /// Empty fields.
    pub fn new(people: &People) -> Self {
        let portal = &people.context.portal;
        let name = || Field::limited("name", t!(home.user_name), NAME, tidy).asked(false);
        Self {
            mail_address: Field::mail_address(t!(identifiers.mail_address)),
            name: (!people.are_equal()).then(name),
            role: (portal.roles.len() > 1).then(|| Field::required("role", t!(home.role), anything)),
            mail_notice: portal.mail_notice_choice.then(|| choice("mail_notice", t!(home.mail_notice), true)),
        }
    }

    /// In the order of the page.
    pub fn all(self) -> impl Iterator<Item = Field> {
        [Some(self.mail_address), self.name, self.role, self.mail_notice].into_iter().flatten()
    }

    /// Shows a user, or what somebody new starts with.
    pub fn show(self, user: Option<&User>) {
        for field in self.all() {
            field.error.set(None);
            field.value.set(match (&*field.name(), user) {
                ("mail_address", Some(user)) => user.mail_address.clone(),
                ("name", Some(user)) => user.name.clone(),
                ("role", Some(user)) => user.role.to_string(),
                ("role", None) => UserRole::General.to_string(),
                ("mail_notice", Some(user)) if !user.mail_notice => NO.to_owned(),
                ("mail_notice", _) => YES.to_owned(),
                _ => String::new(),
            });
        }
    }

    /// What is sent.
    pub fn written(self) -> WriteUser {
        WriteUser {
            mail_address: self.mail_address.value.get_untracked(),
            name: self.name.map(|name| name.value.get_untracked()).unwrap_or_default(),
            role: self.role.and_then(|role| UserRole::from_code(&role.value.get_untracked())),
            mail_notice: self.mail_notice.is_none_or(is_yes),
        }
    }
}
