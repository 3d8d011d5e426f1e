//! What a person does to log in: password, one-time password from the mail, robot check.

use std::time::Duration;

use altcha::{Challenge, SolveChallengeOptions, solve_challenge};
use madoguchi_api_types::robot_checks::RobotCheck;
use madoguchi_api_types::sessions::{SecondFactor, SignInAttempt};
use madoguchi_mail::Envelope;
use serde_json::{Value, json};

use crate::app::App;
use crate::browsers::{Answer, Browser};
use crate::builders::{PASSWORD, User};

/// How often a mail that another process delivers is looked for, 20 ms apart.
const PATIENCE: usize = 500;

/// The one-time password that a mail carries.
#[must_use]
pub fn one_time_password(mail: &Envelope) -> String {
    let line = mail.content.text.lines().find_map(|line| line.strip_prefix("ワンタイムパスワード : "));
    line.expect("no one-time password in the mail").to_owned()
}

/// Solves the robot check of an attempt, as the page does.
#[must_use]
pub fn solve(attempt: &SignInAttempt) -> Value {
    solution(attempt.robot_challenge.as_ref().unwrap())
}

/// Solves a challenge, as the page does.
#[must_use]
pub fn solution(challenge: &Value) -> Value {
    let challenge: Challenge = serde_json::from_value(challenge.clone()).unwrap();
    let solution = solve_challenge(SolveChallengeOptions::new(&challenge)).unwrap().unwrap();
    serde_json::to_value(solution).unwrap()
}

impl App {
    /// A browser in which a user is logged in, at the user's portal.
    pub async fn signed_in(&self, user: &User) -> Browser {
        let browser = self.browser_at(&user.row.portal);
        browser.sign_in(user, PASSWORD).await;
        browser
    }
}

impl Browser {
    /// First step with any access ID and password.
    pub async fn give_password(&self, access_id: &str, password: &str) -> Answer {
        let body = json!({ "identifiers": { "access_id": access_id }, "password": password });
        self.post("/sign-in-attempts", body).await
    }

    /// First step of a person with any password.
    pub async fn give_own_password(&self, user: &User, password: &str) -> Answer {
        let body = json!({ "identifiers": user.identifiers(), "password": password });
        self.post("/sign-in-attempts", body).await
    }

    /// Asks for a robot check and solves it.
    pub async fn robot_check(&self) -> Value {
        let asked: RobotCheck = self.post("/robot-checks", json!({})).await.expect(201).json();
        json!({ "challenge": asked.challenge, "solution": solution(&asked.challenge) })
    }

    /// First step of a person with any password and a solved robot check.
    pub async fn give_with_check(&self, user: &User, password: &str, robot_check: &Value) -> Answer {
        let body = json!({ "identifiers": user.identifiers(), "password": password, "robot_check": robot_check });
        self.post("/sign-in-attempts", body).await
    }

    /// Asks for a contractor ID with a solved robot check.
    pub async fn ask_contractor_id(&self, mail_address: &str) -> Answer {
        let body = json!({ "mail_address": mail_address, "robot_check": self.robot_check().await });
        self.post("/contractors", body).await
    }

    /// Name of the cookie by which a device is known.
    #[must_use]
    pub fn device_cookie(&self) -> String {
        format!("__Host-madoguchi-device-{}", self.portal())
    }

    /// Logs in by what the portal asks; a second factor comes by mail.
    pub async fn sign_in(&self, user: &User, password: &str) {
        let mut attempt: SignInAttempt = self.give_own_password(user, password).await.expect(201).json();
        if !attempt.one_time_password && attempt.methods.contains(&SecondFactor::Mail) {
            let path = format!("/sign-in-attempts/{}/one-time-password", attempt.id);
            let mailed: SignInAttempt = self.post(&path, json!({})).await.expect(202).json();
            attempt.one_time_password = mailed.one_time_password;
        }
        let code = if attempt.one_time_password { self.mailed_code(user).await } else { String::new() };
        let solution = attempt.robot_challenge.as_ref().map_or(Value::Null, |_| solve(&attempt));
        let _session = self.complete(&attempt, &code, &solution).await.expect(201);
    }

    /// First step, which must succeed.
    pub async fn start_sign_in(&self, user: &User) -> SignInAttempt {
        self.give_own_password(user, PASSWORD).await.expect(201).json()
    }

    /// The one-time password of the newest mail to a user. Another process may be delivering it: then it is awaited.
    pub async fn mailed_code(&self, user: &User) -> String {
        let address = &user.row.mail_address;
        self.app().deliver_mails().await;
        for _ in 0..PATIENCE {
            if self.app().queued_mails(address).await == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let mails = self.app().mails_to(address).await;
        let mut codes = mails.iter().filter(|mail| mail.content.text.contains("ワンタイムパスワード : "));
        one_time_password(codes.next_back().expect("no mail"))
    }

    /// Second step by mail.
    pub async fn complete(&self, attempt: &SignInAttempt, code: &str, solution: &Value) -> Answer {
        let body = json!({ "one_time_password": code, "robot_solution": solution });
        self.post(&format!("/sign-in-attempts/{}/session", attempt.id), body).await
    }
}
