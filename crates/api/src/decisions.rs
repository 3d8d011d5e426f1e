//! Who may comes first: what a request brings (path, query, headers, body) is looked at when its permission was granted, in
//! whatever order a handler names them. Must not know what is permitted, nor what is brought.
//!
//! All extractors of a handler are made before the first of them runs, and run side by side. So a permission says that it
//! is about to be decided while it is made, and what waits for it looks for that when it runs.

use actix_web::{HttpMessage, HttpRequest};
use tokio::sync::watch;

/// The permissions of a request that were asked for, and whether each was granted.
#[derive(Debug, Default)]
struct Asked(Vec<watch::Receiver<bool>>);

/// A permission that is about to be decided. Dropped before it was granted, it is refused.
#[derive(Debug)]
pub struct Decision(watch::Sender<bool>);

impl Decision {
    /// To be called in `from_request` itself, not in the future that it returns: what that request brings waits from here
    /// on.
    pub fn pending(request: &HttpRequest) -> Self {
        let (sender, receiver) = watch::channel(false);
        request.extensions_mut().get_or_insert_with(Asked::default).0.push(receiver);
        Self(sender)
    }

    /// Lets what waits go on.
    pub fn grant(self) {
        self.0.send_replace(true);
    }
}

/// Waits until every permission of a request was granted; at once where none was asked for. Does not come back when one
/// is refused: that ends the request, and with it whoever waits.
pub async fn granted(request: &HttpRequest) {
    let asked = request.extensions().get::<Asked>().map(|asked| asked.0.clone()).unwrap_or_default();
    for mut permission in asked {
        if permission.wait_for(|granted| *granted).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::{Future, Ready, ready};
    use std::pin::Pin;
    use std::time::Duration;

    use actix_web::dev::Payload;
    use actix_web::error::{Error, ErrorForbidden, ErrorNotFound, ErrorUnprocessableEntity};
    use actix_web::http::StatusCode;
    use actix_web::test::TestRequest;
    use actix_web::{FromRequest, rt};

    use super::*;

    type Extracting<T> = Pin<Box<dyn Future<Output = Result<T, Error>>>>;

    /// A permission that takes its time, and is granted or not.
    struct Slow<const GRANTED: bool>;

    impl<const GRANTED: bool> FromRequest for Slow<GRANTED> {
        type Error = Error;
        type Future = Extracting<Self>;

        fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
            let decision = Decision::pending(request);
            Box::pin(async move {
                rt::time::sleep(Duration::from_millis(20)).await;
                if !GRANTED {
                    return Err(ErrorForbidden("permission"));
                }
                decision.grant();
                Ok(Self)
            })
        }
    }

    /// A permission that is refused at once.
    struct Absent;

    impl FromRequest for Absent {
        type Error = Error;
        type Future = Ready<Result<Self, Error>>;

        fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
            let _refused = Decision::pending(request);
            ready(Err(ErrorNotFound("portal")))
        }
    }

    /// What cannot be read.
    struct Broken;

    impl FromRequest for Broken {
        type Error = Error;
        type Future = Extracting<Self>;

        fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
            let request = request.clone();
            Box::pin(async move {
                granted(&request).await;
                Err(ErrorUnprocessableEntity("body"))
            })
        }
    }

    async fn refusal<T: FromRequest>() -> StatusCode {
        let extracted =
            rt::time::timeout(Duration::from_secs(5), T::extract(&TestRequest::default().to_http_request()));
        let refused: Error = extracted.await.expect("nobody waits for ever").err().expect("refused").into();
        refused.as_response_error().status_code()
    }

    #[actix_web::test]
    async fn the_permission_refuses_first_in_whatever_order() {
        assert_eq!(refusal::<(Slow<false>, Broken)>().await, StatusCode::FORBIDDEN);
        assert_eq!(refusal::<(Broken, Slow<false>)>().await, StatusCode::FORBIDDEN);
        assert_eq!(refusal::<(Broken, Absent)>().await, StatusCode::NOT_FOUND);
        assert_eq!(refusal::<(Absent, Broken)>().await, StatusCode::NOT_FOUND);
        assert_eq!(refusal::<(Broken, Slow<true>, Slow<false>)>().await, StatusCode::FORBIDDEN);
    }

    #[actix_web::test]
    async fn what_is_brought_is_refused_when_it_may_be_brought() {
        assert_eq!(refusal::<(Slow<true>, Broken)>().await, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refusal::<(Broken, Slow<true>)>().await, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refusal::<(Slow<true>, Broken, Slow<true>)>().await, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refusal::<(Broken,)>().await, StatusCode::UNPROCESSABLE_ENTITY);
    }
}
