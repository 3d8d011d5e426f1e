//! Where a login comes from, and whether its person logged in from there before: guessing by others, elsewhere or behind
//! the same address, must not keep them out. Must not know passwords.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_domain::policy::Portal;
use madoguchi_entities::ids::UserId;
use madoguchi_entities::{sessions, users};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::limits::network_of;
use crate::{Error, Origin, Services};

/// How long a login makes its device and its network known.
pub const MEMORY: TimeDelta = TimeDelta::days(90);
/// People whom one device remembers: a family, or the desk of an office.
const PEOPLE_MAX: usize = 5;
/// Longest cookie that is looked at.
const COOKIE_MAX: usize = 2048;

/// What the cookie of a device says. It lets nobody in: whoever takes it gets five free guesses, like everybody.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Device {
    /// Tells devices apart.
    id: Uuid,
    /// Who logged in here, the last one first.
    people: Vec<UserId>,
    /// Until when it counts.
    until: DateTime<Utc>,
}

impl Device {
    fn open(services: &Services, portal: &Portal, cookie: Option<&str>) -> Option<Self> {
        let sealed = cookie.filter(|cookie| cookie.len() <= COOKIE_MAX)?;
        let sealed = BASE64_URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let device = services.keys.open(context(portal).as_bytes(), &sealed).ok()?;
        let device: Self = serde_json::from_slice(&device).ok()?;
        (device.until > services.clock.now()).then_some(device)
    }
}

fn context(portal: &Portal) -> String {
    format!("device {}", portal.key)
}

/// What the cookie of a device says once somebody has logged in there.
///
/// # Errors
/// When the system gives no random bytes.
pub fn remember(services: &Services, portal: &Portal, cookie: Option<&str>, user: UserId) -> Result<String, Error> {
    let before = Device::open(services, portal, cookie);
    let id = before.as_ref().map_or_else(Uuid::now_v7, |device| device.id);
    let others = before.into_iter().flat_map(|device| device.people).filter(|other| *other != user);
    let people = std::iter::once(user).chain(others).take(PEOPLE_MAX).collect();
    let device = Device { id, people, until: services.clock.now() + MEMORY };
    let device = serde_json::to_vec(&device).map_err(Error::internal)?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(services.keys.seal(context(portal).as_bytes(), &device)?))
}

/// Where a login comes from.
#[derive(Clone, Debug)]
pub(super) struct LoginSource<'a> {
    user: Option<&'a users::Model>,
    device: Option<Uuid>,
    network: String,
}

impl<'a> LoginSource<'a> {
    /// The place of a request for an account, whether that exists or not.
    pub(super) fn of(
        services: &Services,
        portal: &Portal,
        user: Option<&'a users::Model>,
        cookie: Option<&str>,
        origin: &Origin,
    ) -> Self {
        let device = Device::open(services, portal, cookie);
        let device = device.filter(|device| user.is_some_and(|user| device.people.contains(&user.id)));
        Self { user, device: device.map(|device| device.id), network: network_of(&origin.address) }
    }

    /// What tries at one account are counted by, beside the account: a device on which its person logged in counts for
    /// itself, so that neighbours behind one address do not keep each other waiting.
    pub(super) fn name(&self) -> String {
        self.device.map_or_else(|| self.network.clone(), |device| format!("device {device}"))
    }

    /// Whether the person of the account logged in on this device, or in this network, within [`MEMORY`].
    pub(super) async fn is_known(&self, services: &Services) -> Result<bool, Error> {
        let Some(user) = self.user else { return Ok(false) };
        if self.device.is_some() {
            return Ok(true);
        }
        let addresses: Vec<String> = sessions::Entity::find()
            .select_only()
            .column(sessions::Column::Address)
            .distinct()
            .filter(sessions::Column::UserId.eq(user.id))
            .filter(sessions::Column::CreatedAt.gt(services.clock.now() - MEMORY))
            .into_tuple()
            .all(services.db.read())
            .await?;
        Ok(addresses.iter().any(|address| network_of(address) == self.network))
    }
}
