//! 登録済みの法人格を表示: the legal forms that need not be typed with a name.

use crate::components::dialogs::Dialog;
use crate::texts::t;
use leptos::prelude::*;
use madoguchi_api_types::portals::LegalForm;

/// The list, in a dialog.
#[component]
pub fn LegalForms(
    /// Whether it is open.
    open: RwSignal<bool>,
    forms: Vec<LegalForm>,
) -> impl IntoView {
    let row = |form: &LegalForm| {
        view! {
            <tr>
                <th scope="row" lang="ja">{form.name.clone()}</th>
                <td lang="ja">{form.kana.clone()}</td>
                <td lang="ja">{form.abbreviation.clone()}</td>
            </tr>
        }
    };
    let rows = move || forms.iter().map(row).collect_view();
    view! {
        <Dialog open=open id="legal-forms-title" title=t!(legal_forms.title)>
            <p>{t!(legal_forms.text)}</p>
            <table class="table plain">
                <caption class="visually-hidden">{t!(legal_forms.title)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!(legal_forms.name)}</th>
                        <th scope="col">{t!(legal_forms.kana)}</th>
                        <th scope="col">{t!(legal_forms.abbreviation)}</th>
                    </tr>
                </thead>
                <tbody>{rows.clone()}</tbody>
            </table>
        </Dialog>
    }
}
