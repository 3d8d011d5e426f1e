//! Names browsers in words for people, from what they call themselves; must not decide anything by it.

/// Browsers by the mark that only they, or those above them in the list, carry.
const BROWSERS: [(&str, &str); 7] = [
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];
/// Systems by the mark that only they, or those above them in the list, carry.
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
];

/// Browser and system, as `Chrome (Windows)`; what it calls itself, cut short, where it is none that is known.
#[must_use]
pub fn describe(user_agent: &str) -> String {
    let named = |names: &[(&str, &'static str)]| names.iter().find(|it| user_agent.contains(it.0)).map(|it| it.1);
    match (named(&BROWSERS), named(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} ({system})"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) if user_agent.trim().is_empty() => "-".to_owned(),
        (None, None) => user_agent.chars().filter(|c| !c.is_control()).take(60).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::describe;

    #[test]
    fn browsers_that_carry_the_marks_of_others_are_told_apart() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0";
        assert_eq!(describe(edge), "Edge (Windows)");
        let safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1";
        assert_eq!(describe(safari), "Safari (iPhone)");
        let chrome =
            "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36";
        assert_eq!(describe(chrome), "Chrome (Android)");
    }

    #[test]
    fn what_is_unknown_is_shown_without_what_could_break_a_line() {
        assert_eq!(describe("curl/8.0\r\nX: y"), "curl/8.0X: y");
        assert_eq!(describe(" "), "-");
    }
}
