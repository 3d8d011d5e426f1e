//! The rules of a password as sentences for mails. The pages word them themselves, from the same data.

use madoguchi_domain::locales::Locale;
use madoguchi_domain::passwords::{AllowedCharacters, CharClass, PasswordPolicy, PasswordRule, named_signs};

/// One sentence for each rule, in a language.
#[must_use]
pub fn sentences(policy: &PasswordPolicy, locale: Locale) -> Vec<String> {
    let rules = policy.rules();
    // That everything is allowed is no rule to keep.
    let told =
        |rule: &&PasswordRule| !matches!(rule, PasswordRule::AllowedCharacters { allowed } if allowed.any_character);
    rules
        .iter()
        .filter(told)
        .map(|rule| match locale {
            Locale::Ja => japanese(rule),
            Locale::En => english(rule),
        })
        .collect()
}

fn japanese(rule: &PasswordRule) -> String {
    match rule {
        PasswordRule::MinLength { min } => format!("{min}文字以上にしてください。"),
        PasswordRule::MaxLength { max } => format!("{max}文字以下にしてください。"),
        PasswordRule::AllowedCharacters { allowed } => {
            let names = allowed_names(allowed, Locale::Ja, ["英小文字", "英大文字", "数字"]);
            format!("使える文字は半角の{}です。", names.join("・"))
        }
        PasswordRule::Contains { class, .. } => {
            format!("{}を含めてください。", class_name(*class, ["英小文字", "英大文字", "数字", "記号"]))
        }
        PasswordRule::DiffersFromCurrent => "現在のパスワードと異なるものにしてください。".to_owned(),
        PasswordRule::NotContainingLoginId => "ログインIDを含めないでください。".to_owned(),
        PasswordRule::NotCommon => "推測されやすいものは使えません。".to_owned(),
    }
}

fn english(rule: &PasswordRule) -> String {
    match rule {
        PasswordRule::MinLength { min } => format!("At least {min} characters."),
        PasswordRule::MaxLength { max } => format!("At most {max} characters."),
        PasswordRule::AllowedCharacters { allowed } => {
            let names = allowed_names(allowed, Locale::En, ["lower-case letters", "upper-case letters", "digits"]);
            format!("Allowed: {}.", names.join(", "))
        }
        PasswordRule::Contains { class, .. } => {
            let names = ["a lower-case letter", "an upper-case letter", "a digit", "a symbol"];
            format!("With {}.", class_name(*class, names))
        }
        PasswordRule::DiffersFromCurrent => "Not the current password.".to_owned(),
        PasswordRule::NotContainingLoginId => "Without the login ID.".to_owned(),
        PasswordRule::NotCommon => "Not one that is easily guessed.".to_owned(),
    }
}

fn allowed_names(allowed: &AllowedCharacters, locale: Locale, [lower, upper, digits]: [&str; 3]) -> Vec<String> {
    let classes = [(allowed.lower, lower), (allowed.upper, upper), (allowed.digits, digits)];
    let mut names: Vec<String> = classes.iter().filter(|(is, _)| *is).map(|(_, name)| (*name).to_owned()).collect();
    if !allowed.symbols.is_empty() {
        names.push(named_signs(&allowed.symbols, locale));
    }
    names
}

fn class_name(class: CharClass, [lower, upper, digit, symbol]: [&'static str; 4]) -> &'static str {
    match class {
        CharClass::Lower => lower,
        CharClass::Upper => upper,
        CharClass::Digit => digit,
        CharClass::Symbol => symbol,
    }
}
