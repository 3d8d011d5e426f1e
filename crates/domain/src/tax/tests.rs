//! Vectors of the rule's sources, and what must hold of every allocation.

use super::*;
use proptest::prelude::*;

fn tax_of(net: i64, rounding: Rounding) -> i64 {
    totals([(TaxRate::Standard10, Yen(net))], rounding).unwrap()[0].tax.0
}

#[test]
fn codes_are_stable() {
    for &rate in TaxRate::ALL {
        assert_eq!(TaxRate::from_code(rate.as_str()), Some(rate));
    }
    assert_eq!(TaxRate::from_code("standard"), None);
}

#[test]
fn rounds_as_the_issuer_chose() {
    assert_eq!(tax_of(12_345, Rounding::HalfUp), 1_235);
    assert_eq!(tax_of(12_345, Rounding::Floor), 1_234);
    assert_eq!(tax_of(12_345, Rounding::Ceil), 1_235);
    assert_eq!(tax_of(12_344, Rounding::HalfUp), 1_234);
    assert_eq!(tax_of(3_300, Rounding::Ceil), 330);
    assert_eq!(tax_of(-12_345, Rounding::Floor), -1_234);
    assert_eq!(tax_of(-12_345, Rounding::HalfUp), -1_235);
}

#[test]
fn takes_tax_out_of_gross_prices() {
    let lines = [(TaxRate::Standard10, Yen(13_582)); 2];
    let total = totals_from_gross(lines, Rounding::Floor).unwrap();
    assert_eq!(total, [RateTotal { rate: TaxRate::Standard10, net: Yen(24_695), tax: Yen(2_469) }]);
    assert_eq!(total[0].gross(), Some(Yen(27_164)));
}

#[test]
fn rounds_once_per_rate() {
    let lines = [1_005, 1_005, 1_005].map(|net| (TaxRate::Standard10, Yen(net)));
    let total = totals(lines, Rounding::Floor).unwrap();
    assert_eq!(total[0].tax, Yen(301), "each line alone would give 300");
    assert_eq!(allocate(Yen(301), &[Yen(1_005); 3]), [Yen(101), Yen(100), Yen(100)]);
}

#[test]
fn keeps_the_rates_apart_and_in_order() {
    let lines = [
        (TaxRate::OutOfScope, Yen(-50)),
        (TaxRate::Reduced8, Yen(1_000)),
        (TaxRate::Standard10, Yen(3_300)),
        (TaxRate::Reduced8, Yen(99)),
    ];
    let expected = [(TaxRate::Standard10, 3_300, 330), (TaxRate::Reduced8, 1_099, 87), (TaxRate::OutOfScope, -50, 0)];
    let expected = expected.map(|(rate, net, tax)| RateTotal { rate, net: Yen(net), tax: Yen(tax) });
    assert_eq!(totals(lines, Rounding::Floor).unwrap(), expected);
    assert_eq!(totals([], Rounding::Floor), Ok(vec![]));
}

#[test]
fn refuses_sums_beyond_the_type() {
    let lines = [(TaxRate::Exempt, Yen(i64::MAX)); 2];
    assert_eq!(totals(lines, Rounding::Floor), Err(MoneyError::TooLarge));
}

#[test]
fn allocates_credits() {
    assert_eq!(allocate(Yen(200), &[Yen(3_000), Yen(-1_000)]), [Yen(300), Yen(-100)]);
    assert_eq!(allocate(Yen(-301), &[Yen(-1_005); 3]), [Yen(-101), Yen(-100), Yen(-100)]);
    assert_eq!(allocate(Yen(1), &[Yen(0), Yen(0)]), [Yen(1), Yen(0)]);
    assert_eq!(allocate(Yen(10), &[Yen(0), Yen(7), Yen(0)]), [Yen(0), Yen(10), Yen(0)]);
    assert_eq!(allocate(Yen(100), &[Yen(500), Yen(-500)]), [Yen(50), Yen(50)]);
    assert_eq!(allocate(Yen(5), &[]), []);
}

proptest! {
    #[test]
    fn allocation_sums_to_the_tax(tax in any::<i64>(), weights in proptest::collection::vec(any::<i64>(), 1..12)) {
        let weights: Vec<Yen> = weights.into_iter().map(Yen).collect();
        let shares = allocate(Yen(tax), &weights);
        prop_assert_eq!(shares.len(), weights.len());
        prop_assert_eq!(shares.iter().map(|s| i128::from(s.0)).sum::<i128>(), i128::from(tax));
    }

    #[test]
    fn each_share_is_within_a_yen_of_exact(weights in proptest::collection::vec(0_i64..1_000_000, 1..12), mirror in any::<bool>()) {
        let side = if mirror { -1 } else { 1 };
        let weights: Vec<Yen> = weights.into_iter().map(|w| Yen(w * side)).collect();
        let total = totals(weights.iter().map(|w| (TaxRate::Standard10, *w)), Rounding::Floor).unwrap()[0];
        for (share, weight) in allocate(total.tax, &weights).iter().zip(&weights) {
            let off = i128::from(share.0) * i128::from(total.net.0) - i128::from(total.tax.0) * i128::from(weight.0);
            prop_assert!(off.abs() <= i128::from(total.net.0).abs());
        }
    }

    #[test]
    fn a_credit_note_mirrors_its_invoice(tax in -1_000_000_i64..1_000_000, weights in proptest::collection::vec(-9_999_i64..10_000, 1..9)) {
        let mirrored: Vec<Yen> = weights.iter().map(|w| Yen(-w)).collect();
        let weights: Vec<Yen> = weights.into_iter().map(Yen).collect();
        let shares: Vec<Yen> = allocate(Yen(tax), &weights).into_iter().map(|s| Yen(-s.0)).collect();
        prop_assert_eq!(allocate(Yen(-tax), &mirrored), shares);
    }

    #[test]
    fn roundings_differ_by_a_yen_at_most(net in -1_000_000_000_i64..1_000_000_000) {
        let (floor, half, ceil) = (tax_of(net, Rounding::Floor), tax_of(net, Rounding::HalfUp), tax_of(net, Rounding::Ceil));
        prop_assert!(floor.abs() <= half.abs() && half.abs() <= ceil.abs() && ceil.abs() - floor.abs() <= 1);
    }
}
