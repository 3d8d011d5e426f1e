//! A new key while two processes serve, one of which has not heard of it: nobody is logged out, every mail, app and code
//! works, the audit events stay whole, and the old key goes when nothing needs it, not before.

use std::path::{Path, PathBuf};

use api_tests::{App, AuthenticatorApp, Browser, MASTER_KEY, PORTAL, RENTAL, User, on_both_engines};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chrono::TimeDelta;
use madoguchi_entities::{mails, recovery_codes};
use madoguchi_services::audit_events::chain;
use madoguchi_services::audit_events::verify::{self, Verdict};
use madoguchi_services::key_rotation::{self, NotRetired, Retired};
use madoguchi_services::keys::{FIRST, State};
use madoguchi_services::{Keys, Transport};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

on_both_engines!(
    a_key_is_added_under_load,
    a_rotation_that_broke_off_goes_on,
    a_key_goes_when_nothing_needs_it,
    an_unknown_key_is_an_error_and_no_panic,
);

/// A key file with the key of the tests, as the version before wrote it, without an id.
struct KeyFile(PathBuf);

impl KeyFile {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("madoguchi-keys-{}", Uuid::now_v7().simple()));
        std::fs::write(&path, BASE64_STANDARD.encode(MASTER_KEY)).unwrap();
        Self(path)
    }

    fn path(&self) -> &Path {
        &self.0
    }

    fn keys(&self) -> Keys {
        Keys::file(self.path()).unwrap()
    }
}

impl Drop for KeyFile {
    fn drop(&mut self) {
        let _gone_before = std::fs::remove_file(&self.0);
    }
}

/// The same browser, asking another process.
fn at(app: &App, browser: &Browser) -> Browser {
    let other = app.browser_at(browser.portal());
    let name = browser.session_cookie();
    other.set_cookie(&name, &browser.cookie(&name).unwrap());
    other
}

/// Somebody with an app and recovery codes.
async fn with_app(app: &App) -> (User, Browser, AuthenticatorApp, Vec<String>) {
    let user = app.person_at(RENTAL).await;
    let browser = app.signed_in(&user).await;
    let (phone, codes) = browser.add_app("携帯電話").await;
    (user, browser, phone, codes)
}

async fn sealed_mails(app: &App) -> usize {
    let waiting = mails::Entity::find().filter(mails::Column::SealedContent.is_not_null());
    waiting.all(app.db()).await.unwrap().len()
}

async fn rotate(app: &App, file: &KeyFile) -> String {
    let mut operator = app.worker(Transport::Mailbox);
    operator.keys = file.keys();
    let id = key_rotation::rotate(&operator, &app.operator()).await.unwrap();
    key_rotation::reseal(&operator, &app.operator()).await.unwrap();
    id
}

async fn a_key_is_added_under_load(app: App) {
    let file = KeyFile::new();
    let (one, two) = (app.process(file.keys()), app.process(file.keys()));
    let (user, browser, phone, codes) = with_app(&one).await;
    let subscriber = one.subscriber().await;
    let mut people = Vec::new();
    for _ in 0..4 {
        people.push(one.user(&subscriber.group).await);
    }
    let telecom = one.signed_in(&people[0]).await;
    // A login under way: its code is mailed and its robot check is out.
    let waiting = two.browser();
    let attempt = waiting.start_sign_in(&people[1]).await;
    let queued = one.browser_at(RENTAL);
    let (name, mail) = (&user.row.sign_in_name, &user.row.mail_address);
    let forgotten = json!({ "way": "mail_link", "sign_in_name": name, "mail_address": mail });
    let _asked = queued.post("/recoveries", &forgotten).await.expect(202);
    assert!(sealed_mails(&app).await > 0);
    let load = async |served: &App, person: &User| {
        for _ in 0..3 {
            let _home = at(served, &telecom).get("/contracts").await.expect(200);
            served.signed_in(person).await;
        }
    };
    let (id, (), ()) = futures_util::join!(rotate(&app, &file), load(&one, &people[2]), load(&two, &people[3]));
    for served in [&one, &two] {
        let _home = at(served, &telecom).get("/contracts").await.expect(200);
        let _home = at(served, &browser).get("/account/authenticators").await.expect(200);
    }
    // A token that the second process made with the new key is good at the first one, and the other way round.
    let fresh = two.signed_in(&people[2]).await;
    let _home = at(&one, &fresh).get("/contracts").await.expect(200);
    let code = waiting.mailed_code(&people[1]).await;
    let _session = waiting.complete(&attempt, &code, &api_tests::solve(&attempt)).await.expect(201);
    for served in [&one, &two] {
        let other = served.browser_at(RENTAL);
        let attempt = other.start_sign_in(&user).await;
        let _session = other.complete_by(&attempt, "totp", &phone.next_code()).await.expect(201);
    }
    for (served, code) in [(&one, &codes[0]), (&two, &codes[1])] {
        let other = served.browser_at(RENTAL);
        let attempt = other.start_sign_in(&user).await;
        let _session = other.complete_by(&attempt, "recovery_code", code).await.expect(201);
    }
    let operator = app.process(file.keys());
    two.deliver_mails().await;
    assert!(operator.services().keys.list().contains(&(id, State::Newest)));
    for served in [&one, &two, &operator] {
        chain::extend(served.services()).await.unwrap();
        for portal in [PORTAL, RENTAL] {
            let verdict = verify::verify(served.services(), portal).await.unwrap();
            assert!(matches!(verdict, Verdict::Whole(count) if count > 3), "{portal}: {verdict:?}");
        }
    }
}

/// The key was added, and the process died before it sealed anything again.
async fn a_rotation_that_broke_off_goes_on(app: App) {
    let file = KeyFile::new();
    let served = app.process(file.keys());
    let (user, _, phone, _) = with_app(&served).await;
    let operator = app.process(file.keys());
    key_rotation::rotate(operator.services(), &app.operator()).await.unwrap();
    assert!(key_rotation::reseal(operator.services(), &app.operator()).await.unwrap() > 0);
    assert_eq!(key_rotation::reseal(operator.services(), &app.operator()).await.unwrap(), 0, "nothing is done twice");
    let first = key_rotation::list(operator.services(), &app.operator()).await.unwrap().remove(0);
    let tables: Vec<&str> = first.needs.iter().map(|(what, _)| *what).collect();
    assert_eq!((first.id.as_str(), first.state, tables), (FIRST, State::Reads, vec!["recovery_codes"]));
    let other = served.browser_at(RENTAL);
    let attempt = other.start_sign_in(&user).await;
    let _session = other.complete_by(&attempt, "totp", &phone.next_code()).await.expect(201);
}

async fn a_key_goes_when_nothing_needs_it(app: App) {
    let file = KeyFile::new();
    let served = app.process(file.keys());
    let (user, browser, phone, _) = with_app(&served).await;
    chain::extend(served.services()).await.unwrap();
    let operator = app.process(file.keys());
    let retire = async |id: &str| key_rotation::retire(operator.services(), &app.operator(), id).await.unwrap();
    assert_eq!(retire(FIRST).await, Err(NotRetired::IsNewest));
    assert_eq!(retire("other").await, Err(NotRetired::Unknown));
    let id = key_rotation::rotate(operator.services(), &app.operator()).await.unwrap();
    // Half a minute later, as every process does.
    served.services().keys.refresh().unwrap();
    assert!(matches!(retire(FIRST).await, Err(NotRetired::Needed(needs)) if needs.len() > 1));
    key_rotation::reseal(operator.services(), &app.operator()).await.unwrap();
    assert!(matches!(retire(FIRST).await, Err(NotRetired::Needed(needs)) if needs[0].0 == "recovery_codes"));
    recovery_codes::Entity::delete_many().exec(app.db()).await.unwrap();
    assert!(matches!(retire(FIRST).await, Err(NotRetired::Until(until)) if until > app.now() + TimeDelta::minutes(29)));
    app.advance(TimeDelta::minutes(20));
    let _still_there = browser.get("/account/authenticators").await.expect(200);
    app.advance(TimeDelta::minutes(12));
    assert_eq!(retire(FIRST).await, Ok(Retired::ChecksOnly), "audit events bear its signatures");
    assert_eq!(key_rotation::list(operator.services(), &app.operator()).await.unwrap()[0].state, State::Retired);
    let text = std::fs::read_to_string(file.path()).unwrap();
    assert!(!text.contains(&BASE64_STANDARD.encode(MASTER_KEY)), "the master key is gone");
    assert!(text.starts_with("first:proofs:") && text.contains(&format!("{id}:")), "{text}");
    let verdict = verify::verify(operator.services(), RENTAL).await.unwrap();
    assert!(matches!(verdict, Verdict::Whole(count) if count > 1), "{verdict:?}");
    // The session went on meanwhile, and what the app's seed is sealed with is the new key.
    let after = app.process(file.keys());
    let _home = at(&after, &browser).get("/account/authenticators").await.expect(200);
    let other = after.browser_at(RENTAL);
    let attempt = other.start_sign_in(&user).await;
    let _session = other.complete_by(&attempt, "totp", &phone.next_code()).await.expect(201);
    // Events that it signed are kept: it stays.
    assert!(matches!(retire(FIRST).await, Err(NotRetired::Needed(needs)) if needs[0].0 == "audit_events"));
}

/// Somebody else's ring: nothing opens, nobody is logged in, and the server says so in its own way.
async fn an_unknown_key_is_an_error_and_no_panic(app: App) {
    let file = KeyFile::new();
    let served = app.process(file.keys());
    let (user, browser, ..) = with_app(&served).await;
    chain::extend(served.services()).await.unwrap();
    let stranger = app.process(Keys::fixed(&format!("other:{}", BASE64_STANDARD.encode([9; 32]))).unwrap());
    at(&stranger, &browser).get("/account/authenticators").await.refused(401, "session_missing");
    let other = stranger.browser_at(RENTAL);
    let attempt = other.start_sign_in(&user).await;
    other.complete_by(&attempt, "totp", "123456").await.refused(500, "internal_error");
    assert_eq!(verify::verify(stranger.services(), RENTAL).await.unwrap(), Verdict::Broken(1));
    for refused in ["", "# nothing", "x:AAAA", "X:AAAA", "a:b:c", "a:proofs:AAAA"] {
        assert!(Keys::fixed(refused).is_err(), "{refused}");
    }
    let twice = format!("a:{0}\na:{0}", BASE64_STANDARD.encode([9; 32]));
    assert!(Keys::fixed(&twice).unwrap_err().to_string().contains("line 2"));
}
