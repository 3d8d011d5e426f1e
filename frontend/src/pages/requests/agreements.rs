//! The terms that are agreed to before a request is sent.

use crate::components::check_boxes::CheckBox;
use crate::components::forms::{Field, anything};
use crate::components::views::optional;
use crate::pages::terms;
use crate::texts::t;
use leptos::prelude::*;
use madoguchi_api_types::portals::Terms;

/// Terms to agree to, where there are some.
#[derive(Clone, Copy)]
pub struct Agreement {
    field: Option<Field>,
    terms: StoredValue<Option<Terms>>,
}

impl Agreement {
    /// Nothing is agreed to yet.
    pub fn new(terms: Option<Terms>) -> Self {
        let field = terms.is_some().then(|| Field::required("terms_version", t!(requests.agree), anything));
        Self { field, terms: StoredValue::new(terms) }
    }

    /// Its field.
    pub fn fields(self) -> Vec<Field> {
        self.field.into_iter().collect()
    }

    /// The version that is agreed to.
    pub fn version(self) -> Option<String> {
        self.terms.with_value(|terms| terms.as_ref().map(|terms| terms.version.clone()))
    }

    /// The terms to read, and the box.
    pub fn view(self) -> AnyView {
        let Some((field, terms)) = self.field.zip(self.terms.get_value()) else { return optional(None) };
        view! {
            <section class="agreement" aria-labelledby="agreement-title">
                <h2 id="agreement-title">{t!(terms.title)}</h2>
                // A region that scrolls must be reachable by keyboard.
                <div class="terms-box prose" tabindex="0" role="group" aria-labelledby="agreement-title">
                    {terms::of(terms)}
                </div>
                <CheckBox field=field />
            </section>
        }
        .into_any()
    }
}
