//! Where the values and bars of a chart stand. Must not draw.

/// The values at the axis of a chart whose greatest value is `most`: from 0 in steps of 1, 2 or 5 and their tens to the
/// first that is not below it.
pub fn ticks(most: i64) -> Vec<i64> {
    let wanted = (most.max(1) + 4) / 5;
    let mut tens = 1_i64;
    let step = loop {
        if let Some(step) = [1, 2, 5].map(|digit| digit * tens).into_iter().find(|step| *step >= wanted) {
            break step;
        }
        tens = tens.saturating_mul(10);
    };
    let last = (most.max(1) + step - 1) / step;
    (0..=last).map(|at| at * step).collect()
}

/// A part of the width or height in percent, with two decimals.
pub fn share(part: usize, all: usize) -> String {
    let hundredths = part * 10_000 / all.max(1);
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_has_few_round_values() {
        assert_eq!(ticks(0), [0, 1]);
        assert_eq!(ticks(3), [0, 1, 2, 3]);
        assert_eq!(ticks(23), [0, 5, 10, 15, 20, 25]);
        assert_eq!(ticks(1_990), [0, 500, 1_000, 1_500, 2_000]);
        for most in [7, 19, 101, 4_321, 98_765, 1_000_001] {
            let ticks = ticks(most);
            assert!((3..=6).contains(&ticks.len()), "{most}: {ticks:?}");
            assert!(ticks.last().is_some_and(|last| *last >= most), "{most}: {ticks:?}");
        }
    }

    #[test]
    fn shares_add_up() {
        assert_eq!([share(0, 31), share(1, 31), share(31, 31)], ["0.00%", "3.22%", "100.00%"]);
    }
}
