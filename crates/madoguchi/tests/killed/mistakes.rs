//! A mistake in the configuration stops the start, and the message says where it is. What is for demos only is not there
//! without `--demo`.

use std::process::Command;

use madoguchi_mail::smtp_sink::{Behaviour, SmtpSink};

use crate::databases::{Engine, Place, run};
use crate::servers::{Server, command, free_address, output};

/// What the binary says when it refuses to start.
fn refusal(mut command: Command) -> String {
    command.env("MADOGUCHI_SERVER__PORT", free_address().port().to_string());
    let output = output(command);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{told}");
    told
}

fn refusal_of_file(place: &Place, text: &str) -> String {
    std::fs::write(place.folder().join("madoguchi.toml"), text).unwrap();
    let told = refusal(command(place, &["serve"]));
    std::fs::remove_file(place.folder().join("madoguchi.toml")).unwrap();
    told
}

#[test]
fn a_wrong_file_is_refused_with_line_and_reason() {
    run(Engine::Sqlite, |place| async move {
        for (text, place_told, reason) in [
            ("[server]\n\nport = 80800\n", "madoguchi.toml line 3", "80800"),
            ("[server]\nprot = 1\n", "madoguchi.toml line 2", "unknown field `prot`"),
            ("[servers]\n", "madoguchi.toml line 1", "unknown field `servers`"),
            ("[log]\nformat = \"xml\"\n", "madoguchi.toml line 2", "xml"),
            ("[server\n", "madoguchi.toml line 1", ""),
            ("[server]\nbase_url = \"https://my.example.jp/\"\n", "server.base_url", "end without a slash"),
            ("[portals]\npresets = [\"nobody\"]\n", "nobody", ""),
            ("[mail]\ntransport = \"mailbox\"\n", "mail.transport", "needs --demo"),
            ("[security]\nkey = \"c2hvcnQ=\"\n", "security.key", "5 bytes instead of 32"),
        ] {
            let told = refusal_of_file(&place, text);
            assert!(told.contains(place_told) && told.contains(reason), "{text}: {told}");
        }
        let told = refusal(command(&place, &["serve", "--config", "nowhere.toml"]));
        assert!(told.contains("nowhere.toml"), "{told}");
    });
}

#[test]
fn a_wrong_variable_is_refused_by_its_name() {
    run(Engine::Sqlite, |place| async move {
        for (name, value) in [("MADOGUCHI_DATABASE__CONNECTIONS", "many"), ("MADOGUCHI_JOBS__BATCHES", "1")] {
            let mut command = command(&place, &["serve"]);
            command.env(name, value);
            let told = refusal(command);
            assert!(told.contains(name), "{told}");
        }
    });
}

#[test]
fn each_mail_setting_can_come_from_a_variable() {
    run(Engine::Sqlite, |place| async move {
        let mut command = command(&place, &["migrate"]);
        command.env("MADOGUCHI_MAIL__SMTP__HOST", "mail.example.jp");
        command.env("MADOGUCHI_MAIL__SMTP__PORT", "2525");
        command.env("MADOGUCHI_MAIL__SMTP__SECURITY", "none");
        let output = output(command);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    });
}

#[test]
fn a_wrong_portal_file_is_refused_with_line_and_reason() {
    run(Engine::Sqlite, |place| async move {
        let preset = include_str!("../../../../portals/telecom.toml");
        let line = preset.lines().position(|line| line == "idle_minutes = 10").unwrap() + 1;
        let folder = place.folder().join("portals");
        std::fs::create_dir(&folder).unwrap();
        let wrong = preset.replace("idle_minutes = 10", "idle_minutes = \"ten\"");
        std::fs::write(folder.join("telecom.toml"), wrong).unwrap();
        let told = refusal_of_file(&place, "[portals]\ndirectory = \"portals\"\n");
        assert!(told.contains("telecom.toml") && told.contains(&format!("line {line}")), "{told}");
    });
}

#[test]
fn a_port_that_is_taken_is_named() {
    run(Engine::Sqlite, |place| async move {
        let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = taken.local_addr().unwrap();
        let mut command = command(&place, &["serve"]);
        command.env("MADOGUCHI_SERVER__PORT", address.port().to_string());
        let output = output(command);
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && told.contains(&address.to_string()), "{told}");
    });
}

#[test]
fn without_demo_there_is_no_mailbox_and_nobody_to_log_in_as() {
    run(Engine::Sqlite, |place| async move {
        let sink = SmtpSink::start(Behaviour::Accept).await.unwrap();
        let server = Server::start(&place, &sink).await;
        for path in ["/dev/mailbox", "/dev/mailbox/messages", "/dev/mailbox/messages?to=demo01@example.jp"] {
            assert_eq!(server.client().status_of(path).await, 404, "{path}");
        }
        assert_eq!(place.number("SELECT count(*) FROM users").await, 0);
        assert_eq!(place.number("SELECT count(*) FROM customers").await, 0);
    });
}
