//! The guide to connecting a system does what it says: every command of it, in its order, against a server.

use madoguchi_mail::smtp_sink::{Behaviour, SmtpSink};

use crate::databases::Place;
use crate::on_both_engines;
use crate::servers::{Server, command, output, shell};

on_both_engines!(the_guide_to_connecting_a_system_works);

const GUIDE: &str = include_str!("../../../../docs/integration.md");
/// Where the guide says that the server is.
const ADDRESS: &str = "http://127.0.0.1:8080";

/// The commands of a guide: what stands in its blocks for a shell.
fn commands(guide: &str) -> String {
    let blocks = guide.split("```sh\n").skip(1);
    blocks.filter_map(|block| Some(block.split_once("```")?.0)).collect()
}

async fn the_guide_to_connecting_a_system_works(place: Place) {
    let mail = SmtpSink::start(Behaviour::Accept).await.unwrap();
    let server = Server::start(&place, &mail).await;
    let commands = commands(GUIDE);
    assert!(commands.matches("curl ").count() >= 5 && commands.contains(ADDRESS), "{commands}");
    let commands = commands.replace(ADDRESS, &format!("http://{}", server.address()));
    let script = format!("set -eu\nmadoguchi() {{ \"$0\" \"$@\"; }}\n{commands}");
    let done = output(shell(&place, &command(&place, &[]), &script));
    let told = [done.stdout, done.stderr].concat();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&told));
    let used = "SELECT count(*) FROM api_clients WHERE last_used_at IS NOT NULL AND revoked_at IS NOT NULL";
    assert_eq!(place.number(used).await, 1);
}
