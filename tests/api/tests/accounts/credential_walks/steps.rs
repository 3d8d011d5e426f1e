//! What is done to the account, and what the model says of it.

use api_tests::Browser;
use chrono::TimeDelta;
use madoguchi_api_types::calendar_feeds::NewCalendarFeed;
use madoguchi_api_types::sessions::SignInAttempt;
use madoguchi_services::user_administration::locks;
use serde_json::json;

use super::{Kind, Walk};
use crate::letters;

impl Walk {
    async fn letter(&self, subject: &str) -> madoguchi_mail::Envelope {
        letters::newest(&self.app, &self.user.row.mail_address, subject).await
    }

    pub(super) async fn recover(&mut self) -> bool {
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
            let password = letters::value(&self.letter("リセット").await, "再発行パスワード");
            self.send(Kind::Issued, password, TimeDelta::days(10));
        } else {
            let token = letters::token(&self.letter("再設定").await);
            self.send(Kind::Setting, token, TimeDelta::hours(24));
        }
        true
    }

    pub(super) async fn log_in(&mut self) -> Option<Browser> {
        let password = self.password.clone()?;
        let browser = self.browser();
        browser.sign_in(&self.user, &password).await;
        if !self.at_network() {
            let token = letters::token(&self.letter("ログイン通知").await);
            self.send(Kind::Stop, token, TimeDelta::days(7));
        }
        Some(browser)
    }

    pub(super) async fn ask_for_change(&mut self) -> bool {
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

    pub(super) async fn open(&mut self) -> bool {
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

    pub(super) async fn confirm(&mut self) -> bool {
        let Some(change) = self.usable(Kind::Change) else { return false };
        let body = json!({ "step": "confirm", "token": change.secret });
        let _done = self.browser().post("/mail-change-links", body).await.expect(204);
        self.end(|it| it.kind != Kind::Undo);
        let token = letters::token(&self.letter("変更完了").await);
        self.send(Kind::Undo, token, TimeDelta::days(7));
        true
    }

    pub(super) async fn undo(&mut self) -> bool {
        let Some(undo) = self.usable(Kind::Undo) else { return false };
        let body = json!({ "step": "undo", "token": undo.secret });
        let _undone = self.browser().post("/mail-change-links", body).await.expect(204);
        self.end(|it| it.kind != Kind::Undo || it.at >= undo.at);
        self.password = None;
        true
    }

    /// At network: the other portal has no dates.
    pub(super) async fn subscribe(&mut self) -> bool {
        if !self.at_network() {
            return false;
        }
        let Some(browser) = self.log_in().await else { return false };
        let made = browser.post("/account/calendar-feeds", json!(null)).await.expect(201);
        let address = made.json::<NewCalendarFeed>().address;
        let secret = address.rsplit('/').next().unwrap().strip_suffix(".ics").unwrap();
        self.send(Kind::Feed, secret.to_owned(), TimeDelta::days(36_500));
        true
    }

    pub(super) async fn stop(&mut self) -> bool {
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

    pub(super) async fn set_by_link(&mut self) -> bool {
        let Some(setting) = self.usable(Kind::Setting) else { return false };
        let password = self.new_password();
        let body = json!({ "token": setting.secret, "password": password });
        let _set = self.browser().post("/password-settings", body).await.expect(204);
        self.password_was_set(password);
        true
    }

    pub(super) async fn set_own(&mut self) -> bool {
        let Some(browser) = self.log_in().await else { return false };
        let password = self.new_password();
        let body = json!({ "current_password": self.password, "password": password });
        let _changed = browser.put("/account/password", body).await.expect(204);
        self.password_was_set(password);
        true
    }

    pub(super) async fn use_issued(&mut self) -> bool {
        let Some(issued) = self.usable(Kind::Issued) else { return false };
        let browser = self.browser();
        let attempt: SignInAttempt = browser.give_own_password(&self.user, &issued.secret).await.expect(201).json();
        let _in = browser.post(&format!("/sign-in-attempts/{}/session", attempt.id), json!({})).await.expect(201);
        let password = self.new_password();
        let _set = browser.put("/account/password", json!({ "password": password })).await.expect(204);
        self.password_was_set(password);
        true
    }

    pub(super) async fn lock(&mut self, lock: bool) -> bool {
        // Seldom: a locked account goes nowhere.
        if lock == self.locked_by_provider || (lock && self.next(3) > 0) {
            return false;
        }
        let provider = self.app.provider(&self.user.row.portal);
        let mail = self.user.row.mail_address.clone();
        let person = locks::Named { sign_in_name: self.user.row.sign_in_name.clone(), mail_address: Some(mail) };
        if lock {
            locks::lock(self.app.services(), &provider, &person).await.unwrap();
            self.password = None;
        } else {
            locks::unlock(self.app.services(), &provider, &person).await.unwrap();
        }
        self.end(|_| true);
        self.locked_by_provider = lock;
        true
    }
}
