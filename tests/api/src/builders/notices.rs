//! Notices of the provider.

use madoguchi_entities::notices::{self, Importance};
use madoguchi_entities::{contracts, documents};
use madoguchi_services::notices::publish::{self, NewNotice};
use madoguchi_services::opening_notices::deliver;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::app::{App, PORTAL};

impl App {
    /// A notice of [`PORTAL`] to all, from now on and for ever.
    #[must_use]
    pub fn new_notice(&self) -> NewNotice {
        NewNotice {
            importance: Importance::Normal,
            title: "工事のお知らせ".to_owned(),
            title_en: String::new(),
            body: "下記の日程で工事を行います。".to_owned(),
            body_en: String::new(),
            customer_number: None,
            category: None,
            published_from: None,
            published_until: None,
            mailed: true,
        }
    }

    pub async fn publish(&self, new: &NewNotice) -> notices::Model {
        let provider = self.provider(PORTAL);
        publish::create(self.services(), &provider, new).await.unwrap()
    }

    /// Delivers and renders an opening notice of a contract.
    pub async fn opening_notice(&self, contract: &contracts::Model) -> Uuid {
        let provider = self.provider(&contract.portal);
        let numbers = [contract.number.clone()];
        deliver::deliver(self.services(), &provider, &numbers, None, false).await.unwrap();
        self.deliver_mails().await;
        let of_contract = documents::Entity::find().filter(documents::Column::ContractId.eq(contract.id));
        of_contract.one(self.db()).await.unwrap().unwrap().id.into()
    }
}
