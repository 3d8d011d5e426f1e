//! What the provider states about the site: プライバシー and アクセシビリティ, in the portal's own words where it has some.

use crate::chunks::chunk;
use crate::components::page_titles::PageTitle;
use crate::components::views::changing;
use crate::contexts::PageContext;
use crate::texts::{own, t, tr};
use leptos::prelude::*;

chunk!(visitors: later_privacy = privacy);
chunk!(visitors: later_accessibility = accessibility);

/// What becomes of personal data.
pub fn privacy(context: PageContext) -> AnyView {
    let (own_words, portal) = (context.portal.screens.privacy.clone(), context.portal);
    let words = move || match &own_words {
        Some(words) => own(words),
        None => {
            tr!(statements.privacy_text, own(&portal.support.department), portal.support.mail, own(&portal.provider))
        }
    };
    statement(t!(statements.privacy), words.into())
}

/// How accessible the site is, and what was tested.
pub fn accessibility(context: PageContext) -> AnyView {
    let (own_words, portal) = (context.portal.screens.accessibility.clone(), context.portal);
    let words = move || match &own_words {
        Some(words) => own(words),
        None => tr!(statements.accessibility_text, own(&portal.support.department), portal.support.mail),
    };
    statement(t!(statements.accessibility), words.into())
}

/// Blank lines separate paragraphs; a line of its own that begins with ■ is a heading.
fn statement(title: fn() -> &'static str, words: TextProp) -> AnyView {
    let paragraph = |part: &str| {
        let part = part.trim().to_owned();
        match part.strip_prefix('■') {
            Some(heading) => view! { <h2>{heading.trim().to_owned()}</h2> }.into_any(),
            None => view! { <p class="lines">{part}</p> }.into_any(),
        }
    };
    let paragraphs = changing(move || {
        let words = words.get();
        let parts = words.split("\n\n").filter(|part| !part.trim().is_empty());
        parts.map(paragraph).collect::<Vec<_>>().into_any()
    });
    view! {
        <div class="column">
            <PageTitle title=title />
            <div class="card prose">{paragraphs}</div>
        </div>
    }
    .into_any()
}
