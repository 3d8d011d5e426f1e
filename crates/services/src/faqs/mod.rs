//! Questions that are often asked (よくあるご質問), as everybody who is logged in finds them.

pub mod by_provider;
pub mod puts;

use madoguchi_domain::policy::{FaqPolicy, Portal};
use madoguchi_domain::products::search_words;
use madoguchi_entities::faqs::{Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

pub use madoguchi_entities::faqs::Model as Faq;

use crate::cursors::{List, Page, Part};
use crate::orders::Order;
use crate::{Error, FieldCode, Scope, Services};

/// Published questions with their answers in the provider's order; only those in which all words occur, in question, answer or
/// category, however they are typed.
///
/// # Errors
/// [`Error::NotFound`] where the portal answers none; `too_long` at `words`; `invalid_cursor`.
pub async fn list(
    services: &Services,
    scope: &Scope,
    (words, category): (&str, Option<&str>),
    part: Part<'_>,
) -> Result<Page<Faq>, Error> {
    policy(scope.portal())?;
    if words.chars().count() > 200 {
        return Err(Error::invalid("words", FieldCode::TooLong));
    }
    let words = search_words(words);
    let list = List::new(services, format!("faqs {words:?} {category:?}"));
    let mut select =
        Entity::find().filter(Column::Portal.eq(scope.portal().key.as_str())).filter(Column::PublishedAt.is_not_null());
    if let Some(category) = category {
        select = select.filter(Column::Category.eq(category));
    }
    let select = words.iter().fold(select, |select, word| select.filter(Column::SearchText.contains(word)));
    let order = Order::unique(Column::Id, |faq: &Faq| faq.id.0).led_by(Column::Position, |faq| faq.position);
    order.page_of(services, &list, part, &select).await
}

/// What the portal says of such questions.
pub(crate) fn policy(portal: &Portal) -> Result<&FaqPolicy, Error> {
    portal.faqs.as_ref().ok_or(Error::NotFound)
}
