//! A request whose answer was lost with the process that gave it, and which is sent again under the same name, is done once.

use madoguchi_mail::smtp_sink::{Behaviour, SmtpSink};

use crate::databases::Place;
use crate::on_both_engines;
use crate::registrations::{CONTRACTS, from, mail_address, registration, rows_of, usual_duration};
use crate::servers::{Server, import, until};

on_both_engines!(what_is_sent_again_after_a_kill_is_done_once);

/// So often each request is sent after its server was killed: ten tries each, a hundred and more in all.
const TRIES: usize = 10;

async fn what_is_sent_again_after_a_kill_is_done_once(place: Place) {
    import(&place);
    let sink = SmtpSink::start(Behaviour::Accept).await.unwrap();
    let mut server = Server::start(&place, &sink).await;
    let usual = usual_duration(&server.client()).await;

    let last = CONTRACTS.len() - 1;
    let mut answered_late = 0;
    for at in 1..=last {
        let (client, address, name) = (server.client(), from(at), format!("registration {at}"));
        // From long before the commit to well after it.
        let moment = usual.mul_f64(1.6) * u32::try_from(at).unwrap() / u32::try_from(last).unwrap();
        let dying = async {
            tokio::time::sleep(moment).await;
            server.kill();
        };
        let (lost, ()) = tokio::join!(client.post_named("/registrations", &address, &name, registration(at)), dying);
        let was_done = rows_of(&place, at).await == [1; 5];
        answered_late += usize::from(was_done && lost.is_none());

        server = Server::start(&place, &sink).await;
        let mut answers = Vec::new();
        for _ in 0..TRIES {
            let again = server.client().post_named("/registrations", &address, &name, registration(at)).await.unwrap();
            assert_eq!(again.0, 202, "{}", again.1);
            answers.push(again.1);
        }
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
        assert_eq!(rows_of(&place, at).await, [1; 5], "killed after {moment:?}: user, link, consent, mail, audit");
    }
    println!("{answered_late} answers were lost after the commit");
    let of = |at: usize| sink.mails().into_iter().filter(move |mail| mail.to == [mail_address(at)]).count();
    until("everybody has a mail", || (0..=last).all(|at| of(at) > 0)).await;
}
