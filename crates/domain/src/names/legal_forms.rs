//! Knows the registered legal forms, their kana and the abbreviations of bank formats; must not know how keys are compared.

use crate::text::nfkc;
use std::borrow::Cow;
use std::sync::LazyLock;

/// One legal form as customers see it under 登録済みの法人格.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LegalForm {
    /// 株式会社
    pub name: &'static str,
    /// カブシキガイシャ
    pub kana: &'static str,
    /// カ: written カ) before, (カ after and (カ) within a name. By the 全銀 formats; large kana only.
    pub abbreviation: &'static str,
}

const fn form(name: &'static str, kana: &'static str, abbreviation: &'static str) -> LegalForm {
    LegalForm { name, kana, abbreviation }
}

/// The legal forms of the 全銀 abbreviation table, then its two kinds of offices.
pub const LEGAL_FORMS: &[LegalForm] = &[
    form("株式会社", "カブシキガイシャ", "カ"),
    form("有限会社", "ユウゲンガイシャ", "ユ"),
    form("合名会社", "ゴウメイガイシャ", "メ"),
    form("合資会社", "ゴウシガイシャ", "シ"),
    form("合同会社", "ゴウドウガイシャ", "ド"),
    form("医療法人", "イリョウホウジン", "イ"),
    form("医療法人社団", "イリョウホウジンシャダン", "イ"),
    form("医療法人財団", "イリョウホウジンザイダン", "イ"),
    form("社会医療法人", "シャカイイリョウホウジン", "イ"),
    form("財団法人", "ザイダンホウジン", "ザイ"),
    form("一般財団法人", "イッパンザイダンホウジン", "ザイ"),
    form("公益財団法人", "コウエキザイダンホウジン", "ザイ"),
    form("社団法人", "シャダンホウジン", "シヤ"),
    form("一般社団法人", "イッパンシャダンホウジン", "シヤ"),
    form("公益社団法人", "コウエキシャダンホウジン", "シヤ"),
    form("宗教法人", "シュウキョウホウジン", "シユウ"),
    form("学校法人", "ガッコウホウジン", "ガク"),
    form("社会福祉法人", "シャカイフクシホウジン", "フク"),
    form("相互会社", "ソウゴガイシャ", "ソ"),
    form("更生保護法人", "コウセイホゴホウジン", "ホゴ"),
    form("特定非営利活動法人", "トクテイヒエイリカツドウホウジン", "トクヒ"),
    form("独立行政法人", "ドクリツギョウセイホウジン", "ドク"),
    form("地方独立行政法人", "チホウドクリツギョウセイホウジン", "チドク"),
    form("弁護士法人", "ベンゴシホウジン", "ベン"),
    form("有限責任中間法人", "ユウゲンセキニンチュウカンホウジン", "チユウ"),
    form("無限責任中間法人", "ムゲンセキニンチュウカンホウジン", "チユウ"),
    form("行政書士法人", "ギョウセイショシホウジン", "ギヨ"),
    form("司法書士法人", "シホウショシホウジン", "シホウ"),
    form("税理士法人", "ゼイリシホウジン", "ゼイ"),
    form("国立大学法人", "コクリツダイガクホウジン", "ダイ"),
    form("公立大学法人", "コウリツダイガクホウジン", "ダイ"),
    form("農事組合法人", "ノウジクミアイホウジン", "ノウ"),
    form("管理組合法人", "カンリクミアイホウジン", "カンリ"),
    form("社会保険労務士法人", "シャカイホケンロウムシホウジン", "ロウム"),
    form("営業所", "エイギョウショ", "エイ"),
    form("出張所", "シュッチョウジョ", "シユツ"),
];

/// Spelled otherwise than in the table, yet meant as one of its forms.
const OTHER_SPELLINGS: [&str; 3] = ["NPO法人", "NPOホウジン", "エヌピーオーホウジン"];

/// The kanji that stand in brackets or as one character: ㈱ is (株) after NFKC.
const KANJI_ABBREVIATIONS: [&str; 25] = [
    "株", "有", "名", "資", "同", "医", "財", "一財", "公財", "社", "一社", "公社", "宗", "学", "福", "相", "特非",
    "独", "地独", "弁", "税", "農", "管", "営", "出",
];

/// What only institutions are called, beside the legal forms.
const INSTITUTIONS: [&str; 24] = [
    "法人",
    "会社",
    "病院",
    "医院",
    "クリニック",
    "診療所",
    "薬局",
    "組合",
    "(協)",
    "協会",
    "連合会",
    "財団",
    "役所",
    "役場",
    "大学",
    "学校",
    "学園",
    "幼稚園",
    "保育園",
    "銀行",
    "事務所",
    "研究所",
    "センター",
    "商工会",
];
/// Last words of names of foreign companies.
const FOREIGN_FORMS: [&str; 8] = ["INC", "LTD", "LLC", "LLP", "CORP", "CORPORATION", "COMPANY", "GMBH"];

/// Whether a name is an organisation's: with a legal form in any spelling and width, or a word that only institutions
/// carry. Decides between 御中 and 様.
#[must_use]
pub fn is_organisation(name: &str) -> bool {
    let folded = super::fold(name);
    let has_form = strip_legal_forms(&folded) != folded;
    let named = nfkc(name);
    let last = named.split_whitespace().last().unwrap_or_default().trim_matches(['.', ',']).to_uppercase();
    has_form
        || INSTITUTIONS.iter().any(|word| named.contains(word))
        || FOREIGN_FORMS.contains(&last.as_str()) && named.split_whitespace().nth(1).is_some()
}

/// Legal forms in a circle (㊑, ㊒ …) as their brackets; ㈱ becomes (株) by NFKC, ㊑ would become a bare 株.
pub(super) fn bracketed(name: &str) -> Cow<'_, str> {
    let form = |c: char| {
        Some(match c {
            '㊑' => "(株)",
            '㊒' => "(有)",
            '㊓' => "(社)",
            '㊔' => "(名)",
            '㊖' => "(財)",
            '㊮' => "(資)",
            '㊩' => "(医)",
            '㊫' => "(学)",
            _ => return None,
        })
    };
    if !name.contains(|c| form(c).is_some()) {
        return Cow::Borrowed(name);
    }
    Cow::Owned(name.chars().fold(String::with_capacity(name.len() + 8), |mut text, c| {
        match form(c) {
            Some(form) => text.push_str(form),
            None => text.push(c),
        }
        text
    }))
}

struct Patterns {
    /// Spelled-out names and kana, folded, longest first so that none hides inside another.
    spelled_out: Vec<String>,
    /// Folded abbreviations without brackets.
    abbreviations: Vec<String>,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let fold = |text: &str| super::fold(text);
    let mut spelled_out: Vec<String> = OTHER_SPELLINGS.iter().map(|text| fold(text)).collect();
    for form in LEGAL_FORMS {
        spelled_out.push(fold(form.name));
        spelled_out.push(fold(form.kana));
        // カブシキカイシャ is as common as カブシキガイシャ.
        spelled_out.push(fold(&form.kana.replace("ガイシャ", "カイシャ")));
    }
    spelled_out.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    spelled_out.dedup();
    let mut abbreviations: Vec<String> = LEGAL_FORMS.iter().map(|form| fold(form.abbreviation)).collect();
    abbreviations.extend(KANJI_ABBREVIATIONS.iter().map(|text| fold(text)));
    abbreviations.sort();
    abbreviations.dedup();
    Patterns { spelled_out, abbreviations }
});

/// A folded name without its legal forms; empty when it was nothing else.
///
/// Spelled-out forms go wherever they stand, since exports put serial numbers behind them
/// (`ヴェルデカブシキガイシャ5`). Abbreviations go only where their brackets show them to be one.
pub(super) fn strip_legal_forms(folded: &str) -> String {
    let mut name = folded.to_owned();
    loop {
        let before = name.len();
        for pattern in &PATTERNS.spelled_out {
            if name.contains(pattern.as_str()) {
                name = name.replace(pattern.as_str(), "");
            }
        }
        if name.contains(['(', ')']) {
            for abbreviation in &PATTERNS.abbreviations {
                name = strip_abbreviation(&name, abbreviation);
            }
        }
        if name.len() == before {
            return name;
        }
    }
}

/// Takes `(カ)` away anywhere, `カ)` at the head, `(カ` at the tail (a serial number may follow).
fn strip_abbreviation(name: &str, abbreviation: &str) -> String {
    let name = name.replace(&format!("({abbreviation})"), "");
    let name = name.strip_prefix(abbreviation).and_then(|rest| rest.strip_prefix(')')).unwrap_or(&name);
    match name.rsplit_once('(') {
        Some((head, tail)) => match tail.strip_prefix(abbreviation) {
            Some(serial) if serial.bytes().all(|b| b.is_ascii_digit()) => format!("{head}{serial}"),
            _ => name.to_owned(),
        },
        None => name.to_owned(),
    }
}
