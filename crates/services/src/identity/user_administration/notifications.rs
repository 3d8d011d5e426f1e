//! Who manages the users of a customer hears what somebody else of them did to one (ASVS 6.3.7): an administrator whom an
//! intruder made must not stay unnoticed.

use madoguchi_domain::locales::Locale;
use madoguchi_entities::users::{self, UserRole, UserState};
use madoguchi_mail::Message;
use sea_orm::{ColumnTrait, QueryFilter};

use super::seen::{manages, seen_by};
use crate::database::Transaction;
use crate::{Error, Scope, Services, mails};

/// What was done to a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AccountChange {
    Added,
    /// The role is now another.
    Role(UserRole),
    /// The mail address is another, or will be once it has answered.
    Address,
    Deleted,
}

impl AccountChange {
    fn sentence(self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Added, Locale::En) => "The user was added.",
            (Self::Role(UserRole::Administrator), Locale::En) => "The role was changed to administrator.",
            (Self::Role(UserRole::General), Locale::En) => "The role was changed to general.",
            (Self::Address, Locale::En) => "The mail address was changed, or its change was asked for.",
            (Self::Deleted, Locale::En) => "The user was deleted.",
            (Self::Added, Locale::Ja) => "利用者を追加しました。",
            (Self::Role(UserRole::Administrator), Locale::Ja) => "種別を管理者に変更しました。",
            (Self::Role(UserRole::General), Locale::Ja) => "種別を一般に変更しました。",
            (Self::Address, Locale::Ja) => "メールアドレスを変更、または変更の手続きを開始しました。",
            (Self::Deleted, Locale::Ja) => "利用者を削除しました。",
        }
    }
}

/// Mails all who manage the users, but who did it and the person it was done to, who is told in other ways.
pub(super) async fn tell(
    tx: &Transaction,
    services: &Services,
    scope: &Scope,
    user: &users::Model,
    changes: &[AccountChange],
) -> Result<(), Error> {
    if changes.is_empty() {
        return Ok(());
    }
    let others = seen_by(scope)
        .filter(users::Column::State.eq(UserState::Active))
        .filter(users::Column::Id.is_not_in([scope.user_id(), user.id]));
    for other in others.all(tx).await?.into_iter().filter(|other| manages(scope, other.role)) {
        let sentences: Vec<_> = changes.iter().map(|change| change.sentence(other.locale)).collect();
        let message = Message::UserManaged {
            change: sentences.join(other.locale.pick("", " ")),
            person: user.shown_name().to_owned(),
            by: scope.user_label().to_owned(),
            at: mails::time(services.clock.now(), other.locale),
        };
        mails::to_user(tx, services, scope.portal(), &other, message).await?;
    }
    Ok(())
}
