//! What facts of a contract are called on confirmations and paper, in both languages. The provider's own words are in the portal's
//! file.

use madoguchi_domain::policy::Localized;
use madoguchi_domain::requests::ConfirmedEntry;

fn entry((ja, en): (&str, &str), text: String) -> ConfirmedEntry {
    let label = Localized { ja: ja.to_owned(), en: en.to_owned() };
    ConfirmedEntry::new(label, Localized { en: text.clone(), ja: text })
}

/// Which contract it is: its number, who uses it, and whose it is. What nobody knows is left out.
pub(super) fn contract(number: &str, user: &str, holder: &str) -> Vec<ConfirmedEntry> {
    let facts = [
        (("ご契約番号", "Contract number"), number),
        (("ご利用者", "User"), user),
        (("ご契約者", "Contractor"), holder),
    ];
    facts.into_iter().filter(|(_, text)| !text.is_empty()).map(|(label, text)| entry(label, text.to_owned())).collect()
}
