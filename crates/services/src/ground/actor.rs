//! Who acts. An [`Actor`] stands behind every audit event, and only authentication and commands make one. What the provider
//! does asks for an [`Operator`] or a [`Provider`]: fields are private on purpose, and no request of a customer has either.

use std::sync::Arc;

use madoguchi_domain::policy::Portal;
use madoguchi_entities::api_clients;
use madoguchi_entities::audit_events::DoerKind;
use madoguchi_entities::ids::{ApiClientId, UserId};
use uuid::Uuid;

use crate::{Origin, Scope};

/// Somebody who does something, and from where.
#[derive(Clone, Debug)]
pub(crate) struct Actor {
    who: Who,
    origin: Origin,
}

#[derive(Clone, Debug)]
enum Who {
    User(UserId),
    Visitor,
    Command(String),
    Client(ApiClientId, String),
    System,
}

impl Actor {
    /// A person who showed who they are without a session: by a password just given, or by a link that was mailed to them.
    pub(crate) fn known(user: UserId, origin: &Origin) -> Self {
        Self { who: Who::User(user), origin: origin.clone() }
    }

    /// Somebody who has not shown who they are.
    pub(crate) fn visitor(origin: &Origin) -> Self {
        Self { who: Who::Visitor, origin: origin.clone() }
    }

    /// The program by itself.
    pub(crate) fn system() -> Self {
        Self { who: Who::System, origin: Origin::default() }
    }

    /// From where.
    pub(crate) fn origin(&self) -> &Origin {
        &self.origin
    }

    /// As an audit event has it: kind, id and name.
    pub(crate) fn doer(&self) -> (DoerKind, Option<Uuid>, Option<String>) {
        match &self.who {
            Who::User(user) => (DoerKind::User, Some(user.0), None),
            Who::Visitor => (DoerKind::Visitor, None, None),
            Who::Command(name) => (DoerKind::Command, None, Some(name.clone())),
            Who::Client(client, name) => (DoerKind::Client, Some(client.0), Some(name.clone())),
            Who::System => (DoerKind::System, None, None),
        }
    }
}

impl Scope {
    /// Who acts for the user: the user, but for what a colleague approved.
    pub(crate) fn actor(&self, origin: &Origin) -> Actor {
        Actor::known(self.acting_user_id(), origin)
    }
}

/// Who runs the installation: acts for the provider at every portal, and on what belongs to none of them.
#[derive(Clone, Debug)]
pub struct Operator {
    actor: Actor,
}

impl Operator {
    /// Somebody at the command line, by name. For commands only: `clippy.toml` of `crates/api` keeps it from requests.
    #[must_use]
    pub fn command(name: impl Into<String>) -> Self {
        Self { actor: Actor { who: Who::Command(name.into()), origin: Origin::default() } }
    }

    /// The same for one portal.
    #[must_use]
    pub fn at(&self, portal: &Arc<Portal>) -> Provider {
        Provider { actor: self.actor.clone(), portal: portal.clone() }
    }

    pub(crate) fn actor(&self) -> &Actor {
        &self.actor
    }
}

/// Who acts for the provider of one portal.
#[derive(Clone, Debug)]
pub struct Provider {
    actor: Actor,
    portal: Arc<Portal>,
}

impl Provider {
    /// A system that showed who it is. For authentication only ([`crate::api_clients`]).
    pub(crate) fn of_client(client: &api_clients::Model, portal: Arc<Portal>, origin: &Origin) -> Self {
        let who = Who::Client(client.id, client.name.clone());
        Self { actor: Actor { who, origin: origin.clone() }, portal }
    }

    /// The system that acts, where it is one.
    #[must_use]
    pub fn client(&self) -> Option<ApiClientId> {
        match &self.actor.who {
            Who::Client(client, _) => Some(*client),
            Who::User(_) | Who::Visitor | Who::Command(_) | Who::System => None,
        }
    }

    /// The portal's policy.
    #[must_use]
    pub fn portal(&self) -> &Portal {
        &self.portal
    }

    pub(crate) fn actor(&self) -> &Actor {
        &self.actor
    }
}
