//! Knows the passwords that attackers try first; must not know whose password is being judged beyond the words it is given.
//!
//! A list of words and patterns times the decorations that people add (digits, years, signs, capitals, leet) stands for
//! some million passwords in a few kilobytes (ASVS 5.0 6.2.4, 6.2.11). A breached-password service can be asked besides.

use crate::text::nfkc;

/// Words that stand at the head of every leaked list, Japanese ones among them. Lower case, sorted by theme.
const WORDS: &str = "\
password passwort passwd pass passcode passphrase pasuwado secret private login logon signin welcome hello letmein \
access master admin administrator root system manager user users guest test tester testing demo sample default temp \
temporary change changeme initial internet network server computer windows microsoft google apple amazon facebook \
twitter instagram youtube samsung iphone android office company business mobile hikari docomo softbank rakuten yahoo \
iloveyou loveyou loveme lovely love lover baby babygirl angel princess prince queen king sunshine flower beautiful \
monkey dragon tiger lion eagle panda kitty pussy hunter shadow killer batman superman spiderman pokemon pikachu naruto \
starwars football baseball soccer basketball hockey golf tennis liverpool chelsea arsenal barcelona yankees ranger \
michael jordan jennifer jessica daniel thomas robert charlie andrew joshua matthew ashley nicole michelle george \
summer winter spring autumn january february march april june july august september october november december monday \
friday sunday cheese cookie chocolate banana orange coffee pepper ginger silver golden diamond purple yellow freedom \
whatever trustno nothing forever computer please thankyou mustang porsche ferrari toyota honda nissan suzuki mazda \
sakura hanako taro tarou ichiro jiro saburo yuki haruka tokyo osaka kyoto nagoya sapporo fukuoka yokohama nihon nippon \
japan yamada tanaka sato satou takahashi watanabe nakamura kobayashi yamamoto kato saito arashi doraemon totoro gundam \
onepiece konnichiwa arigato arigatou ohayou aishiteru daisuki himitsu angou kaisha tenshi hoshi hana neko usagi inu \
momo himawari fujisan samurai ninja karate judo natsu haru fuyu aki sora tsuki hikaru megumi takashi hiroshi kenji \
abc xyz abcd qwe asd zxc aaa qaz wsx qazwsx zaq qweasd qweasdzxc asdzxc asdqwe letme qwert azerty dvorak info webmaster postmaster support contact";

/// Patterns that no decoration rule makes: fingers zig-zagging over the keyboard, letters and digits in turn.
const PATTERNS: &str = "\
1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4 q1w2e3r4t5 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 2wsx3edc zaq12wsx zaq1xsw2 1q2w3e \
a1b2c3d4 a1b2c3d4e5 1a2b3c4d 1a2b3c4d5e a1s2d3f4 z1x2c3v4 aa11bb22 qwe123asd abc123abc asd123qwe 123qweasd 123qweasdzxc \
p4ssw0rd pa55w0rd q1q1q1q1 trustno1 1password 123abc456 abc123xyz qwer1234asdf asdf1234qwer 1234qwerasdf q2w3e4r5";

/// Runs in which neighbours follow each other.
const RUNS: [&str; 8] = [
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "01234567890",
    "qazwsxedcrfvtgbyhnujm",
    "1qaz2wsx3edc4rfv5tgb",
    "147258369",
];

/// Whether a password is one that attackers try first, or little more than one of the `context` words (login ID, brand,
/// local part of the mail address; words under three characters are ignored). Width and case make no difference.
#[must_use]
pub fn is_common(password: &str, context: &[&str]) -> bool {
    let folded = fold(password);
    let core = undecorated(&folded);
    let plain = unleet(core);
    let weak_core = is_word(core) || is_word(&plain) || is_run(core) || core.is_empty();
    let decoration_is_weak = is_weak_decoration(&without(&folded, core));
    (weak_core && decoration_is_weak)
        || is_word(&unleet(&folded))
        || PATTERNS
            .split_whitespace()
            .any(|pattern| without(&folded, pattern).chars().count() <= 3 && folded.contains(pattern))
        || is_repetition(&folded)
        || is_runs_only(&folded)
        || is_made_of(&folded, context)
}

fn fold(text: &str) -> String {
    nfkc(text).to_lowercase()
}

/// The password without the digits and signs before and behind it, leet signs inside remaining.
fn undecorated(password: &str) -> &str {
    password.trim_matches(|c: char| !c.is_alphabetic())
}

/// Leet signs back to letters: p@ssw0rd is password.
fn unleet(text: &str) -> String {
    let letter = |c| match c {
        '@' | '4' => 'a',
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '$' | '5' => 's',
        '7' => 't',
        other => other,
    };
    text.chars().map(letter).collect()
}

fn without(text: &str, part: &str) -> String {
    if part.is_empty() { text.to_owned() } else { text.replacen(part, "", 1) }
}

/// Once or twice a listed word: password, sakurasakura.
fn is_word(text: &str) -> bool {
    let listed = |wanted: &str| WORDS.split_whitespace().any(|word| word == wanted);
    let twice = text.split_at_checked(text.len() / 2).is_some_and(|(half, rest)| half == rest && listed(half));
    listed(text) || twice
}

/// Part of a run of at least three, forwards or backwards: qwer, fedcba, 4567.
fn is_run(text: &str) -> bool {
    let backwards: String = text.chars().rev().collect();
    text.chars().count() >= 3 && RUNS.iter().any(|run| run.contains(text) || run.contains(&backwards))
}

/// What people add to a word: up to four characters, a run, one digit again and again, a date.
fn is_weak_decoration(rest: &str) -> bool {
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    let signs = rest.chars().count() - digits.len();
    let weak_digits =
        digits.len() <= 4 || is_run(&digits) || is_same(&digits) || is_date(&digits) || is_repetition(&digits);
    weak_digits && signs <= 2 || rest.chars().count() <= 4
}

fn is_same(text: &str) -> bool {
    let mut chars = text.chars();
    let first = chars.next();
    chars.all(|c| Some(c) == first)
}

/// YYYYMMDD or YYMMDD of the last and this century, such as a birthday.
fn is_date(digits: &str) -> bool {
    let short = match digits.len() {
        8 if digits.starts_with("19") || digits.starts_with("20") => &digits[2..],
        6 => digits,
        _ => return false,
    };
    let month_day = short[2..].parse::<u32>().unwrap_or_default();
    (1..=12).contains(&(month_day / 100)) && (1..=31).contains(&(month_day % 100))
}

/// A unit of up to four characters over and over: aaaa1111 is not, a1a1a1a1 and 12341234 are. Two characters at most too.
fn is_repetition(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let mut distinct = chars.clone();
    distinct.sort_unstable();
    distinct.dedup();
    let repeats =
        |unit: usize| chars.len() >= unit * 2 && chars.iter().zip(chars.iter().skip(unit)).all(|(a, b)| a == b);
    distinct.len() <= 2 || (1..=4).any(repeats)
}

/// Two or more runs and nothing else: abcd1234, qwer4321, 123qwe, asdfzxcv.
fn is_runs_only(text: &str) -> bool {
    let mut rest: &str = text;
    let mut runs = 0;
    while !rest.is_empty() {
        let mut ends = rest.char_indices().map(|(at, c)| at + c.len_utf8());
        let Some(end) = ends.rfind(|&end| is_run(&rest[..end])) else {
            return false;
        };
        rest = &rest[end..];
        runs += 1;
    }
    (1..=3).contains(&runs)
}

/// Whether a password is little more than words around the person, in any spelling of theirs.
fn is_made_of(password: &str, context: &[&str]) -> bool {
    let mut words: Vec<String> = context.iter().map(|word| skeleton(word)).collect();
    words.retain(|word| word.chars().count() >= 3);
    // The longest first: of "aobatelecom" nothing is left by taking "aoba" out.
    words.sort_unstable_by_key(|word| std::cmp::Reverse(word.chars().count()));
    let (mut rest, mut is_found) = (hiragana(password), false);
    for word in &words {
        if let Some(place) = find_spelled(&rest, word) {
            rest.replace_range(place, "");
            is_found = true;
        }
    }
    is_found && is_weak_decoration(&rest)
}

/// Where a word stands, each of whose characters may be one that looks like it.
fn find_spelled(text: &str, word: &str) -> Option<std::ops::Range<usize>> {
    let wanted: Vec<char> = word.chars().collect();
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let at =
        chars.windows(wanted.len()).position(|part| part.iter().map(|(_, c)| look(*c)).eq(wanted.iter().copied()))?;
    let end = chars.get(at + wanted.len()).map_or(text.len(), |(end, _)| *end);
    Some(chars.get(at)?.0..end)
}

/// A spelling in which width, case, leet signs and the two kana make no difference. `1` and `l` look like `i`.
fn skeleton(text: &str) -> String {
    hiragana(&fold(text)).chars().map(look).collect()
}

fn look(c: char) -> char {
    match c {
        '@' | '4' => 'a',
        '0' => 'o',
        '1' | '!' | '|' | 'l' => 'i',
        '3' => 'e',
        '$' | '5' => 's',
        '7' | '+' => 't',
        '8' => 'b',
        '9' => 'g',
        other => other,
    }
}

/// Katakana as hiragana.
fn hiragana(text: &str) -> String {
    let kana = |c| if ('ァ'..='ヶ').contains(&c) { char::from_u32(u32::from(c) - 0x60).unwrap_or(c) } else { c };
    text.chars().map(kana).collect()
}

#[cfg(test)]
mod tests;
