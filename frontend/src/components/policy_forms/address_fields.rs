//! The fields of a form that an address is put into: those that are empty, and those that hold what was put there before.
//! Must not know where the address comes from.

use super::state::{Part, PolicyForm};
use crate::browser;
use crate::components::forms::Field;
use leptos::prelude::*;
use madoguchi_api_types::addresses::Address;
use madoguchi_domain::policy::FieldKind;

/// City and town.
const TOWN: &str = "address1";
/// The same in kana.
const TOWN_KANA: &str = "address1_kana";
/// Street and building.
const STREET: &str = "address2";

/// Where the parts of an address stand in a form.
#[derive(Clone)]
pub struct AddressFields {
    prefecture: Field,
    town: Field,
    town_kana: Option<Field>,
    street: Option<Field>,
    /// What was put there, which may be replaced: nobody typed it.
    put: Option<[String; 4]>,
}

/// What became of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It stands in the fields.
    Put,
    /// Something else was typed, and stays.
    DraftField,
}

impl AddressFields {
    /// Those of a form; none when it asks no prefecture or no town.
    pub fn of(form: PolicyForm, part: &Part) -> Option<Self> {
        let named = |name: &str| untrack(|| form.field(&part.path.name(name)));
        let of_kind = part.fields.iter().find(|field| field.kind == FieldKind::Prefecture);
        Some(Self {
            prefecture: named(&of_kind?.name)?,
            town: named(TOWN)?,
            town_kana: named(TOWN_KANA),
            street: named(STREET),
            put: None,
        })
    }

    /// Puts an address into the fields that nobody typed into; into all of them where `replace` says so. Nothing is put
    /// below a prefecture that is another one.
    pub fn put(&mut self, address: &Address, replace: bool) -> Outcome {
        let street = if self.street.is_some() { String::new() } else { address.street.clone() };
        let town = [address.town.as_str(), &street].concat();
        let parts = [address.prefecture.clone(), town, address.town_kana.clone(), address.street.clone()];
        let is_other = |field: Field, at: usize| {
            let typed = field.value.get_untracked();
            let own = self.put.as_ref().is_some_and(|put| put[at] == typed);
            !own && !typed.trim().is_empty() && !typed.starts_with(&parts[at])
        };
        let is_kept = !replace && (is_other(self.prefecture, 0) || is_other(self.town, 1));
        if !replace && is_other(self.prefecture, 0) {
            return Outcome::DraftField;
        }
        for (at, field) in self.all().into_iter().enumerate() {
            let Some(field) = field else { continue };
            let typed = field.value.get_untracked();
            let own = self.put.as_ref().is_some_and(|put| put[at] == typed);
            let belongs = typed.starts_with(&parts[at]) && !parts[at].is_empty();
            // Street and building are replaced by nobody: the table knows them of offices only.
            let may = typed.trim().is_empty() || own || (replace && at < 3 && !belongs);
            if may {
                field.change(parts[at].clone());
            }
        }
        self.put = Some(parts);
        if is_kept { Outcome::DraftField } else { Outcome::Put }
    }

    /// Leads to the town, where one goes on typing.
    pub fn lead(&self) {
        browser::focus(&self.town.name());
    }

    fn all(&self) -> [Option<Field>; 4] {
        [Some(self.prefecture), Some(self.town), self.town_kana, self.street]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::forms::anything;

    fn address(prefecture: &str, town: &str, street: &str) -> Address {
        Address {
            prefecture: prefecture.to_owned(),
            town: town.to_owned(),
            town_kana: String::new(),
            office: None,
            street: street.to_owned(),
        }
    }

    fn with_fields(test: impl FnOnce(AddressFields)) {
        let owner = Owner::new();
        owner.with(|| {
            let field = |name: &'static str| Field::optional(name, name, anything);
            let (prefecture, town, street) = (field("prefecture"), field("address1"), Some(field("address2")));
            test(AddressFields { prefecture, town, town_kana: None, street, put: None });
        });
    }

    fn typed(fields: &AddressFields) -> [String; 3] {
        [Some(fields.prefecture), Some(fields.town), fields.street].map(|it| it.unwrap().value.get_untracked())
    }

    #[test]
    fn what_is_empty_is_filled_and_what_was_filled_may_be_another() {
        with_fields(|mut fields| {
            assert_eq!(fields.put(&address("東京都", "港区芝", ""), false), Outcome::Put);
            assert_eq!(typed(&fields), ["東京都", "港区芝", ""]);
            assert_eq!(fields.put(&address("大阪府", "三島郡島本町", "1-1"), false), Outcome::Put);
            assert_eq!(typed(&fields), ["大阪府", "三島郡島本町", "1-1"]);
        });
    }

    #[test]
    fn what_was_typed_stays_until_the_person_says_so() {
        with_fields(|mut fields| {
            fields.town.value.set("大阪市".to_owned());
            assert_eq!(fields.put(&address("東京都", "港区芝", ""), false), Outcome::DraftField);
            assert_eq!(typed(&fields), ["東京都", "大阪市", ""]);
            assert_eq!(fields.put(&address("東京都", "港区芝", ""), true), Outcome::Put);
            assert_eq!(typed(&fields), ["東京都", "港区芝", ""]);
        });
        with_fields(|mut fields| {
            fields.prefecture.value.set("大阪府".to_owned());
            assert_eq!(fields.put(&address("東京都", "港区芝", ""), false), Outcome::DraftField);
            assert_eq!(typed(&fields), ["大阪府", "", ""]);
        });
    }

    /// The number was typed behind the town.
    #[test]
    fn what_goes_on_from_the_address_is_no_other() {
        with_fields(|mut fields| {
            fields.town.value.set("港区芝5-7-1".to_owned());
            assert_eq!(fields.put(&address("東京都", "港区芝", ""), false), Outcome::Put);
            assert_eq!(typed(&fields), ["東京都", "港区芝5-7-1", ""]);
        });
    }

    #[test]
    fn a_street_that_was_typed_is_never_replaced() {
        with_fields(|mut fields| {
            fields.street.unwrap().value.set("別館".to_owned());
            assert_eq!(fields.put(&address("東京都", "港区芝", "5丁目7-1"), true), Outcome::Put);
            assert_eq!(typed(&fields), ["東京都", "港区芝", "別館"]);
        });
    }
}
