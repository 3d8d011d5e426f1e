//! Turns `locales/*.json` into Rust: a field for each text, a function for each text with `{{ arguments }}`. A key or an
//! argument that one language lacks, or that a page misspells, does not compile.

use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

const LANGUAGES: [&str; 2] = ["ja", "en"];

const TYPE_NAMES: &str = "#[expect(non_camel_case_types, reason = \"a group and its type have one name\")]";

fn main() -> Result<(), String> {
    if env::var_os("CARGO_FEATURE_SPLIT").is_some() && env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|it| it == "wasm")
    {
        // What splits the app reads from the relocations which code needs which.
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
    let locales = LANGUAGES.iter().map(|language| read(language)).collect::<Result<Vec<_>, _>>()?;
    let mut code = String::new();
    let groups: Vec<&String> = locales[0].keys().collect();
    for (locale, language) in locales.iter().zip(LANGUAGES) {
        same(&groups, &locale.keys().collect::<Vec<_>>(), language)?;
    }
    for group in &groups {
        write_group(&mut code, group, &locales)?;
    }
    for group in &groups {
        write_texts(&mut code, group, &locales);
    }
    let out = env::var("OUT_DIR").map_err(|error| error.to_string())?;
    fs::write(Path::new(&out).join("texts.rs"), code).map_err(|error| error.to_string())
}

fn read(language: &str) -> Result<Map<String, Value>, String> {
    let path = format!("locales/{language}.json");
    println!("cargo::rerun-if-changed={path}");
    let text = fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
    serde_json::from_str(&text).map_err(|error| format!("{path}: {error}"))
}

fn same(expected: &[&String], found: &[&String], place: &str) -> Result<(), String> {
    let expected: BTreeSet<_> = expected.iter().collect();
    let found: BTreeSet<_> = found.iter().collect();
    let differing: Vec<_> = expected.symmetric_difference(&found).collect();
    if differing.is_empty() { Ok(()) } else { Err(format!("{place}: not in every language: {differing:?}")) }
}

/// The struct of a group, with a private field for a text that has arguments and a function that fills them in.
fn write_group(code: &mut String, group: &str, locales: &[Map<String, Value>]) -> Result<(), String> {
    let first = entries(&locales[0], group)?;
    for (locale, language) in locales.iter().zip(LANGUAGES) {
        let other = entries(locale, group)?;
        let names = |entries: &[(&String, &str)]| entries.iter().map(|entry| entry.0.clone()).collect::<Vec<_>>();
        let (expected, found) = (names(&first), names(&other));
        same(&expected.iter().collect::<Vec<_>>(), &found.iter().collect::<Vec<_>>(), &format!("{language}.{group}"))?;
        for (name, text) in &other {
            let wanted = first.iter().find(|entry| entry.0 == *name).map(|entry| arguments(entry.1));
            if wanted.as_ref().is_some_and(|wanted| *wanted != arguments(text)) {
                return Err(format!("{language}.{group}.{name}: other arguments than in {}", LANGUAGES[0]));
            }
        }
    }
    let mut functions = String::new();
    let _ = writeln!(code, "{TYPE_NAMES}\npub struct {group} {{");
    for (name, text) in first {
        let arguments = arguments(text);
        if arguments.is_empty() {
            let _ = writeln!(code, "    pub {name}: &'static str,");
            continue;
        }
        let _ = writeln!(code, "    {name}: &'static str,");
        let parameters: String = arguments.iter().map(|name| format!(", {name}: &str")).collect();
        let pairs: String = arguments.iter().map(|name| format!("(\"{name}\", {name}), ")).collect();
        let _ =
            writeln!(functions, "    pub fn {name}(&self{parameters}) -> String {{ fill(self.{name}, &[{pairs}]) }}");
    }
    code.push_str("}\n");
    if !functions.is_empty() {
        let _ = write!(code, "impl {group} {{\n{functions}}}\n");
    }
    Ok(())
}

/// A static of the group for each language and the function that chooses one: a group that only later pages use is then
/// fetched with them.
fn write_texts(code: &mut String, group: &str, locales: &[Map<String, Value>]) {
    let statics: Vec<String> =
        LANGUAGES.iter().map(|language| format!("{}_{}", group.to_uppercase(), language.to_uppercase())).collect();
    for (locale, name) in locales.iter().zip(&statics) {
        let _ = writeln!(code, "static {name}: {group} = {group} {{");
        for (name, text) in locale[group].as_object().into_iter().flatten() {
            let _ = writeln!(code, "    {name}: {:?},", compact(text.as_str().unwrap_or_default()));
        }
        code.push_str("};\n");
    }
    let statics = statics.join(", &");
    let _ = writeln!(code, "pub fn {group}() -> &'static {group} {{ super::in_language([&{statics}]) }}");
}

fn entries<'a>(locale: &'a Map<String, Value>, group: &str) -> Result<Vec<(&'a String, &'a str)>, String> {
    let texts =
        locale.get(group).and_then(Value::as_object).ok_or_else(|| format!("{group} is not a group of texts"))?;
    let entry = |(name, text): (&'a String, &'a Value)| Some((name, text.as_str()?));
    texts.iter().map(|pair| entry(pair).ok_or_else(|| format!("{group}.{} is not a text", pair.0))).collect()
}

/// The names between `{{` and `}}`, sorted: the order of the function's parameters.
fn arguments(text: &str) -> BTreeSet<String> {
    let parts = text.split("{{").skip(1);
    parts.filter_map(|part| Some(part.split_once("}}")?.0.trim().to_owned())).collect()
}

/// `{{ name }}` as `{name}`, so that filling in needs no trimming.
fn compact(text: &str) -> String {
    text.replace("{{ ", "{").replace(" }}", "}")
}
