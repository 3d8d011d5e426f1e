//! What every page of one contract begins with: the way there, and which contract it is.

use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::parts::{Loaded, Part};
use crate::contexts::PageContext;
use crate::texts::{own, t};
use leptos::prelude::*;
use madoguchi_api_types::contracts::ContractDetail;
use madoguchi_api_types::portals::ContractCategory;

/// The way: home, the list, and on pages below the contract the contract itself.
pub fn way(
    context: &PageContext,
    category: Option<&ContractCategory>,
    between: Option<Step>,
    here: TextProp,
) -> AnyView {
    let list: Step = match category {
        Some(category) => {
            let label = category.label.clone();
            let address = context.path(&format!("/contracts?category={}", category.code));
            ((move || own(&label)).into(), Some(address))
        }
        None => (t!(contracts.title).into(), Some(context.path("/contracts"))),
    };
    let home: Step = context.home_step();
    let steps = [Some(home), Some(list), between, Some((here, None))];
    view! { <Breadcrumb steps=steps.into_iter().flatten().collect() /> }.into_any()
}

/// The way to a page below a contract; its list is known once the contract is.
pub fn way_below(context: PageContext, id: String, contract: Part<ContractDetail>, here: TextProp) -> AnyView {
    let code = Memo::new(move |_| contract.value().map(|contract| contract.category));
    (move || {
        let category = code.get().and_then(|code| category(&context, &code));
        let between = (t!(contract.title).into(), Some(context.path(&format!("/contracts/{id}"))));
        way(&context, category.as_ref(), Some(between), here.clone())
    })
    .into_any()
}

/// Which contract it is, in two lines. A failure is told by the page's own part.
pub fn line(contract: Part<ContractDetail>) -> AnyView {
    let content = move || match contract.state.get() {
        Loaded::Ready(contract) => Some(view! {
            <dl class="contract-line">
                <div><dt>{t!(contracts.number)}</dt><dd lang="en">{contract.number}</dd></div>
                <div><dt>{t!(contracts.customer_name)}</dt><dd>{contract.customer_name}</dd></div>
            </dl>
        }),
        Loaded::Waiting | Loaded::Failed(_) => None,
    };
    view! { <div class="contract-head">{content}</div> }.into_any()
}

/// The portal's category of a code.
pub fn category(context: &PageContext, code: &str) -> Option<ContractCategory> {
    context.portal.contract_categories.iter().find(|category| category.code == code).cloned()
}
