//! A new password, typed twice, with the rules that are ticked meanwhile.

use super::forms::Field;
use super::new_passwords::{PasswordField, PasswordRules};
use crate::api::problems::Fault;
use crate::texts::t;
use leptos::prelude::*;
use madoguchi_domain::passwords::{PasswordContext, PasswordPolicy};

/// The two fields.
pub struct NewPasswordPair {
    /// What is sent.
    pub password: Field,
    confirmation: Field,
    current: Option<Field>,
    policy: PasswordPolicy,
    login_id: String,
}

impl NewPasswordPair {
    /// Empty fields for the password of who logs in as `login_id`.
    pub fn new(policy: &PasswordPolicy, login_id: &str) -> Self {
        Self::beside(policy, login_id, None)
    }

    /// The same beside a field for the present password, which the new one may have to differ from.
    pub fn beside(policy: &PasswordPolicy, login_id: &str, current: Option<Field>) -> Self {
        let (policy, login_id) = (policy.clone(), login_id.to_owned());
        let (rules, name) = (policy.clone(), login_id.clone());
        let labels = match current {
            Some(_) => (t!(account.new_password), t!(account.password_confirmation)),
            None => (t!(password_change.new_password), t!(password_change.confirmation)),
        };
        let password = Field::required("password", labels.0, move |typed| {
            let current_matches = current.map(|current| current.value.get_untracked() == typed);
            let context = PasswordContext { login_id: &name, mail: "", current_matches };
            let broken = rules.check(typed, &context);
            broken.first().map_or_else(|| Ok(typed.to_owned()), |rule| Err(rule.code().into()))
        });
        let confirmation = Field::required("password_confirmation", labels.1, move |typed| {
            if typed == password.value.get_untracked() { Ok(typed.to_owned()) } else { Err(Fault::Differs) }
        });
        Self { password, confirmation, current, policy, login_id }
    }

    /// All of them, in the order of the page.
    pub fn fields(&self) -> Vec<Field> {
        self.current.into_iter().chain([self.password, self.confirmation]).collect()
    }

    /// Draws them. The identifier stands there unseen, so that password managers keep the pair.
    pub fn draw(self) -> AnyView {
        let name = self.login_id.clone();
        view! {
            <input type="text" autocomplete="username" value=name hidden=true />
            <div class="rules-box">
                <h2>{t!(password_change.rules)}</h2>
                <PasswordRules
                    field=self.password
                    policy=self.policy
                    id="password-rules"
                    login_id=self.login_id
                    current=self.current
                />
            </div>
            {self.current.map(|current| view! { <PasswordField field=current autocomplete="current-password" /> })}
            <PasswordField field=self.password autocomplete="new-password" described="password-rules" />
            <PasswordField field=self.confirmation autocomplete="new-password" />
        }
        .into_any()
    }
}
