//! Rows that cannot be right are told with line and reason.

use crate::databases::{Engine, TestServices};
use crate::exports::{Export, cp932};
use crate::import;

on_both_engines!(
    rows_that_cannot_be_right_are_told_with_line_and_reason,
    one_broken_name_spoils_no_other,
    what_telephone_systems_write_is_kept,
    characters_of_one_system_are_told,
    a_contract_of_another_group_is_billed_to_nobody,
);

const CUSTOMERS: &str = "電話番号,顧客番号,顧客名,顧客名カナ,郵便番号,都道府県,住所1,住所2,備考\n";

/// B1: a system that counts bytes cut a name within a character; the file has no byte order mark.
async fn one_broken_name_spoils_no_other(services: TestServices) {
    let export = Export::empty();
    let row = |number: &str, name: &str| format!(",{number},{name},ｽｽﾞｷ ｹｲｺ,108-8001,東京都,港区,1,\n").into_bytes();
    let cut =
        [b",A2,".as_slice(), &"株式会社髙橋商".as_bytes()[..19], ",ｺｳ,108-8001,東京都,港区,1,\n".as_bytes()].concat();
    let file = [CUSTOMERS.as_bytes().to_vec(), row("A1", "鈴木 恵子"), cut.clone(), row("A3", "𠮷田 翠")].concat();
    export.write_bytes("customers.csv", &file);
    let summary = import(&services, &export).await;
    let told: Vec<String> = summary.rejections.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["customers.csv line 3: row: undecodable \"株式会社髙橋\u{FFFD}\""]);
    assert_eq!(services.number("SELECT count(*) FROM customers WHERE name = '鈴木 恵子'").await, 1);
    let right = "SELECT count(*) FROM customers WHERE name = '𠮷田 翠' AND name_key = 'スズキケイコ'";
    assert_eq!(services.number(right).await, 1);

    // The same at the very start, in Windows-31J, and again: nothing good is overwritten.
    let broken = [CUSTOMERS.as_bytes().to_vec(), cut, row("A1", "鈴木 恵子"), row("A3", "𠮷田 翠")].concat();
    export.write_bytes("customers.csv", &broken);
    let again = import(&services, &export).await;
    assert_eq!((again.customers.unchanged, again.customers.rejected), (2, 1));
    let half =
        [cp932(CUSTOMERS), cp932(",A1,鈴木 恵"), vec![0x8E], cp932(",ｽｽﾞｷ ｹｲｺ,108-8001,東京都,港区,1,\n")].concat();
    let whole = cp932(",A4,緑川 碧,ﾐﾄﾞﾘｶﾜ ｱｵｲ,108-8001,東京都,港区,1,\n");
    export.write_bytes("customers.csv", &[half, whole].concat());
    let other = import(&services, &export).await;
    assert_eq!((other.customers.stored, other.customers.updated, other.customers.rejected), (1, 0, 1));
    assert_eq!(services.number("SELECT count(*) FROM customers WHERE name IN ('鈴木 恵子', '緑川 碧')").await, 2);
}

/// B6: short codes with # and *, words in place of a caller, numbers from abroad.
async fn what_telephone_systems_write_is_kept(services: TestServices) {
    let export = Export::demo();
    import(&services, &export).await;
    let calls = |time: &str, caller: &str, callee: &str| {
        format!("CAF0000000000,2026/10/05 {time},県内,{caller},{callee},0:00:10,7777\n")
    };
    let rows = [
        calls("1:00:00", "0312345678", "#7119"),
        calls("1:00:01", "非通知", "117"),
        calls("1:00:02", "公衆電話", "*"),
        calls("1:00:03", "表示圏外", "＃7119"),
        calls("1:00:04", "P", "+1 212 555 0100"),
        calls("1:00:05", "(03)1234-5678", "+81 (0)90 1234 5678"),
    ];
    let header = "契約番号,日時,利用種類,通話元,通話先,通話時間,料金\n";
    export.write("call_records_9.csv", &format!("{header}{}", rows.concat()));
    let before = import(&services, &export).await;
    let rejected = export.expected()["telecom"]["call_rows_rejected"].as_u64().unwrap();
    assert_eq!((before.call_records.stored, before.call_records.rejected), (6, rejected), "{:?}", before.rejections);
    for (column, value, count) in [
        ("callee", "#7119", 2),
        ("callee", "*", 1),
        ("callee", "+12125550100", 1),
        ("callee", "09012345678", 1),
        ("caller", "", 4),
    ] {
        let sql = format!("SELECT count(*) FROM call_records WHERE {column} = '{value}' AND charge = 7777");
        assert_eq!(services.number(&sql).await, count, "{column} {value}");
    }
    assert_eq!(import(&services, &export).await.call_records.stored, 0);
}

/// B10: 外字 of one system are kept as they are, and somebody hears of it.
async fn characters_of_one_system_are_told(services: TestServices) {
    let export = Export::empty();
    let named = [cp932(",A1,渡"), vec![0xF0, 0x40], cp932(" 恵子,ﾜﾀﾅﾍﾞ ｹｲｺ,108-8001,東京都,港区,1,\n")].concat();
    let plain = cp932(",A2,鈴木 恵子,ｽｽﾞｷ ｹｲｺ,108-8001,東京都,港区,1,\n");
    export.write_bytes("customers.csv", &[cp932(CUSTOMERS), named, plain].concat());
    let summary = import(&services, &export).await;
    assert_eq!((summary.customers.stored, summary.customers.rejected), (2, 0));
    let notes: Vec<String> = summary.notes.iter().map(ToString::to_string).collect();
    assert_eq!(notes, ["customers.csv line 2: row: private_characters \"渡\\u{e000} 恵子\""]);
    assert_eq!(services.number("SELECT count(*) FROM customers WHERE name = '渡\u{E000} 恵子'").await, 1);
}

/// A16: who is in one group must not read the number and the charges of another, though one customer has both.
async fn a_contract_of_another_group_is_billed_to_nobody(services: TestServices) {
    let export = Export::demo();
    import(&services, &export).await;
    // A contract that was billed here moves to another group of the same customer.
    export.edit("contracts.csv", |text| {
        text.replacen("CAF0000000020,C000002,G000002,", "CAF0000000020,C000002,G000002-1,", 1)
    });
    let moved = import(&services, &export).await;
    assert_eq!((moved.contracts.updated, moved.invoices.rejected), (1, 0), "what was issued before stays as it is");
    let header = "請求番号,請求グループ,請求年月,契約番号,料金内訳,金額,税率,備考\r\n";
    export.write(
        "invoice_lines.csv",
        &format!(
            "{header}X1,G000002,2026年10月,CAF0000000020,基本料,100,10,\r\n\
        X2,G000002-1,2026年10月,CAF0000000020,基本料,100,10,\r\n"
        ),
    );
    let summary = import(&services, &export).await;
    assert_eq!((summary.invoices.stored, summary.invoices.rejected), (1, 1));
    let told = summary.rejections.iter().map(ToString::to_string).find(|told| told.starts_with("invoice"));
    assert_eq!(
        told.as_deref(),
        Some("invoice_lines.csv line 2: lines[0].contract: billing_group_differs \"CAF0000000020\"")
    );
}

async fn rows_that_cannot_be_right_are_told_with_line_and_reason(services: TestServices) {
    let export = Export::empty();
    export.write(
        "customers.csv",
        "\u{FEFF}電話番号,顧客番号,顧客名,顧客名カナ,郵便番号,都道府県,住所1,住所2,備考\n\
        ０３－１２３４－５６７８,A1,株式会社甲,カ）コウ,〒108-8001,東京都,港区,1,\n\
        ,A2,乙,・,108-8001,東京都,港区,1,\n\
        12,A3,丙,ヘイ,108-8001,東京都,港区,1,\n\
        ,A4,丁,テイ,108-80,東京都,港区,1,\n\
        ,A5,戊,ボ,108-8001,東京都,港区\n\
        ,A1,株式会社甲,ｶ)ｺｳ,1088001,東京都,港区,2,\"二\n行\"\n\
        \r\n\
        ,A6,己,キ,108-8001,東京都,港区,1,\r\n\
        ,A7,庚,コウ,108-8001,東京都,港区,1,,,\r\n",
    );
    let header = "契約番号,顧客番号,請求グループ,区分,サービス名,契約ステータス,開始日,設置郵便番号,設置都道府県,設置住所1,設置住所2,建物名,\
                  アクセスキー,電話番号,オプション1,オプション2,オプション3,オプション4,オプション5,通話明細";
    let contract = |start: &str| format!("{start},1088001,東京都,港区,1,,,,,,,,,1\n");
    let contracts = [
        "caf-0000000001,A1,G1,ひかり,ファミリー,利用中,令和5年3月7日",
        "CAF1,A1,G1,ひかり,ファミリー,利用中,2023-01-03",
        "CAF0000000003,A9,G1,ひかり,ファミリー,利用中,2023-01-03",
        "CAF0000000004,A1,G1,ガス,ファミリー,利用中,2023-01-03",
        "CAF0000000005,A1,G1,ひかり,ファミリー,休止,2023-01-03",
        "CAF0000000006,A6,G1,ひかり,ファミリー,利用中,2023-01-03",
        "CAF0000000007,A1,G1,ひかり,ファミリー,利用中,2023-02-30",
        "CAF0000000008,A6,G6,その他,ストレージ,利用中,20230103",
    ]
    .map(contract);
    export.write_bytes("contracts.csv", &cp932(&format!("{header}\r\n{}", contracts.concat())));
    export.write(
        "invoice_lines.csv",
        "請求番号,請求グループ,請求年月,契約番号,料金内訳,金額,税率,備考\n\
        N1,G1,2026年1月,CAF0000000001,基本料,\"1,005\",10,\n\
        N2,G1,2026年13月,CAF0000000001,基本料,1005,10,\n\
        N1,G1,2026-01,CAF0000000001,会報誌,300,0,不課税\n\
        N3,G1,2026年1月,CAF0000000001,基本料,1005,10,\n\
        N3,G1,2026年1月,CAF0000000001,割引,▲5,5,\n\
        N4,G1,2026年1月,CAF0000000008,基本料,1005,10,\n\
        N5,G9,2026年1月,CAF0000000001,基本料,1005,10,\n\
        N6,G1,2026年1月,CAF0000000001,基本料,1005,10,\n\
        N6,G6,2026年1月,CAF0000000001,基本料,1005,10,\n",
    );
    export.write(
        "call_records_1.csv",
        "契約番号,日時,利用種類,通話元,通話先,通話時間,料金\n\
        2ncaf0000000001,2026/10/31 23:59:59,県内,,117,0:00:10,8\n\
        CAF0000000001,2026/11/01 0:00:00,県内,０３１２３４５６７８,0901-2345-678,0:01:10,8円\n\
        CAF0000000001,1999/11/01 0:00:00,県内,0312345678,117,0:00:10,8\n\
        CAF0000000001,2026/10/31 0:00:00,県内,0312345678,09012x45678,0:00:10,8\n\
        CAF0000000001,2026/10/31 0:00:00,県内,0312345678,117,0:61:10,8\n\
        CAF0000000001,2026/10/31 0:00:00,県内,0312345678,117,0:01:10,8.5\n",
    );
    let summary = import(&services, &export).await;
    let told: Vec<String> = summary.rejections.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "customers.csv line 3: name_kana: required \"・\"",
            "customers.csv line 4: phone: phone_length \"**\"",
            "customers.csv line 5: postal_code: postal_code_not_seven_digits \"108-80\"",
            "customers.csv line 6: row: number_of_cells \"7\"",
            "customers.csv line 11: row: number_of_cells \"11\"",
            "contracts.csv line 3: number: contract_number_unknown_form \"CAF1\"",
            "contracts.csv line 4: customer: customer_unknown \"A9\"",
            "contracts.csv line 5: category: value_unknown \"ガス\"",
            "contracts.csv line 6: status: value_unknown \"休止\"",
            "contracts.csv line 7: billing_group: customer_differs \"G1\"",
            "contracts.csv line 8: started_on: date_impossible \"2023-02-30\"",
            "invoice_lines.csv line 3: month: date_impossible \"2026年13月\"",
            "invoice_lines.csv line 5: lines: invoice_incomplete \"N3\"",
            "invoice_lines.csv line 6: tax_rate: value_unknown \"5\"",
            "invoice_lines.csv line 7: contract: customer_differs \"CAF0000000008\"",
            "invoice_lines.csv line 8: billing_group: billing_group_unknown \"G9\"",
            "invoice_lines.csv line 9: lines: invoice_incomplete \"N6\"",
            "invoice_lines.csv line 10: billing_group: lines_differ \"G6\"",
            "call_records_1.csv line 4: started_at: out_of_range \"1999-11\"",
            "call_records_1.csv line 5: callee: phone_not_digits \"09012x4****\"",
            "call_records_1.csv line 6: duration: duration_malformed \"0:61:10\"",
            "call_records_1.csv line 7: charge: amount_malformed \"8.5\"",
        ]
    );
    assert_eq!((summary.customers.stored, summary.customers.updated, summary.customers.rows), (2, 1, 8));
    assert_eq!((summary.contracts.stored, summary.contracts.rows), (2, 8));
    assert_eq!((summary.invoices.stored, summary.invoices.lines, summary.invoices.amount), (1, 2, 1_005 + 100 + 300));
    assert_eq!((summary.invoices.rows, summary.invoices.rejected), (9, 7));
    assert_eq!((summary.call_records.stored, summary.call_records.rejected), (2, 4));
    // The month is the month in Japan.
    assert_eq!(services.number("SELECT count(*) FROM call_record_months WHERE count = 1").await, 2);
}
