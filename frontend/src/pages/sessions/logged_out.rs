//! The page after a log-out.

use crate::components::page_titles::PageTitle;
use crate::texts::t;
use crate::visits::Visit;
use leptos::prelude::*;

/// The page.
pub fn page(visit: Visit) -> AnyView {
    // It says so itself; the login page need not repeat it.
    visit.sessions.ended.set(None);
    view! {
        <div class="column narrow">
            <PageTitle title=t!(logged_out.title) />
            <p>{t!(logged_out.text)}</p>
            <p><a class="button solid" href=visit.path("/login")>{t!(logged_out.login)}</a></p>
        </div>
    }
    .into_any()
}
