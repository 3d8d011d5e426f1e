//! Authenticator apps (RFC 6238): six digits, half a minute, one step of tolerance, no step twice.

use madoguchi_domain::policy::SecondFactorMethod;
use madoguchi_domain::text::fold_digits;
use madoguchi_entities::authenticators::{self, AuthenticatorKind};
use madoguchi_entities::ids::{AuthenticatorId, UserId};
use madoguchi_entities::users;
use qrcodegen::{QrCode, QrCodeEcc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel};
use sea_orm::{QueryFilter, QuerySelect};
use totp_rs::{Secret, Totp};
use uuid::Uuid;

use super::{added, check_name, require_offered, require_room};
use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::limits::{self, TOTP_CONFIRMATION, Whose};
use crate::{Error, Origin, ProblemCode, Scope, Services, keys, passwords};

/// Bytes of a seed, as RFC 4226 recommends.
const SEED_BYTES: usize = 20;

/// An app that is about to be added: what it must know.
#[derive(Clone, Debug)]
pub struct Offered {
    /// Names it in the confirmation.
    pub id: AuthenticatorId,
    /// The seed in base 32, to be typed.
    pub secret: String,
    /// `otpauth://` address, for a phone's own app.
    pub uri: String,
    /// Modules of the QR code of that address, a side.
    pub qr_size: i32,
    /// Its dark modules as the path of an SVG with one unit a module.
    pub qr_path: String,
}

/// Offers a seed. It counts for nothing until a code of it was given.
///
/// # Errors
/// The name; `authenticator_limit_reached`; `reauthentication_required`; [`Error::NotFound`] where the portal has none.
pub async fn offer(services: &Services, scope: &Scope, name: &str) -> Result<Offered, Error> {
    require_offered(scope.portal(), SecondFactorMethod::Totp)?;
    passwords::require_recent(services, scope)?;
    let name = check_name(name)?;
    let user = users::Entity::find_by_id(scope.user_id()).one(services.db.read()).await?.ok_or(Error::NotFound)?;
    let id = AuthenticatorId(Uuid::now_v7());
    let seed: [u8; SEED_BYTES] = keys::random()?;
    let row = authenticators::ActiveModel {
        id: Set(id),
        portal: Set(scope.portal().key.clone()),
        user_id: Set(scope.user_id()),
        kind: Set(AuthenticatorKind::Totp),
        name: Set(name),
        sealed_secret: Set(services.keys.seal(id.0.as_bytes(), &seed)?),
        credential_hash: Set(None),
        last_step: Set(None),
        created_at: Set(services.clock.now()),
        confirmed_at: Set(None),
        last_used_at: Set(None),
    };
    services
        .db
        .transaction(async |tx| {
            require_room(tx, scope.user_id()).await?;
            // One offer at a time: an abandoned one is worth nothing.
            authenticators::Entity::delete_many()
                .filter(authenticators::Column::UserId.eq(scope.user_id()))
                .filter(authenticators::Column::ConfirmedAt.is_null())
                .exec(tx)
                .await?;
            row.clone().insert(tx).await?;
            Ok(())
        })
        .await?;
    describe(scope, id, &seed, &user.sign_in_name)
}

fn describe(scope: &Scope, id: AuthenticatorId, seed: &[u8; SEED_BYTES], account: &str) -> Result<Offered, Error> {
    let secret = Secret::from(*seed).to_base32();
    let part =
        |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20");
    // The issuer stands in the parameter only: once more in the label, and Japanese names make a code too fine to scan.
    let issuer = part(&scope.portal().brand.provider.ja);
    let uri = format!("otpauth://totp/{}?secret={secret}&issuer={issuer}", part(account));
    let code = QrCode::encode_text(&uri, QrCodeEcc::Medium).map_err(Error::internal)?;
    let mut qr_path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            qr_path.push_str(&format!("M{x} {y}h1v1h-1z"));
        }
    }
    Ok(Offered { id, secret, uri, qr_size: code.size(), qr_path })
}

/// Confirms an offered app with a code of it. Answers with recovery codes when these are the user's first.
///
/// # Errors
/// `invalid_one_time_password`; too many tries; [`Error::NotFound`].
pub async fn confirm(
    services: &Services,
    scope: &Scope,
    id: AuthenticatorId,
    code: &str,
    origin: &Origin,
) -> Result<Vec<String>, Error> {
    passwords::require_recent(services, scope)?;
    let subject = scope.user_id().to_string();
    limits::hit(services, scope.portal(), TOTP_CONFIRMATION, &Whose::of(scope, origin)).await?;
    let outcome = services
        .db
        .transaction(async |tx| {
            let offered = authenticators::Entity::find_by_id(id)
                .filter(authenticators::Column::UserId.eq(scope.user_id()))
                .filter(authenticators::Column::ConfirmedAt.is_null())
                .filter(authenticators::Column::Kind.eq(AuthenticatorKind::Totp))
                .lock_exclusive()
                .one(tx)
                .await?
                .ok_or(Error::NotFound)?;
            let step =
                matching_step(services, &offered, code)?.ok_or(Error::Refused(ProblemCode::InvalidOneTimePassword))?;
            require_room(tx, scope.user_id()).await?;
            let mut row = offered.into_active_model();
            row.confirmed_at = Set(Some(services.clock.now()));
            row.last_step = Set(Some(step));
            let new = row.update(tx).await?;
            added(tx, services, scope, &new, origin).await
        })
        .await;
    if matches!(outcome, Err(Error::Refused(ProblemCode::InvalidOneTimePassword))) {
        let event = Event::of(scope, "authenticator.refused").to(id);
        audit_events::record(services.db.write(), services, scope.portal(), &scope.actor(origin), event).await?;
    }
    let codes = outcome?;
    limits::clear(services, scope.portal(), TOTP_CONFIRMATION, &subject).await?;
    Ok(codes)
}

/// Whether a code is right for any app of a user. Its time step works for no other try, at whatever speed.
pub(crate) async fn redeem(tx: &Transaction, services: &Services, user: UserId, code: &str) -> Result<bool, Error> {
    let apps = authenticators::Entity::find()
        .filter(authenticators::Column::UserId.eq(user))
        .filter(authenticators::Column::Kind.eq(AuthenticatorKind::Totp))
        .filter(authenticators::Column::ConfirmedAt.is_not_null())
        .lock_exclusive()
        .all(tx)
        .await?;
    for app in apps {
        let Some(step) = matching_step(services, &app, code)? else { continue };
        if app.last_step.is_some_and(|last| step <= last) {
            return Ok(false);
        }
        let mut row = app.into_active_model();
        row.last_step = Set(Some(step));
        row.last_used_at = Set(Some(services.clock.now()));
        row.update(tx).await?;
        return Ok(true);
    }
    Ok(false)
}

fn matching_step(services: &Services, app: &authenticators::Model, code: &str) -> Result<Option<i64>, Error> {
    let seed = services.keys.open(app.id.0.as_bytes(), &app.sealed_secret)?;
    let seed: [u8; SEED_BYTES] = seed.try_into().map_err(|_| Error::internal("a seed has another length"))?;
    let totp = totp(seed)?;
    let now = u64::try_from(services.clock.now().timestamp()).map_err(Error::internal)?;
    Ok(totp.check(&fold_digits(code), now).and_then(|step| i64::try_from(step).ok()))
}

fn totp(seed: [u8; SEED_BYTES]) -> Result<Totp, Error> {
    totp_rs::Builder::new().with_secret(Secret::from(seed)).build().map_err(Error::internal)
}
