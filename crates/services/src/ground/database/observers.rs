//! Who is told the statements that are sent outside of transactions. Knows no table.

use std::fmt;
use std::sync::Arc;

use sea_orm::Statement;

/// Is told each statement with its values before it is sent. For measuring: values are personal data, and must not be
/// written anywhere.
#[derive(Clone)]
pub struct Observer(Arc<dyn Fn(&Statement) + Send + Sync>);

impl Observer {
    /// Calls a function, on the event loop that sends the statement.
    pub fn new(told: impl Fn(&Statement) + Send + Sync + 'static) -> Self {
        Self(Arc::new(told))
    }

    pub(super) fn tell(&self, statement: &Statement) {
        (self.0)(statement);
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Observer").finish_non_exhaustive()
    }
}
