use super::*;

const CALLS: &str = r#"[call_records]
file = "calls_*.csv"
encoding = "cp932"

[call_records.columns]
contract = "契約"
started_at = "日時"
kind = { header = "種類", values = { "1" = "県内" } }
caller = "元"
callee = "先"
duration = "時間"
charge = { constant = "0", when = "料金" }
"#;

fn refused(from: &str, to: &str) -> String {
    assert!(CALLS.contains(from), "{from}");
    Mapping::parse("calls.toml", &CALLS.replace(from, to)).unwrap_err().to_string()
}

#[test]
fn presets_are_understood() {
    for (portal, ..) in PRESETS {
        Mapping::preset(portal).unwrap();
    }
    assert!(Mapping::preset("nobody").is_err());
}

#[test]
fn headers_of_all_kinds_of_columns_are_wanted() {
    let mapping = Mapping::parse("calls.toml", CALLS).unwrap();
    let headers = mapping.call_records.as_ref().unwrap().columns.headers();
    assert_eq!(headers, ["契約", "日時", "種類", "元", "先", "時間", "料金"]);
}

#[test]
fn mistakes_are_told_with_line_and_reason() {
    let error = refused("caller = ", "cailer = ");
    assert!(error.starts_with("calls.toml line 9: unknown field `cailer`"), "{error}");
    let error = refused("callee = \"先\"\n", "");
    assert!(error.starts_with("calls.toml line 5: missing field `callee`"), "{error}");
    let error = refused("\"cp932\"", "\"ebcdic\"");
    assert!(error.starts_with("calls.toml line 3: unknown variant `ebcdic`"), "{error}");
    let error = refused("\"calls_*.csv\"", "\"/etc/passwd\"");
    assert!(error.starts_with("calls.toml line 2: a file name in the folder"), "{error}");
    let error = refused("header = \"種類\", values", "values");
    assert!(error.starts_with("calls.toml line 8: either `header`"), "{error}");
    let error = refused("values =", "vaules =");
    assert!(error.starts_with("calls.toml line 8: unknown field `vaules`"), "{error}");
    let error = refused("duration = \"時間\"", "duration = 7");
    assert!(error.starts_with("calls.toml line 11: invalid type: integer"), "{error}");
    let error = refused("[call_records]", "[call_records");
    assert!(error.starts_with("calls.toml line 1: "), "{error}");
}

#[test]
fn words_of_states_and_rates_are_checked() {
    #[derive(Debug, Deserialize)]
    struct Choices {
        #[expect(dead_code, reason = "only read by the derive")]
        status: Choice<Status>,
    }
    let text = "status = { header = \"状態\", values = { \"済\" = \"over\" } }";
    let error = toml::from_str::<Choices>(text).unwrap_err();
    assert!(error.message().starts_with("unknown variant `over`, expected one of `preparing`"), "{error}");
}
