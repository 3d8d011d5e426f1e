//! The tabs of お客様情報: each a page with an address of its own, and only those that the portal has.

use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::page_titles::PageTitle;
use crate::components::tabs::{Tab, tabs};
use crate::components::views::changing;
use crate::contexts::{PageContext, has_module};
use crate::session::State;
use crate::texts::t;
use leptos::prelude::*;
use madoguchi_api_types::portals::{Module, Portal, SecondFactorMode};

/// A page of お客様情報.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum AccountTab {
    /// お客様情報設定.
    Settings,
    /// 多要素認証.
    SecondFactors,
    /// カレンダー連携.
    Calendar,
    /// ログイン中の端末.
    Sessions,
    /// ログイン履歴.
    Events,
    /// 利用者管理, ユーザ管理.
    Users,
    /// お届け先テンプレート管理.
    DeliveryTemplates,
    /// 申込履歴.
    Requests,
    /// 承認.
    Approvals,
}

impl AccountTab {
    fn label(self, portal: &Portal) -> fn() -> &'static str {
        match self {
            Self::Settings => t!(account.settings),
            Self::SecondFactors => t!(authenticators.title),
            Self::Calendar => t!(calendar_feeds.title),
            Self::Sessions => t!(own_sessions.title),
            Self::Events => t!(events.title),
            Self::Users => users_label(portal),
            Self::DeliveryTemplates => t!(delivery_templates.title),
            Self::Requests => t!(request_histories.title),
            Self::Approvals => t!(approvals.title),
        }
    }

    fn address(self) -> &'static str {
        match self {
            Self::Settings => "/account",
            Self::SecondFactors => "/account/second-factors",
            Self::Calendar => "/account/calendar",
            Self::Sessions => "/account/sessions",
            Self::Events => "/account/events",
            Self::Users => "/users",
            Self::DeliveryTemplates => "/account/delivery-templates",
            Self::Requests => "/account/requests",
            Self::Approvals => "/account/approvals",
        }
    }
}

/// What the people of a customer are called: where they differ in what they may do, they are users of an administrator.
pub fn users_label(portal: &Portal) -> fn() -> &'static str {
    if portal.roles.len() > 1 { t!(users.title) } else { t!(users.title_of_equals) }
}

/// Whether second factors are a matter of this portal at all.
pub fn has_second_factors(portal: &Portal) -> bool {
    portal.second_factor != SecondFactorMode::Never
}

/// Way, tabs and heading of a page.
pub fn head(context: &PageContext, here: AccountTab) -> AnyView {
    let steps: Vec<Step> = vec![context.home_step(), (t!(account.title).into(), Some(context.path("/account")))];
    let (row, title) = (context.clone(), here.label(&context.portal));
    let manages =
        Memo::new(move |_| matches!(row.sessions.state.get(), State::Active(session) if session.user.manages_users));
    let context = context.clone();
    let row = changing(move || {
        let shown = [
            AccountTab::Settings,
            AccountTab::Users,
            AccountTab::DeliveryTemplates,
            AccountTab::Requests,
            AccountTab::Approvals,
            AccountTab::SecondFactors,
            AccountTab::Calendar,
            AccountTab::Sessions,
            AccountTab::Events,
        ];
        let is_shown = |tab: &AccountTab| match tab {
            AccountTab::SecondFactors => has_second_factors(&context.portal),
            AccountTab::Users => manages.get(),
            AccountTab::DeliveryTemplates => has_module(&context.portal, Module::DeliveryTemplates),
            AccountTab::Requests => has_module(&context.portal, Module::Orders),
            AccountTab::Approvals => has_module(&context.portal, Module::Approvals),
            AccountTab::Calendar => has_module(&context.portal, Module::Deadlines),
            AccountTab::Settings | AccountTab::Sessions | AccountTab::Events => true,
        };
        let tab = |tab: AccountTab| {
            let label = tab.label(&context.portal).into();
            Tab { label, address: context.path(tab.address()), here: tab == here }
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
