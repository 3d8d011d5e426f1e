//! Writes every mail with sample values into a folder, and a page that links them all.

use madoguchi_domain::locales::Locale;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use madoguchi_domain::policy::Portal;
use madoguchi_mail::{Content, Message};
use madoguchi_services::{Portals, portals};

use crate::start::Failure;

/// Writes `<portal>/<message>.<locale>.html` and `.txt` and `index.html`; tells how many mails there are.
pub fn write(portals: &Portals, only: Option<&str>, directory: &Path) -> Result<usize, Failure> {
    let chosen: Vec<&Portal> =
        portals.all().map(AsRef::as_ref).filter(|portal: &&Portal| only.is_none_or(|key| portal.key == key)).collect();
    if chosen.is_empty() {
        let known: Vec<&str> = portals.all().map(|portal| portal.key.as_str()).collect();
        return Err(format!("no portal has this key; there are {}", known.join(", ")).into());
    }
    let mut count = 0;
    let mut list = String::new();
    for portal in chosen {
        fs::create_dir_all(directory.join(&portal.key))?;
        writeln!(list, "<h2>{}</h2>\n<ul>", escaped(&portal.key))?;
        for locale in Locale::ALL.iter().copied() {
            let texts = portals::mail_texts(portal, locale);
            for message in Message::samples(locale) {
                let content = madoguchi_mail::render(&message, locale, &texts)?;
                let path = format!("{}/{}.{locale}", portal.key, message.name());
                write_mail(&directory.join(&path), &portal.mail.from, &content)?;
                let (subject, path) = (escaped(&content.subject), escaped(&path));
                writeln!(
                    list,
                    "<li>{path}: <a href=\"{path}.html\">{subject}</a> (<a href=\"{path}.txt\">text</a>)</li>"
                )?;
                count += 1;
            }
        }
        list.push_str("</ul>\n");
    }
    fs::write(directory.join("index.html"), page(&list))?;
    Ok(count)
}

fn write_mail(path: &Path, from: &str, content: &Content) -> Result<(), Failure> {
    let file = |ending: &str| format!("{}.{ending}", path.display());
    fs::write(file("html"), &content.html)?;
    fs::write(file("txt"), format!("From: {from}\nSubject: {}\n\n{}\n", content.subject, content.text))?;
    Ok(())
}

fn page(list: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Mails</title>\n</head>\n<body>\n\
         <h1>Mails</h1>\n{list}</body>\n</html>\n"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mail_of_every_preset_is_written_and_linked() {
        let folder = std::env::temp_dir().join(format!("madoguchi-mails-{}", std::process::id()));
        let count = write(&Portals::every_preset().unwrap(), None, &folder).unwrap();
        let index = fs::read_to_string(folder.join("index.html")).unwrap();
        let mut linked = 0;
        for (portal, locale) in
            ["network", "rental", "telecom"].into_iter().flat_map(|p| Locale::ALL.iter().map(move |l| (p, *l)))
        {
            for message in Message::samples(locale) {
                let path = format!("{portal}/{}.{locale}", message.name());
                let text = fs::read_to_string(folder.join(format!("{path}.txt"))).unwrap();
                assert!(text.contains("\nSubject: "), "{path}");
                let html = fs::read_to_string(folder.join(format!("{path}.html"))).unwrap();
                assert!(html.contains(&format!("<html lang=\"{locale}\">")), "{path}");
                for file in [format!("\"{path}.html\""), format!("\"{path}.txt\"")] {
                    assert!(index.contains(&file), "{file}");
                }
                linked += 1;
            }
        }
        assert_eq!(count, linked);
        let one = write(&Portals::every_preset().unwrap(), Some("rental"), &folder).unwrap();
        assert_eq!(one * 3, count);
        let error = write(&Portals::every_preset().unwrap(), Some("hotel"), &folder).unwrap_err().to_string();
        assert!(error.contains("network, rental, telecom"), "{error}");
        fs::remove_dir_all(&folder).unwrap();
    }
}
