//! What the answers of a contract say of its documents: by which medium they go, where to, and who uses the service. Knows no
//! table.

use madoguchi_domain::contracts::DocumentMedium;
use madoguchi_domain::forms::{Object, Value, printed};
use madoguchi_domain::locales::Locale;
use madoguchi_domain::policy::{ContractDocumentPolicy, Field, Portal};

use crate::Error;
use crate::contracts::{Contract, answers};

/// By which medium documents of a contract go: by mail where nothing else was chosen.
pub(crate) fn medium(policy: &ContractDocumentPolicy, contract: &Contract) -> Result<DocumentMedium, Error> {
    let given = answers::of(contract)?;
    let chosen = policy.medium_field.as_deref().and_then(|path| answers::text(&given, path));
    Ok(chosen.and_then(DocumentMedium::from_code).unwrap_or(DocumentMedium::Mail))
}

/// Who uses the service of a contract; the name of whose it is where that was not asked.
pub(crate) fn used_by(portal: &Portal, contract: &Contract, holder: &str) -> Result<String, Error> {
    let form = portal.contracts.as_ref().and_then(|contracts| contracts.user_form.as_deref());
    let given = answers::of(contract)?;
    let named = form.and_then(|form| answers::text(&given, &format!("{form}.facility_name")).map(str::to_owned));
    Ok(named.unwrap_or_else(|| holder.to_owned()))
}

/// The fields that say where that goes which is sent by post.
pub(super) fn destination_fields<'a>(portal: &'a Portal, policy: &ContractDocumentPolicy) -> &'a [Field] {
    let form = policy.destination_form.as_ref().and_then(|name| portal.forms.get(name));
    form.map(|form| form.fields.as_slice()).unwrap_or_default()
}

/// Where documents of a contract go by post: the answer to each of these fields, empty where there is none.
pub(super) fn destination(
    portal: &Portal,
    policy: &ContractDocumentPolicy,
    contract: &Contract,
) -> Result<Vec<String>, Error> {
    let given = answers::of(contract)?;
    let form = policy.destination_form.as_ref().and_then(|name| given.get(name));
    let form = form.and_then(Value::as_object);
    let fields = destination_fields(portal, policy).iter();
    Ok(fields.map(|field| form.map(|form| answer(field, form)).unwrap_or_default()).collect())
}

fn answer(field: &Field, form: &Object) -> String {
    form.get(&field.name).map(|value| printed(field, value, Locale::Ja)).unwrap_or_default()
}
