//! Where users differ in what they may do: administrators set it up and approve, everybody else asks.

use api_tests::{App, RENTAL, User, on_both_engines};
use madoguchi_api_types::requests::RequestState;
use madoguchi_entities::users::{self, UserRole};
use madoguchi_services::Portals;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};

use super::{PRICE, approve, goods, read, refuse, set, settings, state};

on_both_engines!(administrators_set_it_up_and_approve);

/// The same application, whose portal has administrators.
fn with_roles(app: &App) -> App {
    let preset = include_str!("../../../../portals/rental.toml");
    let from = "max = 10\nroles = [\"general\"]\nmanaged_by = [\"general\"]";
    assert!(preset.contains(from));
    let to = "max = 10\nroles = [\"general\", \"administrator\"]\nmanaged_by = [\"administrator\"]";
    let preset = preset.replacen(from, to, 1);
    let from = "managed_by = [\"general\"]\napprovers = [\"general\"]";
    assert!(preset.contains(from));
    let preset = preset.replacen(from, "managed_by = [\"administrator\"]\napprovers = [\"administrator\"]", 1);
    let folder = std::env::temp_dir().join(format!("madoguchi-portals-{}", uuid::Uuid::now_v7().simple()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("rental.toml"), preset).unwrap();
    let portals = Portals::directory(&folder).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    app.beside_with(|services| services.portals = portals)
}

async fn become_general(app: &App, user: &User) {
    let row = users::ActiveModel { role: Set(UserRole::General), ..user.row.clone().into() };
    row.update(app.db()).await.unwrap();
}

async fn administrators_set_it_up_and_approve(app: App) {
    app.rentables(10).await;
    let app = with_roles(&app);
    let general = app.person_at(RENTAL).await;
    become_general(&app, &general).await;
    let colleague = app.user_of(&general, UserRole::General).await;
    let head = app.user_of(&general, UserRole::Administrator).await;
    let deputy = app.user_of(&general, UserRole::Administrator).await;
    let (asking, bystander) = (app.signed_in(&general).await, app.signed_in(&colleague).await);
    let (heading, standing_in) = (app.signed_in(&head).await, app.signed_in(&deputy).await);
    set(&asking, true, 0, &[&head]).await.refused(403, "permission_missing");
    set(&heading, true, 0, &[&general]).await.refused_field("approvers[0]", "unknown");
    let _set = set(&heading, true, PRICE - 1, &[&head]).await.expect(200);
    // Administrators differ from who asks: those who do not approve may set it up too.
    assert!(settings(&standing_in).await.changeable && !settings(&asking).await.changeable);
    let sent = asking.ask_for("order", &goods()).await;
    assert_eq!(state(&sent), RequestState::InApproval);
    // Who may not see it finds nothing; who may, and does not approve, is told so.
    approve(&bystander, &sent).await.refused(404, "not_found");
    approve(&standing_in, &sent).await.refused(403, "not_approver");
    approve(&asking, &sent).await.refused(403, "own_request");
    // An approver who lost the role sees it no more, though the session goes on.
    become_general(&app, &head).await;
    approve(&heading, &sent).await.refused(404, "not_found");
    refuse(&heading, &sent, "いいえ").await.refused(404, "not_found");
    let _named = set(&standing_in, true, PRICE - 1, &[&deputy]).await.expect(200);
    let _approved = approve(&standing_in, &sent).await.expect(200);
    assert_eq!(state(&read(&asking, &sent).await), RequestState::Accepted);
}
