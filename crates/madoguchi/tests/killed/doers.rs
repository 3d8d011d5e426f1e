//! Who runs a command stands in the audit events: the user of the operating system, and the name given with `--as`.

use std::process::Command;

use crate::databases::Place;
use crate::on_both_engines;
use crate::servers::{command, output};

on_both_engines!(a_command_tells_who_ran_it);

async fn a_command_tells_who_ran_it(place: Place) {
    assert!(output(command(&place, &["migrate"])).status.success());
    let user = String::from_utf8(Command::new("id").arg("-un").output().unwrap().stdout).unwrap();
    let user = user.trim();
    add(&place, "1", &[]);
    assert_eq!(added_by(&place, user).await, 1);
    add(&place, "2", &["--as", "山田 翠"]);
    assert_eq!(added_by(&place, &format!("山田 翠 ({user})")).await, 1);
    let refused = output(command(&place, &["keys", "list", "--as", "a\nb"]));
    assert!(!refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("--as"));
}

fn add(place: &Place, number: &str, named: &[&str]) {
    let mail = format!("person{number}@example.jp");
    let person = ["--customer-number", number, "--customer-name", "ミドリ", "--login-id", number, "--mail", &mail];
    let arguments = [named, &["users", "add", "rental"], &person].concat();
    let output = output(command(place, &arguments));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

async fn added_by(place: &Place, name: &str) -> i64 {
    let added = "SELECT count(*) FROM audit_events WHERE action = 'user.provided' AND doer_kind = 'command'";
    place.number(&format!("{added} AND doer_name = '{name}'")).await
}
