//! Who may see a page: those who are logged in, or those who must choose a password or add a second factor first. Sends everyone else to where
//! they have to go, and from there to the page they wanted. Must not know any page.

use crate::browser;
use crate::components::pages_of_state::{failed_page, loading_page};
use crate::components::views::changing;
use crate::session::{Ended, State};
use crate::visits::{Page, Visit};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};
use madoguchi_api_types::sessions::Session;
use std::sync::Arc;

/// The page on which a password is chosen before anything else.
const PASSWORD_CHANGE: &str = "/password-change";
/// The page on which a second factor is added before anything else.
const ENROLMENT: &str = "/second-factor-enrolment";

/// What is known of who looks. Only this: a session that is merely renewed must not draw the page anew.
#[derive(Clone, Copy, PartialEq)]
enum Looker {
    /// The server was not asked yet.
    Unknown,
    /// Not logged in.
    Stranger,
    /// Must choose a password first.
    Choosing,
    /// Must add a second factor first.
    Enrolling,
    /// Logged in.
    SignedIn,
}

impl Looker {
    fn of(state: &State) -> Self {
        match state {
            State::Unknown => Self::Unknown,
            State::Absent => Self::Stranger,
            State::Active(session) if session.password_change_required => Self::Choosing,
            State::Active(session) if session.second_factor_enrolment_required => Self::Enrolling,
            State::Active(_) => Self::SignedIn,
        }
    }
}

/// Draws a page that some may see.
type Draw = Arc<dyn Fn(Visit) -> AnyView + Send + Sync>;

impl Visit {
    /// Draws a page for who is logged in.
    pub fn signed_in(self, draw: Draw) -> AnyView {
        self.draw_for(Looker::SignedIn, draw)
    }

    /// Draws the page for who must choose a password.
    pub fn choosing_password(self, page: Page) -> AnyView {
        self.draw_for(Looker::Choosing, Arc::new(page))
    }

    /// Draws the page for who must add a second factor.
    pub fn enrolling(self, page: Page) -> AnyView {
        self.draw_for(Looker::Enrolling, Arc::new(page))
    }

    /// Takes a session that just began, and goes to the page that the login was for.
    pub fn enter(&self, session: Session, back: Option<&str>) {
        let (chooses, enrols) = (session.password_change_required, session.second_factor_enrolment_required);
        self.sessions.start(session);
        match back.unwrap_or_default() {
            back if enrols && !chooses => self.go_instead(&with_return(ENROLMENT, back)),
            back if chooses => self.go_instead(&with_return(PASSWORD_CHANGE, back)),
            back => self.go_instead(page_of_portal(&self.portal.key, back)),
        }
    }

    fn draw_for(self, wanted: Looker, draw: Draw) -> AnyView {
        let here = here(wanted);
        let looker = Memo::new(move |_| self.sessions.state.with(Looker::of));
        let (sessions, client) = (self.sessions, self.client);
        let visit = self.clone();
        Effect::new(move |_| match looker.get() {
            looker if looker == wanted => {}
            looker => visit.send_on(looker, &here()),
        });
        changing(move || match (looker.get(), sessions.problem.get()) {
            (looker, _) if looker == wanted => draw(self.clone()),
            (_, Some(error)) => failed_page(error, Callback::new(move |()| sessions.ask(client))),
            _ => loading_page(),
        })
    }

    /// Sends a visitor from a page that is for others; `here` is to be seen afterwards.
    fn send_on(&self, looker: Looker, here: &str) {
        let wanted = page_of_portal(&self.portal.key, here);
        let back = if wanted == "/" { "" } else { here };
        match looker {
            Looker::Unknown => {}
            Looker::Stranger if self.sessions.ended.get_untracked() == Some(Ended::SignedOut) => {
                self.go_instead("/logged-out");
            }
            Looker::Stranger => self.go_instead(&with_return("/login", back)),
            Looker::Choosing => self.go_instead(&with_return(PASSWORD_CHANGE, back)),
            Looker::Enrolling => self.go_instead(&with_return(ENROLMENT, back)),
            Looker::SignedIn => self.go_instead(wanted),
        }
    }
}

/// The address to be seen afterwards: that of the page, or the one that the choice of a password is to lead to.
fn here(wanted: Looker) -> impl Fn() -> String {
    let (location, query) = (use_location(), use_query_map());
    move || {
        if matches!(wanted, Looker::Choosing | Looker::Enrolling) {
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
