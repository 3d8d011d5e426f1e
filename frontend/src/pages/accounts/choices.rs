//! Fields that hold yes or no.

use crate::components::forms::{Field, anything};
use crate::components::radio_groups::Radio;
use crate::texts::t;
use leptos::prelude::*;

/// What such a field holds.
pub const YES: &str = "yes";
/// What it holds otherwise.
pub const NO: &str = "no";

/// A field that holds yes or no.
pub fn choice(name: &'static str, label: fn() -> &'static str, yes: bool) -> Field {
    let field = Field::required(name, label, anything);
    field.value.set(if yes { YES } else { NO }.to_owned());
    field
}

/// Whether it holds yes.
pub fn is_yes(field: Field) -> bool {
    field.value.get_untracked() == YES
}

/// 利用しない, 利用する.
pub fn use_or_not() -> Vec<Radio> {
    vec![(NO.into(), t!(account.do_not_use).into()), (YES.into(), t!(account.do_use).into())]
}

/// あり, なし.
pub fn on_or_off() -> Vec<Radio> {
    vec![(YES.into(), t!(home.on).into()), (NO.into(), t!(home.off).into())]
}
