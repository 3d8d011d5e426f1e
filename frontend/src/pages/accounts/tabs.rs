//! The tabs of お客様情報: each a page with an address of its own, and only those that the portal has.

use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::page_titles::PageTitle;
use crate::components::tabs::{Tab, tabs};
use crate::components::views::changing;
use crate::session::State;
use crate::texts::t;
use crate::visits::Visit;
use leptos::prelude::*;
use madoguchi_api_types::portals::Portal;

/// A page of お客様情報.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Here {
    /// お客様情報設定.
    Settings,
    /// 多要素認証.
    SecondFactors,
    /// ログイン中の端末.
    Sessions,
    /// ログイン履歴.
    Events,
    /// 利用者管理, ユーザ管理.
    Users,
}

impl Here {
    fn label(self, portal: &Portal) -> fn() -> &'static str {
        match self {
            Self::Settings => t!(account.settings),
            Self::SecondFactors => t!(authenticators.title),
            Self::Sessions => t!(own_sessions.title),
            Self::Events => t!(events.title),
            Self::Users => users_label(portal),
        }
    }

    fn address(self) -> &'static str {
        match self {
            Self::Settings => "/account",
            Self::SecondFactors => "/account/second-factors",
            Self::Sessions => "/account/sessions",
            Self::Events => "/account/events",
            Self::Users => "/users",
        }
    }
}

/// What the people of a customer are called: where they differ in what they may do, they are users of an administrator.
pub fn users_label(portal: &Portal) -> fn() -> &'static str {
    if portal.roles.len() > 1 { t!(users.title) } else { t!(users.title_of_equals) }
}

/// Whether second factors are a matter of this portal at all.
pub fn has_second_factors(portal: &Portal) -> bool {
    portal.second_factor != "never"
}

/// Way, tabs and heading of a page.
pub fn head(visit: &Visit, here: Here) -> AnyView {
    let steps: Vec<Step> = vec![visit.home_step(), (t!(account.title).into(), Some(visit.path("/account")))];
    let (row, title) = (visit.clone(), here.label(&visit.portal));
    let manages =
        Memo::new(move |_| matches!(row.sessions.state.get(), State::Active(session) if session.user.manages_users));
    let visit = visit.clone();
    let row = changing(move || {
        let shown = [Here::Settings, Here::Users, Here::SecondFactors, Here::Sessions, Here::Events];
        let is_shown = |tab: &Here| match tab {
            Here::SecondFactors => has_second_factors(&visit.portal),
            Here::Users => manages.get(),
            Here::Settings | Here::Sessions | Here::Events => true,
        };
        let tab = |tab: Here| {
            let label = tab.label(&visit.portal).into();
            Tab { label, address: visit.path(tab.address()), here: tab == here }
        };
        tabs(t!(account.title), shown.into_iter().filter(is_shown).map(tab).collect())
    });
    view! {
        <Breadcrumb steps=steps />
        {row}
        <PageTitle title=title />
    }
    .into_any()
}
