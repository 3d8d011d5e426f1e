//! Which addresses a postal code stands for (住所検索). The whole table is part of the program; `cargo xtask postal` makes
//! it. Knows no database, no request and no page.

mod lines;
mod packing;
mod table;

#[cfg(test)]
mod tests;

use std::sync::LazyLock;

pub use packing::{Entry, number, pack};
pub use table::{Address, Damaged, Table};

/// The table as `cargo xtask postal` made it.
const PACKED: &[u8] = include_bytes!("../data/postal.bin");

static TABLE: LazyLock<Result<Table, Damaged>> = LazyLock::new(|| Table::unpack(PACKED));

/// The table of this program. It is unpacked when it is first asked for, and stays.
///
/// # Errors
/// [`Damaged`] when the program was built with a file that is no table.
pub fn table() -> Result<&'static Table, Damaged> {
    TABLE.as_ref().map_err(|damaged| *damaged)
}

/// The addresses of a code of seven digits, in the order of the table; none when there is no such code.
///
/// # Errors
/// As [`table()`].
pub fn find(digits: &str) -> Result<Vec<Address<'static>>, Damaged> {
    let table = table()?;
    Ok(number(digits).map(|code| table.find(code)).unwrap_or_default())
}
