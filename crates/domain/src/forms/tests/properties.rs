//! What holds for every form: browser and server agree, twice is once, and what is not asked is nowhere.

use crate::locales::Locale;
use crate::problems::FieldCode;
use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::json;

use super::super::values;
use super::*;

const KINDS: [FieldKind; 16] = [
    FieldKind::Text,
    FieldKind::LongText,
    FieldKind::Kana,
    FieldKind::PostalCode,
    FieldKind::Prefecture,
    FieldKind::Phone,
    FieldKind::MailAddress,
    FieldKind::Date,
    FieldKind::Period,
    FieldKind::Count,
    FieldKind::Choice,
    FieldKind::Flag,
    FieldKind::InstitutionCode,
    FieldKind::Product,
    FieldKind::Reference,
    FieldKind::Attachments,
];

static VIEWING: LazyLock<Questionnaire> = LazyLock::new(|| application("viewing"));
static DISCLOSING: LazyLock<Questionnaire> = LazyLock::new(|| application("disclosing"));
static ORDER: LazyLock<Questionnaire> = LazyLock::new(order);

fn through_json(object: &Object) -> Object {
    serde_json::from_str(&serde_json::to_string(object).unwrap()).unwrap()
}

/// What people and machines type into a field of a kind: now and then what it asks for.
fn typed() -> impl Strategy<Value = Value> {
    let id = Just(Value::from("00000000-0000-7000-8000-00000000000a"));
    let text = prop_oneof![
        "\\PC{0,12}",
        "[ 　\u{200B}\u{202E}\n\rａｱがｶﾞ\u{3099}\u{FE0F}漢㈱ー-]{0,8}",
        "[0-9０-９,-]{0,12}",
        "(0|\\+81)[0-9]{9,10}",
        "[a-z]{1,5}@[a-z]{1,5}\\.JP",
        "20[0-9]{2}[-/][01]?[0-9][-/][0-3]?[0-9]",
        prop::sample::select(vec!["mail", "true", "false", "cd", "東京都", "1088001", "03-3798-6756"])
            .prop_map(str::to_owned),
    ];
    let text = text.prop_map(Value::Text).boxed();
    prop_oneof![
        8 => text.clone(),
        1 => prop::collection::vec(prop_oneof![id, text.clone()], 0..7).prop_map(Value::List),
        2 => prop::collection::btree_map("first|last|x", text, 0..3).prop_map(Value::Object),
    ]
}

/// Answers to all fields of forms, asked or not: such as they take, or anything, with gaps.
fn answers(questionnaire: &Questionnaire, fit: bool) -> impl Strategy<Value = Object> + use<> {
    let copies = |group: &Group| match group.form.repeat_max {
        Some(_) => vec![group.path.index(0), group.path.index(1)],
        None => vec![group.path.clone()],
    };
    let of_group = |group: &Group| {
        let paths = copies(group).into_iter();
        paths
            .flat_map(|path| group.form.fields.iter().map(|it| (path.name(&it.name), it.clone())).collect::<Vec<_>>())
            .collect::<Vec<_>>()
    };
    let fields: Vec<(Path, Field)> = questionnaire.groups.iter().flat_map(of_group).collect();
    let value = |field: &Field| {
        if fit { fitting(field) } else { prop_oneof![typed(), fitting(field)].boxed() }
    };
    let values: Vec<_> = fields.iter().map(|(_, field)| value(field)).collect();
    let given = prop::collection::vec(prop::bool::weighted(if fit { 1.0 } else { 0.9 }), fields.len());
    (values, given).prop_map(move |(values, given)| {
        let mut answers = Object::new();
        for (((path, _), value), _) in fields.iter().zip(values).zip(given).filter(|(_, given)| *given) {
            values::put(&mut answers, path, value);
        }
        answers
    })
}

/// Something that a field takes.
fn fitting(field: &Field) -> BoxedStrategy<Value> {
    let text = match field.kind {
        FieldKind::Text | FieldKind::LongText | FieldKind::Product | FieldKind::Reference => {
            "[a-z 漢がｶ]{0,5}[a-z]".boxed()
        }
        FieldKind::Kana => "[カがｶ]{1,5}".boxed(),
        FieldKind::PostalCode => "[0-9]{3}-?[0-9]{4}".boxed(),
        FieldKind::Prefecture => Just("東京都".to_owned()).boxed(),
        FieldKind::Phone => "0[0-9]{9}".boxed(),
        FieldKind::MailAddress => "[a-z]{1,5}@example\\.jp".boxed(),
        FieldKind::Date => "2027-12-(0[1-9]|[12][0-9])".boxed(),
        FieldKind::Count => "[1-5]".boxed(),
        FieldKind::Choice => {
            prop::sample::select(field.choices.iter().map(|it| it.0.clone()).collect::<Vec<_>>()).boxed()
        }
        FieldKind::Flag => "true|false".boxed(),
        FieldKind::InstitutionCode => "[0-9]{10}".boxed(),
        FieldKind::Period => {
            let ends = ("2027-11-(0[1-9]|[12][0-9])", "2027-12-(0[1-9]|[12][0-9])");
            return ends
                .prop_map(|(first, last)| Value::Object(object(json!({ "first": first, "last": last }))))
                .boxed();
        }
        FieldKind::Attachments => return Just(Value::List(Vec::new())).boxed(),
    };
    text.prop_map(Value::Text).boxed()
}

fn questionnaires(fit: bool) -> impl Strategy<Value = (&'static Questionnaire, Object)> {
    let all: Vec<&'static Questionnaire> = vec![&VIEWING, &DISCLOSING, &ORDER];
    prop::sample::select(all).prop_flat_map(move |it| (Just(it), answers(it, fit)))
}

proptest! {
    #[test]
    fn what_a_field_takes_it_takes_again_unchanged(kind in prop::sample::select(&KINDS[..]), typed in typed()) {
        let field = field(kind);
        if let Ok(Some(kept)) = check(&field, Some(&typed)) {
            let sent: Value = serde_json::from_str(&serde_json::to_string(&kept).unwrap()).unwrap();
            prop_assert_eq!(&sent, &kept);
            prop_assert_eq!(check(&field, Some(&sent)), Ok(Some(kept)));
        }
    }

    #[test]
    fn how_a_value_is_written_is_read_back(kind in prop::sample::select(&KINDS[..]), typed in typed()) {
        let field = field(kind);
        if let Ok(Some(Value::Text(kept))) = check(&field, Some(&typed)) {
            prop_assert_eq!(tidy(&field, &spelled(&field, &kept)), Ok(kept));
        }
    }

    #[test]
    fn what_the_browser_lets_through_the_server_takes((questionnaire, typed) in questionnaires(true)) {
        let sent = questionnaire.check(&typed);
        prop_assert!(sent.is_ok(), "{sent:?}");
        let arrived = through_json(sent.as_ref().unwrap());
        prop_assert_eq!(questionnaire.check(&arrived), sent);
    }

    #[test]
    fn checking_anything_twice_changes_nothing((questionnaire, typed) in questionnaires(false)) {
        prop_assert_eq!(&through_json(&typed), &typed);
        if let Ok(kept) = questionnaire.check(&typed) {
            prop_assert_eq!(questionnaire.check(&kept), Ok(kept));
        }
    }

    #[test]
    fn a_fault_names_a_field_that_is_asked((questionnaire, typed) in questionnaires(false)) {
        for fault in questionnaire.check(&typed).err().unwrap_or_default() {
            let of_period = fault.path.steps().split_last().is_some_and(|(_, whole)| {
                let whole = whole.iter().fold(Path::root(), |path, step| match step {
                    Step::Name(name) => path.name(name),
                    Step::Index(index) => path.index(*index),
                });
                questionnaire.field(&whole).is_some_and(|field| field.kind == FieldKind::Period)
            });
            prop_assert!(of_period || questionnaire.field(&fault.path).is_some(), "{}", fault.path);
        }
    }

    /// Mail in place of CD, and one category in place of the other.
    #[test]
    fn what_is_not_asked_is_nowhere_and_comes_back(typed in answers(&VIEWING, true), place in "[A-Z]{9}") {
        let put = |typed: &Object, path: &str, text: &str| {
            let mut typed = typed.clone();
            values::put(&mut typed, &path.parse().unwrap(), Value::from(text));
            typed
        };
        let typed = put(&typed, "basic.sheets_by", "cd");
        let typed = put(&typed, "cd_destination.facility_name", &place);
        let typed = put(&typed, "facility.records_place", &place);
        // How often the place is kept and printed.
        let found = |questionnaire: &Questionnaire, typed: &Object| {
            let kept = questionnaire.check(typed).unwrap();
            let kept = serde_json::to_string(&kept).unwrap().matches(&place).count();
            (kept, questionnaire.lines(typed, Locale::Ja).join("\n").matches(&place).count())
        };
        prop_assert_eq!(found(&VIEWING, &typed), (2, 2));
        prop_assert_eq!(found(&DISCLOSING, &typed), (1, 1));
        let by_mail = put(&typed, "basic.sheets_by", "mail");
        prop_assert_eq!(found(&VIEWING, &by_mail), (1, 1));
        prop_assert_eq!(found(&DISCLOSING, &by_mail), (0, 0));
        // What is not asked is not checked either, and back in sight it is as it was.
        let wrong = put(&by_mail, "cd_destination.phone", "none");
        prop_assert_eq!(found(&VIEWING, &wrong), (1, 1));
        prop_assert_eq!(found(&VIEWING, &put(&by_mail, "basic.sheets_by", "cd")), (2, 2));
        let faults = VIEWING.check(&put(&wrong, "basic.sheets_by", "cd")).unwrap_err();
        prop_assert_eq!(faults, [Fault { path: "cd_destination.phone".parse().unwrap(), code: FieldCode::PhoneNotDigits }]);
    }
}
