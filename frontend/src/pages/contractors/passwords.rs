//! ご契約者ID・パスワード: the ID, and a new password for who wants one, or must choose one at the first login.

use crate::api::problems::{Fault, field_text};
use crate::components::forms::Field;
use crate::components::new_passwords::{PasswordField, PasswordRules};
use crate::components::views::text;
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_api_types::problems::FieldCode;
use madoguchi_domain::passwords::{PasswordContext, PasswordPolicy, PasswordRule};

/// The fields.
#[derive(Clone, Copy)]
pub struct NewPassword {
    password: Field,
    confirmation: Field,
    policy: StoredValue<PasswordPolicy>,
    must_choose: bool,
}

impl NewPassword {
    /// Empty fields for who logs in as `login_id`.
    pub fn new(policy: &PasswordPolicy, login_id: &str, must_choose: bool) -> Self {
        let (rules, name) = (policy.clone(), login_id.to_owned());
        let check = move |typed: &str| {
            let context = PasswordContext { login_id: &name, mail: "", current_matches: None };
            match rules.check(typed, &context).first() {
                _ if typed.is_empty() && !must_choose => Ok(String::new()),
                _ if typed.is_empty() => Err(FieldCode::Required.into()),
                Some(rule) => Err(rule.code().into()),
                None => Ok(typed.to_owned()),
            }
        };
        let password = Field::checked("new_password", t!(contractor.new_password), check).asked(must_choose);
        // The sentences of passwords, whatever the field is called.
        let password = password.said_by(|_, fault, label| field_text("password", fault, label));
        let same = move |typed: &str| {
            if typed == password.value.get_untracked() { Ok(typed.to_owned()) } else { Err(Fault::Differs) }
        };
        let label = t!(contractor.new_password_again);
        let confirmation = Field::checked("password_confirmation", label, same).asked(must_choose);
        Self { password, confirmation, policy: StoredValue::new(policy.clone()), must_choose }
    }

    /// Both, in the order of the page.
    pub fn fields(self) -> Vec<Field> {
        vec![self.password, self.confirmation]
    }

    /// What was typed, if anything.
    pub fn typed(self) -> Option<String> {
        Some(self.password.value.get_untracked()).filter(|typed| !typed.is_empty())
    }

    /// It was sent.
    pub fn clear(self) {
        for field in self.fields() {
            field.value.set(String::new());
        }
    }

    /// Draws them below the ID, which also tells password managers whose password it is.
    pub fn draw(self, number: String) -> AnyView {
        let policy = self.policy.get_value();
        let least = policy.rules().iter().find_map(|rule| match rule {
            PasswordRule::MinLength { min } => Some(min.to_string()),
            _ => None,
        });
        let least = least.unwrap_or_default();
        let hint = move || {
            let least = least.clone();
            if self.must_choose { tr!(contractor.must_choose, least) } else { tr!(contractor.may_choose, least) }
        };
        view! {
            <section class="form-part first" aria-labelledby="contractor-id-title">
                <h2 id="contractor-id-title">{t!(contractor.id_title)}</h2>
                <dl class="field read-only"><dt>{t!(contractor.id)}</dt><dd lang="en">{number.clone()}</dd></dl>
                <input type="text" autocomplete="username" value=number.clone() hidden=true />
                <PasswordField
                    field=self.password
                    autocomplete="new-password"
                    hint=hint
                    described="password-rules"
                />
                <div class="rules-box">
                    <h3>{t!(password_change.rules)}</h3>
                    <PasswordRules field=self.password policy=policy id="password-rules" login_id=number />
                </div>
                <PasswordField
                    field=self.confirmation
                    autocomplete="new-password"
                    hint=t!(contractor.again_hint)
                />
                <p class="note">{text(|| tr!(contractor.others_end))}</p>
            </section>
        }
        .into_any()
    }
}
