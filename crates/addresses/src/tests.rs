use std::collections::BTreeSet;
use std::time::Instant;

use proptest::prelude::*;

use super::*;

fn code(digits: &str) -> u32 {
    number(&digits.replace('-', "")).unwrap()
}

fn found(digits: &str) -> Vec<Address<'static>> {
    table().unwrap().find(code(digits))
}

/// The addresses of a code on one line each.
fn written(digits: &str) -> Vec<String> {
    let address = |it: Address<'_>| [it.prefecture, it.city, it.town, it.street].concat();
    found(digits).into_iter().map(address).collect()
}

#[test]
fn the_whole_table_is_there() {
    let table = table().unwrap();
    let codes: BTreeSet<u32> = table.codes().collect();
    // 120,720 of towns, 22,200 of offices.
    assert_eq!(codes.len(), 142_920);
    for code in codes {
        let found = table.find(code);
        assert!(!found.is_empty(), "{code}");
        for address in found {
            assert!(!address.prefecture.is_empty() && !address.city.is_empty(), "{code}: {address:?}");
            assert!(!address.city_kana.is_empty(), "{code}: {address:?}");
            assert!(!address.office.is_some_and(str::is_empty), "{code}: {address:?}");
        }
    }
}

#[test]
fn a_code_of_several_towns_gives_all_of_them() {
    assert_eq!(written("452-0961").len(), 66);
    assert_eq!(written("452-0961")[0], "愛知県清須市春日明河原");
    assert_eq!(written("618-0000"), ["京都府乙訓郡大山崎町", "大阪府三島郡島本町"]);
    assert_eq!(written("498-0000"), ["愛知県弥富市", "三重県桑名郡木曽岬町"]);
    assert_eq!(written("441-1324"), ["愛知県新城市井道", "愛知県新城市奥井道", "愛知県新城市内井道"]);
    assert_eq!(written("000-0000"), Vec::<String>::new());
}

#[test]
fn an_office_has_its_name_and_street() {
    let found = find("1088001").unwrap();
    assert!(find("108-8001").unwrap().is_empty());
    assert_eq!(written("1088001"), ["東京都港区芝5丁目7-1NEC本社ビル"]);
    assert_eq!((found[0].office, found[0].kana().as_str()), (Some("日本電気　株式会社"), "ミナトクシバ"));
}

#[test]
fn notes_are_no_part_of_an_address() {
    let notes =
        ["以下に掲載", "の次に", "場合", "（", "）", "(", ")", "「", "」", "、", "〜", "地割", "階層不明", "一円"];
    let table = table().unwrap();
    let mut of_that_name = 0;
    for code in table.codes().collect::<BTreeSet<_>>() {
        for address in table.find(code).iter().filter(|address| address.office.is_none()) {
            if address.town == "一円" {
                of_that_name += 1;
                continue;
            }
            let note = notes.iter().find(|note| address.town.contains(**note));
            assert_eq!(note, None, "{code}: {address:?}");
            assert!(!address.town_kana.contains(['（', '(', '、', '－']), "{code}: {address:?}");
        }
    }
    // 滋賀県犬上郡多賀町一円 is a town.
    assert_eq!((of_that_name, written("522-0317")), (1, vec!["滋賀県犬上郡多賀町一円".to_owned()]));
    assert_eq!(written("107-6001"), ["東京都港区赤坂赤坂アークヒルズ・アーク森ビル"]);
    assert_eq!(written("170-6060"), ["東京都豊島区東池袋サンシャイン６０"]);
    assert_eq!(written("415-0001"), ["静岡県下田市"]);
    assert_eq!(written("377-0424"), ["群馬県吾妻郡中之条町中之条町"]);
    assert_eq!(written("409-0142"), ["山梨県北都留郡小菅村"]);
    assert_eq!(written("407-0311")[0], "山梨県北杜市大泉町西井出");
}

/// Readings that stand in several lines of the source are said once.
#[test]
fn no_reading_is_doubled() {
    let kana = |digits: &str| found(digits)[0].town_kana;
    assert_eq!(["6028368", "6020847", "6028134"].map(kana), ["キタマチ", "オオミヤチョウ", "イッチョウメ"]);
    assert_eq!(kana("5220317"), "イチエン");
}

/// Printed, never judged: machines differ.
#[test]
fn how_long_it_takes() {
    let table = table().unwrap();
    let codes: Vec<u32> = table.codes().step_by(97).collect();
    let begun = Instant::now();
    let found: usize = codes.iter().map(|code| table.find(*code).len()).sum();
    println!(
        "{} codes, {found} addresses: {:?} each",
        codes.len(),
        begun.elapsed() / u32::try_from(codes.len()).unwrap()
    );
}

#[test]
fn what_is_no_table_is_said_so() {
    let whole = PACKED;
    for damaged in [&b""[..], b"x", &whole[1..], &whole[..whole.len() / 2]] {
        assert_eq!(Table::unpack(damaged).err(), Some(Damaged));
    }
    let entry = |town: &str| Entry {
        code: 1,
        prefecture: "東京都".to_owned(),
        city: "港区".to_owned(),
        city_kana: "ミナトク".to_owned(),
        town: town.to_owned(),
        town_kana: String::new(),
        office: None,
    };
    assert!(pack(&[entry("芝")]).is_ok());
    for broken in ["芝\n", "芝\t"] {
        assert!(pack(&[entry(broken)]).is_err());
    }
}

prop_compose! {
    fn entry()(
        digits in "[0-9]{2}00001",
        prefecture in "[あ-う]{1,2}",
        city in "[か-け]{1,2}",
        town in "[さ-そ]{0,3}",
        office in prop::option::of(("[a-c]{1,2}", "[0-9]{0,2}")),
    ) -> Entry {
        let (city_kana, town_kana) = (format!("{city}カナ"), format!("{town}カナ"));
        Entry { code: code(&digits), prefecture, city, city_kana, town, town_kana, office }
    }
}

fn read(address: &Address<'_>, code: u32) -> Entry {
    Entry {
        code,
        prefecture: address.prefecture.to_owned(),
        city: address.city.to_owned(),
        city_kana: address.city_kana.to_owned(),
        town: address.town.to_owned(),
        town_kana: address.town_kana.to_owned(),
        office: address.office.map(|office| (office.to_owned(), address.street.to_owned())),
    }
}

proptest! {
    #[test]
    fn what_is_packed_is_found(entries in prop::collection::vec(entry(), 0..60), absent in "[0-9]{7}") {
        let table = Table::unpack(&pack(&entries).unwrap()).unwrap();
        for code in entries.iter().map(|entry| entry.code).chain([code(&absent)]) {
            let own = entries.iter().filter(|entry| entry.code == code);
            let (offices, mut expected): (Vec<Entry>, Vec<Entry>) = own.cloned().partition(|it| it.office.is_some());
            expected.extend(offices);
            let found: Vec<Entry> = table.find(code).iter().map(|address| read(address, code)).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
