//! What stands at an address: a page, once its portal, its code and its session are there. Must not know any page.

use crate::components::pages_of_state::{failed_page, loading_page, not_found_page};
use crate::components::parts::{Loaded, Part};
use crate::components::views::changing;
use crate::contexts::{Go, LazyPage, Page, PageContext, PortalContext, PortalState, go, has_module};
use leptos::prelude::*;
use madoguchi_api_types::portals::Module;
use std::future::pending;
use std::sync::Arc;

impl PortalContext {
    /// Draws a page once the portal is there.
    pub fn show(self, page: Page) -> AnyView {
        let go = go();
        changing(move || self.draw(page, go))
    }

    /// Draws a page once the portal and the page's code are there; both are fetched at the same time.
    pub fn show_later(self, page: LazyPage) -> AnyView {
        let go = go();
        let page = Part::load(page);
        changing(move || match page.state.get() {
            Loaded::Waiting => loading_page(),
            Loaded::Ready(page) => self.draw(page, go),
            Loaded::Failed(error) => failed_page(error, Callback::new(move |()| page.retry())),
        })
    }

    /// Draws a page for who is logged in, of a module unless every portal has it. Its code is not fetched for anybody
    /// else.
    pub fn show_inside(self, module: Option<Module>, page: LazyPage) -> AnyView {
        let go = go();
        let wanted = Memo::new(move |_| self.sessions.is_open_or_awaited());
        let page = Part::load(move || {
            let wanted = wanted.get();
            async move { if wanted { page().await } else { pending().await } }
        });
        let draw: fn(Part<Page>, PageContext) -> AnyView = |page, context| match page.state.get() {
            Loaded::Waiting => loading_page(),
            Loaded::Ready(page) => page(context),
            Loaded::Failed(error) => failed_page(error, Callback::new(move |()| page.retry())),
        };
        changing(move || {
            self.draw_in(go, &|context| {
                let is_there = module.is_none_or(|module| has_module(&context.portal, module));
                if is_there {
                    context.signed_in(Arc::new(move |context| draw(page, context)))
                } else {
                    not_found_page()
                }
            })
        })
    }

    fn draw(self, page: Page, go: Go) -> AnyView {
        self.draw_in(go, &page)
    }

    fn draw_in(self, go: Go, draw: &dyn Fn(PageContext) -> AnyView) -> AnyView {
        match self.portal.get() {
            PortalState::Waiting => loading_page(),
            PortalState::Ready(portal) => draw(self.page(portal, go)),
            PortalState::Failed(error) if error.is_not_found() => not_found_page(),
            PortalState::Failed(error) => failed_page(error, Callback::new(move |()| self.retry())),
        }
    }
}
