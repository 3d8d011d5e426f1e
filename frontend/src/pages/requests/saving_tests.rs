use super::*;

fn content(text: &str) -> Content {
    let answers = Object::from([("name".to_owned(), text.into())]);
    Content { category: None, answers }
}

fn at(minute: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + chrono::TimeDelta::minutes(minute)
}

fn version(text: &str, revision: &str) -> Version {
    Version { content: content(text), revision: revision.to_owned(), at: at(0) }
}

fn open(text: &str) -> Saving {
    Saving::open(version(text, "1"), None, Content::clone)
}

fn send(text: &str, revision: &str) -> Next {
    Next::Send(content(text), revision.to_owned())
}

fn saved(revision: &str) -> Answer {
    Answer::Saved(revision.to_owned(), at(1))
}

#[test]
fn typing_is_saved_after_a_pause_and_the_rest_after_the_answer() {
    let mut saving = open("");
    assert_eq!((saving.due(), saving.backup()), (Next::Nothing, None));
    assert_eq!(saving.change(content("a")), Next::Wait(PAUSE));
    assert_eq!(saving.change(content("ab")), Next::Wait(PAUSE));
    assert_eq!(saving.due(), send("ab", "1"));
    // One at a time.
    assert_eq!(saving.change(content("abc")), Next::Nothing);
    assert_eq!(saving.due(), Next::Nothing);
    assert_eq!(saving.answered(saved("2")), Next::Wait(PAUSE));
    assert_eq!(saving.due(), send("abc", "2"));
    assert_eq!(saving.answered(saved("3")), Next::Nothing);
    assert_eq!((saving.standing(), saving.is_saved(), saving.at()), (&Standing::Saved, true, at(1)));
    assert_eq!(saving.backup(), None);
}

#[test]
fn what_is_typed_and_taken_back_is_not_saved() {
    let mut saving = open("a");
    saving.change(content("ab"));
    assert_eq!(saving.change(content("a")), Next::Nothing);
    assert_eq!((saving.due(), saving.standing()), (Next::Nothing, &Standing::Saved));
}

#[test]
fn a_server_that_is_away_is_asked_again_and_again() {
    let mut saving = open("");
    saving.change(content("a"));
    let mut waits = Vec::new();
    for _ in 0..8 {
        assert!(matches!(saving.due(), Next::Send(..)));
        let Next::Wait(pause) = saving.answered(Answer::Away) else { panic!("gives up") };
        waits.push(pause.as_secs());
        // Typing goes on; it does not hurry.
        assert_eq!(saving.change(content(&format!("a{}", waits.len()))), Next::Nothing);
        assert_eq!(saving.standing(), &Standing::Failed);
    }
    assert_eq!(waits, [2, 4, 8, 16, 32, 60, 60, 60]);
    assert_eq!(saving.due(), send("a8", "1"));
    assert_eq!(saving.answered(saved("2")), Next::Nothing);
    assert_eq!(saving.standing(), &Standing::Saved);
}

#[test]
fn a_lost_answer_is_no_other_version() {
    let mut saving = open("");
    saving.change(content("a"));
    saving.due();
    // The server has it; the answer was lost.
    saving.answered(Answer::Away);
    saving.change(content("ab"));
    assert_eq!(saving.due(), send("ab", "1"));
    assert_eq!(saving.answered(Answer::Changed), Next::Look);
    assert_eq!(saving.looked(Some(version("a", "2"))), send("ab", "2"));
    // And this one, too.
    saving.answered(Answer::Away);
    saving.due();
    saving.answered(Answer::Changed);
    assert_eq!(saving.looked(Some(version("ab", "3"))), Next::Nothing);
    assert_eq!((saving.standing(), saving.revision()), (&Standing::Saved, "3"));
}

#[test]
fn of_two_versions_either_can_be_taken() {
    let differing = || {
        let mut saving = open("");
        saving.change(content("mine"));
        saving.due();
        assert_eq!(saving.answered(Answer::Changed), Next::Look);
        assert_eq!(saving.looked(Some(version("theirs", "2"))), Next::Nothing);
        assert_eq!(saving.standing(), &Standing::Differs(version("theirs", "2")));
        // Nothing is sent before somebody has chosen, and nothing typed is lost.
        assert_eq!(saving.change(content("mine!")), Next::Nothing);
        assert_eq!(saving.due(), Next::Nothing);
        saving
    };
    let mut own = differing();
    assert_eq!(own.keep_own(), send("mine!", "2"));
    assert_eq!(own.answered(saved("3")), Next::Nothing);
    assert_eq!(own.content(), &content("mine!"));
    let mut other = differing();
    other.take_other(Content::clone);
    assert_eq!((other.content(), other.revision()), (&content("theirs"), "2"));
    assert!(other.is_saved());
    assert_eq!(other.change(content("theirs!")), Next::Wait(PAUSE));
    assert_eq!(other.due(), send("theirs!", "2"));
}

#[test]
fn who_saved_the_same_is_no_other_version() {
    let mut saving = open("");
    saving.change(content("a"));
    saving.due();
    saving.answered(Answer::Changed);
    assert_eq!(saving.looked(Some(version("a", "2"))), Next::Nothing);
    assert_eq!(saving.standing(), &Standing::Saved);
}

#[test]
fn a_look_that_fails_is_tried_again() {
    let mut saving = open("");
    saving.change(content("a"));
    saving.due();
    saving.answered(Answer::Changed);
    assert!(matches!(saving.looked(None), Next::Wait(_)));
    assert_eq!(saving.due(), send("a", "1"));
}

#[test]
fn what_the_server_does_not_take_is_sent_again_when_it_is_another() {
    let mut saving = open("");
    saving.change(content("far too long"));
    saving.due();
    assert_eq!(saving.answered(Answer::Refused), Next::Nothing);
    assert_eq!((saving.due(), saving.standing()), (Next::Nothing, &Standing::Refused));
    assert_eq!(saving.change(content("short")), Next::Wait(PAUSE));
    assert_eq!(saving.due(), send("short", "1"));
}

#[test]
fn without_a_session_nothing_is_sent_and_everything_kept() {
    let mut saving = open("");
    saving.change(content("a"));
    saving.due();
    assert_eq!(saving.answered(Answer::SignedOut), Next::Nothing);
    assert_eq!(saving.change(content("ab")), Next::Nothing);
    assert_eq!((saving.due(), saving.standing()), (Next::Nothing, &Standing::Over));
    let backup = saving.backup().unwrap();
    assert_eq!((&backup.typed, &backup.sent[..]), (&content("ab"), &[content("a")][..]));
    // After the login: whether the server has the first or not, the last is there and is sent.
    for held in [version("", "1"), version("a", "2")] {
        let revision = held.revision.clone();
        let mut again = Saving::open(held, Some(backup.clone()), Content::clone);
        assert_eq!(again.content(), &content("ab"));
        assert_eq!(again.due(), send("ab", &revision));
    }
    // Somebody else saved meanwhile: one has to choose.
    let again = Saving::open(version("x", "5"), Some(backup.clone()), Content::clone);
    assert_eq!(again.standing(), &Standing::Differs(version("x", "5")));
    // A reload before the choice asks again.
    assert_eq!(again.backup(), Some(backup.clone()));
    // All of it arrived.
    let again = Saving::open(version("ab", "3"), Some(backup.clone()), Content::clone);
    assert!(again.is_saved());
    // The page was read before what it had sent on leaving arrived.
    let mut again = Saving::open(version("", "1"), Some(backup), Content::clone);
    assert_eq!(again.due(), send("ab", "1"));
    assert_eq!(again.answered(Answer::Changed), Next::Look);
    assert_eq!(again.looked(Some(version("a", "2"))), send("ab", "2"));
}

#[test]
fn the_spelling_of_the_fields_is_no_change() {
    let shown = |content: &Content| {
        let name = content.answers.get("name").and_then(|it| it.as_text()).unwrap_or_default().to_uppercase();
        Content { answers: Object::from([("name".to_owned(), name.as_str().into())]), ..content.clone() }
    };
    let mut saving = Saving::open(version("a", "1"), None, shown);
    assert_eq!(saving.change(content("A")), Next::Nothing);
    assert!(saving.is_saved());
    assert_eq!(saving.change(content("B")), Next::Wait(PAUSE));
}
