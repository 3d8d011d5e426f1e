//! Renders invoices: `render [COPIES [FOLDER]]` prints milliseconds per document and leaves samples in the folder.
//!
//! `MADOGUCHI_FONTS` (folders, separated as in PATH) is searched before the system's folders.

#[path = "../tests/documents/samples/mod.rs"]
mod samples;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{env, fs};

use madoguchi_documents::text_files::Encoding;
use madoguchi_documents::{Fonts, Renderer, invoice_files};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let copies: u32 = arguments.next().map_or(Ok(100), |copies| copies.parse())?;
    let folder = arguments.next().map(PathBuf::from);

    let started = Instant::now();
    let directories: Vec<PathBuf> =
        env::var_os("MADOGUCHI_FONTS").iter().flat_map(|list| env::split_paths(list).collect::<Vec<_>>()).collect();
    let fonts = Fonts::find(&directories)?;
    println!("fonts: {} ({:.1} ms)", fonts.families().join(", "), milliseconds(started));
    let renderer = Renderer::new(fonts);
    let started = Instant::now();
    renderer.invoice(&samples::twelve_lines())?;
    println!("first document: {:.1} ms", milliseconds(started));
    measure(&renderer, copies)?;
    if let Some(folder) = folder {
        leave_samples(&renderer, &folder)?;
    }
    Ok(())
}

/// Each copy has its own number and amounts, as the invoices of a month do.
fn measure(renderer: &Renderer, copies: u32) -> Result<(), Box<dyn Error>> {
    let mut invoice = samples::twelve_lines();
    let mut times = Vec::new();
    let mut bytes = 0;
    for copy in 0..copies {
        invoice.number = format!("202610-{copy:06}");
        for line in invoice.parts.iter_mut().flat_map(|part| &mut part.lines) {
            line.amount += i64::from(copy % 7);
        }
        let started = Instant::now();
        bytes = renderer.invoice(&invoice)?.len();
        times.push(milliseconds(started));
    }
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
    println!("{copies} invoices of 12 lines, {bytes} bytes: median {:.1} ms, 95 % below {:.1} ms", at(50), at(95));
    Ok(())
}

fn leave_samples(renderer: &Renderer, folder: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    for (name, invoice) in &samples::invoices() {
        let started = Instant::now();
        let pdf = renderer.invoice(invoice)?;
        println!("{name}: {:.1} ms, {} bytes", milliseconds(started), pdf.len());
        fs::write(folder.join(name).with_extension("pdf"), pdf)?;
        fs::write(folder.join(name).with_extension("html"), invoice_files::html(invoice)?)?;
        fs::write(folder.join(name).with_extension("csv"), invoice_files::csv(invoice, Encoding::Utf8)?)?;
        fs::write(folder.join(name).with_extension("xlsx"), invoice_files::xlsx(invoice)?)?;
        fs::write(folder.join(name).with_extension("xml"), invoice_files::jp_pint(invoice)?)?;
    }
    fs::write(folder.join("opening-notice.pdf"), renderer.opening_notice(&samples::opening_notice())?)?;
    Ok(())
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1_000.0
}
