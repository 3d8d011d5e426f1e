//! Helps to find a contract number: which forms it has, and a drawing of where it stands on the bill. Must not know any
//! number that exists.

use crate::components::views::text;
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_domain::contract_numbers::{NumberForm, NumberRules};

/// Which papers show it, and all forms that it may have.
pub fn hint(numbers: &NumberRules) -> String {
    let form = |form: &NumberForm| {
        let all = form.prefix.chars().count() + usize::from(form.digits);
        match form.prefix.as_str() {
            "" => tr!(registration.number_of_digits, all),
            prefix => tr!(registration.number_with_prefix, all, prefix),
        }
    };
    let forms: Vec<String> = numbers.forms.iter().map(form).collect();
    tr!(registration.contract_number_hint, forms.join(tr!(registration.number_separator)), dropped(numbers))
}

fn dropped(numbers: &NumberRules) -> String {
    numbers.drop_prefixes.first().map(|prefix| tr!(registration.number_without, prefix)).unwrap_or_default()
}

/// A number of the first form, as an example.
fn example(numbers: &NumberRules) -> String {
    let number = |form: &NumberForm| format!("{}{:0>width$}", form.prefix, 1, width = usize::from(form.digits));
    numbers.forms.first().map(number).unwrap_or_default()
}

/// The drawing of a bill, folded away.
pub fn where_it_stands(numbers: &NumberRules) -> AnyView {
    let prefix = numbers.drop_prefixes.first().cloned().unwrap_or_default();
    let number = example(numbers);
    let (shown, said, mark) = (number.clone(), number, prefix.clone());
    let caption = move || tr!(registration.number_picture_text, said, prefix);
    view! {
        <details class="help">
            <summary>{t!(registration.number_picture)}</summary>
            <figure>
                <svg viewBox="0 0 320 200" role="img" aria-labelledby="bill-title" class="bill">
                    <title id="bill-title">{text(caption.clone())}</title>
                    <rect class="bill-paper" x="1" y="1" width="318" height="198" rx="6" />
                    <text class="bill-head" x="160" y="30" text-anchor="middle">{t!(registration.number_bill)}</text>
                    <rect class="bill-line" x="20" y="46" width="110" height="8" rx="2" />
                    <rect class="bill-line" x="20" y="62" width="80" height="8" rx="2" />
                    <rect class="bill-mark" x="150" y="44" width="158" height="42" rx="4" />
                    <text class="bill-label" x="158" y="60">{t!(registration.number_label)}</text>
                    <text class="bill-number" x="158" y="79">
                        <tspan class="bill-dropped">{mark}</tspan>
                        <tspan>{shown}</tspan>
                    </text>
                    <rect class="bill-line" x="20" y="106" width="280" height="8" rx="2" />
                    <rect class="bill-line" x="20" y="126" width="280" height="8" rx="2" />
                    <rect class="bill-line" x="20" y="146" width="280" height="8" rx="2" />
                    <rect class="bill-line" x="200" y="168" width="100" height="12" rx="2" />
                </svg>
                <figcaption class="note">{text(caption)}</figcaption>
            </figure>
        </details>
    }
    .into_any()
}
