//! What the parts of the page share: the list, who was chosen from it, and what was done.

use crate::api;
use crate::components::confirmations::{Confirmation, Words};
use crate::components::forms::Form;
use crate::components::outcomes::SuccessMessage;
use crate::components::parts::Part;
use crate::components::reauthentications::Reauthentication;
use crate::components::views::text;
use crate::contexts::PageContext;
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_api_types::users::{User, Users};

/// The state of the page.
#[derive(Clone)]
pub struct People {
    /// The page's context.
    pub context: PageContext,
    pub list: Part<Users>,
    /// Whom the form shows; none: somebody new.
    pub chosen: RwSignal<Option<User>>,
    /// What was done.
    pub success: SuccessMessage,
    /// Asks for the password again.
    pub reauthentication: Reauthentication,
    deletion: Confirmation,
    deleted: RwSignal<Option<User>>,
    invitation: Form,
}

impl People {
    /// Reads the list.
    pub fn load(context: &PageContext) -> Self {
        let client = context.client;
        Self {
            context: context.clone(),
            list: Part::load(move || api::users::list(client)),
            chosen: RwSignal::new(None),
            success: RwSignal::new(None),
            reauthentication: Reauthentication::new(client),
            deletion: Confirmation::new(),
            deleted: RwSignal::new(None),
            invitation: Form::new(Vec::new()),
        }
    }

    /// Whether all are equal, so that a mail address says all there is to say of one.
    pub fn are_equal(&self) -> bool {
        self.context.portal.roles.len() < 2 && !self.context.portal.mail_notice_choice
    }

    /// Sends the invitation of somebody who has no password yet again.
    pub fn invite_again(&self, user: &User) {
        self.success.set(None);
        let (people, again, id) = (self.clone(), self.reauthentication, user.id);
        let client = self.context.client;
        let call = move || async move { again.guard(|| api::users::invite_again(client, id)).await };
        self.invitation.send(call, move |_| {
            people.list.refresh();
            people.success.set(Some(t!(users.invited_again)));
        });
    }

    /// Why the invitation was not sent, where it was not.
    pub fn invitation_problem(&self) -> AnyView {
        let refusal = self.invitation.refusal;
        let problem = move || refusal.get().and_then(|refusal| refusal.problem);
        let problem = move || problem().map(|problem| problem.text()).unwrap_or_default();
        view! { <p class="field-error" role="alert">{text(problem)}</p> }.into_any()
    }

    /// Asks whether somebody shall be deleted.
    pub fn ask_to_delete(&self, user: User) {
        self.success.set(None);
        self.deleted.set(Some(user));
        self.deletion.ask();
    }

    /// The question.
    pub fn deletion_dialog(&self) -> AnyView {
        let deleted = self.deleted;
        let name = move || deleted.get().map(|user| user.mail_address).unwrap_or_default();
        let own = move || deleted.get().is_some_and(|user| user.current);
        let words = Words {
            id: "delete-user-title",
            title: (move || tr!(users.delete_title, name())).into(),
            text: (move || if own() { tr!(users.delete_own_text) } else { tr!(users.delete_text) }).into(),
            yes: t!(users.delete),
        };
        let people = self.clone();
        let yes = Callback::new(move |()| {
            let Some(user) = people.deleted.get_untracked() else { return };
            let (client, shown) = (people.context.client, people.clone());
            let again = people.reauthentication;
            let call = move || async move { again.guard(|| api::users::delete(client, user.id)).await };
            people.deletion.send(call, move |()| {
                shown.chosen.set(None);
                shown.list.refresh();
                shown.success.set(Some(t!(users.deleted)));
            });
        });
        self.deletion.dialog(words, yes)
    }
}
