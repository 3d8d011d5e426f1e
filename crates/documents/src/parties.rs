//! Knows who a document is from and to; must not know what it is about.

use madoguchi_domain::names::is_organisation;
use serde::{Deserialize, Serialize};

/// The addressee (宛名).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Name without honorific: [`Party::honorific`] adds it.
    pub name: String,
    /// Seven digits, or empty.
    pub postal_code: String,
    /// Lines as they stand on an envelope, from prefecture to building.
    pub address: Vec<String>,
    /// As written for people, or empty.
    pub phone: String,
}

impl Party {
    /// 御中 for organisations, 様 for people, nothing for a name that ends in either.
    #[must_use]
    pub fn honorific(&self) -> &'static str {
        let name = self.name.trim();
        if name.is_empty() || name.ends_with(['様', '殿']) || name.ends_with("御中") {
            return "";
        }
        if is_organisation(name) { "御中" } else { "様" }
    }
}

/// Who sends the document and answers questions about it. Texts may be empty, but for the name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issuer {
    /// Name of the company, as registered.
    pub name: String,
    /// 適格請求書発行事業者登録番号: `T` and thirteen digits, or empty for an issuer that has none.
    pub registration_number: String,
    /// Department that answers.
    pub department: String,
    /// As written for people.
    pub phone: String,
    /// Hours of the phone, as written for people.
    pub hours: String,
    /// Mail address for questions.
    pub mail: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn organisations_and_people_are_addressed_differently() {
        let party = |name: &str| Party {
            name: name.to_owned(),
            postal_code: String::new(),
            address: vec![],
            phone: String::new(),
        };
        for (name, honorific) in [
            ("株式会社みなと商会", "御中"),
            ("みなと商会（株）", "御中"),
            ("㈲髙﨑商店", "御中"),
            ("医療法人社団みなと会", "御中"),
            ("みなと歯科クリニック", "御中"),
            ("（有）髙﨑商店", "御中"),
            ("(有)髙﨑商店", "御中"),
            ("㍿葛飾𠮷野家", "御中"),
            ("㊒髙﨑商店", "御中"),
            ("みなと商会（ 同 ）", "御中"),
            ("㈾髙﨑", "御中"),
            ("ｶ)ﾐﾅﾄｼﾖｳｶｲ", "御中"),
            ("ミナト ユウゲンガイシャ", "御中"),
            ("（医）みなと会", "御中"),
            ("Minato Trading Co., Ltd.", "御中"),
            ("みなと監査法人", "御中"),
            ("髙﨑 太郎", "様"),
            ("有田 株子", "様"),
            ("名取　学", "様"),
            ("Corp", "様"),
            ("スズキ キョウコ", "様"),
            ("みなと太郎様", ""),
            ("株式会社みなと商会 御中", ""),
            ("", ""),
        ] {
            assert_eq!(party(name).honorific(), honorific, "{name}");
        }
    }
}
