//! Which part of a list is asked for, and in which order, and a part as it travels. Knows no list.

use madoguchi_api_types::pages::Page;
use madoguchi_services::Error;
use madoguchi_services::cursors::{self, Part};
use serde::Deserialize;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{Ref, Required};
use utoipa::{IntoParams, ToSchema};

/// Which part of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// From the page before.
    cursor: Option<String>,
    /// Rows of a page, 1 to 200; 50 when absent.
    limit: Option<u64>,
}

impl PageQuery {
    /// The part that is asked for.
    ///
    /// # Errors
    /// When it asks for too many rows.
    pub fn part(&self) -> Result<Part<'_>, Error> {
        Part::of(self.cursor.as_deref(), self.limit)
    }
}

/// In which order; `O` names the orders of a list.
#[derive(Debug, Deserialize)]
pub struct OrderQuery<O: Default> {
    #[serde(default)]
    pub order: O,
}

impl<O: Default + ToSchema> IntoParams for OrderQuery<O> {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let order = ParameterBuilder::new()
            .name("order")
            .parameter_in(ParameterIn::Query)
            .required(Required::False)
            .description(Some("Order of the rows."))
            .schema(Some(Ref::from_schema_name(O::name())));
        vec![order.build()]
    }
}

/// A part of a list as it travels.
pub fn page<T, V>(part: cursors::Page<T>, total: Option<u64>, view: impl FnMut(T) -> V) -> Page<V> {
    let cursors::Page { items, next_cursor } = part.map(view);
    Page { items, next_cursor, total }
}
