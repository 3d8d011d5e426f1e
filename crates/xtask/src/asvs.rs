//! Checks that `docs/security.md` answers every row of OWASP ASVS 5.0.0, levels 1 and 2, once and fully; knows the ids of the
//! rows and the shape of the tables, not what the rows ask. That the files exist is checked with all other paths.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;

/// Rows of level 1.
const LEVEL_1: &str = "\
1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.5.1 2.1.1 2.2.1 2.2.2 2.3.1 3.2.1 3.2.2 3.3.1 3.4.1 3.4.2 3.5.1 \
3.5.2 3.5.3 4.1.1 4.4.1 5.2.1 5.2.2 5.3.1 5.3.2 6.1.1 6.2.1 6.2.2 6.2.3 6.2.4 6.2.5 6.2.6 6.2.7 6.2.8 6.3.1 \
6.3.2 6.4.1 6.4.2 7.2.1 7.2.2 7.2.3 7.2.4 7.4.1 7.4.2 8.1.1 8.2.1 8.2.2 8.3.1 9.1.1 9.1.2 9.1.3 9.2.1 10.4.1 \
10.4.2 10.4.3 10.4.4 10.4.5 11.3.1 11.3.2 11.4.1 12.1.1 12.2.1 12.2.2 13.4.1 14.2.1 14.3.1 15.1.1 15.2.1 \
15.3.1";
/// Rows of level 2, beside those.
const LEVEL_2: &str = "\
1.1.1 1.1.2 1.2.6 1.2.7 1.2.8 1.2.9 1.3.3 1.3.4 1.3.5 1.3.6 1.3.7 1.3.8 1.3.9 1.3.10 1.3.11 1.4.1 1.4.2 1.4.3 \
1.5.2 2.1.2 2.1.3 2.2.3 2.3.2 2.3.3 2.3.4 2.4.1 3.3.2 3.3.3 3.3.4 3.4.3 3.4.4 3.4.5 3.4.6 3.5.4 3.5.5 3.7.1 \
3.7.2 4.1.2 4.1.3 4.2.1 4.3.1 4.3.2 4.4.2 4.4.3 4.4.4 5.1.1 5.2.3 5.4.1 5.4.2 5.4.3 6.1.2 6.1.3 6.2.9 6.2.10 \
6.2.11 6.2.12 6.3.3 6.3.4 6.4.3 6.4.4 6.5.1 6.5.2 6.5.3 6.5.4 6.5.5 6.6.1 6.6.2 6.6.3 6.8.1 6.8.2 6.8.3 6.8.4 \
7.1.1 7.1.2 7.1.3 7.3.1 7.3.2 7.4.3 7.4.4 7.4.5 7.5.1 7.5.2 7.6.1 7.6.2 8.1.2 8.2.3 8.4.1 9.2.2 9.2.3 9.2.4 \
10.1.1 10.1.2 10.2.1 10.2.2 10.3.1 10.3.2 10.3.3 10.3.4 10.4.6 10.4.7 10.4.8 10.4.9 10.4.10 10.4.11 10.5.1 \
10.5.2 10.5.3 10.5.4 10.5.5 10.6.1 10.6.2 10.7.1 10.7.2 10.7.3 11.1.1 11.1.2 11.2.1 11.2.2 11.2.3 11.3.3 \
11.4.2 11.4.3 11.4.4 11.5.1 11.6.1 12.1.2 12.1.3 12.3.1 12.3.2 12.3.3 12.3.4 13.1.1 13.2.1 13.2.2 13.2.3 \
13.2.4 13.2.5 13.3.1 13.3.2 13.4.2 13.4.3 13.4.4 13.4.5 14.1.1 14.1.2 14.2.2 14.2.3 14.2.4 14.3.2 14.3.3 \
15.1.2 15.1.3 15.2.2 15.2.3 15.3.2 15.3.3 15.3.4 15.3.5 15.3.6 15.3.7 16.1.1 16.2.1 16.2.2 16.2.3 16.2.4 \
16.2.5 16.3.1 16.3.2 16.3.3 16.3.4 16.4.1 16.4.2 16.4.3 16.5.1 16.5.2 16.5.3 17.1.1 17.2.1 17.2.2 17.2.3 \
17.2.4 17.3.1 17.3.2";
/// What may be said of a row.
const STATES: [&str; 3] = ["met", "departed", "not applicable"];
/// Words, at least, that a reason has.
const REASON: usize = 5;

/// Reads the tables.
pub fn check(workspace: &Workspace) -> Result<()> {
    let path = workspace.root.join("docs/security.md");
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let wrong = faults(&text);
    if !wrong.is_empty() {
        bail!("docs/security.md\n{}", wrong.join("\n"));
    }
    Ok(())
}

fn faults(text: &str) -> Vec<String> {
    let levels = [("1", LEVEL_1), ("2", LEVEL_2)];
    let mut open: BTreeMap<&str, &str> =
        levels.iter().flat_map(|(level, ids)| ids.split_whitespace().map(move |id| (id, *level))).collect();
    let mut wrong = Vec::new();
    for cells in text.lines().filter_map(cells) {
        let [id, level, asked, state, answer] = cells.as_slice() else {
            wrong.push(format!("{}: not five cells", cells[0]));
            open.remove(cells[0]);
            continue;
        };
        match open.remove(id) {
            None => wrong.push(format!("{id}: twice, or no row of level 1 or 2")),
            Some(right) if right != *level => wrong.push(format!("{id}: is of level {right}")),
            Some(_) => {}
        }
        if asked.is_empty() || !STATES.contains(state) {
            wrong.push(format!("{id}: `{state}` is none of {STATES:?}, or nothing is asked"));
        }
        if *state == "departed" && answer.split_whitespace().count() < REASON || answer.is_empty() {
            wrong.push(format!("{id}: no reason"));
        }
    }
    wrong.extend(open.keys().map(|id| format!("{id}: has no row")));
    wrong
}

/// The cells of a line that begins with the id of a row.
fn cells(line: &str) -> Option<Vec<&str>> {
    let cells: Vec<&str> = line.strip_prefix('|')?.strip_suffix('|')?.split('|').map(str::trim).collect();
    let id = cells.first().filter(|id| id.split('.').count() == 3 && !id.contains(char::is_alphabetic))?;
    id.split('.').all(|part| part.parse::<u32>().is_ok()).then_some(cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole() -> String {
        let row = |id: &str, level: u32| format!("| {id} | {level} | asked | met | `a/b.rs` |\n");
        let one = LEVEL_1.split_whitespace().map(|id| row(id, 1));
        one.chain(LEVEL_2.split_whitespace().map(|id| row(id, 2))).collect()
    }

    #[test]
    fn levels_1_and_2_have_253_rows() {
        assert_eq!(LEVEL_1.split_whitespace().count() + LEVEL_2.split_whitespace().count(), 253);
        assert_eq!(faults(&whole()), Vec::<String>::new());
    }

    #[test]
    fn each_fault_is_told() {
        let whole = whole();
        let first = "| 1.2.1 | 1 | asked | met | `a/b.rs` |\n";
        for (there, instead) in [
            (first, String::new()),
            (first, format!("{first}{first}")),
            (first, first.replace("| 1 |", "| 2 |")),
            (first, first.replace("met", "partly")),
            (first, first.replace("`a/b.rs`", "")),
            (first, first.replace("met", "departed")),
            (first, first.replace("| asked ", "")),
            (first, format!("{first}| 1.2.10 | 3 | asked | met | x |\n")),
        ] {
            assert_eq!(faults(&whole.replace(there, &instead)).len(), 1, "{instead}");
        }
    }
}
