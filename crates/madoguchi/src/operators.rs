//! Who runs a command: the user of the operating system, and the name that they give themselves beside it.

use madoguchi_services::Operator;

/// Longest name, in characters; that of the operating system's user comes to it.
const NAME_MAX: usize = 60;

/// Reads a name.
pub fn name(text: &str) -> Result<String, String> {
    let name = text.trim();
    if name.is_empty() || name.chars().count() > NAME_MAX || name.chars().any(char::is_control) {
        return Err(format!("a name has 1 to {NAME_MAX} characters, on one line"));
    }
    Ok(name.to_owned())
}

/// Who runs this command. A name is only a word; the user behind it is what the operating system knows.
pub fn operator(named: Option<&str>) -> Operator {
    let user: String = user().chars().take(NAME_MAX).collect();
    Operator::command(match named {
        Some(name) => format!("{name} ({user})"),
        None => user,
    })
}

/// Name of the user whose rights the process has; the number of one without a name, as in some containers.
#[cfg(unix)]
fn user() -> String {
    use nix::unistd::{Uid, User};
    let id = Uid::effective();
    let found = User::from_uid(id).ok().flatten();
    found.map_or_else(|| format!("uid {id}"), |user| user.name)
}

#[cfg(not(unix))]
fn user() -> String {
    std::env::var("USERNAME").unwrap_or_else(|_| "unknown".to_owned())
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_name_is_one_line() {
        assert_eq!(name(" 山田 翠 "), Ok("山田 翠".to_owned()));
        for wrong in ["", "  ", "a\nb", &"あ".repeat(61)] {
            assert!(name(wrong).is_err(), "{wrong:?}");
        }
    }
}
