//! Knows the forms of the portals that come with the product, as their documents describe them.

mod properties;

use crate::locales::Locale;
use serde_json::json;

use super::*;
use crate::policy::{Field, FieldKind, Localized, Portal};
use crate::problems::FieldCode;

const NETWORK: &str = include_str!("../../../../portals/network.toml");
const RENTAL: &str = include_str!("../../../../portals/rental.toml");
const TELECOM: &str = include_str!("../../../../portals/telecom.toml");

fn field(kind: FieldKind) -> Field {
    let text = |ja: &str| Localized { ja: ja.to_owned(), en: ja.to_owned() };
    let choices = if kind == FieldKind::Choice { vec![("mail".to_owned(), text("メール"))] } else { Vec::new() };
    Field {
        name: "it".to_owned(),
        label: text("項目"),
        short_label: None,
        kind,
        required: false,
        read_only: false,
        listed: false,
        hint: None,
        default: None,
        min: None,
        max: None,
        choices,
        only_for: Vec::new(),
    }
}

fn portal(text: &str) -> Portal {
    let mut portal: Portal = toml::from_str(text).unwrap();
    portal.complete();
    portal
}

/// An application for a contract of a category, with the contract's forms before those of the request.
fn application(category: &str) -> Questionnaire {
    let portal = portal(NETWORK);
    let categories = &portal.contracts.as_ref().unwrap().categories;
    let forms = &categories.iter().find(|it| it.code == category).unwrap().forms;
    Questionnaire::of(&portal, forms.iter().chain(&portal.request_kind("new").unwrap().forms), &[category, "new"])
}

fn order() -> Questionnaire {
    let portal = portal(RENTAL);
    Questionnaire::of(&portal, &portal.request_kind("order").unwrap().forms, &["order"])
}

fn object(value: serde_json::Value) -> Object {
    serde_json::from_value(value).unwrap()
}

fn faults(questionnaire: &Questionnaire, typed: serde_json::Value) -> Vec<String> {
    let faults = questionnaire.check(&object(typed)).unwrap_err();
    faults.into_iter().map(|fault| format!("{} {}", fault.path, fault.code)).collect()
}

#[test]
fn each_kind_has_one_spelling() {
    let kept = |kind, typed: &str| check(&field(kind), Some(&Value::from(typed)));
    for (kind, typed, expected) in [
        (FieldKind::Text, " ﾋﾞｮｳｲﾝ　㈱　", "ビョウイン　㈱"),
        (FieldKind::LongText, "　一行目\r\n\r\n　二行目\r三行目\t\n ", "一行目\n\n　二行目\n三行目"),
        (FieldKind::Kana, "びょういん ﾘｼﾞ", "ビョウイン リジ"),
        (FieldKind::PostalCode, "〒１０８－８００１", "1088001"),
        (FieldKind::Prefecture, " 東京都", "東京都"),
        (FieldKind::Phone, "+81 (0)3-3798-6756", "0337986756"),
        (FieldKind::MailAddress, " ｈanako@Example.JP", "hanako@example.jp"),
        (FieldKind::Date, "令和9年12月28日", "2027-12-28"),
        (FieldKind::Count, "１,２００", "1200"),
        (FieldKind::Choice, "mail", "mail"),
        (FieldKind::Flag, "true", "true"),
        (FieldKind::InstitutionCode, "13-1234567-8", "1312345678"),
        (FieldKind::Product, "ＤＳＸ2－8000 ", "DSX2-8000"),
        (FieldKind::Reference, " 202205100010", "202205100010"),
    ] {
        assert_eq!(kept(kind, typed), Ok(Some(Value::from(expected))), "{typed}");
    }
    for (kind, typed, code) in [
        (FieldKind::Text, "件\n名", "invalid_characters"),
        (FieldKind::Kana, "病院", "not_kana"),
        (FieldKind::Prefecture, "東京", "unknown"),
        (FieldKind::Date, "2027-02-29", "date_impossible"),
        (FieldKind::Count, "-1", "not_a_number"),
        (FieldKind::Choice, "fax", "unknown"),
        (FieldKind::Period, "2027-01-01", "malformed"),
        (FieldKind::Attachments, "[]", "malformed"),
    ] {
        assert_eq!(kept(kind, typed).unwrap_err()[0].code.as_str(), code, "{typed}");
    }
    assert_eq!(kept(FieldKind::Text, &"あ".repeat(201)).unwrap_err()[0].code.as_str(), "too_long");
    assert_eq!(kept(FieldKind::Flag, ""), Ok(Some(Value::from("false"))));
    assert_eq!(kept(FieldKind::Text, "\u{200B}　"), Ok(None));
}

#[test]
fn a_count_keeps_to_its_limits_and_a_tick_that_is_asked_for_is_given() {
    let count = Field { min: Some(1), max: Some(5), ..field(FieldKind::Count) };
    let kept =
        |field: &Field, typed: &str| check(field, Some(&Value::from(typed))).map_err(|faults| faults[0].code.as_str());
    assert_eq!(kept(&count, "0"), Err("out_of_range"));
    assert_eq!(kept(&count, "05"), Ok(Some(Value::from("5"))));
    assert_eq!(kept(&count, "99999999999999999999"), Err("out_of_range"));
    let agreed = Field { required: true, ..field(FieldKind::Flag) };
    assert_eq!(kept(&agreed, "false"), Err("required"));
    assert_eq!(kept(&agreed, "true"), Ok(Some(Value::from("true"))));
}

#[test]
fn a_code_of_an_institution_is_taken_and_looked_at() {
    let field = field(FieldKind::InstitutionCode);
    for usual in ["0110113719", "01.1.0113719", "０１－１－０１１３７１９"] {
        assert_eq!(warning(&field, usual, None), None, "{usual}");
    }
    assert_eq!(warning(&field, "0113719", Some("北海道")), None);
    assert_eq!(warning(&field, "0113719", Some("青森県")), Some(FieldCode::InstitutionCodeUnusual));
    for unusual in ["011011371", "0110113718", "4812345678", "0012345678", "13A2345678"] {
        assert!(check(&field, Some(&Value::from(unusual))).is_ok());
        assert_eq!(warning(&field, unusual, None), Some(FieldCode::InstitutionCodeUnusual), "{unusual}");
    }
}

#[test]
fn a_period_has_two_days_in_order() {
    let asked = Field { required: true, ..field(FieldKind::Period) };
    let check = |field: &Field, ends: serde_json::Value| {
        let faults = check(field, Some(&Value::Object(object(ends)))).map_err(|faults| faults.into_iter());
        faults.map_err(|faults| faults.map(|it| format!("{} {}", it.path, it.code)).collect::<Vec<_>>())
    };
    let kept = check(&asked, json!({ "first": "2027/12/28", "last": "２０２８年1月29日" })).unwrap().unwrap();
    assert_eq!(serde_json::to_value(&kept).unwrap(), json!({ "first": "2027-12-28", "last": "2028-01-29" }));
    assert_eq!(period_days(kept.as_object().unwrap()), Some(33));
    assert_eq!(check(&asked, json!({})), Err(vec!["first required".to_owned(), "last required".to_owned()]));
    let optional = field(FieldKind::Period);
    assert_eq!(check(&optional, json!({ "first": " " })), Ok(None));
    assert_eq!(check(&optional, json!({ "last": "2027-12-28" })), Err(vec!["first required".to_owned()]));
    let reversed = json!({ "first": "2027-12-28", "last": "2027-12-27" });
    assert_eq!(check(&asked, reversed), Err(vec!["last range_reversed".to_owned()]));
}

#[test]
fn files_are_a_list_of_ids() {
    let field = field(FieldKind::Attachments);
    let id = |digit: usize| Value::from(format!("00000000-0000-7000-8000-00000000000{digit}"));
    let list = |digits: &[usize]| Value::List(digits.iter().copied().map(id).collect());
    assert_eq!(check(&field, Some(&list(&[2, 1, 2]))), Ok(Some(list(&[2, 1]))));
    assert_eq!(check(&field, Some(&list(&[]))), Ok(None));
    assert_eq!(check(&field, Some(&list(&[1, 2, 3, 4, 5, 6]))).unwrap_err()[0].code.as_str(), "too_many");
    let named = Value::List(vec![Value::from("../etc")]);
    assert_eq!(check(&field, Some(&named)).unwrap_err()[0].code.as_str(), "unknown");
}

/// The guide's first screen: CD asks for its destination, and a viewing facility for the place of its records.
#[test]
fn an_application_asks_what_its_answers_ask_for() {
    let titles = |questionnaire: &Questionnaire, answers: &Object| {
        questionnaire.sections(answers, Locale::Ja).into_iter().map(|section| section.title).collect::<Vec<_>>()
    };
    let viewing = application("viewing");
    let always = ["ご契約パターン", "ご利用者情報", "基本サービス", "拡張サービス"];
    assert_eq!(titles(&viewing, &Object::new()), always);
    let by_cd = object(json!({ "basic": { "sheets_by": "cd" }, "extended": { "other_billing_address": "true" } }));
    let all = ["ご契約パターン", "ご利用者情報", "基本サービス", "CD送付先", "拡張サービス", "請求書送付先"];
    assert_eq!(titles(&viewing, &by_cd), all);
    let asked = |questionnaire: &Questionnaire| {
        let fields = questionnaire.fields(questionnaire.group("facility").unwrap());
        fields.map(|field| field.name.clone()).filter(|name| name.ends_with("place")).collect::<Vec<_>>()
    };
    assert_eq!(asked(&viewing), ["records_place"]);
    assert_eq!(asked(&application("disclosing")), ["server_place"]);
}

#[test]
fn copies_are_checked_and_named_one_by_one() {
    let order = order();
    let address = json!({
        "company": "やまびこ商事", "postal_code": "1088001", "prefecture": "東京都", "address1": "港区芝5-7-1",
        "phone": "03-3798-6756", "contact": "山田",
    });
    let item = |quantity: &str| json!({ "product": "DSX2-8000", "period": { "first": "2027-12-28", "last": "2028-01-29" }, "quantity": quantity });
    let mut typed = json!({
        "orderer": address, "rental": { "class": "daily" }, "delivery": [address, { "company": "支店" }],
        "items": [item("１"), item("x")],
    });
    let expected = [
        "delivery[1].postal_code required",
        "delivery[1].prefecture required",
        "delivery[1].address1 required",
        "delivery[1].phone required",
        "delivery[1].contact required",
        "items[1].quantity not_a_number",
    ];
    assert_eq!(faults(&order, typed.clone()), expected);
    typed["delivery"][1] = address.clone();
    typed["items"][1] = item("12");
    let kept = order.check(&object(typed.clone())).unwrap();
    let lines = order.lines(&kept, Locale::Ja);
    let goods: Vec<&str> = lines.iter().map(String::as_str).skip_while(|line| *line != "■お届け商品情報2").collect();
    let expected = [
        "■お届け商品情報2",
        "商品コード・商品名 : DSX2-8000",
        "レンタル期間 : 2027/12/28～2028/01/29（33日）",
        "数量 : 12",
    ];
    assert_eq!(goods, expected);
    assert!(lines.contains(&"郵便番号 : 108-8001".to_owned()) && lines.contains(&"電話番号 : 03-3798-6756".to_owned()));
    typed["delivery"] = json!(vec![address.clone(); 6]);
    assert_eq!(faults(&order, typed.clone()), ["delivery too_many"]);
    typed["delivery"] = json!("東京");
    assert_eq!(faults(&order, typed.clone()), ["delivery malformed"]);
    typed["delivery"] = json!([address, "東京"]);
    assert_eq!(faults(&order, typed.clone()), ["delivery malformed"]);
    typed["delivery"] = json!([]);
    assert_eq!(faults(&order, typed.clone())[0], "delivery[0].company required");
    typed["delivery"] = json!([address]);
    typed["orderer"]["colour"] = json!("red");
    typed["gift"] = json!({});
    assert_eq!(faults(&order, typed), ["gift unknown_field", "orderer.colour unknown_field"]);
}

#[test]
fn the_answers_of_an_inquiry_stand_at_the_root() {
    let portal = portal(TELECOM);
    let inquiry = Questionnaire::of_inquiry(&portal, portal.request_kind("other").unwrap());
    assert_eq!(inquiry.check(&object(json!({}))), Ok(Object::new()));
    let kept = inquiry.check(&object(json!({ "subject": " 件名 ", "text": "一\r\n二" }))).unwrap();
    assert_eq!(kept, object(json!({ "subject": "件名", "text": "一\n二" })));
    assert_eq!(
        faults(&inquiry, json!({ "subject": "a\nb", "topic": "x" })),
        ["topic unknown_field", "subject invalid_characters"]
    );
    assert_eq!(inquiry.field(&"subject".parse().unwrap()).map(|field| field.kind), Some(FieldKind::Text));
    assert_eq!(inquiry.field(&"inquiry.subject".parse().unwrap()), None);
    let order = order();
    assert!(order.field(&"delivery[1].fax".parse().unwrap()).is_some());
    assert_eq!(order.field(&"delivery.fax".parse().unwrap()), None);
}

#[test]
fn another_form_lends_what_is_called_the_same() {
    let portal = portal(NETWORK);
    let from =
        object(json!({ "facility_name": "★病院", "title": "理事", "phone": "03-3798-6756", "postal_code": "x" }));
    let lent = copied(&from, &portal.forms["contact"]);
    assert_eq!(lent, object(json!({ "facility_name": "★病院", "phone": "0337986756" })));
}

#[test]
fn defaults_stand_there_at_first_and_are_never_filled_in_later() {
    let mut order = order();
    let at = order.groups.iter().position(|group| group.name == "items").unwrap();
    let quantity = order.groups[at].form.fields.iter_mut().find(|field| field.name == "quantity").unwrap();
    quantity.default = Some("1".to_owned());
    assert_eq!(order.initial(), object(json!({ "items": [{ "quantity": "1" }] })));
    assert!(faults(&order, json!({})).contains(&"items[0].quantity required".to_owned()));
}
