//! Parts of lists, and the cursors that lead from one to the next: sealed, and of use for the same list, filter and order
//! only. A caller can neither read a cursor nor make one.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sea_orm::{EntityTrait, PaginatorTrait, Select};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Error, FieldCode, Keys, Services};

/// A part of a list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// Rows.
    pub items: Vec<T>,
    /// Where the next part starts.
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// The same part, its rows as something else.
    pub fn map<U>(self, item: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(item).collect(), next_cursor: self.next_cursor }
    }
}

/// A part of a list, with how many rows the whole has.
#[derive(Clone, Debug)]
pub struct Listed<T> {
    /// The part.
    pub page: Page<T>,
    /// Rows of the whole list.
    pub total: u64,
}

impl<T> Listed<T> {
    /// The same part, its rows as something else.
    pub fn map<U>(self, item: impl FnMut(T) -> U) -> Listed<U> {
        Listed { page: self.page.map(item), total: self.total }
    }
}

/// Rows of a page when the caller says nothing.
pub const PAGE: u64 = 50;
/// Most rows of a page.
pub const PAGE_MAX: u64 = 200;

/// The number of rows to read for a page.
///
/// # Errors
/// `limit` outside 1 to [`PAGE_MAX`].
pub fn limit(asked: Option<u64>) -> Result<u64, Error> {
    match asked.unwrap_or(PAGE) {
        limit @ 1..=PAGE_MAX => Ok(limit),
        _ => Err(Error::invalid("limit", FieldCode::OutOfRange)),
    }
}

/// Which part of a list is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// From the part before; none for the first one.
    pub cursor: Option<&'a str>,
    /// Rows at most.
    pub limit: u64,
}

impl<'a> Part<'a> {
    /// What a caller asks for.
    ///
    /// # Errors
    /// `limit` outside 1 to [`PAGE_MAX`].
    pub fn of(cursor: Option<&'a str>, asked: Option<u64>) -> Result<Self, Error> {
        Ok(Self { cursor, limit: limit(asked)? })
    }

    /// Whether what was read is the whole list, so that its rows need not be counted.
    pub(crate) fn is_whole<T>(self, page: &Page<T>) -> bool {
        self.cursor.is_none() && page.next_cursor.is_none()
    }

    /// What was read, with how many rows `select` has in all: they are counted where this is a part only.
    ///
    /// # Errors
    /// Any error of the database.
    pub(crate) async fn counted<T, E: EntityTrait>(
        self,
        services: &Services,
        page: Page<T>,
        select: Select<E>,
    ) -> Result<Listed<T>, Error>
    where
        E::Model: Sync + 'static,
    {
        let total = if self.is_whole(&page) {
            u64::try_from(page.items.len()).unwrap_or(u64::MAX)
        } else {
            select.count(services.db.read()).await?
        };
        Ok(Listed { page, total })
    }
}

/// A list with its filter and order, which a cursor must be of.
#[derive(Debug)]
pub struct List<'a> {
    keys: &'a Keys,
    name: String,
}

impl<'a> List<'a> {
    /// `name` holds whatever the rows and their order depend on.
    #[must_use]
    pub fn new(services: &'a Services, name: String) -> Self {
        Self { keys: &services.keys, name }
    }

    /// Writes a cursor for a position.
    pub(crate) fn seal(&self, position: &impl Serialize) -> Result<String, Error> {
        let json = serde_json::to_vec(position).map_err(Error::internal)?;
        Ok(BASE64_URL_SAFE_NO_PAD.encode(self.keys.seal(self.context().as_bytes(), &json)?))
    }

    /// Reads a cursor of this list.
    ///
    /// # Errors
    /// `invalid_cursor`.
    pub(crate) fn open<T: DeserializeOwned>(&self, cursor: &str) -> Result<T, Error> {
        let sealed = BASE64_URL_SAFE_NO_PAD.decode(cursor).map_err(|_| invalid())?;
        let json = self.keys.open(self.context().as_bytes(), &sealed).map_err(|_| invalid())?;
        serde_json::from_slice(&json).map_err(|_| invalid())
    }

    /// What else is sealed with the same key has another one.
    fn context(&self) -> String {
        format!("cursor {}", self.name)
    }

    /// Cuts one row too many off a part that was read with `limit + 1`, and makes the cursor from the last row kept.
    pub(crate) fn page<T, P: Serialize>(
        &self,
        mut items: Vec<T>,
        limit: u64,
        position: impl Fn(&T) -> P,
    ) -> Result<Page<T>, Error> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = items.len() > limit;
        items.truncate(limit);
        let last = items.last().filter(|_| more);
        let next_cursor = last.map(|row| self.seal(&position(row))).transpose()?;
        Ok(Page { items, next_cursor })
    }
}

pub(crate) fn invalid() -> Error {
    Error::invalid("cursor", FieldCode::InvalidCursor)
}
