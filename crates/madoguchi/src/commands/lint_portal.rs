//! Prints where portals depart from OWASP ASVS 5.0 level 2 and NIST SP 800-63B-4, and why. Needs no configuration and no
//! database.

use std::fmt::Write;
use std::path::Path;

use clap::Args;
use madoguchi_domain::policy::Portal;
use madoguchi_services::Portals;
use madoguchi_services::portals::{parse, preset_keys};

use crate::start::Failure;

/// Options of `lint-portal`.
#[derive(Debug, Args)]
pub struct LintPortal {
    /// Presets by key, or portal files; all presets when none is named.
    #[arg(value_name = "KEY|FILE")]
    portals: Vec<String>,
}

impl LintPortal {
    /// Prints the report of each portal on standard output; fails when a reason is missing or stale.
    pub fn run(self) -> Result<(), Failure> {
        let named = if self.portals.is_empty() { preset_keys() } else { self.portals };
        let (mut missing, mut stale) = (0, 0);
        for name in named {
            let report = report(&read(name)?)?;
            say!("{}", report.text);
            missing += report.missing;
            stale += report.stale;
        }
        if missing + stale > 0 {
            return Err(format!("lint-portal: {missing} without a written reason, {stale} stale").into());
        }
        Ok(())
    }
}

/// A name with a folder or `.toml` in it is a file, any other a preset.
fn read(name: String) -> Result<Portal, Failure> {
    let path = Path::new(&name);
    if path.extension().is_some_and(|e| e == "toml") || path.components().count() > 1 {
        let text = std::fs::read_to_string(path).map_err(|e| format!("{name}: {e}"))?;
        return Ok(parse(&name, &text)?);
    }
    let portals = Portals::presets(std::slice::from_ref(&name))?;
    Ok(Portal::clone(&*portals.get(&name).map_err(|e| e.to_string())?))
}

/// What is said of one portal, and what is wrong with its reasons.
struct Report {
    text: String,
    missing: usize,
    stale: usize,
}

fn report(portal: &Portal) -> Result<Report, std::fmt::Error> {
    let (made, stale) = (portal.departures_made(), portal.stale_departures());
    let mut text = format!("{} ({}): {} departures\n", portal.key, portal.brand.provider.en, made.len());
    let mut missing = 0;
    for departure in &made {
        let reason = portal.departure_reason(departure.rule);
        missing += usize::from(reason.is_none());
        writeln!(text, "\n  {}  {}", departure.rule, departure.title)?;
        writeln!(text, "    policy    {}", departure.says)?;
        writeln!(text, "    stricter  {}", departure.stricter)?;
        writeln!(text, "    reason    {}", reason.unwrap_or("no reason written"))?;
    }
    for departure in &stale {
        writeln!(text, "\n  {}  stale: a reason is written, but the policy does not depart from it", departure.rule)?;
    }
    Ok(Report { text, missing, stale: stale.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The linter on a preset in a file in which `from` became `to`.
    fn linted(from: &str, to: &str) -> (Report, Result<(), String>) {
        let preset = include_str!("../../../../portals/telecom.toml");
        assert!(preset.contains(from), "the preset has no {from}");
        let path = std::env::temp_dir().join(format!("lint-portal-{}-{}.toml", std::process::id(), to.len()));
        std::fs::write(&path, preset.replacen(from, to, 1)).unwrap();
        let name = path.to_str().unwrap().to_owned();
        let report = report(&read(name.clone()).unwrap()).unwrap();
        let run = LintPortal { portals: vec![name] }.run().map_err(|e| e.to_string());
        std::fs::remove_file(path).unwrap();
        (report, run)
    }

    #[test]
    fn presets_have_all_their_reasons() {
        LintPortal { portals: Vec::new() }.run().unwrap();
    }

    #[test]
    fn a_departure_without_a_reason_fails() {
        let (report, run) = linted("idle_minutes = 10", "idle_minutes = 45");
        let lines: Vec<&str> = report.text.lines().skip_while(|line| !line.contains("ASVS 7.3.1")).take(4).collect();
        assert_eq!(
            lines[1..3],
            ["    policy    sessions.idle_minutes = 45", "    stricter  sessions.idle_minutes = 30"]
        );
        assert_eq!(lines[3], "    reason    no reason written");
        assert_eq!((report.missing, report.stale), (1, 0));
        assert_eq!(run, Err("lint-portal: 1 without a written reason, 0 stale".to_owned()));
    }

    #[test]
    fn a_reason_for_a_rule_that_is_kept_fails() {
        let (report, run) = linted("absolute_hours = 12", "absolute_hours = 12\nconcurrent = 3");
        assert!(report.text.contains("  ASVS 7.1.2  stale: "), "{}", report.text);
        assert_eq!((report.missing, report.stale), (0, 1));
        assert!(run.is_err());
    }

    #[test]
    fn a_name_that_is_no_portal_is_refused() {
        let refusal = |name: &str| read(name.to_owned()).unwrap_err().to_string();
        assert!(refusal("hotel").contains("no preset has this name"));
        assert!(refusal("nowhere/hotel.toml").starts_with("nowhere/hotel.toml: "));
    }
}
