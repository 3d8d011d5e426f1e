//! マイページ ログイン: second step, one of the person's second factors and the robot check.

use super::attempts::page_of_attempt;
use super::second_factors;
use super::steps::{FORM_ID, Step};
use crate::chunks::chunk;
use crate::components::robot_check_boxes::RobotCheck;
use crate::components::views::{changing, optional, text};
use crate::contexts::PageContext;
use crate::passkeys;
use crate::texts::{own, t, tr};
use leptos::prelude::*;
use madoguchi_api_types::portals::{Portal, SecondFactorMode};
use madoguchi_api_types::sessions::{SecondFactor, SignInAttempt};

chunk!(entry: later = page);

pub fn page(context: PageContext) -> AnyView {
    let way = RwSignal::new(None);
    let portal = context.portal.clone();
    let title = move || title(&portal, way.get());
    let here = context.clone();
    page_of_attempt(&context, title, move |attempt| draw(here.clone(), attempt, way))
}

/// Where everybody gives a second factor, it is simply the login.
fn title(portal: &Portal, way: Option<SecondFactor>) -> String {
    if portal.second_factor == SecondFactorMode::Always || matches!(way, None | Some(SecondFactor::Passkey)) {
        tr!(login.title, own(&portal.name))
    } else {
        tr!(otp.title).to_owned()
    }
}

fn draw(context: PageContext, attempt: SignInAttempt, way: RwSignal<Option<SecondFactor>>) -> AnyView {
    let mut ways = attempt.methods.clone();
    if ways.len() > 1 && !passkeys::are_known() {
        ways.retain(|way| *way != SecondFactor::Passkey);
    }
    way.set(ways.first().copied());
    let mailed = RwSignal::new(attempt.one_time_password);
    let robot = attempt.robot_challenge.clone().map(RobotCheck::start);
    let step = Step { context, attempt, way, mailed, robot };
    let forgotten = forgotten_mail_address(&step);
    view! {
        {changing(move || second_factors::form(&step))}
        {other_ways(ways, way)}
        {forgotten}
    }
    .into_any()
}

/// The other ways to go on, each a press away.
fn other_ways(ways: Vec<SecondFactor>, chosen: RwSignal<Option<SecondFactor>>) -> AnyView {
    if ways.len() < 2 {
        return optional(None);
    }
    let choose = move |way: SecondFactor| {
        chosen.set(Some(way));
        // After it is drawn; the button that was pressed is gone.
        request_animation_frame(|| {
            crate::browser::focus(FORM_ID);
        });
    };
    let button = move |way: SecondFactor| {
        view! {
            <li>
                <button type="button" class="link" on:click=move |_| choose(way)>{text(label(way))}</button>
            </li>
        }
        .into_any()
    };
    let others = changing(move || {
        let others = ways.iter().filter(|way| Some(**way) != chosen.get());
        others.map(|way| button(*way)).collect::<Vec<_>>().into_any()
    });
    view! {
        <section class="other-ways" aria-labelledby="other-ways">
            <h2 id="other-ways">{t!(otp.other_ways)}</h2>
            <ul>{others}</ul>
        </section>
    }
    .into_any()
}

fn label(way: SecondFactor) -> fn() -> &'static str {
    match way {
        SecondFactor::Passkey => t!(otp.use_passkey),
        SecondFactor::Totp => t!(otp.use_totp),
        SecondFactor::Mail => t!(otp.use_mail),
        SecondFactor::RecoveryCode => t!(otp.use_recovery_code),
    }
}

/// 登録済みメールアドレスをお忘れの方はこちら, where a mail is what is waited for. Who has something stronger goes on
/// with that.
fn forgotten_mail_address(step: &Step) -> AnyView {
    let stronger = |way: &SecondFactor| matches!(way, SecondFactor::Passkey | SecondFactor::Totp);
    let offered = step.context.portal.mail_address_recovery && !step.attempt.methods.iter().any(stronger);
    let way = step.way;
    let address = step.context.path(&format!("/login/{}/mail-address", step.attempt.id));
    changing(move || {
        let shown = offered && way.get() == Some(SecondFactor::Mail);
        let address = address.clone();
        optional(shown.then(|| {
            view! { <p class="after-card"><a href=address>{t!(otp.forgotten_mail_address)}</a></p> }.into_any()
        }))
    })
}
