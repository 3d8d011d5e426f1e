//! First people of many customers at once, as an import names them: each where the customer has nobody yet.

use std::collections::BTreeSet;

use madoguchi_domain::locales::Locale;
use madoguchi_domain::mail_addresses::MailAddress;
use madoguchi_entities::ids::CustomerId;
use madoguchi_entities::users::{self, UserState};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, TryIntoModel};

use super::by_provider::first_role;
use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::password_settings::{self, Reason};
use crate::users::new::{self, NewUser};
use crate::{Error, Provider, Services, rows};

/// The first person of a customer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FirstPerson<'a> {
    /// Whose user.
    pub customer_id: CustomerId,
    /// Login ID.
    pub sign_in_name: &'a str,
    /// Where mails go.
    pub mail_address: &'a MailAddress,
    /// Name of the person.
    pub name: &'a str,
}

/// Makes the people whose customers have nobody yet, and names those customers. Who is invited is mailed a link to set a
/// password; who is not asks for one behind パスワードをお忘れの方.
pub(crate) async fn ensure_first(
    tx: &Transaction,
    services: &Services,
    provider: &Provider,
    people: &[FirstPerson<'_>],
    is_invited: bool,
) -> Result<BTreeSet<CustomerId>, Error> {
    let portal = provider.portal();
    let customers: BTreeSet<CustomerId> = people.iter().map(|person| person.customer_id).collect();
    let peopled: Vec<CustomerId> = users::Entity::find()
        .select_only()
        .column(users::Column::CustomerId)
        .distinct()
        .filter(users::Column::Portal.eq(portal.key.as_str()))
        .filter(users::Column::CustomerId.is_in(customers))
        .filter(users::Column::State.ne(UserState::Closed))
        .into_tuple()
        .all(tx)
        .await?;
    let peopled: BTreeSet<CustomerId> = peopled.into_iter().collect();
    let (mut made, mut added) = (BTreeSet::new(), Vec::new());
    for person in people.iter().filter(|person| !peopled.contains(&person.customer_id)) {
        if made.insert(person.customer_id) {
            let new = NewUser {
                customer_id: person.customer_id,
                billing_group_id: None,
                sign_in_name: person.sign_in_name,
                mail_address: person.mail_address,
                name: person.name.trim(),
                role: first_role(portal),
                mail_notice: true,
                locale: Locale::Ja,
                state: UserState::Pending,
                password_hash: None,
                password_change_required: false,
                issued: None,
            };
            added.push(new::row(portal, &new, services.clock.now()));
        }
    }
    rows::insert(tx, added.iter().cloned(), None).await?;
    let mut events = Vec::new();
    for row in added {
        let user = row.try_into_model()?;
        events.push(Event::about("user.provided", user.customer_id, user.id));
        // Each link has a secret and a mail of its own.
        if is_invited {
            password_settings::offer(tx, services, portal, &user, Reason::Added).await?;
        }
    }
    audit_events::record_all(tx, services, portal, provider.actor(), events).await?;
    Ok(made)
}
