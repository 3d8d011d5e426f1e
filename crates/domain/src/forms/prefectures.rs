//! Knows the 47 prefectures in the order of their codes (JIS X 0401); must not know what lies in them.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prefecture {
    /// As in addresses; it is the value of a field.
    pub name: &'static str,
    pub english: &'static str,
}

const fn of(name: &'static str, english: &'static str) -> Prefecture {
    Prefecture { name, english }
}

/// All of them, from north to south.
pub const PREFECTURES: [Prefecture; 47] = [
    of("北海道", "Hokkaido"),
    of("青森県", "Aomori"),
    of("岩手県", "Iwate"),
    of("宮城県", "Miyagi"),
    of("秋田県", "Akita"),
    of("山形県", "Yamagata"),
    of("福島県", "Fukushima"),
    of("茨城県", "Ibaraki"),
    of("栃木県", "Tochigi"),
    of("群馬県", "Gunma"),
    of("埼玉県", "Saitama"),
    of("千葉県", "Chiba"),
    of("東京都", "Tokyo"),
    of("神奈川県", "Kanagawa"),
    of("新潟県", "Niigata"),
    of("富山県", "Toyama"),
    of("石川県", "Ishikawa"),
    of("福井県", "Fukui"),
    of("山梨県", "Yamanashi"),
    of("長野県", "Nagano"),
    of("岐阜県", "Gifu"),
    of("静岡県", "Shizuoka"),
    of("愛知県", "Aichi"),
    of("三重県", "Mie"),
    of("滋賀県", "Shiga"),
    of("京都府", "Kyoto"),
    of("大阪府", "Osaka"),
    of("兵庫県", "Hyogo"),
    of("奈良県", "Nara"),
    of("和歌山県", "Wakayama"),
    of("鳥取県", "Tottori"),
    of("島根県", "Shimane"),
    of("岡山県", "Okayama"),
    of("広島県", "Hiroshima"),
    of("山口県", "Yamaguchi"),
    of("徳島県", "Tokushima"),
    of("香川県", "Kagawa"),
    of("愛媛県", "Ehime"),
    of("高知県", "Kochi"),
    of("福岡県", "Fukuoka"),
    of("佐賀県", "Saga"),
    of("長崎県", "Nagasaki"),
    of("熊本県", "Kumamoto"),
    of("大分県", "Oita"),
    of("宮崎県", "Miyazaki"),
    of("鹿児島県", "Kagoshima"),
    of("沖縄県", "Okinawa"),
];
