//! Random walks through all that changes an account, against a small model of what must still be usable: after each step
//! every link and issued password that ever went out is tried.

use api_tests::{App, Browser, NETWORK, PASSWORD, RENTAL, User, on_both_engines};
use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_api_types::sessions::SignInAttempt;
use madoguchi_entities::throttles;
use madoguchi_entities::users::UserState;
use madoguchi_services::users::locks;
use sea_orm::EntityTrait;
use serde_json::json;

use crate::letters;

on_both_engines!(at_rental, at_network);

const STEPS: usize = 45;

/// What went out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Setting,
    Opening,
    Change,
    Undo,
    Stop,
    Issued,
}

#[derive(Clone, Debug)]
struct Sent {
    kind: Kind,
    secret: String,
    at: DateTime<Utc>,
    until: DateTime<Utc>,
    usable: bool,
}

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Recover,
    LogIn,
    AskForChange,
    Open,
    Confirm,
    Undo,
    Stop,
    SetByLink,
    SetOwn,
    UseIssued,
    Lock,
    Unlock,
}

const ALL: [Step; 12] = [
    Step::Recover,
    Step::LogIn,
    Step::AskForChange,
    Step::Open,
    Step::Confirm,
    Step::Undo,
    Step::Stop,
    Step::SetByLink,
    Step::SetOwn,
    Step::UseIssued,
    Step::Lock,
    Step::Unlock,
];

/// A walk: the account as the model sees it, and how to reach it.
struct Walk {
    app: App,
    user: User,
    random: u64,
    /// Own password, while there is one.
    password: Option<String>,
    locked_by_provider: bool,
    sent: Vec<Sent>,
    number: u32,
}

async fn at_rental(app: App) {
    walk(app, RENTAL, 11).await;
}

async fn at_network(app: App) {
    walk(app, NETWORK, 5).await;
}

async fn walk(app: App, portal: &str, seed: u64) {
    let user = app.person_at(portal).await;
    let password = Some(PASSWORD.to_owned());
    let mut walk = Walk { app, user, random: seed, password, locked_by_provider: false, sent: Vec::new(), number: 0 };
    let mut taken = Vec::new();
    for _ in 0..STEPS {
        walk.app.advance(TimeDelta::minutes(21));
        let step = walk.step().await;
        taken.push(step);
        walk.user = User { row: walk.user.now(&walk.app).await };
        walk.check_all(&taken).await;
    }
    let done = ALL.iter().filter(|step| taken.contains(step)).count();
    assert!(done >= 8, "the walk is too short to show anything: {taken:?}");
}

impl Walk {
    fn next(&mut self, below: usize) -> usize {
        // Knuth's linear congruential generator: the same walk each time.
        self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.random >> 33).unwrap() % below
    }

    fn at_network(&self) -> bool {
        self.user.row.portal == NETWORK
    }

    fn browser(&mut self) -> Browser {
        self.number += 1;
        let browser = self.app.browser_at(&self.user.row.portal);
        browser.move_to(&format!("198.51.{}.{}", self.number / 250, self.number % 250));
        browser
    }

    /// A usable one of a kind, chosen at random.
    fn usable(&mut self, kind: Kind) -> Option<Sent> {
        let now = self.app.now();
        let open: Vec<_> =
            self.sent.iter().filter(|it| it.kind == kind && it.usable && now < it.until).cloned().collect();
        if open.is_empty() { None } else { Some(open[self.next(open.len())].clone()) }
    }

    /// One step that can be taken now.
    async fn step(&mut self) -> Step {
        loop {
            let step = ALL[self.next(ALL.len())];
            if self.take(step).await {
                return step;
            }
        }
    }

    async fn take(&mut self, step: Step) -> bool {
        match step {
            Step::Recover => self.recover().await,
            Step::LogIn => self.log_in().await.is_some(),
            Step::AskForChange => self.ask_for_change().await,
            Step::Open => self.open().await,
            Step::Confirm => self.confirm().await,
            Step::Undo => self.undo().await,
            Step::Stop => self.stop().await,
            Step::SetByLink => self.set_by_link().await,
            Step::SetOwn => self.set_own().await,
            Step::UseIssued => self.use_issued().await,
            Step::Lock | Step::Unlock => self.lock(step == Step::Lock).await,
        }
    }

    fn send(&mut self, kind: Kind, secret: String, lifetime: TimeDelta) {
        let at = self.app.now();
        if !matches!(kind, Kind::Undo | Kind::Stop) {
            self.end(|it| it.kind == kind);
        }
        self.sent.push(Sent { kind, secret, at, until: at + lifetime, usable: true });
    }

    fn end(&mut self, which: impl Fn(&Sent) -> bool) {
        self.sent.iter_mut().filter(|it| which(it)).for_each(|it| it.usable = false);
    }

    async fn letter(&self, subject: &str) -> madoguchi_mail::Envelope {
        letters::newest(&self.app, &self.user.row.mail_address, subject).await
    }

    async fn recover(&mut self) -> bool {
        let (name, mail) = (self.user.row.sign_in_name.clone(), self.user.row.mail_address.clone());
        let customer = self.app.customer_name(&self.user).await;
        let ways: &[&str] = if self.at_network() { &["reissue_issued", "facility_and_mail"] } else { &["mail_link"] };
        let way = ways[self.next(ways.len())];
        let body = json!({ "way": way, "sign_in_name": name, "mail_address": mail, "customer_name": customer });
        let before = self.app.mails_to(&mail).await.len();
        let _taken = self.browser().post("/recoveries", body).await.expect(202);
        let after = self.app.mails_to(&mail).await.len();
        assert_eq!(after - before, usize::from(!self.locked_by_provider), "{way}");
        if self.locked_by_provider {
            return true;
        }
        // The last one that was issued to this mailbox comes back, unless nothing is left of it.
        let last = self.sent.iter().rposition(|it| it.kind == Kind::Issued);
        if way == "reissue_issued" && self.user.row.issued_password_hash.is_some() {
            let until = self.app.now() + TimeDelta::hours(72);
            let last = &mut self.sent[last.unwrap()];
            (last.usable, last.until) = (true, until);
        } else if self.at_network() {
            let password = letters::value(&self.letter("リセット").await, "仮パスワード");
            self.send(Kind::Issued, password, TimeDelta::days(10));
        } else {
            let token = letters::token(&self.letter("再設定").await);
            self.send(Kind::Setting, token, TimeDelta::hours(24));
        }
        true
    }

    async fn log_in(&mut self) -> Option<Browser> {
        let password = self.password.clone()?;
        let browser = self.browser();
        browser.sign_in(&self.user, &password).await;
        if !self.at_network() {
            let token = letters::token(&self.letter("ログイン通知").await);
            self.send(Kind::Stop, token, TimeDelta::days(7));
        }
        Some(browser)
    }

    async fn ask_for_change(&mut self) -> bool {
        let Some(browser) = self.log_in().await else { return false };
        self.number += 1;
        let new = format!("n{}@example.jp", self.number);
        let _asked = browser.post("/account/mail-changes", json!({ "mail_address": new })).await.expect(202);
        if self.at_network() {
            let token = letters::token(&letters::newest(&self.app, &new, "変更確認").await);
            self.send(Kind::Change, token, TimeDelta::hours(48));
        } else {
            let token = letters::token(&self.letter("変更依頼受付").await);
            self.send(Kind::Opening, token, TimeDelta::hours(48));
        }
        true
    }

    async fn open(&mut self) -> bool {
        let Some(opening) = self.usable(Kind::Opening) else { return false };
        self.number += 1;
        let new = format!("n{}@example.jp", self.number);
        let body = json!({ "step": "open", "token": opening.secret, "mail_address": new });
        let _named = self.browser().post("/mail-change-links", body).await.expect(204);
        self.end(|it| it.kind == Kind::Opening);
        let token = letters::token(&letters::newest(&self.app, &new, "変更確認").await);
        self.send(Kind::Change, token, TimeDelta::hours(48));
        true
    }

    async fn confirm(&mut self) -> bool {
        let Some(change) = self.usable(Kind::Change) else { return false };
        let body = json!({ "step": "confirm", "token": change.secret });
        let _done = self.browser().post("/mail-change-links", body).await.expect(204);
        self.end(|it| it.kind != Kind::Undo);
        let token = letters::token(&self.letter("変更完了").await);
        self.send(Kind::Undo, token, TimeDelta::days(7));
        true
    }

    async fn undo(&mut self) -> bool {
        let Some(undo) = self.usable(Kind::Undo) else { return false };
        let body = json!({ "step": "undo", "token": undo.secret });
        let _undone = self.browser().post("/mail-change-links", body).await.expect(204);
        self.end(|it| it.kind != Kind::Undo || it.at >= undo.at);
        self.password = None;
        true
    }

    async fn stop(&mut self) -> bool {
        let Some(stop) = self.usable(Kind::Stop) else { return false };
        let _stopped = self.browser().post("/sign-in-stops", json!({ "token": stop.secret })).await.expect(204);
        self.end(|it| it.kind != Kind::Undo);
        self.password = None;
        true
    }

    fn password_was_set(&mut self, password: String) {
        self.password = Some(password);
        self.end(|it| !matches!(it.kind, Kind::Undo | Kind::Stop));
    }

    fn new_password(&mut self) -> String {
        self.number += 1;
        format!("Nagare.{:04}", self.number)
    }

    async fn set_by_link(&mut self) -> bool {
        let Some(setting) = self.usable(Kind::Setting) else { return false };
        let password = self.new_password();
        let body = json!({ "token": setting.secret, "password": password });
        let _set = self.browser().post("/password-settings", body).await.expect(204);
        self.password_was_set(password);
        true
    }

    async fn set_own(&mut self) -> bool {
        let Some(browser) = self.log_in().await else { return false };
        let password = self.new_password();
        let body = json!({ "current_password": self.password, "password": password });
        let _changed = browser.put("/account/password", body).await.expect(204);
        self.password_was_set(password);
        true
    }

    async fn use_issued(&mut self) -> bool {
        let Some(issued) = self.usable(Kind::Issued) else { return false };
        let browser = self.browser();
        let attempt: SignInAttempt = browser.give_own_password(&self.user, &issued.secret).await.expect(201).json();
        let _in = browser.post(&format!("/sign-in-attempts/{}/session", attempt.id), json!({})).await.expect(201);
        let password = self.new_password();
        let _set = browser.put("/account/password", json!({ "password": password })).await.expect(204);
        self.password_was_set(password);
        true
    }

    async fn lock(&mut self, lock: bool) -> bool {
        // Seldom: a locked account goes nowhere.
        if lock == self.locked_by_provider || (lock && self.next(3) > 0) {
            return false;
        }
        let portal = self.app.services().portals.get(&self.user.row.portal).unwrap();
        let mail = self.user.row.mail_address.clone();
        let person = locks::Named { sign_in_name: self.user.row.sign_in_name.clone(), mail_address: Some(mail) };
        if lock {
            locks::lock(self.app.services(), &portal, &person).await.unwrap();
            self.password = None;
        } else {
            locks::unlock(self.app.services(), &portal, &person).await.unwrap();
        }
        self.end(|_| true);
        self.locked_by_provider = lock;
        true
    }

    /// Tries everything that ever went out, without using it up.
    async fn check_all(&mut self, taken: &[Step]) {
        let now = self.app.now();
        // What is tried here are no guesses: the brakes on guessing are others' tests.
        throttles::Entity::delete_many().exec(self.app.db()).await.unwrap();
        for it in self.sent.clone() {
            let browser = self.browser();
            let link = json!({ "token": it.secret });
            let answer = match it.kind {
                Kind::Setting => browser.post("/password-settings/link", link).await,
                Kind::Stop => browser.post("/sign-in-stops/link", link).await,
                Kind::Issued => browser.give_own_password(&self.user, &it.secret).await,
                Kind::Opening | Kind::Change | Kind::Undo => {
                    let step = match it.kind {
                        Kind::Opening => "open",
                        Kind::Change => "confirm",
                        _ => "undo",
                    };
                    browser.post("/mail-change-links/link", json!({ "step": step, "token": it.secret })).await
                }
            };
            let usable = it.usable && now < it.until;
            assert_eq!(answer.status < 300, usable, "{it:?} after {taken:?}: {}", answer.text());
        }
        let state = self.user.row.state;
        assert_eq!(state == UserState::Active, self.password.is_some(), "{taken:?}");
    }
}
