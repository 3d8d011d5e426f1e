//! Making a user's row. Who may do it, and who is told, is the caller's business.

use chrono::{DateTime, Utc};
use madoguchi_domain::locales::Locale;
use madoguchi_domain::mail_addresses::MailAddress;
use madoguchi_domain::policy::Portal;
use madoguchi_entities::ids::{BillingGroupId, CustomerId, UserId};
use madoguchi_entities::users::{self, UserRole, UserState};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use uuid::Uuid;

use super::key_of;
use crate::Error;

/// What a new user starts with.
#[derive(Clone, Debug)]
pub(crate) struct NewUser<'a> {
    /// Whose user it is.
    pub customer_id: CustomerId,
    /// Which contracts the user sees; all of the customer when none.
    pub billing_group_id: Option<BillingGroupId>,
    /// What the portal gave out.
    pub sign_in_name: &'a str,
    /// Where mails go.
    pub mail_address: &'a MailAddress,
    /// Name of the person.
    pub name: &'a str,
    /// Role within the customer.
    pub role: UserRole,
    /// Whether news are mailed.
    pub mail_notice: bool,
    /// Language of mails.
    pub locale: Locale,
    /// Whether there is anything yet to log in with.
    pub state: UserState,
    /// Hash of the own password.
    pub password_hash: Option<&'a str>,
    /// Whether the own password is a first one, to be changed at the first login.
    pub password_change_required: bool,
    /// Hash of an issued password, and until when it can be used.
    pub issued: Option<(&'a str, DateTime<Utc>)>,
}

/// Writes the row.
pub(crate) async fn insert(
    tx: &impl ConnectionTrait,
    portal: &Portal,
    new: &NewUser<'_>,
    now: DateTime<Utc>,
) -> Result<users::Model, Error> {
    Ok(row(portal, new, now).insert(tx).await?)
}

/// The row, for who writes many.
pub(crate) fn row(portal: &Portal, new: &NewUser<'_>, now: DateTime<Utc>) -> users::ActiveModel {
    users::ActiveModel {
        id: Set(UserId(Uuid::now_v7())),
        portal: Set(portal.key.clone()),
        customer_id: Set(new.customer_id),
        billing_group_id: Set(new.billing_group_id),
        sign_in_name: Set(new.sign_in_name.to_owned()),
        sign_in_key: Set(key_of(portal, new.sign_in_name, new.mail_address)),
        mail_address: Set(new.mail_address.as_str().to_owned()),
        mail_key: Set(new.mail_address.key()),
        name: Set(new.name.to_owned()),
        role: Set(new.role),
        state: Set(new.state),
        mail_notice: Set(new.mail_notice),
        locale: Set(new.locale),
        password_hash: Set(new.password_hash.map(str::to_owned)),
        issued_password_hash: Set(new.issued.map(|issued| issued.0.to_owned())),
        issued_password_expires_at: Set(new.issued.map(|issued| issued.1)),
        issued_password_used_at: Set(None),
        issued_password_version: Set(new.issued.map(|_| 0)),
        credentials_version: Set(0),
        locked_by_provider: Set(false),
        password_change_required: Set(new.password_change_required),
        password_changed_at: Set(None),
        uses_second_factor: Set(false),
        is_demo: Set(false),
        created_at: Set(now),
        updated_at: Set(now),
    }
}
