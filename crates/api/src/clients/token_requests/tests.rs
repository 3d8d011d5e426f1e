//! Three ways to show who one is, one at a time.

use actix_web::test::TestRequest;

use super::*;

fn form(body: &str, authorization: Option<&str>) -> TokenForm {
    let mut request =
        TestRequest::default().insert_header((CONTENT_TYPE, "application/x-www-form-urlencoded; charset=utf-8"));
    if let Some(authorization) = authorization {
        request = request.insert_header((AUTHORIZATION, authorization));
    }
    let request = request.to_http_request();
    TokenForm { fields: fields(&request, body.as_bytes()), header: header(&request) }
}

fn refused(body: &str, authorization: Option<&str>) -> OAuthCode {
    form(body, authorization).asked().unwrap_err().0
}

fn basic_of(pair: &str) -> String {
    format!("basic {}", BASE64_STANDARD.encode(pair))
}

#[test]
fn a_secret_stands_in_the_header_or_in_the_form() {
    let header = basic_of("an%20id:a+b%2B&c");
    let in_header = form("grant_type=client_credentials&scope=a%3Ab+c%3Ad", Some(&header));
    let asked = in_header.asked().unwrap();
    assert_eq!((asked.client_id, asked.scopes), (Some("an id"), Some("a:b c:d")));
    assert!(matches!(asked.proof, Proof::Secret("a b+&c")), "{asked:?}");
    let in_form = form("grant_type=client_credentials&client_id=i&client_secret=s&more=1", None);
    let asked = in_form.asked().unwrap();
    assert!(matches!((asked.client_id, asked.proof), (Some("i"), Proof::Secret("s"))), "{asked:?}");
}

#[test]
fn an_assertion_says_who_it_is_of() {
    let kind = "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer";
    let signed = form(&format!("grant_type=client_credentials&{kind}&client_assertion=a.b.c"), None);
    assert!(matches!(signed.asked().unwrap().proof, Proof::Assertion("a.b.c")));
    let untyped = "grant_type=client_credentials&client_assertion=a.b.c";
    assert_eq!(refused(untyped, None), OAuthCode::InvalidRequest);
}

#[test]
fn what_is_not_right_is_refused_by_its_name() {
    let header = basic_of("i:s");
    assert_eq!(refused("client_id=i&client_secret=s", None), OAuthCode::InvalidRequest);
    assert_eq!(refused("grant_type=password&client_id=i", None), OAuthCode::UnsupportedGrantType);
    assert_eq!(refused("grant_type=client_credentials", None), OAuthCode::InvalidClient);
    assert_eq!(refused("grant_type=client_credentials", Some("Bearer x")), OAuthCode::InvalidClient);
    assert_eq!(refused("grant_type=client_credentials", Some("Basic !")), OAuthCode::InvalidClient);
    for twice in ["client_secret=s", "grant_type=client_credentials", "client_id=other"] {
        assert_eq!(
            refused(&format!("grant_type=client_credentials&{twice}"), Some(&header)),
            OAuthCode::InvalidRequest
        );
    }
}
