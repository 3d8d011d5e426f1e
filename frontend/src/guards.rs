//! Who may see a page: those who are logged in, or those who must do something first: say who the contractor is, choose a password, add a second factor. Sends everyone else to where
//! they have to go, and from there to the page they wanted. Must not know any page.

use crate::browser;
use crate::components::pages_of_state::{failed_page, loading_page};
use crate::components::views::changing;
use crate::contexts::{Page, PageContext};
use crate::session::{Ended, State};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};
use madoguchi_api_types::sessions::Session;
use std::sync::Arc;

/// The page on which a password is chosen before anything else.
const PASSWORD_CHANGE: &str = "/password-change";
/// The page on which the contractor says who it is before anything else, and chooses a password.
const CONTRACTOR: &str = "/contractor-registration";
/// The page on which a second factor is added before anything else.
const ENROLMENT: &str = "/second-factor-enrolment";

/// What is known of who looks. Only this: a session that is merely renewed must not draw the page anew.
#[derive(Clone, Copy, PartialEq)]
enum SignInState {
    /// The server was not asked yet.
    Unknown,
    /// Not logged in.
    Stranger,
    /// Must say who the contractor is first.
    Describing,
    /// Must choose a password first.
    Choosing,
    /// Must add a second factor first.
    Enrolling,
    /// Logged in.
    SignedIn,
}

impl SignInState {
    fn of(state: &State) -> Self {
        match state {
            State::Unknown => Self::Unknown,
            State::Absent => Self::Stranger,
            State::Active(session) if session.contractor_required => Self::Describing,
            State::Active(session) if session.password_change_required => Self::Choosing,
            State::Active(session) if session.second_factor_enrolment_required => Self::Enrolling,
            State::Active(_) => Self::SignedIn,
        }
    }

    /// Where something must be done before anything else.
    fn first_page(self) -> Option<&'static str> {
        match self {
            Self::Describing => Some(CONTRACTOR),
            Self::Choosing => Some(PASSWORD_CHANGE),
            Self::Enrolling => Some(ENROLMENT),
            Self::Unknown | Self::Stranger | Self::SignedIn => None,
        }
    }
}

/// Draws a page that some may see.
type Draw = Arc<dyn Fn(PageContext) -> AnyView + Send + Sync>;

impl PageContext {
    /// Draws a page for who is logged in.
    pub fn signed_in(self, draw: Draw) -> AnyView {
        self.draw_for(SignInState::SignedIn, draw)
    }

    /// Draws the page for who must choose a password.
    pub fn choosing_password(self, page: Page) -> AnyView {
        self.draw_for(SignInState::Choosing, Arc::new(page))
    }

    /// Draws the page for who must say who the contractor is.
    pub fn describing_contractor(self, page: Page) -> AnyView {
        self.draw_for(SignInState::Describing, Arc::new(page))
    }

    /// Draws the page for who must add a second factor.
    pub fn enrolling(self, page: Page) -> AnyView {
        self.draw_for(SignInState::Enrolling, Arc::new(page))
    }

    /// Takes a session that just began, and goes to the page that the login was for.
    pub fn enter(&self, session: Session, back: Option<&str>) {
        let state = State::Active(Box::new(session.clone()));
        self.sessions.start(session);
        let back = back.unwrap_or_default();
        match SignInState::of(&state).first_page() {
            Some(page) => self.go_instead(&with_return(page, back)),
            None => self.go_instead(page_of_portal(&self.portal.key, back)),
        }
    }

    /// The address of a page of this portal that leads back to another one afterwards.
    pub fn path_and_back(&self, page: &str, back: &str) -> String {
        with_return(&self.path(page), &self.path(back))
    }

    /// The page of this portal that one is to come back to afterwards, where the address names one.
    pub fn page_to_return(&self) -> Option<String> {
        let back = use_query_map().with_untracked(|query| query.get("return"))?;
        Some(page_of_portal(&self.portal.key, &back)).filter(|page| *page != "/").map(str::to_owned)
    }

    fn draw_for(self, wanted: SignInState, draw: Draw) -> AnyView {
        let here = here(wanted);
        let state = Memo::new(move |_| self.sessions.state.with(SignInState::of));
        let (sessions, client) = (self.sessions, self.client);
        let context = self.clone();
        Effect::new(move |_| match state.get() {
            state if state == wanted => {}
            state => context.send_on(state, &here()),
        });
        changing(move || match (state.get(), sessions.problem.get()) {
            (state, _) if state == wanted => draw(self.clone()),
            (_, Some(error)) => failed_page(error, Callback::new(move |()| sessions.ask(client))),
            _ => loading_page(),
        })
    }

    /// Sends a visitor from a page that is for others; `here` is to be seen afterwards.
    fn send_on(&self, state: SignInState, here: &str) {
        let wanted = page_of_portal(&self.portal.key, here);
        let back = if wanted == "/" { "" } else { here };
        match state {
            SignInState::Unknown => {}
            SignInState::Stranger if self.sessions.ended.get_untracked() == Some(Ended::SignedOut) => {
                self.go_instead("/logged-out");
            }
            SignInState::Stranger => self.go_instead(&with_return("/login", back)),
            SignInState::Describing | SignInState::Choosing | SignInState::Enrolling => {
                state.first_page().into_iter().for_each(|page| self.go_instead(&with_return(page, back)));
            }
            SignInState::SignedIn => self.go_instead(wanted),
        }
    }
}

/// The address to be seen afterwards: that of the page, or the one that the choice of a password is to lead to.
fn here(wanted: SignInState) -> impl Fn() -> String {
    let (location, query) = (use_location(), use_query_map());
    move || {
        if wanted.first_page().is_some() {
            return query.with_untracked(|query| query.get("return")).unwrap_or_default();
        }
        let search = location.search.get_untracked();
        let mark = if search.is_empty() { "" } else { "?" };
        format!("{}{mark}{}", location.pathname.get_untracked(), search.trim_start_matches('?'))
    }
}

/// A page that knows where to go afterwards.
fn with_return(page: &str, back: &str) -> String {
    if back.is_empty() { page.to_owned() } else { format!("{page}?return={}", browser::escape(back)) }
}

/// The page within a portal that an address names; its home for an address that leads anywhere else.
fn page_of_portal<'a>(portal: &str, address: &'a str) -> &'a str {
    let page = address.strip_prefix('/').and_then(|address| address.strip_prefix(portal));
    let safe = |page: &&str| {
        let path = page.split(['?', '#']).next().unwrap_or_default();
        // Dots, which may be written in percent, would lead out of the portal again.
        let stays = !path.contains("/.") && !path.contains('%');
        page.starts_with('/') && stays && !page.contains("//") && !page.contains('\\')
    };
    page.filter(safe).unwrap_or("/")
}

#[cfg(test)]
mod tests {
    use super::page_of_portal;

    #[test]
    fn a_login_leads_back_within_the_portal_only() {
        assert_eq!(page_of_portal("telecom", "/telecom/contracts?category=line"), "/contracts?category=line");
        let elsewhere =
            ["", "/", "/telecom", "/telecomx/a", "/rental/x", "//example.jp/telecom/", "/telecom//example.jp"];
        for address in elsewhere.into_iter().chain([
            "https://example.jp/telecom/",
            "/telecom/\\example.jp",
            "telecom/a",
            "/telecom/../rental/",
            "/telecom/%2e%2E/rental/",
        ]) {
            assert_eq!(page_of_portal("telecom", address), "/", "{address}");
        }
    }
}
