//! Reads a mail as it came over the wire. Knows just enough of MIME for our own mails.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use madoguchi_mail::smtp_sink::ReceivedMail;

/// What a registration mail tells.
#[derive(Debug)]
pub struct Letter {
    pub token: String,
    pub access_id: String,
    pub temporary_password: String,
}

impl Letter {
    pub fn of(mail: &ReceivedMail) -> Self {
        let text = text(mail);
        let after = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name));
            line.unwrap_or_else(|| panic!("no {name} in {text}")).trim().to_owned()
        };
        let link = after("ログインURL : ");
        let token = link.rsplit(['#', '/']).next().unwrap().to_owned();
        Self { token, access_id: after("アクセスID : "), temporary_password: after("仮パスワード : ") }
    }
}

/// The part in plain text.
fn text(mail: &ReceivedMail) -> String {
    let part = mail.data.split("\r\nContent-Type: text/plain").nth(1).unwrap();
    let (head, body) = part.split_once("\r\n\r\n").unwrap();
    let body = body.split("\r\n--").next().unwrap();
    let bytes = match head.to_ascii_lowercase() {
        head if head.contains("base64") => BASE64_STANDARD.decode(body.replace("\r\n", "")).unwrap(),
        head if head.contains("quoted-printable") => unquoted(body),
        _ => body.as_bytes().to_vec(),
    };
    String::from_utf8(bytes).unwrap()
}

/// RFC 2045, 6.7.
fn unquoted(body: &str) -> Vec<u8> {
    let body = body.replace("=\r\n", "");
    let mut pieces = body.split('=');
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        bytes.push(u8::from_str_radix(&piece[..2], 16).unwrap());
        bytes.extend_from_slice(&piece.as_bytes()[2..]);
    }
    bytes
}
