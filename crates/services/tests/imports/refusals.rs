//! Rows that cannot be right are told with line and reason.

use crate::databases::{Engine, TestServices};
use crate::exports::{Export, cp932};
use crate::import;

on_both_engines!(rows_that_cannot_be_right_are_told_with_line_and_reason);

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
