//! What a demo server starts with: the invented customers of the export in `portals/demo`, and a login to try.

use madoguchi_domain::policy::Portal;
use madoguchi_services::imports::{self, Mapping};
use madoguchi_services::notices::publish;
use madoguchi_services::{Services, demo_users};
use rust_embed::RustEmbed;

use crate::notice_files::NoticeList;
use crate::start::Failure;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../portals/demo"]
struct Exports;

/// Notices of a portal.
const NOTICES: &str = "notices.toml";
/// Customers and people of a portal that has no export.
const USERS: &str = "users.toml";

/// A login to try.
#[derive(Debug)]
pub struct Login {
    portal: String,
    demo: demo_users::DemoUser,
}

/// Loads the exports of the portals served, once, and gives the demo users their known passwords.
pub async fn load(services: &Services) -> Result<Vec<Login>, Failure> {
    let mut logins = Vec::new();
    for portal in services.portals.all() {
        let files: Vec<_> = Exports::iter().filter(|file| file.starts_with(&format!("{}/", portal.key))).collect();
        if files.is_empty() {
            continue;
        }
        let users = match Exports::get(&format!("{}/{USERS}", portal.key)) {
            Some(list) => demo_users::ensure_listed(services, portal, std::str::from_utf8(&list.data)?).await?,
            None => {
                if demo_users::is_empty(services, portal).await? {
                    import(services, &portal.key, &files).await?;
                }
                demo_users::ensure(services, portal).await?
            }
        };
        notices(services, portal).await?;
        for demo in users {
            logins.push(Login { portal: portal.key.clone(), demo });
        }
    }
    Ok(logins)
}

/// Publishes the notices of the demo, once.
async fn notices(services: &Services, portal: &Portal) -> Result<(), Failure> {
    let Some(list) = Exports::get(&format!("{}/{NOTICES}", portal.key)) else { return Ok(()) };
    if publish::is_empty(services, portal).await? {
        let list: NoticeList = toml::from_str(std::str::from_utf8(&list.data)?)?;
        for notice in list.notices {
            publish::create(services, portal, &notice.into()).await?;
        }
    }
    Ok(())
}

async fn import(services: &Services, portal: &str, files: &[std::borrow::Cow<'static, str>]) -> Result<(), Failure> {
    let folder = std::env::temp_dir().join(format!("madoguchi-demo-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    for file in files {
        if let (Some(content), Some(name)) = (Exports::get(file), file.rsplit('/').next()) {
            std::fs::write(folder.join(name), content.data)?;
        }
    }
    let summary = imports::run(services, portal, &folder, &Mapping::preset(portal)?, |_| {}).await;
    std::fs::remove_dir_all(&folder)?;
    tracing::info!(portal, summary = %summary?, "demo data loaded");
    Ok(())
}

/// What is printed when the demo is up.
pub fn greeting(base_url: &str, services: &Services, logins: &[Login]) -> String {
    let mut lines = vec![String::new(), "Madoguchi is up.".to_owned()];
    for portal in services.portals.all() {
        lines.push(format!("  {} ({})  {base_url}/{}/", portal.name.ja, portal.brand.provider.ja, portal.key));
    }
    lines.push(format!("  API (Swagger UI)   {base_url}/docs/api/"));
    lines.push(format!("  OpenAPI            {base_url}/openapi.json"));
    lines.push(format!("  Demo mailbox       {base_url}/dev/mailbox"));
    lines.push("  (one-time passwords are in the mailbox)".to_owned());
    for Login { portal, demo } in logins {
        lines.push(match demo {
            demo_users::DemoUser::Ready { sign_in_name, mail_address, password, customer } => {
                let mail = mail_address.as_ref().map(|mail| format!(" / {mail}")).unwrap_or_default();
                format!("  Log in to {portal}: {sign_in_name}{mail} / {password}  ({customer})")
            }
            demo_users::DemoUser::ToRegister { contract_number, postal_code, name_kana } => {
                format!("  Register at {portal}: {contract_number}, {postal_code}, {name_kana}")
            }
        });
    }
    lines.push(String::new());
    lines.join("\n")
}
