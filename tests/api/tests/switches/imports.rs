//! What the provider's system repeats of call records never goes over what the customer switched.

use api_tests::{App, Subscriber, on_both_engines};
use madoguchi_entities::contracts;
use madoguchi_services::contracts::upsert::{self, CallRecordAccess, NewContract};
use madoguchi_services::rows::RowOutcome;
use sea_orm::EntityTrait;

use super::{call_records, inactive, switch};

on_both_engines!(an_import_leaves_what_was_switched, an_import_says_it_where_nobody_switched);

fn given(subscriber: &Subscriber, access: CallRecordAccess) -> NewContract {
    let contract = subscriber.contract.clone();
    NewContract {
        number: contract.number,
        customer: subscriber.customer.number.clone(),
        billing_group: subscriber.group.number.clone(),
        category: contract.category,
        service_name: "名前が変わったサービス".to_owned(),
        status: contract.status,
        started_on: contract.started_on,
        postal_code: contract.postal_code,
        prefecture: contract.prefecture,
        address1: contract.address1,
        address2: contract.address2,
        building: contract.building,
        access_key: contract.access_key,
        phone_service_name: contract.phone_service_name,
        phone_number: contract.phone_number,
        phone_detail: contract.phone_detail,
        options: Vec::new(),
        call_records: access,
    }
}

async fn imported(app: &App, subscriber: &Subscriber, access: CallRecordAccess) -> contracts::Model {
    let provider = app.provider(&subscriber.contract.portal);
    let rows = [given(subscriber, access)];
    let kept = upsert::upsert(app.db(), &provider, app.now(), &rows).await.unwrap();
    assert!(matches!(kept[0], Ok(RowOutcome::Updated | RowOutcome::Unchanged)), "{kept:?}");
    contracts::Entity::find_by_id(subscriber.contract.id).one(app.db()).await.unwrap().unwrap()
}

async fn an_import_leaves_what_was_switched(app: App) {
    let (subscriber, _, browser) = inactive(&app).await;
    let on = switch(&browser, call_records(&subscriber.contract, true)).await.effective_from;
    let contract = imported(&app, &subscriber, CallRecordAccess::Inactive).await;
    assert_eq!((contract.call_records_from, contract.service_name.as_str()), (on, "名前が変わったサービス"));
    let _off = switch(&browser, call_records(&subscriber.contract, false)).await;
    assert_eq!(imported(&app, &subscriber, CallRecordAccess::Active).await.call_records_from, None);
}

async fn an_import_says_it_where_nobody_switched(app: App) {
    let (subscriber, ..) = inactive(&app).await;
    assert!(imported(&app, &subscriber, CallRecordAccess::Active).await.call_records_from.is_some());
    assert_eq!(imported(&app, &subscriber, CallRecordAccess::Inactive).await.call_records_from, None);
}
