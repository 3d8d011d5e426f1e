//! What the tests through HTTP stand on: a served application with a database of its own, browsers, and rows to start
//! from. Knows the product from outside and its tables; holds no expectation.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "only tests run this, and they stop at the first surprise"
)]

mod app;
mod authenticator_apps;
mod browsers;
mod builders;
mod clock;
mod databases;
mod described;
mod registrations;
mod sign_ins;
mod spellings;
mod systems;

pub use app::{App, BODY_PATIENCE, JOBS, MASTER_KEY, NETWORK, NOW, OTHER_PORTAL, PORTAL, RENTAL, SANDBOX, STRICT, run};
pub use authenticator_apps::{AuthenticatorApp, STEP};
pub use browsers::{Answer, Browser, Request};
pub use builders::{
    Call, Draft, PASSWORD, Subscriber, User, answers_for, cancellation_answers, cancelled, common_answers,
    contractor_answers, item, order_answers,
};
pub use clock::FrozenClock;
pub use databases::Engine;
pub use registrations::Letter;
pub use sign_ins::{one_time_password, solution, solve};
pub use spellings::full_width;
pub use systems::{System, ask};

/// Makes `name::sqlite` and `name::postgres` of each named `async fn(App)`. A function that is not named is dead code,
/// which the compiler reports.
#[macro_export]
macro_rules! on_both_engines {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[test]
            fn sqlite() {
                $crate::run($crate::Engine::Sqlite, super::$name);
            }

            #[test]
            fn postgres() {
                $crate::run($crate::Engine::Postgres, super::$name);
            }
        }
    )+};
}
