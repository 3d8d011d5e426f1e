//! A login under way, around the pages that need one: read again after a reload, and what is said when it is over.

use crate::api;
use crate::components::identifiers;
use crate::components::notices::{Kind, Notice};
use crate::components::page_titles::PageTitle;
use crate::components::parts::{Loaded, Part};
use crate::components::views::{changing, text};
use crate::contexts::PageContext;
use crate::texts::tr;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use madoguchi_api_types::problems::ProblemCode::{SignInAttemptExpired, SignInAttemptUnknown};
use madoguchi_api_types::sessions::SignInAttempt;

/// Draws a page of the login that the address names. Only the browser that began it gets to see it.
pub fn page_of_attempt(
    context: &PageContext,
    title: impl Into<TextProp>,
    draw: impl Fn(SignInAttempt) -> AnyView + Clone + Send + Sync + 'static,
) -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("attempt")).unwrap_or_default();
    let (client, handover) = (context.client, context.handover);
    let attempt = Part::load(move || {
        let id = id.clone();
        async move {
            match handover.attempt.get_untracked().filter(|attempt| attempt.id.to_string() == id) {
                Some(attempt) => Ok(attempt),
                None => api::sessions::attempt(client, &id).await,
            }
        }
    });
    let (again, identifier) = (context.path("/login"), identifiers::sign_in_name(&context.portal));
    let title = title.into();
    view! {
        <div class="column narrow">
            <PageTitle title=title />
            {changing(move || match attempt.state.get() {
                Loaded::Failed(error) if matches!(error.problem(), Some(SignInAttemptUnknown | SignInAttemptExpired)) => {
                    view! { <Notice kind=Kind::Warning><p>{text(move || error.text())}</p></Notice> }.into_any()
                }
                _ => attempt.show(draw.clone()),
            })}
            <p class="after-card"><a href=again>{text(move || tr!(otp.again, identifier()))}</a></p>
        </div>
    }
    .into_any()
}
