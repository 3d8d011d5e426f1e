//! The foot of every page: whom to ask, and the terms.

use super::headers::phone_address;
use crate::components::views::{changing, text};
use crate::contexts::{PortalContext, PortalState};
use crate::texts::{own, t};
use leptos::prelude::*;
use madoguchi_api_types::portals::Portal;
use std::sync::Arc;

/// The foot.
pub fn footer(context: PortalContext) -> AnyView {
    let content = changing(move || match context.portal.get() {
        PortalState::Ready(portal) => of_portal(portal),
        PortalState::Waiting | PortalState::Failed(_) => ().into_any(),
    });
    view! { <footer class="footer">{content}</footer> }.into_any()
}

fn of_portal(portal: Arc<Portal>) -> AnyView {
    let (department, hours, provider) = (portal.clone(), portal.clone(), portal.clone());
    let mail = format!("mailto:{}", portal.support.mail);
    view! {
        <div class="footer-row">
            <div>
                <h2>{t!(frame.contact)}</h2>
                <p>{text(move || own(&department.support.department))}</p>
                {portal.support.phone.clone().map(phone_line)}
                <p>{t!(frame.hours_label)} " " {text(move || own(&hours.support.hours))}</p>
                <p>{t!(frame.mail_label)} " " <a href=mail>{portal.support.mail.clone()}</a></p>
            </div>
            <ul>
                <li><a href=format!("/{}/terms", portal.key)>{t!(terms.title)}</a></li>
                <li><a href=format!("/{}/privacy", portal.key)>{t!(frame.privacy)}</a></li>
                <li><a href=format!("/{}/accessibility", portal.key)>{t!(frame.accessibility)}</a></li>
                {portal.demo.then(|| view! {
                    <li><a href="/dev/mailbox" rel="external" target="_blank">{t!(frame.mailbox)}</a></li>
                })}
            </ul>
        </div>
        <p class="footer-end"><small>{text(move || own(&provider.provider))}</small></p>
    }
    .into_any()
}

fn phone_line(phone: String) -> AnyView {
    let address = phone_address(&phone);
    view! { <p>{t!(frame.phone_label)} " " <a href=address>{phone}</a></p> }.into_any()
}
