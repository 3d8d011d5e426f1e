//! What a person asked for and may not do. Must not know who may do what.

use crate::audit_events::{self, Event};
use crate::limits::{self, PERMISSION_REFUSED, Whose};
use crate::{Error, Origin, Scope, Services};

/// Writes that a person was refused something that their role does not allow: once an hour for each such thing, so that
/// who asks in a loop does not fill the ledger.
///
/// # Errors
/// Any error of the database.
pub async fn refused(services: &Services, scope: &Scope, permission: &str, origin: &Origin) -> Result<(), Error> {
    let whose = Whose::named(format!("{} {permission}", scope.user_id()), origin);
    if limits::hit(services, scope.portal(), PERMISSION_REFUSED, &whose).await? > 1 {
        return Ok(());
    }
    let event = Event::of(scope, "permission.refused").with(serde_json::json!({ "permission": permission }));
    audit_events::record(services.db.write(), services, scope.portal(), &scope.actor(origin), event).await
}
