//! Where a webhook may be: an address that means what it seems to mean, on the public internet.

use std::net::IpAddr;

use madoguchi_domain::network_addresses::{is_loopback, is_private_name, is_public};
use url::{Host, Url};

use crate::FieldCode;

/// Longest address of a webhook.
const URL_MAX: usize = 2_000;
/// Ports of 1024 and more behind which something else than a web server answers.
const OTHER_PORTS: [u16; 23] = [
    1433, 1521, 1719, 1720, 1723, 2049, 2375, 2379, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432, 6000, 6379, 6566,
    6667, 10080, 11211, 27017,
];

/// What is allowed beside https to the public internet. Both for development and tests only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Addresses without TLS too.
    pub allow_http: bool,
    /// This machine too.
    pub allow_loopback: bool,
}

impl Settings {
    /// Whether a network address may be connected to.
    pub(super) fn admits(self, address: IpAddr) -> bool {
        is_public(address) || (self.allow_loopback && is_loopback(address))
    }

    /// Reads an address. Numbers are refused where they are no public addresses, and in any other spelling than the usual
    /// one; what a name leads to is not looked at here.
    ///
    /// # Errors
    /// `required`, `too_long`, `url_malformed`, `url_not_https`, `address_not_public`.
    pub(super) fn read(self, typed: &str) -> Result<Url, FieldCode> {
        let typed = typed.trim();
        match typed.len() {
            0 => return Err(FieldCode::Required),
            1..=URL_MAX => {}
            _ => return Err(FieldCode::TooLong),
        }
        // Readers of addresses differ in what they make of these.
        if typed.contains(|c: char| c.is_control() || c.is_whitespace() || matches!(c, '\\' | '#')) {
            return Err(FieldCode::UrlMalformed);
        }
        let url = Url::parse(typed).map_err(|_| FieldCode::UrlMalformed)?;
        match url.scheme() {
            "https" => {}
            "http" if self.allow_http => {}
            _ => return Err(FieldCode::UrlNotHttps),
        }
        let authority = authority(typed).ok_or(FieldCode::UrlMalformed)?;
        if authority.contains('@') {
            return Err(FieldCode::UrlMalformed);
        }
        self.require_host(&url, authority)?;
        if self.is_fit(url.port_or_known_default()) { Ok(url) } else { Err(FieldCode::UrlMalformed) }
    }

    fn require_host(self, url: &Url, authority: &str) -> Result<(), FieldCode> {
        let (address, usual): (IpAddr, String) = match url.host() {
            None => return Err(FieldCode::UrlMalformed),
            Some(Host::Domain(name)) => return self.require_name(name),
            Some(Host::Ipv4(address)) => (address.into(), address.to_string()),
            Some(Host::Ipv6(address)) => (address.into(), format!("[{address}]")),
        };
        if !self.admits(address) {
            return Err(FieldCode::AddressNotPublic);
        }
        // Octal, hexadecimal, short and whole numbers read the same to us, and otherwise to others.
        let as_typed = authority.to_ascii_lowercase();
        let host = as_typed.strip_prefix(&usual).ok_or(FieldCode::UrlMalformed)?;
        if host.is_empty() || host.starts_with(':') { Ok(()) } else { Err(FieldCode::UrlMalformed) }
    }

    fn require_name(self, name: &str) -> Result<(), FieldCode> {
        let is_own = self.allow_loopback && name == "localhost";
        if is_own || !is_private_name(name) { Ok(()) } else { Err(FieldCode::AddressNotPublic) }
    }

    fn is_fit(self, port: Option<u16>) -> bool {
        match port {
            Some(443) => true,
            Some(80) => self.allow_http,
            Some(port) => port >= 1024 && !OTHER_PORTS.contains(&port),
            None => false,
        }
    }
}

/// What stands between `//` and the path.
fn authority(typed: &str) -> Option<&str> {
    let (_, rest) = typed.split_once("://")?;
    rest.split(['/', '?']).next().filter(|authority| !authority.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> Result<String, &'static str> {
        Settings::default().read(typed).map(String::from).map_err(FieldCode::as_str)
    }

    #[test]
    fn addresses_of_the_public_internet_are_taken() {
        for (typed, read_as) in [
            ("https://hooks.example.jp/madoguchi", "https://hooks.example.jp/madoguchi"),
            (" https://hooks.example.jp ", "https://hooks.example.jp/"),
            ("https://Hooks.Example.JP:8443/a?b=c", "https://hooks.example.jp:8443/a?b=c"),
            ("https://8.8.8.8/x", "https://8.8.8.8/x"),
            ("https://[2606:4700:4700::1111]:443/x", "https://[2606:4700:4700::1111]/x"),
            ("https://窓口.example.jp/", "https://xn--fiq64b29s.example.jp/"),
        ] {
            let taken = read(typed);
            if typed.contains('窓') {
                assert!(taken.unwrap().starts_with("https://xn--"), "{typed}");
            } else {
                assert_eq!(taken.as_deref(), Ok(read_as), "{typed}");
            }
        }
    }

    #[test]
    fn all_others_are_refused() {
        let not_public = [
            "https://127.0.0.1/",
            "https://10.0.0.1/",
            "https://100.64.0.1/",
            "https://169.254.169.254/latest/meta-data",
            "https://192.168.1.1:8443/",
            "https://0.0.0.0/",
            "https://224.0.0.1/",
            "https://192.0.2.1/",
            "https://2130706433/",
            "https://0x7f000001/",
            "https://0x7f.1/",
            "https://0177.0.0.1/",
            "https://127.1/",
            "https://127.0.0.1./",
            "https://１２７.０.０.１/",
            "https://[::1]/",
            "https://[::]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[::ffff:7f00:1]/",
            "https://[64:ff9b::7f00:1]/",
            "https://[64:ff9b::10.0.0.1]/",
            "https://[2002:7f00:1::]/",
            "https://[fd00::1]/",
            "https://[fe80::1]/",
            "https://[ff02::1]/",
            "https://localhost/",
            "https://localhost./",
            "https://app.localhost/",
            "https://db.internal/",
            "https://printer.local/",
            "https://db/",
        ];
        for typed in not_public {
            assert_eq!(read(typed), Err("address_not_public"), "{typed}");
        }
        let malformed = [
            "https://0x08080808/",
            "https://134744072/",
            "https://010.8.8.8/",
            "https://8.8.2056/",
            "https://user@hooks.example.jp/",
            "https://user:secret@hooks.example.jp/",
            "https://@hooks.example.jp/",
            "https://hooks.example.jp\\@127.0.0.1/",
            "https://hooks.example.jp/#x",
            "https://hooks.exa\tmple.jp/",
            "https://hooks.example.jp:22/",
            "https://hooks.example.jp:80/",
            "https://hooks.example.jp:6379/",
            "https://hooks.example.jp:0/",
            "https://hooks.example.jp:99999/",
            "https://[fe80::1%25eth0]/",
            "https:///path",
            "https:hooks.example.jp",
            "hooks.example.jp",
            "//hooks.example.jp/",
        ];
        for typed in malformed {
            assert_eq!(read(typed), Err("url_malformed"), "{typed}");
        }
        for typed in ["http://hooks.example.jp/", "ftp://hooks.example.jp/", "file:///etc/passwd", "gopher://a.jp/"] {
            assert_eq!(read(typed), Err("url_not_https"), "{typed}");
        }
        assert_eq!(
            (read(" "), read(&format!("https://a.jp/{}", "x".repeat(2_000)))),
            (Err("required"), Err("too_long"))
        );
    }

    #[test]
    fn a_test_may_call_its_own_machine_and_no_other() {
        let settings = Settings { allow_http: true, allow_loopback: true };
        for typed in ["http://127.0.0.1:8080/", "http://localhost:8080/", "http://[::1]:8080/"] {
            assert!(settings.read(typed).is_ok(), "{typed}");
        }
        for typed in ["http://10.0.0.1:8080/", "http://[::ffff:127.0.0.1]:8080/", "http://169.254.169.254/"] {
            assert_eq!(settings.read(typed), Err(FieldCode::AddressNotPublic), "{typed}");
        }
    }
}
