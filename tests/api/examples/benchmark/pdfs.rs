//! P5: invoices of one page and twelve lines, rendered on one core.

use std::path::PathBuf;

use madoguchi_documents::{Fonts, Renderer};

use crate::options::OPTIONS;
use crate::report::Row;
use crate::times::Times;
use crate::weasyprint;

#[expect(dead_code, reason = "the other documents are for the tests of the crate that makes them")]
#[path = "../../../../crates/documents/tests/documents/samples/mod.rs"]
mod samples;

/// Documents before the first that counts.
const WARM_UP: u32 = 20;

/// Renders, and compares with WeasyPrint where that is there.
pub fn measure() {
    let renderer = Renderer::new(fonts());
    let mut invoice = samples::twelve_lines();
    // Each copy has its own number and amounts, as the invoices of a month do.
    let mut render = |copy: u32| {
        invoice.number = format!("202610-{copy:06}");
        for line in invoice.parts.iter_mut().flat_map(|part| &mut part.lines) {
            line.amount += i64::from(copy % 7);
        }
        renderer.invoice(&invoice).unwrap();
    };
    (0..WARM_UP).for_each(&mut render);
    let times = Times::measure(OPTIONS.documents, |copy| render(WARM_UP + copy));
    let peer = weasyprint::seconds();
    Row::new("P5 invoice PDF, 12 lines, one core, median", times.median() * 1e3, "ms")
        .faster_than("WeasyPrint", peer.map(|seconds| seconds * 1e3))
        .goal("≥ 40")
        .keep();
    Row::new("P5 invoice PDFs, 12 lines, one core", times.per_second(), "per s")
        .times("WeasyPrint", peer.map(f64::recip))
        .goal("≥ 40")
        .keep();
}

/// The page that WeasyPrint is given.
pub fn html() -> String {
    madoguchi_documents::invoice_files::html(&samples::twelve_lines()).unwrap()
}

/// The fonts of this machine and those of `MADOGUCHI_FONTS`.
pub fn fonts() -> Fonts {
    let folders: Vec<PathBuf> = std::env::var_os("MADOGUCHI_FONTS").iter().flat_map(std::env::split_paths).collect();
    Fonts::find(&folders).unwrap()
}
