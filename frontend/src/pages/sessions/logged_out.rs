//! The page after a log-out.

use crate::components::page_titles::PageTitle;
use crate::contexts::PageContext;
use crate::texts::t;
use leptos::prelude::*;

pub fn page(context: PageContext) -> AnyView {
    // It says so itself; the login page need not repeat it.
    context.sessions.ended.set(None);
    view! {
        <div class="column narrow">
            <PageTitle title=t!(logged_out.title) />
            <p>{t!(logged_out.text)}</p>
            <p><a class="button solid" href=context.path("/login")>{t!(logged_out.login)}</a></p>
        </div>
    }
    .into_any()
}
