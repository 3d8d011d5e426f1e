//! What mails say, as their readers take it out of them.

use api_tests::App;
use madoguchi_mail::Envelope;

/// The newest mail of a kind to an address, recognised by a word of its subject.
pub async fn newest(app: &App, address: &str, subject: &str) -> Envelope {
    let mails = app.mails_to(address).await;
    let subjects: Vec<_> = mails.iter().map(|mail| mail.content.subject.clone()).collect();
    let found = mails.into_iter().rfind(|mail| mail.content.subject.contains(subject));
    found.unwrap_or_else(|| panic!("no mail about {subject} to {address}, but {subjects:?}"))
}

/// How many mails of a kind an address got.
pub async fn count(app: &App, address: &str, subject: &str) -> usize {
    app.mails_to(address).await.iter().filter(|mail| mail.content.subject.contains(subject)).count()
}

/// The value of a line `label : value`.
pub fn value(mail: &Envelope, label: &str) -> String {
    let start = format!("{label} : ");
    let line = mail.content.text.lines().find_map(|line| line.strip_prefix(&start));
    line.unwrap_or_else(|| panic!("no {label} in {}", mail.content.text)).to_owned()
}

/// The token of a link.
pub fn token(mail: &Envelope) -> String {
    let url = value(mail, "URL");
    url.rsplit(['#', '/']).next().unwrap().to_owned()
}
