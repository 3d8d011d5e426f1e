//! How charges, lines and quantities read in both languages. The provider's own words are in the portal's file.

use chrono::NaiveDate;
use madoguchi_domain::money::Yen;
use madoguchi_domain::policy::Localized;
use madoguchi_domain::rental_charges::{ChargeUnit, Estimate};
use madoguchi_domain::rentals::Stretch;

use crate::rental_orders::Charge;

fn both(ja: String, en: String) -> Localized {
    Localized { ja, en }
}

/// `¥98,000`.
pub(super) fn yen(amount: Yen) -> Localized {
    let text = format!("¥{}", amount.grouped());
    both(text.clone(), text)
}

fn day(day: NaiveDate) -> String {
    day.format("%Y/%m/%d").to_string()
}

/// `商品1 DSX2-8000`.
pub(super) fn line(number: usize, product: &str) -> Localized {
    both(format!("商品{number} {product}"), format!("Goods {number}: {product}"))
}

/// `33日、2台：月極 ¥98,000 × 1か月 ＋ 日極 ¥9,800 × 2日 ＝ ¥117,600、× 2台 ＝ ¥235,200`.
pub(super) fn reckoned(Charge { of, estimate, amount }: &Charge) -> Localized {
    let (quantity, unit, total) = (of.quantity, estimate.amount.grouped(), amount.grouped());
    let (ja, en) = (parts(estimate, true), parts(estimate, false));
    both(
        format!("{}日間：{ja}＝¥{unit}、×{quantity}台＝¥{total}", estimate.days),
        format!("{} days: {en} = ¥{unit}, × {quantity} = ¥{total}", estimate.days),
    )
}

fn parts(estimate: &Estimate, japanese: bool) -> String {
    let part = |part: &madoguchi_domain::rental_charges::ChargePart| {
        let (price, count) = (part.price.grouped(), part.count);
        match (part.unit, japanese) {
            (ChargeUnit::Day, true) => format!("日額¥{price}×{count}日"),
            (ChargeUnit::Month, true) => format!("月額¥{price}×{count}か月"),
            (ChargeUnit::Day, false) => format!("¥{price} a day × {count}"),
            (ChargeUnit::Month, false) => format!("¥{price} a month × {count}"),
        }
    };
    let parts: Vec<String> = estimate.parts.iter().map(part).collect();
    parts.join(if japanese { "＋" } else { " + " })
}

/// `2台 2028/01/10まで、1台 2028/01/29まで`: what remains in rent.
pub(super) fn remains(groups: &[Stretch]) -> Localized {
    let ja = groups.iter().map(|group| format!("{}台 {}まで", group.quantity, day(group.last)));
    let en = groups.iter().map(|group| format!("{} until {}", group.quantity, day(group.last)));
    both(ja.collect::<Vec<_>>().join("、"), en.collect::<Vec<_>>().join(", "))
}

/// What follows for the lines of an order.
pub(super) fn afterwards() -> Localized {
    both("解約後のレンタル".to_owned(), "In rent afterwards".to_owned())
}

/// `商品1 DSX2-8000：2台 2028/01/10で解約`.
pub(super) fn cancelled(line: i64, product: &str, quantity: i64, on: NaiveDate) -> String {
    format!("商品{line} {product}：{quantity}台、解約日 {}", day(on))
}

/// `商品1 DSX2-8000：2028/02/29まで`.
pub(super) fn extended(line: i64, product: &str, last: NaiveDate) -> String {
    format!("商品{line} {product}：{}まで", day(last))
}

/// `商品1 DSX2-8000：1台（画面が映らない）`.
pub(super) fn exchanged(line: i64, product: &str, quantity: i64, reason: &str) -> String {
    let reason = reason.replace('\n', " ");
    format!("商品{line} {product}：{quantity}台（{reason}）")
}
