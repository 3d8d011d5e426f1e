use proptest::prelude::*;

use super::*;

const GB: i64 = 1_000_000_000;
const GIB: i64 = 1_073_741_824;

fn decimal(amount: &str) -> Result<i64, UsageError> {
    Gigabyte::Decimal.parse(amount, "bytes")
}

#[test]
fn amounts_are_read_in_any_width_and_unit() {
    for (typed, bytes) in [
        ("0", 0),
        ("5368709120", 5_368_709_120),
        ("5,368,709,120", 5_368_709_120),
        ("６．２ＧＢ", 6_200_000_000),
        (" 6.2 gb ", 6_200_000_000),
        ("6,200ＭＢ", 6_200_000_000),
        ("0.005TB", 5 * GB),
        ("5GiB", 5 * GIB),
        ("5120 MiB", 5 * GIB),
        ("5ギガバイト", 5 * GB),
        ("５㎇", 5 * GB),
        ("12 バイト", 12),
        ("5\u{200B}GB", 5 * GB),
        ("5.0000000001GB", 5 * GB + 1),
    ] {
        assert_eq!(decimal(typed), Ok(bytes), "{typed}");
    }
    assert_eq!(Gigabyte::Binary.parse("5GB", ""), Ok(5 * GIB), "the portal says what a GB is");
    assert_eq!(Gigabyte::Decimal.parse("5.5", "ＧＢ"), Ok(5_500_000_000));
    assert_eq!(Gigabyte::Decimal.parse("5.5MB", "GB"), Ok(5_500_000), "what stands with the number is meant");
}

#[test]
fn what_is_no_amount_is_refused() {
    for typed in ["", "GB", "-1", "▲5", "1,23", "5.", ".5", "5.5.5", "5..5", "1e9", "五", "5.0000000000001", "NaN"] {
        let refused = Gigabyte::Decimal.parse(typed, "GB").unwrap_err();
        assert!(matches!(refused, UsageError::Malformed | UsageError::UnitUnknown), "{typed}: {refused}");
    }
    assert_eq!(Gigabyte::Decimal.parse("5", ""), Err(UsageError::UnitUnknown));
    assert_eq!(Gigabyte::Decimal.parse("5XB", "GB"), Err(UsageError::UnitUnknown));
    assert_eq!(decimal("99999999999TB"), Err(UsageError::TooLarge));
    assert_eq!(decimal(&"9".repeat(60)), Err(UsageError::TooLarge));
}

#[test]
fn amounts_read_in_gigabytes() {
    let write = |bytes| Gigabyte::Decimal.write(bytes);
    assert_eq!(write(0), "0 GB");
    assert_eq!(write(5 * GB), "5 GB");
    assert_eq!(write(5 * GB + 1), "5.01 GB", "more than 5 GB never reads as 5 GB");
    assert_eq!(write(6_200_000_000), "6.2 GB");
    assert_eq!(write(1_234_560_000_000), "1,234.56 GB");
    assert_eq!(Gigabyte::Binary.write(5 * GIB), "5 GB");
}

#[test]
fn the_fee_is_due_above_the_free_amount() {
    let fee = MonthlyFee { free_bytes: 5 * GB, amount: Yen(2_980) };
    assert_eq!([0, 5 * GB - 1, 5 * GB, 5 * GB + 1, 500 * GB].map(|bytes| fee.of(bytes).0), [0, 0, 0, 2_980, 2_980]);
}

proptest! {
    #[test]
    fn the_fee_is_all_or_nothing_and_falls_due_once(free in 0_i64..1 << 50, bytes in 0_i64..1 << 50, yen in 0_i64..1 << 30) {
        let fee = MonthlyFee { free_bytes: free, amount: Yen(yen) };
        prop_assert_eq!(fee.of(bytes), if bytes > free { Yen(yen) } else { Yen::ZERO });
        prop_assert_eq!(fee.of(free), Yen::ZERO);
        prop_assert!(fee.is_due(free + 1));
        // Who stores more never pays less.
        prop_assert!(fee.of(bytes) <= fee.of(bytes + 1));
    }

    #[test]
    fn every_notation_of_an_amount_means_the_same(mega in 0_i64..1 << 40) {
        for gigabyte in [Gigabyte::Decimal, Gigabyte::Binary] {
            let kilo = gigabyte.kilo();
            let bytes = mega * kilo * kilo;
            let of = |amount: String, unit: &str| gigabyte.parse(&amount, unit);
            prop_assert_eq!(of(bytes.to_string(), "bytes"), Ok(bytes));
            prop_assert_eq!(of(Yen(bytes).grouped(), "B"), Ok(bytes));
            prop_assert_eq!(of(format!("{mega}MB"), "GB"), Ok(bytes));
            prop_assert_eq!(of(mega.to_string(), "MB"), Ok(bytes));
            prop_assert_eq!(of(format!("{}KB", mega * kilo), ""), Ok(bytes));
        }
        // A decimal point in place of a smaller unit.
        let giga = format!("{}.{:03}", mega / 1_000, mega % 1_000);
        prop_assert_eq!(Gigabyte::Decimal.parse(&giga, "GB"), Ok(mega * 1_000_000));
    }

    #[test]
    fn what_is_above_a_whole_number_reads_so(whole in 0_i64..1 << 30, more in 1_i64..1_000_000_000) {
        let written = Gigabyte::Decimal.write(whole * GB + more);
        prop_assert_ne!(&written, &Gigabyte::Decimal.write(whole * GB));
        let read = Gigabyte::Decimal.parse(&written, "").unwrap();
        prop_assert!(read >= whole * GB + more && read - (whole * GB + more) < GB / 100);
    }

    #[test]
    fn no_text_breaks_the_reading(amount in "\\PC{0,40}", unit in "\\PC{0,8}") {
        let _ = Gigabyte::Decimal.parse(&amount, &unit);
    }
}
