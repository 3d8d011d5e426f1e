//! The paths by which a Rust file names others of its crate: in `use`, in expressions and inside macros. Reads tokens, so it
//! must not know what they mean, nor which files there are.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// Names from the crate's root to a module or to something in it; as written, it may begin with `crate`, `super` or a name
/// of the place where it stands.
pub type Path = Vec<String>;

/// What one file names.
#[derive(Default)]
pub struct Names {
    /// Module in which a path stands, and the path as written.
    pub named: Vec<(Path, Path)>,
    /// Module, and a name that it gives to a path: an import, or a module that it declares.
    pub aliases: BTreeMap<(Path, String), Path>,
}

impl Names {
    /// Those of a file's tokens; `here` is its module. Tests are left out.
    pub fn read(tokens: TokenStream, here: &Path) -> Self {
        let mut names = Self::default();
        names.scan(tokens, here);
        names
    }

    fn scan(&mut self, tokens: TokenStream, here: &Path) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at = match token {
                _ if begins_tests(&tokens[at..]) => at + item_length(&tokens[at..]),
                TokenTree::Ident(word) if word == "use" => self.import(&tokens, at + 1, &Path::new(), here),
                TokenTree::Ident(word) if word == "mod" => self.module(&tokens, at + 1, here),
                TokenTree::Ident(_) => self.path(&tokens, at, here),
                TokenTree::Group(group) => {
                    self.scan(group.stream(), here);
                    at + 1
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => at + 1,
            };
        }
    }

    /// `name;` gives the name to a file, `name { … }` is a module within this one.
    fn module(&mut self, tokens: &[TokenTree], at: usize, here: &Path) -> usize {
        let Some(name) = word(tokens.get(at)) else { return at };
        let inner = joined(here, std::slice::from_ref(&name));
        match tokens.get(at + 1) {
            Some(TokenTree::Group(group)) => self.scan(group.stream(), &inner),
            _ => {
                let full = joined(&vec!["crate".to_owned()], &inner);
                self.aliases.insert((here.clone(), name), full);
            }
        }
        at + 2
    }

    /// A path outside of `use`. One word alone names nothing of another file that its `use` does not.
    fn path(&mut self, tokens: &[TokenTree], at: usize, here: &Path) -> usize {
        let is_foreign = at >= 2 && is_separator(&tokens[at - 2..]);
        let (mut path, mut next) = (Path::new(), at);
        while let Some(name) = word(tokens.get(next)) {
            path.push(name);
            next += 1;
            if !is_separator(&tokens[next..]) {
                break;
            }
            next += 2;
        }
        if path.len() > 1 && !is_foreign {
            self.named.push((here.clone(), path));
        }
        next
    }

    /// The tree after `use`, or a branch of it.
    fn import(&mut self, tokens: &[TokenTree], mut at: usize, prefix: &Path, here: &Path) -> usize {
        let mut path = prefix.clone();
        loop {
            match tokens.get(at) {
                Some(TokenTree::Ident(name)) => path.push(name.to_string()),
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                    self.branches(group, &path, here);
                    return at + 1;
                }
                Some(TokenTree::Punct(sign)) if sign.as_char() == '*' => {
                    self.named.push((here.clone(), path));
                    return at + 1;
                }
                _ => return at,
            }
            at += 1;
            if !is_separator(&tokens[at..]) {
                break;
            }
            at += 2;
        }
        if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        let renamed = word(tokens.get(at)).filter(|word| word == "as").and_then(|_| word(tokens.get(at + 1)));
        let end = if renamed.is_some() { at + 2 } else { at };
        if let Some(name) = renamed.or_else(|| path.last().cloned()) {
            self.aliases.insert((here.clone(), name), path.clone());
        }
        self.named.push((here.clone(), path));
        end
    }

    fn branches(&mut self, group: &Group, prefix: &Path, here: &Path) {
        let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
        for branch in tokens.split(|token| matches!(token, TokenTree::Punct(sign) if sign.as_char() == ',')) {
            self.import(branch, 0, prefix, here);
        }
    }
}

/// One path behind another.
pub fn joined(path: &Path, more: &[String]) -> Path {
    path.iter().chain(more).cloned().collect()
}

fn word(token: Option<&TokenTree>) -> Option<String> {
    match token {
        Some(TokenTree::Ident(name)) => Some(name.to_string()),
        _ => None,
    }
}

/// Whether the tokens begin with `::`.
fn is_separator(tokens: &[TokenTree]) -> bool {
    let is_colon = |token: &TokenTree| matches!(token, TokenTree::Punct(sign) if sign.as_char() == ':');
    matches!(tokens, [first, second, ..] if is_colon(first) && is_colon(second))
}

/// Whether the tokens begin with `#[cfg(test)]`.
fn begins_tests(tokens: &[TokenTree]) -> bool {
    match tokens {
        [TokenTree::Punct(sign), TokenTree::Group(group), ..] if sign.as_char() == '#' => {
            group.stream().to_string().replace(' ', "") == "cfg(test)"
        }
        _ => false,
    }
}

/// Tokens of an item with its attributes: until its braces or its semicolon.
fn item_length(tokens: &[TokenTree]) -> usize {
    let is_end = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(sign) => sign.as_char() == ';',
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    };
    tokens.iter().position(is_end).map_or(tokens.len(), |end| end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(source: &str) -> Vec<String> {
        let names = Names::read(source.parse().unwrap(), &vec!["here".to_owned()]);
        names.named.iter().map(|(_, path)| path.join("::")).collect()
    }

    #[test]
    fn paths_are_found_in_imports_expressions_and_macros() {
        assert_eq!(named("use crate::a::{self, b::C as D, e::*};"), ["crate::a", "crate::a::b::C", "crate::a::e"]);
        assert_eq!(named("fn f() { crate::a::g::<T>(super::h::I) }"), ["crate::a::g", "super::h::I"]);
        assert_eq!(named("view! { <p on:click=move |_| crate::a::b()>{t!(x.y)}</p> }"), ["crate::a::b"]);
        assert_eq!(named("macro_rules! m { () => { $crate::a::b() }; }"), ["crate::a::b"]);
    }

    #[test]
    fn other_crates_and_tests_are_left_out() {
        assert_eq!(named("fn f() { ::leptos::a::b() }"), Vec::<String>::new());
        assert_eq!(named("#[cfg(test)] mod tests { use crate::a::B; } use crate::c::D;"), ["crate::c::D"]);
        assert_eq!(named("fn f() -> impl Fn() + use<> { }"), Vec::<String>::new());
    }

    #[test]
    fn names_of_a_module_are_known() {
        let source = "mod files; use crate::a::B as C; mod inner { use super::D; }";
        let names = Names::read(source.parse().unwrap(), &vec!["here".to_owned()]);
        let aliases: Vec<_> = names.aliases.iter().map(|((_, name), path)| (name.as_str(), path.join("::"))).collect();
        let expected = [("C", "crate::a::B"), ("files", "crate::here::files"), ("D", "super::D")];
        assert_eq!(aliases, expected.map(|(name, path)| (name, path.to_owned())));
    }
}
