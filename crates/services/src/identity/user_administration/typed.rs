//! What is asked of a user, checked: fields, and a role that the portal has.

use madoguchi_domain::mail_addresses::MailAddress;
use madoguchi_domain::policy::Portal;
use madoguchi_domain::text::tidy_display_name;
use madoguchi_entities::users::UserRole;

use crate::{Error, FieldCode, FieldError, Scope};

/// Longest name, in characters.
const NAME_MAX: usize = 100;

/// What is asked of a user.
#[derive(Clone, Debug)]
pub struct Typed {
    pub mail_address: String,
    pub name: String,
    /// Ignored where the portal has one role.
    pub role: Option<UserRole>,
    /// Whether news are mailed.
    pub mail_notice: bool,
}

/// The same, checked.
pub(super) struct Checked {
    pub mail: MailAddress,
    pub name: String,
    pub role: UserRole,
}

/// Reads what was typed; every field that is wrong is named.
pub(super) fn check(scope: &Scope, typed: &Typed) -> Result<Checked, Error> {
    check_at(scope.portal(), typed)
}

/// The same for whoever may at a portal.
pub(super) fn check_at(portal: &Portal, typed: &Typed) -> Result<Checked, Error> {
    let mut errors = Vec::new();
    let mail = MailAddress::parse(&typed.mail_address)
        .map_err(|error| errors.push(FieldError::new("mail_address", error.code())))
        .ok();
    let name = tidy_display_name(&typed.name);
    if name.chars().count() > NAME_MAX {
        errors.push(FieldError::new("name", FieldCode::TooLong));
    }
    let roles = &portal.users.roles;
    let named = if let [only] = roles.as_slice() { Some(*only) } else { typed.role };
    let role = named.filter(|role| roles.contains(role));
    if role.is_none() {
        errors.push(FieldError::new("role", FieldCode::Unknown));
    }
    match (mail, role) {
        (Some(mail), Some(role)) if errors.is_empty() => Ok(Checked { mail, name, role }),
        _ => Err(Error::Invalid(errors)),
    }
}
