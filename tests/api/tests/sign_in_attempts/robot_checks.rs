//! The robot check: without a solution of the attempt's own challenge there is no session, whatever else is right.

use api_tests::{App, on_both_engines, solve};
use madoguchi_entities::sessions;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

on_both_engines!(
    a_solution_of_the_own_challenge_is_needed,
    a_forgotten_check_costs_no_try,
    altered_challenges_do_not_help
);

fn robot_check_failed() -> Vec<(String, String)> {
    vec![("robot_solution".to_owned(), "robot_check_failed".to_owned())]
}

async fn a_solution_of_the_own_challenge_is_needed(app: App) {
    let group = app.subscriber().await.group;
    let (user, other) = (app.user(&group).await, app.user(&group).await);
    let browser = app.browser();
    let foreign = solve(&app.browser().start_sign_in(&other).await);
    let attempt = browser.start_sign_in(&user).await;
    let code = browser.mailed_code(&user).await;
    let solution = solve(&attempt);
    let mut altered = solution.clone();
    let key = solution["derivedKey"].as_str().unwrap();
    altered["derivedKey"] = json!(format!("{}{}", &key[..63], if key.ends_with('0') { "1" } else { "0" }));
    let (malformed, empty) = (json!({ "counter": "many" }), json!({ "counter": 1, "derivedKey": "" }));
    for wrong in [Value::Null, foreign, altered, malformed, empty] {
        assert_eq!(browser.complete(&attempt, &code, &wrong).await.refused_fields(), robot_check_failed(), "{wrong}");
    }
    assert_eq!(sessions::Entity::find().count(app.db()).await.unwrap(), 0);
    let _session = browser.complete(&attempt, &code, &solution).await.expect(201);
}

/// Only a wrong guess at the one-time password costs a try; and nobody guesses without solving the check first.
async fn a_forgotten_check_costs_no_try(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let browser = app.browser();
    let attempt = browser.start_sign_in(&user).await;
    let code = browser.mailed_code(&user).await;
    let path = format!("/sign-in-attempts/{}/session", attempt.id);
    for code in [code.as_str(), "000000", "", "000001", "000002", "000003"] {
        let unsolved = browser.post(&path, json!({ "one_time_password": code })).await;
        assert_eq!(unsolved.refused_fields(), robot_check_failed(), "whether {code} is right must not be told");
    }
    let _session = browser.complete(&attempt, &code, &solve(&attempt)).await.expect(201);
}

/// The challenge that counts is the one kept with the attempt: a browser that solves an easier one of its own making
/// gets nowhere.
async fn altered_challenges_do_not_help(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let browser = app.browser();
    let mut attempt = browser.start_sign_in(&user).await;
    let code = browser.mailed_code(&user).await;
    let challenge = attempt.robot_challenge.as_mut().unwrap();
    challenge["parameters"]["cost"] = json!(1);
    challenge["parameters"]["keyPrefix"] = json!("0");
    let cheap = solve(&attempt);
    assert_eq!(browser.complete(&attempt, &code, &cheap).await.refused_fields(), robot_check_failed());
}
