//! Handlers, timers and tasks end with the part of the page that began them: what they would read is gone by then, and
//! reading it stops the whole app. Must not know what they do.

use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::{Future, poll_fn};
use std::task::Poll;
use std::time::Duration;

/// How long a part of a page is there: until what it was drawn for is drawn anew or left.
#[derive(Clone, Copy)]
pub struct Lifetime(StoredValue<()>);

impl Lifetime {
    /// That of the part that is being drawn.
    pub fn here() -> Self {
        Self(StoredValue::new(()))
    }

    /// Whether the part is gone. Handlers ask first: browsers tell a field that it lost the focus while it is being taken
    /// out of the page.
    pub fn is_over(self) -> bool {
        self.0.try_get_value().is_none()
    }

    /// Does something later, unless the part is gone by then.
    pub fn after(self, pause: Duration, act: impl FnOnce() + 'static) {
        let act = move || {
            if !self.is_over() {
                act();
            }
        };
        set_timeout(act, pause);
    }

    /// Runs a task that goes no further once the part is gone; what it asked of the server is done there all the same.
    pub fn spawn(self, task: impl Future<Output = ()> + 'static) {
        let mut task = Box::pin(task);
        spawn_local(poll_fn(move |context| if self.is_over() { Poll::Ready(()) } else { task.as_mut().poll(context) }));
    }
}

#[cfg(test)]
mod tests {
    use super::Lifetime;
    use leptos::prelude::Owner;

    #[test]
    fn a_part_is_gone_with_its_owner() {
        let owner = Owner::new();
        let lifetime = owner.with(Lifetime::here);
        assert!(!lifetime.is_over());
        owner.cleanup();
        assert!(lifetime.is_over());
    }
}
