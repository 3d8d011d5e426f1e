//! 住所検索: the addresses of a postal code, for whoever fills in a form, logged in or not. Knows no form.

use madoguchi_addresses as table;
use madoguchi_domain::policy::Portal;
use madoguchi_domain::postal_codes::PostalCode;

use crate::limits::{self, ADDRESS_SEARCH};
use crate::{Error, Origin, Services};

pub use madoguchi_addresses::Address;

/// The addresses of a postal code, typed in any width with or without a hyphen; none when there is no such code.
///
/// # Errors
/// `postal_code_not_seven_digits` at `postal_code`; too many searches.
pub async fn list(
    services: &Services,
    portal: &Portal,
    typed: &str,
    origin: &Origin,
) -> Result<(PostalCode, Vec<Address<'static>>), Error> {
    let code = PostalCode::parse(typed).map_err(|error| Error::invalid("postal_code", error.code()))?;
    limits::hit_network(services, portal, ADDRESS_SEARCH, origin).await?;
    let found = table::find(code.digits()).map_err(Error::internal)?;
    Ok((code, found))
}

/// Reads the table, so that the first search need not wait for it.
///
/// # Errors
/// When the program was built without one.
pub fn prepare() -> Result<(), Error> {
    table::table().map(|_| ()).map_err(Error::internal)
}
