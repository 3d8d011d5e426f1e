//! The browser app: mounts it.

mod api;
mod app;
mod browser;
mod chunks;
mod components;
mod contexts;
mod drafts;
mod focus;
mod formats;
mod guards;
mod lifetimes;
mod maintenances;
mod pages;
mod passkeys;
mod patterns;
mod robot_checks;
mod routes;
mod session;
mod texts;

fn main() {
    leptos::mount::mount_to_body(app::App);
    // Drawn at the same moment: nothing is seen to move.
    browser::remove_waiting();
}
