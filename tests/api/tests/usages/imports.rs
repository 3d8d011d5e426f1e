//! The import: amounts in any width and unit, corrections until a month is charged, refusals with their line.

use api_tests::{App, on_both_engines};
use madoguchi_services::imports::Rejection;

use super::*;

on_both_engines!(
    amounts_come_in_any_width_and_unit_and_are_corrected_by_a_later_file,
    a_charged_month_is_refused_unless_it_says_the_same,
    rows_that_cannot_be_right_are_refused_with_their_line,
);

fn told(rejections: &[Rejection]) -> Vec<(u64, &str, &str)> {
    rejections.iter().map(|it| (it.line, it.error.field.as_ref(), it.error.code.as_str())).collect()
}

async fn amounts_come_in_any_width_and_unit_and_are_corrected_by_a_later_file(app: App) {
    let all = [
        answers("A", "みどり野診療所", "ミドリノシンリョウジョ"),
        answers("A", "やまびこ医院", "ヤマビコイイン"),
        answers("A", "かわせみ薬局", "カワセミヤッキョク"),
    ];
    let mut holder = holder(&app, &all).await;
    month_over(&app, &mut holder).await;
    let [(first, a), (second, b), (third, c)] = <[_; 3]>::try_from(holder.contracts.clone()).unwrap();
    let wide: String = a.chars().map(|digit| char::from_u32(u32::from(digit) + 0xFEE0).unwrap()).collect();
    let rows = [(wide.as_str(), "６．２５ＧＢ"), (b.as_str(), "\"5,000 MB\""), (c.as_str(), "4.5")];
    let text = file(&rows);
    let (cp932, ..) = encoding_rs::SHIFT_JIS.encode(&text);
    let summary = import(&app, "storage_usage_202611.csv", &cp932).await;
    assert_eq!((summary.usages.rows, summary.usages.stored, summary.usages.rejected), (3, 3, 0), "{summary}");
    let stored = async |contract| read(&holder.browser, contract).await.months[0].bytes;
    assert_eq!(stored(first).await, 6_250_000_000);
    assert_eq!(stored(second).await, 5_000_000_000);
    assert_eq!(stored(third).await, 4_500_000_000, "a number alone is of the unit of the mapping");

    let again = import(&app, "storage_usage.csv", file(&rows)).await;
    assert_eq!((again.usages.unchanged, again.usages.updated), (3, 0), "{again}");
    let later = import(&app, "storage_usage.csv", file(&[(&a, "4.75GB"), (&c, "4.5GB"), (&c, "4.5GB")])).await;
    assert_eq!((later.usages.updated, later.usages.unchanged, later.usages.stored), (1, 2, 0), "{later}");
    let usages = read(&holder.browser, first).await;
    assert_eq!((usages.months[0].bytes, usages.months[0].fee, usages.months[0].charged), (4_750_000_000, 0, false));
}

async fn a_charged_month_is_refused_unless_it_says_the_same(app: App) {
    let all =
        [answers("A", "みどり野診療所", "ミドリノシンリョウジョ"), answers("A", "やまびこ医院", "ヤマビコイイン")];
    let mut holder = holder(&app, &all).await;
    month_over(&app, &mut holder).await;
    let [(over, a), (free, b)] = <[_; 2]>::try_from(holder.contracts.clone()).unwrap();
    import(&app, "storage_usage.csv", file(&[(&a, "6GB"), (&b, "1GB")])).await;
    assert_eq!(charge_month(&app, NOVEMBER).await.invoices, 1);
    let summary = import(&app, "storage_usage.csv", file(&[(&a, "1GB"), (&b, "6GB"), (&b, "1GB")])).await;
    assert_eq!(told(&summary.rejections), [(2, "month", "month_charged"), (3, "month", "month_charged")]);
    assert_eq!(summary.rejections[0].to_string(), "storage_usage.csv line 2: month: month_charged \"2026-11\"");
    assert_eq!(summary.usages.unchanged, 1);
    let bytes = async |contract| read(&holder.browser, contract).await.months[0].bytes;
    assert_eq!((bytes(over).await, bytes(free).await), (6_000_000_000, 1_000_000_000));
}

async fn rows_that_cannot_be_right_are_refused_with_their_line(app: App) {
    let mut holder = holder(&app, &[answers("A", "みどり野診療所", "ミドリノシンリョウジョ")]).await;
    month_over(&app, &mut holder).await;
    let (contract, number) = holder.contracts[0].clone();
    let rows = [
        format!("{number},2026年11月,五ギガ"),
        format!("{number},2026年11月,-5GB"),
        format!("{number},2026年11月,5XB"),
        format!("{number},2026年11月,999999999999TB"),
        "999999,2026年11月,5GB".to_owned(),
        format!("{number},2026年10月,5GB"),
        format!("{number},2027年1月,5GB"),
        format!("{number},2026年13月,5GB"),
        format!("{number},2026年11月"),
        format!("{number},2026/12,0.5GB"),
    ];
    let text = format!("契約番号,年月,ストレージ容量\n{}\n", rows.join("\n"));
    let summary = import(&app, "storage_usage.csv", text).await;
    assert_eq!(
        told(&summary.rejections),
        [
            (2, "amount", "size_malformed"),
            (3, "amount", "size_malformed"),
            (4, "amount", "unit_unknown"),
            (5, "amount", "size_too_large"),
            (6, "contract", "contract_unknown"),
            (7, "month", "month_before_contract"),
            (8, "month", "month_in_future"),
            (9, "month", "date_impossible"),
            (10, "row", "number_of_cells"),
        ]
    );
    let usages = read(&holder.browser, contract).await;
    assert_eq!(usages.months.iter().map(|it| it.month.as_str()).collect::<Vec<_>>(), ["2026-12"], "the month so far");
}
