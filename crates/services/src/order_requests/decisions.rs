//! A decision on a request about orders, with who makes it and what is said. Must not know what follows.

use madoguchi_domain::policy::{Portal, RequestKind};
use madoguchi_domain::requests::RequestState;
use madoguchi_entities::requests::Model as Request;

use crate::Services;
use crate::actor::Actor;
use crate::request_parts::Answer;

/// A decision on a request.
#[derive(Clone, Copy)]
pub(super) struct Decision<'a> {
    pub services: &'a Services,
    pub who: (&'a Actor, &'a Portal),
    pub request: &'a Request,
    pub kind: &'a RequestKind,
    pub state: RequestState,
    pub answer: &'a Answer,
}

impl Decision<'_> {
    /// Whether what was asked for is done.
    pub(super) fn is_done(&self) -> bool {
        self.state == RequestState::Completed
    }
}
