//! Reads PDFs back: pages, text by the fonts' ToUnicode maps, and the objects of the structure.

use std::collections::BTreeMap;
use std::env;
use std::path::PathBuf;
use std::sync::LazyLock;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object};
use madoguchi_documents::{Fonts, Renderer};

/// One renderer for all tests, as a server has. Without a Japanese font they fail, in words that say how to get one.
pub static RENDERER: LazyLock<Renderer> = LazyLock::new(|| {
    let own = env::var_os("MADOGUCHI_FONTS");
    let directories: Vec<PathBuf> = own.iter().flat_map(|list| env::split_paths(list).collect::<Vec<_>>()).collect();
    match Fonts::find(&directories) {
        Ok(fonts) => Renderer::new(fonts),
        Err(error) => panic!("{error}; MADOGUCHI_FONTS names more folders"),
    }
});

/// A PDF that was read.
pub struct Pdf {
    pub document: Document,
}

type Map = BTreeMap<Vec<u8>, String>;

impl Pdf {
    pub fn read(bytes: &[u8]) -> Self {
        Self { document: Document::load_mem(bytes).unwrap() }
    }

    pub fn pages(&self) -> usize {
        self.document.get_pages().len()
    }

    /// Text of all pages in the order of their content, without spaces.
    pub fn text(&self) -> String {
        (1..=self.pages()).map(|page| self.page_text(page)).collect()
    }

    /// Text of a page, counted from 1, without spaces and marks of possible breaks.
    pub fn page_text(&self, page: usize) -> String {
        let id = self.document.get_pages()[&u32::try_from(page).unwrap()];
        let fonts = self.document.get_page_fonts(id).unwrap();
        let maps: BTreeMap<Vec<u8>, Map> =
            fonts.into_iter().map(|(name, font)| (name, self.to_unicode(font))).collect();
        let content = Content::decode(&self.document.get_page_content(id)).unwrap();
        let none = Map::new();
        let mut map = &none;
        let mut text = String::new();
        for operation in &content.operations {
            match (operation.operator.as_str(), operation.operands.as_slice()) {
                ("Tf", [Object::Name(name), ..]) => map = &maps[name],
                ("Tj", [Object::String(codes, _)]) => decode(codes, map, &mut text),
                ("TJ", [Object::Array(parts)]) => {
                    for codes in parts.iter().filter_map(|part| part.as_str().ok()) {
                        decode(codes, map, &mut text);
                    }
                }
                _ => {}
            }
        }
        without_spaces(&text)
    }

    fn to_unicode(&self, font: &Dictionary) -> Map {
        let stream = font.get_deref(b"ToUnicode", &self.document).unwrap().as_stream().unwrap();
        let text = String::from_utf8(stream.get_plain_content().unwrap()).unwrap();
        character_map(&text)
    }

    /// Every dictionary in the file.
    pub fn dictionaries(&self) -> impl Iterator<Item = &Dictionary> {
        self.document.objects.values().filter_map(|object| match object {
            Object::Dictionary(dictionary) => Some(dictionary),
            Object::Stream(stream) => Some(&stream.dict),
            _ => None,
        })
    }

    /// How many structure elements have a type, as `TH`.
    pub fn elements(&self, kind: &str) -> usize {
        self.dictionaries().filter(|element| is_named(element, b"S", kind)).count()
    }

    /// How many table headers say that they head a `Row` or a `Column`.
    pub fn headers(&self, scope: &str) -> usize {
        let headers = self.dictionaries().filter(|element| is_named(element, b"S", "TH"));
        headers.filter(|header| self.attributes(header).iter().any(|set| is_named(set, b"Scope", scope))).count()
    }

    fn attributes<'a>(&'a self, element: &'a Dictionary) -> Vec<&'a Dictionary> {
        match element.get_deref(b"A", &self.document) {
            Ok(Object::Dictionary(attributes)) => vec![attributes],
            Ok(Object::Array(sets)) => {
                let set = |set| self.document.dereference(set).ok()?.1.as_dict().ok();
                sets.iter().filter_map(set).collect()
            }
            _ => Vec::new(),
        }
    }
}

fn is_named(dictionary: &Dictionary, key: &[u8], name: &str) -> bool {
    dictionary.get(key).and_then(Object::as_name).is_ok_and(|found| found == name.as_bytes())
}

fn decode(codes: &[u8], map: &Map, text: &mut String) {
    for code in codes.chunks(2) {
        text.push_str(map.get(code).unwrap_or_else(|| panic!("the glyph {code:?} has no character")));
    }
}

/// `bfchar` and `bfrange` sections with two-byte codes, as PDF writers make them for Identity-H.
fn character_map(text: &str) -> Map {
    let mut map = Map::new();
    let mut section = "";
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            [_, "beginbfchar"] => section = "char",
            [_, "beginbfrange"] => section = "range",
            ["endbfchar" | "endbfrange"] => section = "",
            [code, target] if section == "char" => {
                map.insert(hexadecimal(code), characters(target));
            }
            [..] if section == "range" => panic!("a range in ToUnicode: {line}"),
            _ => {}
        }
    }
    map
}

fn hexadecimal(text: &str) -> Vec<u8> {
    hex::decode(text.trim_matches(['<', '>'])).unwrap()
}

fn characters(text: &str) -> String {
    let units: Vec<u16> = hexadecimal(text).chunks(2).map(|unit| u16::from_be_bytes([unit[0], unit[1]])).collect();
    String::from_utf16(&units).unwrap()
}

pub fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200B}').collect()
}
