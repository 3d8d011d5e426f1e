//! Knows one invented example of every mail, to look at and to test the templates with; must not be sent to anybody.

use super::{Message, RequestFact};
use madoguchi_domain::locales::Locale;

const PAGES: &str = "https://madoguchi.example.jp";
const TOKEN: &str = "4f1c9a7be20d43c58a6e";

impl Message {
    /// One invented example of every message in a language (`en`, else Japanese), to look at them and to test the
    /// templates.
    #[must_use]
    pub fn samples(locale: Locale) -> Vec<Self> {
        let mut samples = Self::samples_with_passwords(locale);
        samples.extend(Self::samples_of_password_links(locale));
        samples.extend(Self::samples_of_mail_addresses(locale));
        samples.extend(Self::samples_of_notices(locale));
        samples.extend(Self::samples_of_inquiries(locale));
        samples.extend(Self::samples_of_requests(locale));
        samples
    }

    /// Mails that bring an identifier or a secret.
    fn samples_with_passwords(locale: Locale) -> Vec<Self> {
        vec![
            Self::Registration {
                link: format!("{PAGES}/telecom/registrations/{TOKEN}"),
                access_id: "k7m2qx".into(),
                temporary_password: "w4tn8h2p".into(),
                link_days: 10,
                password_rules: vec![password_rule(locale)],
            },
            Self::OneTimePassword { one_time_password: "482915".into(), minutes: 10 },
            Self::ContractorId {
                contractor_id: "id000824".into(),
                issued_password: "h7rk3vxe".into(),
                issued_days: 14,
                login_url: format!("{PAGES}/network/"),
            },
            Self::IssuedPasswordRestored {
                sign_in_name: "id000824".into(),
                hours: 36,
                login_url: format!("{PAGES}/network/"),
            },
            Self::PasswordReissued {
                sign_in_name: "id000824".into(),
                issued_password: "p5wd9mzc".into(),
                issued_days: 14,
                login_url: format!("{PAGES}/network/"),
            },
            Self::AccessReissued {
                link: format!("{PAGES}/telecom/registrations/{TOKEN}"),
                access_id: "k7m2qx".into(),
                temporary_password: "n6yc4j8s".into(),
                link_days: 11,
                password_rules: vec![password_rule(locale)],
            },
        ]
    }

    /// Mails whose link leads to a new password, and the one that says that it was changed.
    fn samples_of_password_links(locale: Locale) -> Vec<Self> {
        vec![
            Self::PasswordSetting {
                link: format!("{PAGES}/rental/password-setting/{TOKEN}"),
                hours: 72,
                sign_in_name: "YB204815".into(),
                password_rules: vec![password_rule(locale)],
            },
            Self::PasswordForgotten {
                link: format!("{PAGES}/rental/password-setting/{TOKEN}"),
                hours: 24,
                password_rules: vec![password_rule(locale)],
            },
            Self::PasswordChanged { at: at(locale) },
        ]
    }

    /// The steps of a changed mail address.
    fn samples_of_mail_addresses(locale: Locale) -> Vec<Self> {
        vec![
            Self::MailChangeRequested { link: format!("{PAGES}/rental/mail-change/{TOKEN}"), hours: 48 },
            Self::MailChangeConfirmation { link: format!("{PAGES}/network/mail-change/{TOKEN}"), hours: 48 },
            Self::MailAddressChanged {
                new_mail_address: "h***@example.jp".into(),
                at: at(locale),
                link: format!("{PAGES}/network/mail-change/undo/{TOKEN}"),
                days: 14,
            },
        ]
    }

    /// What somebody should know who did not do it.
    fn samples_of_notices(locale: Locale) -> Vec<Self> {
        vec![
            Self::LoginNotice {
                at: at(locale),
                address: "203.0.113.25".into(),
                browser: in_language(locale, "Firefox（Windows）", "Firefox on Windows"),
                link: format!("{PAGES}/rental/not-me/{TOKEN}"),
            },
            Self::SignInStopped { at: at(locale), recovery_url: format!("{PAGES}/rental/password-forgotten") },
            Self::AccountLocked { at: at(locale) },
            Self::AccountUnlocked { at: at(locale), recovery_url: format!("{PAGES}/rental/recovery") },
            Self::UserManaged {
                change: in_language(locale, "利用者を追加しました。", "A user was added."),
                person: in_language(locale, "空木 翠", "Midori Utsugi"),
                by: in_language(locale, "白樺 守", "Mamoru Shirakaba"),
                at: at(locale),
            },
            Self::UserDeleted {
                customer_name: in_language(locale, "しらかば測量株式会社", "Shirakaba Surveying"),
                at: at(locale),
            },
            Self::NoticePublished {
                title: in_language(locale, "年末年始の営業について", "Opening hours at the turn of the year"),
                important: true,
                url: format!("{PAGES}/telecom/notices/{TOKEN}"),
            },
            Self::DocumentPublished { invoice: true, url: format!("{PAGES}/telecom/") },
            Self::SecondFactorChanged {
                change: in_language(
                    locale,
                    "認証アプリ「携帯電話」を追加しました。",
                    "The authenticator app \u{201c}Phone\u{201d} was added.",
                ),
                at: at(locale),
            },
            Self::RecoveryCodeUsed { at: at(locale), address: "203.0.113.25".into(), left: 7 },
            Self::WebhookStopped {
                host: "billing.example.jp".into(),
                webhook_id: "0198f0aa-5d53-7a44-8c0e-3b1f5a9d2c10".into(),
                gone: false,
                since: in_language(locale, "2026年11月15日 9:12", "15 November 2026, 9:12 (Japan time)"),
                at: at(locale),
            },
        ]
    }

    /// What a customer asked for, and what came of it.
    fn samples_of_inquiries(locale: Locale) -> Vec<Self> {
        let switch = || in_language(locale, "通話明細記録の利用", "Call records");
        let start = || in_language(locale, "2026年12月分", "December 2026");
        let subject = || in_language(locale, "通話明細記録の希望", "Please start call records");
        let url = format!("{PAGES}/telecom/inquiries/{TOKEN}");
        vec![
            Self::InquiryReceived {
                number: "Q202611200007".into(),
                kind: in_language(locale, "通話明細記録について", "Call records"),
                subject: subject(),
                lines: vec![
                    in_language(
                        locale,
                        "しらかば測量株式会社の白樺です。",
                        "This is Shirakaba of Shirakaba Surveying.",
                    ),
                    in_language(locale, "よろしくお願いいたします。", "Thank you in advance."),
                ],
                switched: Some(switch()),
                effective_from: Some(start()),
                url: url.clone(),
            },
            Self::InquiryAnswered { number: "Q202611200007".into(), subject: subject(), url },
            Self::SwitchChanged {
                switch: switch(),
                contract_number: Some("CAF0000004821".into()),
                turned_on: true,
                effective_from: start(),
                at: at(locale),
                url: format!("{PAGES}/telecom/switches"),
            },
        ]
    }

    /// Requests that were sent, settled, or will end, and what was delivered to their contracts.
    fn samples_of_requests(locale: Locale) -> Vec<Self> {
        let fact = |ja: &str, en: &str, text: &str, inline| RequestFact {
            label: in_language(locale, ja, en),
            text: text.into(),
            inline,
        };
        let kind = || in_language(locale, "閲覧施設 新規", "Viewing facility: new");
        let facility = || in_language(locale, "みどり野診療所", "Midorino Clinic");
        let url = format!("{PAGES}/network/requests/{TOKEN}");
        vec![
            Self::RequestCompleted {
                subject: in_language(locale, "サービスご契約完了通知", "Your contract is registered"),
                done: in_language(locale, "ご契約手続きが完了しました。", "Your application is complete."),
                link: in_language(locale, "詳細確認URL", "Page of your application"),
                keep: in_language(
                    locale,
                    "お申し込みいただいた下記内容は、保管いただきますようお願い申し上げます。",
                    "Please keep what you applied for, as follows.",
                ),
                facts: vec![
                    fact(
                        "ご契約ID・ご契約施設",
                        "Contractor ID and facility",
                        &format!("id000824 {}", facility()),
                        false,
                    ),
                    fact("お申し込みID", "Application ID", "004954", true),
                    fact("登録区分", "Registration", &in_language(locale, "新規", "New"), false),
                    fact(
                        "お申し込み種別",
                        "Kind of application",
                        &in_language(locale, "閲覧施設", "Viewing facility"),
                        false,
                    ),
                    fact(
                        "登録日時",
                        "Registered at",
                        &in_language(locale, "2026年11月20日12時34分56秒", "20 November 2026, 12:34:56 (Japan time)"),
                        false,
                    ),
                    fact(
                        "ご利用施設情報・施設名／所在（都道府県）",
                        "Facility that uses the service, prefecture",
                        &in_language(locale, "みどり野診療所／東京都", "Midorino Clinic, Tokyo"),
                        false,
                    ),
                ],
                url: url.clone(),
            },
            Self::RequestSettled {
                state: "rejected".into(),
                number: "004954".into(),
                kind: kind(),
                title: facility(),
                reason: in_language(
                    locale,
                    "連携先施設の確認が取れませんでした。",
                    "The linked facility did not confirm.",
                ),
                url: url.clone(),
            },
            Self::RequestApprovalAsked {
                number: "R202611200004".into(),
                kind: in_language(locale, "注文", "Order"),
                title: in_language(locale, "みずうみ建設", "Mizuumi Construction"),
                requester: in_language(locale, "水海 渉", "Wataru Mizuumi"),
                amount: "235,200".into(),
                url: format!("{PAGES}/rental/requests/{TOKEN}"),
            },
            Self::RequestApprovalDecided {
                approved: false,
                number: "R202611200004".into(),
                kind: in_language(locale, "注文", "Order"),
                title: in_language(locale, "みずうみ建設", "Mizuumi Construction"),
                approver: in_language(locale, "湖東 澄", "Sumi Koto"),
                reason: in_language(locale, "来月の予算でお願いします。", "Please take next month's budget."),
                url: format!("{PAGES}/rental/requests/{TOKEN}"),
            },
            Self::RequestDraftEnding {
                number: "004954".into(),
                kind: kind(),
                title: facility(),
                ends_on: in_language(locale, "2027年2月18日", "18 February 2027"),
                url,
            },
            Self::ContractDocumentDelivered {
                document: in_language(locale, "アカウント票", "Account sheet"),
                contract_number: "000123".into(),
                used_by: facility(),
                url: format!("{PAGES}/network/contracts/{TOKEN}"),
            },
        ]
    }
}

fn password_rule(locale: Locale) -> String {
    in_language(
        locale,
        "半角8文字以上32文字以下で、英小文字・数字の2種類を含める必要があります。",
        "8 to 32 characters, with both lower-case letters and digits.",
    )
}

fn at(locale: Locale) -> String {
    in_language(locale, "2026年11月20日 12:34", "20 November 2026, 12:34 (Japan time)")
}

fn in_language(locale: Locale, ja: &str, en: &str) -> String {
    locale.pick(ja, en).to_owned()
}
