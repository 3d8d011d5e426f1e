//! Who manages the users of a customer hears what somebody else of them did to one (ASVS 6.3.7): an administrator whom an
//! intruder made must not stay unnoticed.

use madoguchi_entities::users::{self, UserRole, UserState};
use madoguchi_mail::Message;
use sea_orm::{ColumnTrait, QueryFilter};

use super::managed::manages;
use super::shown_name;
use crate::database::Transaction;
use crate::{Error, Scope, Services, mails};

/// What was done to a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    Added,
    /// The role is now another.
    Role(UserRole),
    /// The mail address is another, or will be once it has answered.
    Address,
    Deleted,
}

impl Deed {
    fn sentence(self, locale: &str) -> &'static str {
        match (self, locale) {
            (Self::Added, "en") => "The user was added.",
            (Self::Role(UserRole::Administrator), "en") => "The role was changed to administrator.",
            (Self::Role(UserRole::General), "en") => "The role was changed to general.",
            (Self::Address, "en") => "The mail address was changed, or its change was asked for.",
            (Self::Deleted, "en") => "The user was deleted.",
            (Self::Added, _) => "利用者を追加しました。",
            (Self::Role(UserRole::Administrator), _) => "種別を管理者に変更しました。",
            (Self::Role(UserRole::General), _) => "種別を一般に変更しました。",
            (Self::Address, _) => "メールアドレスを変更、または変更の手続きを開始しました。",
            (Self::Deleted, _) => "利用者を削除しました。",
        }
    }
}

/// Mails all who manage the users, but who did it and the person it was done to, who is told in other ways.
pub(super) async fn tell(
    tx: &Transaction,
    services: &Services,
    scope: &Scope,
    user: &users::Model,
    deeds: &[Deed],
) -> Result<(), Error> {
    if deeds.is_empty() {
        return Ok(());
    }
    let others = scope
        .users()
        .filter(users::Column::State.eq(UserState::Active))
        .filter(users::Column::Id.is_not_in([scope.user_id(), user.id]));
    for other in others.all(tx).await?.into_iter().filter(|other| manages(scope, other.role)) {
        let sentences: Vec<_> = deeds.iter().map(|deed| deed.sentence(&other.locale)).collect();
        let message = Message::UserManaged {
            change: sentences.join(if other.locale == "en" { " " } else { "" }),
            person: shown_name(user.clone()),
            by: scope.user_label().to_owned(),
            at: mails::time(services.clock.now(), &other.locale),
        };
        mails::to_user(tx, services, scope.portal(), &other, message).await?;
    }
    Ok(())
}
