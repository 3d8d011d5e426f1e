//! The peer of the PDFs: WeasyPrint on the page of the same invoice, where a Python interpreter has it.

use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use crate::options::OPTIONS;
use crate::pdfs;

/// Renders once to get warm, then twenty times; prints the median in seconds.
const PROGRAM: &str = "
import statistics, sys, time
import weasyprint
page = sys.stdin.buffer.read().decode()
fonts = weasyprint.text.fonts.FontConfiguration()
times = []
for _ in range(21):
    start = time.perf_counter()
    weasyprint.HTML(string=page).write_pdf(font_config=fonts)
    times.append(time.perf_counter() - start)
print(statistics.median(times[1:]))
";

/// Seconds of one document on one core, warm; none where WeasyPrint is not there.
pub fn seconds() -> Option<f64> {
    static SECONDS: LazyLock<Option<f64>> = LazyLock::new(measure);
    *SECONDS
}

fn measure() -> Option<f64> {
    let has_it = Command::new(&OPTIONS.weasyprint)
        .args(["-c", "import weasyprint"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !has_it {
        eprintln!("{} has no WeasyPrint: there is no peer for the PDFs", OPTIONS.weasyprint.display());
        return None;
    }
    let mut child = Command::new(&OPTIONS.weasyprint)
        .args(["-c", PROGRAM])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("WeasyPrint cannot be started");
    // Taken, so that it is closed and the other side sees the end.
    child.stdin.take().unwrap().write_all(pdfs::html().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "WeasyPrint failed");
    Some(String::from_utf8(output.stdout).unwrap().trim().parse().expect("WeasyPrint told no time"))
}
