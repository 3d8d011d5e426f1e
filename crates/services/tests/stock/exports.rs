//! The export of the rental core system: products, and companies with their first user.

use std::path::Path;

use encoding_rs::SHIFT_JIS;
use madoguchi_services::imports::{self, Counts, Mapping, Summary};
use madoguchi_services::products::by_codes;
use uuid::Uuid;

use super::databases::TestServices;

const COMPANIES: &str = "ログインID,会社名,会社名カナ,郵便番号,都道府県,住所1,住所2,電話番号,メールアドレス,ユーザ名\r\n\
    rec00000,医療法人青空クリニック0,イリョウホウジンアオゾラクリニック0,6060063,京都府,京都市左京区上高野大明神町,8丁目9-6,0319184232,user0@example.jp,担当者 0\r\n\
    rec00001,一般社団法人やまと不動産1,イッパンシャダンホウジンヤマトフドウサン1,151-0053,東京都,渋谷区代々木,2丁目25-2,0362399161,user1@example.jp,担当者 1\r\n\
    rec00002,パル・システムズ2株式会社,パルシステムズカブシキガイシャ,６１２－８４３２,京都府,京都市伏見区,7丁目2-15,0363853541,no address,担当者 2\r\n";

async fn import(services: &TestServices, folder: &Path) -> Summary {
    let mapping = Mapping::preset("rental").unwrap();
    imports::run(services, &services.provider(), folder, &mapping, |_| {}).await.unwrap()
}

fn figures(counts: &Counts) -> [u64; 4] {
    [counts.stored, counts.updated, counts.unchanged, counts.rejected]
}

/// Twice is once: the same products, the same people, and nobody is mailed again.
pub async fn products_and_companies_come_by_import(services: TestServices) {
    let folder = std::env::temp_dir().join(format!("madoguchi_rental_{}", Uuid::now_v7().simple()));
    std::fs::create_dir(&folder).unwrap();
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../portals/demo/rental/products.csv");
    let products = std::fs::read_to_string(demo).unwrap();
    std::fs::write(folder.join("products.csv"), &*SHIFT_JIS.encode(&products).0).unwrap();
    std::fs::write(folder.join("companies.csv"), &*SHIFT_JIS.encode(COMPANIES).0).unwrap();

    let first = import(&services, &folder).await;
    assert_eq!((figures(&first.products), figures(&first.companies)), ([240, 0, 0, 0], [2, 0, 0, 1]));
    assert_eq!(
        first.rejections[0].to_string(),
        "companies.csv line 4: mail_address: mail_address_malformed \"no address\""
    );
    let found =
        by_codes(services.db.read(), services.provider().portal(), &["ｄｓｘ２－８０００".to_owned()]).await.unwrap();
    let otdr = &found["ｄｓｘ２－８０００"];
    assert_eq!((otdr.daily_price, otdr.monthly_price, otdr.stock), (9_800, Some(98_000), 37));
    let people = "SELECT count(*) FROM users WHERE state = 'pending'";
    assert_eq!((services.number(people).await, services.number("SELECT count(*) FROM mails").await), (2, 2));
    assert_eq!(services.number("SELECT count(*) FROM product_categories").await, 7);

    services.advance_days(1);
    let second = import(&services, &folder).await;
    assert_eq!((figures(&second.products), figures(&second.companies)), ([0, 0, 240, 0], [0, 0, 2, 1]));
    assert_eq!((services.number(people).await, services.number("SELECT count(*) FROM mails").await), (2, 2));

    // A price changed, and one product has another name: only they are written.
    let changed = products.replacen(",9800,98000,", ",9900,98000,", 1).replacen("光源 1310/1550,", "レーザ光源,", 1);
    std::fs::write(folder.join("products.csv"), changed).unwrap();
    assert_eq!(figures(&import(&services, &folder).await.products), [0, 2, 238, 0]);
    std::fs::remove_dir_all(folder).unwrap();
}
