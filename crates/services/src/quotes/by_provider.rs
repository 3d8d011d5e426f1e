//! What the provider reads of quotes: those in a state, and one in full. It answers requests, not quotes.

use madoguchi_domain::rentals::QuoteState;
use madoguchi_domain::text::trim_fold;
use madoguchi_entities::quotes::{self, Column};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{Quote, QuoteLine, finders};
use crate::cursors::{List, Page, Part};
use crate::orders::Order;
use crate::{Error, Provider, Services, customers};

/// A quote in the provider's list.
#[derive(Clone, Debug)]
pub struct Listed {
    pub quote: Quote,
    /// The provider's number of the customer.
    pub customer_number: String,
    /// Name of the customer.
    pub customer_name: String,
}

/// Quotes in a state, the last one first, part by part: all of them when none is named.
///
/// # Errors
/// [`Error::NotFound`] where the portal takes no orders; `invalid_cursor`.
pub async fn pages(
    services: &Services,
    provider: &Provider,
    state: Option<QuoteState>,
    part: Part<'_>,
) -> Result<Page<Listed>, Error> {
    let list = List::new(services, format!("provider quotes {} {state:?}", provider.portal().key));
    let last_first = Order::unique(Column::Id, |quote: &Quote| quote.id.0);
    let last_first = last_first.led_by(Column::Number, |quote| quote.number.clone()).descending(true);
    let mut own = of_portal(provider)?;
    if let Some(state) = state {
        own = own.filter(Column::State.eq(state));
    }
    let page = last_first.page_of(services, &list, part, &own).await?;
    Ok(Page { items: listed(services, page.items).await?, next_cursor: page.next_cursor })
}

/// A quote by its number, with its lines.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(services: &Services, provider: &Provider, number: &str) -> Result<(Listed, Vec<QuoteLine>), Error> {
    let db = services.db.read();
    let own = of_portal(provider)?.filter(Column::Number.eq(trim_fold(number)));
    let quote = own.one(db).await?.ok_or(Error::NotFound)?;
    let lines = finders::lines(db, &quote).await?;
    let found = listed(services, vec![quote]).await?.pop().ok_or(Error::NotFound)?;
    Ok((found, lines))
}

fn of_portal(provider: &Provider) -> Result<sea_orm::Select<quotes::Entity>, Error> {
    let portal = provider.portal();
    portal.orders.as_ref().ok_or(Error::NotFound)?;
    Ok(quotes::Entity::find().filter(Column::Portal.eq(portal.key.as_str())))
}

async fn listed(services: &Services, rows: Vec<Quote>) -> Result<Vec<Listed>, Error> {
    let names = customers::names(services.db.read(), rows.iter().map(|quote| quote.customer_id)).await?;
    let listed = |quote: Quote| {
        let (customer_number, customer_name) = names.get(&quote.customer_id).cloned().unwrap_or_default();
        Listed { quote, customer_number, customer_name }
    };
    Ok(rows.into_iter().map(listed).collect())
}
