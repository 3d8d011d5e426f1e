//! What a user sets for the own account (登録情報変更): name, second factor, mail notice, language.

use madoguchi_domain::events::EventType;
use madoguchi_domain::locales::Locale;
use madoguchi_domain::policy::SecondFactorMode;
use madoguchi_domain::text::tidy_display_name;
use madoguchi_mail::Message;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

use crate::audit_events::{self, Event};
use crate::{Error, FieldCode, Origin, ProblemCode, Scope, Services, mails, passwords, users};

/// Longest name, in characters.
const NAME_MAX: usize = 100;

/// What is to change; what is absent stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Name of the person.
    pub name: Option<String>,
    /// Whether a second factor is asked at login, where the portal leaves it to the person.
    pub uses_second_factor: Option<bool>,
    /// Whether news are mailed, where the portal leaves it to the person.
    pub mail_notice: Option<bool>,
    /// Language of mails.
    pub locale: Option<Locale>,
}

/// Changes the own settings.
///
/// # Errors
/// The name; `reauthentication_required` for the second factor; `second_factor_not_by_choice`.
pub async fn update(services: &Services, scope: &Scope, change: &Change, origin: &Origin) -> Result<(), Error> {
    let name = change.name.as_deref().map(tidy_display_name);
    if name.as_ref().is_some_and(|name| name.chars().count() > NAME_MAX) {
        return Err(Error::invalid("name", FieldCode::TooLong));
    }
    services
        .db
        .transaction(async |tx| {
            let user = users::hold(tx, scope.user_id()).await?;
            let second_factor = change.uses_second_factor.filter(|wanted| *wanted != user.uses_second_factor);
            if second_factor.is_some() {
                if scope.portal().sign_in.second_factor.mode != SecondFactorMode::ByChoice {
                    return Err(Error::Refused(ProblemCode::SecondFactorNotByChoice));
                }
                passwords::require_recent(services, scope)?;
            }
            if let Some(wanted) = second_factor {
                let (change, at) = (sentence(wanted, user.locale), mails::time(services.clock.now(), user.locale));
                let message = Message::SecondFactorChanged { change, at };
                mails::to_user(tx, services, scope.portal(), &user, message).await?;
            }
            let mut row = user.into_active_model();
            if let Some(name) = &name {
                row.name = Set(name.clone());
            }
            if let Some(wanted) = second_factor {
                row.uses_second_factor = Set(wanted);
            }
            if let Some(wanted) = change.mail_notice.filter(|_| scope.portal().users.mail_notice_choice) {
                row.mail_notice = Set(wanted);
            }
            if let Some(locale) = change.locale {
                row.locale = Set(locale);
            }
            row.updated_at = Set(services.clock.now());
            let user = row.update(tx).await?;
            users::tell(tx, services, EventType::ProfileChanged, &user).await?;
            let detail = serde_json::json!({ "uses_second_factor": second_factor });
            let event = Event::of(scope, "profile.updated").with(detail);
            audit_events::record(tx, services, scope.portal(), &scope.actor(origin), event).await
        })
        .await?;
    Ok(())
}

fn sentence(uses_second_factor: bool, locale: Locale) -> String {
    let sentence = match (locale, uses_second_factor) {
        (Locale::En, true) => "A second factor is asked at login from now on.",
        (Locale::En, false) => "A second factor is no longer asked at login.",
        (Locale::Ja, true) => "ログイン時の多要素認証を「利用する」に変更しました。",
        (Locale::Ja, false) => "ログイン時の多要素認証を「利用しない」に変更しました。",
    };
    sentence.to_owned()
}
