//! Keys are read in both forms, and nothing else is taken for one.

use super::*;

const EC_PEM: &str = "-----BEGIN PUBLIC KEY-----\n\
    MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEbYJWiliRvYgTNnK4t0zOyOz304YQ\n\
    iD71jmlTEmQr11Z4WbeqLe8owzXZqI+mIU9NzjV5Be6gNU6zFyFpqQevBQ==\n\
    -----END PUBLIC KEY-----";
const EC_384_PEM: &str = "-----BEGIN PUBLIC KEY-----\n\
    MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAETDqLFq/GzObouBOsCkWkmk1I8wEM0rWY\n\
    tWKxk4LJS2/t02wBBJJT1tKxohMJck1+ffs6poiES3+60zrd2fxBkLhSyaQULeEl\n\
    tmo7p2cghYrkxc+pkD1aIr1nYZBjsdEV\n\
    -----END PUBLIC KEY-----";
const ED_PEM: &str = "-----BEGIN PUBLIC KEY-----\n\
    MCowBQYDK2VwAyEAi+2nlCaGYPL3tvigTUr5z9jVVmi/hgVPsWlxnFYc810=\n\
    -----END PUBLIC KEY-----";
const RSA_2048_PEM: &str = "-----BEGIN PUBLIC KEY-----\n\
    MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAv73Or9MQLPyHNgSMI4oO\n\
    zYQOBL3GYy6maCnwmJ9uzq/QogSj7/5Uv5nmhlpbsW8vGY3F2JmuT48zWnZr4CTU\n\
    hpqUI5vsvy/z6XcTjWtKDlr9kLcTYA4MrLu4uf+DxhwZ8w/u9LlqwgOBT3oGOgD9\n\
    feo7pO8f2g6I+4QqycXrSkb/Lc6LgutrpbLX5mSHFebcmap1RmXXXP7tnzPexMmi\n\
    OB4CUBZ+N2qPDzWBReapyFxcn6MtZXCj1/JQeVVXiHjRLvhrncrMwQYP1m1vOPK7\n\
    4sK/kz8gb7piA2WQ/glfdGFFNZbQhRDb/y3wuLCdeVqUAKMZKFNZf51gx0AjrjLM\n\
    twIDAQAB\n\
    -----END PUBLIC KEY-----";
const RSA_1024_PEM: &str = "-----BEGIN PUBLIC KEY-----\n\
    MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCgYwtyI/Xe9zZbFDWz3jSJHDEy\n\
    CJFB0Lc2Wmt9wNdBly+o/TMe34b2+8+Lu/8V8hGdSqE7xa1WMwNaa/CRxzjCenwG\n\
    ROKILYEO69GqYi9Gocod7AyOwXnxqIdmVnwWgKeyT2udTOHcaHuQbnVLZwJR/5XG\n\
    vBn3XydgSbdpKOZ8qwIDAQAB\n\
    -----END PUBLIC KEY-----";

fn of(text: &str) -> Option<(&'static [Algorithm], String)> {
    let key = PublicKey::read(text).ok()?;
    // What is stored is the same key.
    let stored = PublicKey::stored(&key.to_json().unwrap()).unwrap();
    assert_eq!((stored.key_id.as_str(), stored.algorithms()), (key.key_id.as_str(), key.algorithms()));
    Some((key.algorithms(), key.key_id))
}

fn algorithms(text: &str) -> Option<&'static [Algorithm]> {
    of(text).map(|(algorithms, _)| algorithms)
}

#[test]
fn each_kind_signs_in_its_own_way_only() {
    assert_eq!(algorithms(EC_PEM), Some(&[Algorithm::ES256][..]));
    assert_eq!(algorithms(EC_384_PEM), Some(&[Algorithm::ES384][..]));
    assert_eq!(algorithms(ED_PEM), Some(&[Algorithm::EdDSA][..]));
    assert_eq!(algorithms(RSA_2048_PEM), Some(&[Algorithm::PS256, Algorithm::RS256][..]));
}

/// RFC 8037, A.3: key and thumbprint.
#[test]
fn a_key_without_a_name_is_named_by_its_thumbprint() {
    let key = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    assert_eq!(of(key).unwrap().1, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    assert_eq!(of(&key.replace("{\"kty", "{\"kid\":\"one\",\"kty")).unwrap().1, "one");
}

#[test]
fn what_is_no_public_key_is_refused() {
    let private = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","d":"nWGxne"}"#;
    let shared = r#"{"kty":"oct","k":"c2VjcmV0"}"#;
    let other_label = EC_PEM.replace("PUBLIC KEY", "CERTIFICATE");
    for text in ["", "{}", "[]", "hello", private, shared, RSA_1024_PEM, &EC_PEM[..60], &other_label] {
        assert!(of(text).is_none(), "{text}");
    }
}
