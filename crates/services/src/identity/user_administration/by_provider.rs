//! Accounts that the provider makes: the first person of a customer who cannot register alone.

use madoguchi_domain::events::EventType;
use madoguchi_domain::locales::Locale;
use madoguchi_domain::mail_addresses::MailAddress;
use madoguchi_domain::policy::Portal;
use madoguchi_domain::text::{tidy_display_name, trim_fold};
use madoguchi_entities::customers;
use madoguchi_entities::ids::CustomerId;
use madoguchi_entities::users::{UserRole, UserState};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::password_settings::{self, Reason};
use crate::users::customers::{Names, insert_customer};
use crate::users::new::{self, NewUser};
use crate::{Error, FieldCode, Provider, Services, users as people};

/// A customer and its first person.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// The provider's number of the customer; one that is there is kept as it is.
    pub customer_number: String,
    /// Name of the customer.
    pub customer_name: String,
    /// The same in kana.
    pub customer_name_kana: String,
    /// Login ID; one for the whole customer.
    pub sign_in_name: String,
    /// Mail address of the person.
    pub mail_address: String,
    /// Name of the person.
    pub name: String,
    /// A first password that the provider tells the person, to be changed at the first login. Without one the person is
    /// mailed a link to set a password.
    pub first_password: Option<String>,
}

/// Makes customer and person where they are not there yet; the person sets a password behind a mailed link, or changes
/// the first one at the first login.
///
/// # Errors
/// Fields that cannot be right; `mail_address_taken`.
pub async fn create(services: &Services, provider: &Provider, given: &NewAccount) -> Result<(), Error> {
    let portal = provider.portal();
    let mail = people::parse_mail_address(&given.mail_address)?;
    let required = [
        ("customer_number", &given.customer_number),
        ("customer_name", &given.customer_name),
        ("sign_in_name", &given.sign_in_name),
    ];
    if let Some((field, _)) = required.into_iter().find(|(_, value)| value.trim().is_empty()) {
        return Err(Error::invalid(field, FieldCode::Required));
    }
    let hash = match &given.first_password {
        Some(password) => Some(services.hasher.hash(password).await?),
        None => None,
    };
    services
        .db
        .transaction(async |tx| {
            let customer_id = customer(tx, services, portal, given).await?;
            people::require_free(tx, customer_id, &mail).await?;
            let person = person(portal, given, customer_id, &mail, hash.as_deref());
            let user = new::insert(tx, portal, &person, services.clock.now()).await?;
            if hash.is_none() {
                password_settings::offer(tx, services, portal, &user, Reason::Added).await?;
            }
            people::tell(tx, services, EventType::UserAdded, &user).await?;
            let event = Event::about("user.provided", customer_id, user.id);
            audit_events::record(tx, services, portal, provider.actor(), event).await
        })
        .await
}

/// Role of the first person of a customer.
pub(super) fn first_role(portal: &Portal) -> UserRole {
    match portal.users.roles.first() {
        Some(UserRole::General) => UserRole::General,
        Some(UserRole::Administrator) | None => UserRole::Administrator,
    }
}

fn person<'a>(
    portal: &Portal,
    given: &'a NewAccount,
    customer_id: CustomerId,
    mail: &'a MailAddress,
    hash: Option<&'a str>,
) -> NewUser<'a> {
    NewUser {
        customer_id,
        billing_group_id: None,
        sign_in_name: given.sign_in_name.trim(),
        mail_address: mail,
        name: given.name.trim(),
        role: first_role(portal),
        mail_notice: true,
        locale: Locale::Ja,
        state: if hash.is_some() { UserState::Active } else { UserState::Pending },
        password_hash: hash,
        password_change_required: hash.is_some(),
        issued: None,
    }
}

async fn customer(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    given: &NewAccount,
) -> Result<CustomerId, Error> {
    let number = trim_fold(&given.customer_number);
    let known = customers::Entity::find()
        .filter(customers::Column::Portal.eq(portal.key.as_str()))
        .filter(customers::Column::Number.eq(number.as_str()))
        .one(tx)
        .await?;
    if let Some(known) = known {
        return Ok(known.id);
    }
    let name = tidy_display_name(&given.customer_name);
    let names = Names { number: &number, name: &name, kana: given.customer_name_kana.trim() };
    insert_customer(tx, services, portal, &names).await
}
