//! The paper of a quote (見積書), as PDF. Made when it is asked for, from what was set down.

use bytes::Bytes;
use madoguchi_documents::{Issuer, QuoteDocument, QuoteRow};
use madoguchi_domain::money::Yen;
use madoguchi_domain::policy::Portal;
use madoguchi_domain::rental_charges;
use madoguchi_entities::customers;
use sea_orm::EntityTrait;

use super::{Detail, QuoteLine};
use crate::{Error, Scope, Services};

/// The PDF of a quote, with its name. In Japanese, as every paper.
///
/// # Errors
/// [`Error::NotFound`]; `font_missing`.
pub async fn document(services: &Services, scope: &Scope, number: &str) -> Result<(String, Bytes), Error> {
    let found = super::get(services, scope, number).await?;
    let customer = customers::Entity::find_by_id(scope.customer_id()).one(services.db.read()).await?;
    let customer = customer.ok_or(Error::NotFound)?;
    let name = format!("見積書_{}.pdf", found.quote.number);
    let document = paper(scope.portal(), found, customer.name)?;
    Ok((name, services.pdf_renderer.quote(document).await?))
}

fn paper(portal: &Portal, found: Detail, recipient: String) -> Result<QuoteDocument, Error> {
    let Detail { quote, lines, .. } = found;
    Ok(QuoteDocument {
        dated: quote.quoted_on,
        provider: portal.brand.service.ja.clone(),
        issuer: Issuer {
            name: portal.brand.provider.ja.clone(),
            registration_number: String::new(),
            department: portal.support.department.ja.clone(),
            phone: portal.support.phone.clone().unwrap_or_default(),
            hours: portal.support.hours.ja.clone(),
            mail: portal.support.mail.clone(),
        },
        recipient,
        number: quote.number,
        valid_until: quote.valid_until.format("%Y年%-m月%-d日").to_string(),
        rows: lines.iter().map(row).collect::<Result<_, _>>()?,
        total: Yen(quote.amount).grouped(),
        notes: Some(quote.note).filter(|note| !note.is_empty()).into_iter().collect(),
    })
}

fn row(line: &QuoteLine) -> Result<QuoteRow, Error> {
    let days = rental_charges::days(line.first_on, line.last_on).map_err(Error::internal)?;
    let day = |day: chrono::NaiveDate| day.format("%Y/%m/%d").to_string();
    Ok(QuoteRow {
        number: line.position.to_string(),
        product: format!("{} {}", line.product_code, line.product_name),
        period: format!("{}～{}（{days}日）", day(line.first_on), day(line.last_on)),
        quantity: line.quantity.to_string(),
        daily: Yen(line.daily_price).grouped(),
        monthly: line.monthly_price.map(|price| Yen(price).grouped()).unwrap_or_default(),
        amount: Yen(line.amount).grouped(),
    })
}
