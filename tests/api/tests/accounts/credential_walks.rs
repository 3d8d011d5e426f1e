//! Random walks through all that changes an account, against a small model of what must still be usable: after each step
//! every link, issued password and address of a calendar that ever went out is tried.

mod steps;

use api_tests::{App, Browser, NETWORK, PASSWORD, RENTAL, User, on_both_engines};
use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_entities::throttles;
use madoguchi_entities::users::UserState;
use sea_orm::EntityTrait;
use serde_json::json;

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
    Feed,
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
    Subscribe,
}

const ALL: [Step; 13] = [
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
    Step::Subscribe,
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
    // What all the others must end. The other portal has no dates.
    let subscribed = taken.iter().position(|step| *step == Step::Subscribe).is_some_and(|at| at + 5 < taken.len());
    assert!(subscribed || portal != NETWORK, "no address of a calendar to be ended: {taken:?}");
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
            Step::Subscribe => self.subscribe().await,
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
                Kind::Feed => browser.get(&format!("/calendar-feeds/{}.ics", it.secret)).await,
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
