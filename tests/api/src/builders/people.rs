//! People who can log in.

use madoguchi_domain::locales::Locale;
use madoguchi_domain::mail_addresses::MailAddress;
use madoguchi_entities::users::{self, UserRole, UserState};
use madoguchi_entities::{authenticators, billing_groups, customers};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use tokio::sync::OnceCell;
use uuid::Uuid;

use super::number;
use crate::app::{App, hash};

/// Password of every user that is made here: stored as it is, whatever a portal asks of new ones.
pub const PASSWORD: &str = "kumo4ishi7numa";

/// Somebody who can log in with [`PASSWORD`].
#[derive(Clone, Debug)]
pub struct User {
    /// The row, as it was made.
    pub row: users::Model,
}

impl User {
    /// What this person types into the login page of a portal beside the password.
    #[must_use]
    pub fn identifiers(&self) -> Value {
        json!({
            "access_id": self.row.sign_in_name,
            "contractor_id": self.row.sign_in_name,
            "login_id": self.row.sign_in_name,
            "mail_address": self.row.mail_address,
        })
    }

    /// The row as it is now.
    pub async fn now(&self, app: &App) -> users::Model {
        users::Entity::find_by_id(self.row.id).one(app.db()).await.unwrap().expect("the user is gone")
    }
}

impl App {
    /// A registered user of a billing group.
    pub async fn user(&self, group: &billing_groups::Model) -> User {
        self.user_with(group, |_| {}).await
    }

    /// A registered user with something changed.
    pub async fn user_with(&self, group: &billing_groups::Model, change: impl FnOnce(&mut users::ActiveModel)) -> User {
        let row = self.row(&group.portal, group.customer_id, &format!("user{}", number())).await;
        let row = users::ActiveModel { billing_group_id: Set(Some(group.id)), ..row };
        self.insert(row, change).await
    }

    /// The person whom an identifier of a portal names.
    pub async fn named(&self, portal: &str, sign_in_name: &str) -> User {
        let found = users::Entity::find()
            .filter(users::Column::Portal.eq(portal))
            .filter(users::Column::SignInName.eq(sign_in_name));
        User { row: found.one(self.db()).await.unwrap().expect("nobody has this identifier") }
    }

    /// The name of a user's customer.
    pub async fn customer_name(&self, user: &User) -> String {
        customers::Entity::find_by_id(user.row.customer_id).one(self.db()).await.unwrap().unwrap().name
    }

    /// A colleague of a user, in the same billing group.
    pub async fn user_of(&self, user: &User, role: UserRole) -> User {
        let row = self.row(&user.row.portal, user.row.customer_id, &format!("user{}", number())).await;
        let row = users::ActiveModel { billing_group_id: Set(user.row.billing_group_id), ..row };
        self.insert(row, |row| row.role = Set(role)).await
    }

    /// A person of a new customer of a portal.
    pub async fn person_at(&self, portal: &str) -> User {
        let customer = self.customer(portal, "カ)ヴェルデ2").await;
        self.colleague(&customer, &format!("name{}", number())).await
    }

    /// A person of a customer, with a login ID that others may share.
    pub async fn colleague(&self, customer: &customers::Model, sign_in_name: &str) -> User {
        let row = self.row(&customer.portal, customer.id, sign_in_name).await;
        self.insert(row, |_| {}).await
    }

    /// Lets the next login of a user lead to nothing but the choice of a password.
    pub async fn require_password_change(&self, user: &User) {
        let row = users::ActiveModel { password_change_required: Set(true), ..user.row.clone().into() };
        row.update(self.db()).await.unwrap();
    }

    /// A second factor of a user that counts as shown to work; nobody can log in with it.
    pub async fn authenticator(&self, user: &User) -> Uuid {
        let id = Uuid::now_v7();
        let row = authenticators::ActiveModel {
            id: Set(id.into()),
            portal: Set(user.row.portal.clone()),
            user_id: Set(user.row.id),
            kind: Set(authenticators::AuthenticatorKind::Totp),
            name: Set("社用の鍵".to_owned()),
            sealed_secret: Set(vec![0]),
            credential_hash: Set(None),
            last_step: Set(None),
            created_at: Set(self.now()),
            confirmed_at: Set(Some(self.now())),
            last_used_at: Set(None),
        };
        row.insert(self.db()).await.unwrap();
        id
    }

    async fn row(&self, portal: &str, customer: madoguchi_entities::ids::CustomerId, name: &str) -> users::ActiveModel {
        static HASH: OnceCell<String> = OnceCell::const_new();
        let hash = HASH.get_or_init(|| hash(PASSWORD)).await;
        let roles = &self.services().portals.get(portal).unwrap().users.roles;
        let alone = roles == &[madoguchi_domain::policy::UserRole::General];
        users::ActiveModel {
            id: Set(Uuid::now_v7().into()),
            portal: Set(portal.to_owned()),
            customer_id: Set(customer),
            billing_group_id: Set(None),
            sign_in_name: Set(name.to_owned()),
            sign_in_key: Set(name.to_owned()),
            mail_address: Set(format!("{name}-{}@example.jp", number())),
            mail_key: Set(String::new()),
            name: Set("緑山 恵".to_owned()),
            role: Set(if alone { UserRole::General } else { UserRole::Administrator }),
            state: Set(UserState::Active),
            mail_notice: Set(true),
            locale: Set(Locale::Ja),
            password_hash: Set(Some(hash.clone())),
            issued_password_hash: Set(None),
            issued_password_expires_at: Set(None),
            issued_password_used_at: Set(None),
            issued_password_version: Set(None),
            credentials_version: Set(0),
            locked_by_provider: Set(false),
            password_change_required: Set(false),
            password_changed_at: Set(None),
            uses_second_factor: Set(false),
            is_demo: Set(false),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
        }
    }

    async fn insert(&self, mut row: users::ActiveModel, change: impl FnOnce(&mut users::ActiveModel)) -> User {
        change(&mut row);
        let portal = self.services().portals.get(row.portal.as_ref()).unwrap();
        let mail = MailAddress::parse(row.mail_address.as_ref()).unwrap();
        row.mail_key = Set(mail.key());
        if portal.names_persons_by_mail() {
            row.sign_in_key = Set(format!("{}\n{}", row.sign_in_name.as_ref(), mail.key()));
        }
        let user = User { row: row.insert(self.db()).await.unwrap() };
        self.describe_contractor(&portal.key, user.row.customer_id).await;
        user
    }
}
