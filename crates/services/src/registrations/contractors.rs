//! A contractor ID from a mail address alone (N2): a customer that is named later, and a first password by mail.

use chrono::TimeDelta;
use madoguchi_domain::dates;
use madoguchi_domain::policy::{Portal, RegistrationStart};
use madoguchi_entities::users::{UserRole, UserState};
use madoguchi_mail::Message;

use crate::audit_events::{self, Event};
use crate::throttles::{self, Throttle};
use crate::users::new::{self, NewUser};
use crate::users::provided::{Names, insert_customer};
use crate::users::{self, issue_password};
use crate::{Error, Origin, Services, mail_changes, mails, numberings};

/// What is numbered.
const NOUN: &str = "contractor";

/// Makes a contractor ID and mails it with its first password. Answers with the address, partly hidden.
///
/// # Errors
/// The address; too many tries; [`Error::NotFound`] where the portal registers in another way.
pub async fn create(
    services: &Services,
    portal: &Portal,
    mail_address: &str,
    locale: &str,
    origin: &Origin,
) -> Result<String, Error> {
    if portal.registration.start != RegistrationStart::MailAddress {
        return Err(Error::NotFound);
    }
    let mail = mail_changes::parse(mail_address)?;
    let tries = portal.registration.tries_per_hour;
    throttles::hit(services, portal, Throttle::hourly("contractor_address", tries), &origin.address).await?;
    throttles::hit(services, portal, Throttle::hourly("contractor_mail", tries), &mail.key()).await?;
    let issued = issue_password(services).await?;
    let days = portal.issued_passwords.days;
    services
        .db
        .transaction(async |tx| {
            let now = services.clock.now();
            let contractor_id = numberings::next(tx, portal, NOUN, dates::jst_date(now)).await?;
            // Who it is, the contractor says after the first login.
            let names = Names { number: &contractor_id, name: "", kana: "" };
            let customer_id = insert_customer(tx, services, portal, &names).await?;
            let new = NewUser {
                customer_id,
                billing_group_id: None,
                sign_in_name: &contractor_id,
                mail_address: &mail,
                name: "",
                role: UserRole::Administrator,
                mail_notice: true,
                locale: users::locale(locale),
                state: UserState::Active,
                password_hash: None,
                password_change_required: false,
                issued: Some((&issued.hash, now + TimeDelta::days(days.into()))),
            };
            let user = new::insert(tx, portal, &new, now).await?;
            let message = Message::ContractorId {
                contractor_id,
                issued_password: issued.password.clone(),
                issued_days: days,
                login_url: services.page(portal, "login"),
            };
            mails::to_user(tx, services, portal, &user, message).await?;
            let event = Event::about("contractor.created", customer_id, user.id);
            audit_events::record(tx, services, portal, origin, event).await
        })
        .await?;
    services.work.notify_one();
    Ok(mail.masked())
}
