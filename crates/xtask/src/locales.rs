//! Checks that every language has the same text keys and that the browser app uses each; must not judge the texts.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::site::files_below;
use crate::workspace::Workspace;

/// Compares `frontend/locales/ja.json` and `en.json` with each other and with the sources.
pub fn check(workspace: &Workspace) -> Result<()> {
    let frontend = workspace.root.join("frontend");
    let read = |language: &str| {
        let path = frontend.join("locales").join(format!("{language}.json"));
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let value: Value = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
        anyhow::Ok(keys(&value))
    };
    let (japanese, english) = (read("ja")?, read("en")?);
    let mut sources = String::new();
    for path in files_below(&frontend.join("src"))? {
        if path.extension().is_some_and(|extension| extension == "rs") {
            sources.push_str(&fs::read_to_string(path)?);
        }
    }
    let mut faults = Vec::new();
    faults.extend(japanese.difference(&english).map(|key| format!("{key} is missing in en.json")));
    faults.extend(english.difference(&japanese).map(|key| format!("{key} is missing in ja.json")));
    faults.extend(unused(&japanese, &sources).map(|key| format!("{key} is not used in frontend/src")));
    if !faults.is_empty() {
        bail!("{}", faults.join("\n"));
    }
    Ok(())
}

/// The dotted paths of all texts.
fn keys(value: &Value) -> BTreeSet<String> {
    fn collect(value: &Value, path: &str, keys: &mut BTreeSet<String>) {
        let Value::Object(entries) = value else {
            keys.insert(path.to_owned());
            return;
        };
        for (name, value) in entries {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            collect(value, &path, keys);
        }
    }
    let mut keys = BTreeSet::new();
    collect(value, "", &mut keys);
    keys
}

/// The keys that no source names with their whole path, as `t!(i18n, login.title)` does.
fn unused<'a>(keys: &'a BTreeSet<String>, sources: &str) -> impl Iterator<Item = &'a String> {
    let compact: String = sources.split_whitespace().collect();
    let used = compact
        .split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.'))
        .map(str::to_owned)
        .collect::<BTreeSet<_>>();
    keys.iter().filter(move |key| !used.contains(*key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_dotted_paths() {
        let texts =
            serde_json::json!({"rows": {"count": "{{ count }} 件", "too_many": "多すぎます。"}, "title": "契約"});
        assert_eq!(keys(&texts), ["rows.count", "rows.too_many", "title"].map(str::to_owned).into());
    }

    #[test]
    fn a_key_is_used_only_by_its_whole_path() {
        let keys = ["login.title", "login.title_long", "title"].map(str::to_owned).into();
        let sources = "t!(i18n,\n login.title)";
        assert_eq!(unused(&keys, sources).collect::<Vec<_>>(), ["login.title_long", "title"]);
    }
}
