//! 登録済みメールアドレスをお忘れの方: who gave the right password but no longer reads the registered address proves
//! the contract, and a link goes to a new address. The old address is told when the change is made and can undo it.

use madoguchi_domain::policy::Portal;
use madoguchi_entities::ids::SignInAttemptId;

use super::{event, find};
use crate::actor::Actor;
use crate::limits::{self, LOST_MAIL_ADDRESS, Whose};
use crate::registrations::facts::{self, Found, Typed};
use crate::{Error, Origin, ProblemCode, Services, audit_events, authenticators, mail_changes};

/// The facts as typed.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The new address.
    pub mail_address: String,
    pub contract_number: String,
    /// Postal code of the contract.
    pub postal_code: String,
    /// Customer's name in kana.
    pub customer_name: String,
}

/// Mails a link to the new address when the facts are those of a contract of the user.
///
/// # Errors
/// Fields; `customer_not_found`; `mail_address_taken`; `stronger_factor_present` for who has an app or a passkey;
/// too many tries; as [`super::get`].
pub async fn recover(
    services: &Services,
    portal: &Portal,
    id: SignInAttemptId,
    secret: &str,
    typed: &Facts,
    origin: &Origin,
) -> Result<(), Error> {
    if !portal.sign_in.mail_address_recovery {
        return Err(Error::NotFound);
    }
    let (_, user) = services.db.transaction(async |tx| find(tx, services, portal, id, secret).await).await?;
    let facts = facts::check(
        portal,
        &Typed {
            mail_address: &typed.mail_address,
            contract_number: &typed.contract_number,
            postal_code: &typed.postal_code,
            customer_name: &typed.customer_name,
        },
    )?;
    limits::hit(services, portal, LOST_MAIL_ADDRESS, &Whose::user(&user, origin)).await?;
    services
        .db
        .transaction(async |tx| {
            let (_, user) = find(tx, services, portal, id, secret).await?;
            if !authenticators::confirmed(tx, user.id, None).await?.is_empty() {
                return Err(Error::Refused(ProblemCode::StrongerFactorPresent));
            }
            let own = match facts::find(tx, portal, &facts).await? {
                Found::Match(found) => {
                    let (contract, customer) = &*found;
                    let group = user.billing_group_id.is_none_or(|group| group == contract.billing_group_id);
                    customer.id == user.customer_id && group
                }
                Found::NearMiss | Found::Nothing => false,
            };
            let action = if own { "mail_change.recovery_requested" } else { "mail_change.recovery_refused" };
            let event = event(action, Some(&user), serde_json::json!({}));
            audit_events::record(tx, services, portal, &Actor::visitor(origin), event).await?;
            if !own {
                return Ok(Err(Error::Refused(ProblemCode::CustomerNotFound)));
            }
            mail_changes::ask_new_address(tx, services, portal, &user, &facts.mail).await?;
            Ok(Ok(()))
        })
        .await?
}
