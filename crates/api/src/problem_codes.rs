//! Which problems an operation may answer with: its own are listed at the operation, and those of its kind are added here
//! from its description. Knows no operation.

use std::collections::{BTreeMap, BTreeSet};

use madoguchi_services::ProblemCode;
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};

use crate::{clients, problem, revisions};

/// Member of an operation that lists its codes.
const PROBLEM_CODES: &str = "x-problem-codes";

/// Those of a mailed link.
pub const LINK: [ProblemCode; 3] = [ProblemCode::LinkUnknown, ProblemCode::LinkUsed, ProblemCode::LinkExpired];
/// Those of a login under way.
pub const SIGN_IN_ATTEMPT: [ProblemCode; 2] = [ProblemCode::SignInAttemptUnknown, ProblemCode::SignInAttemptExpired];
/// Those of a month of call records.
pub const CALL_RECORDS: [ProblemCode; 3] =
    [ProblemCode::CallRecordsInactive, ProblemCode::CallRecordsNotStarted, ProblemCode::CallRecordsExpired];

/// What any operation may answer: any text may hold what no text may hold, the database may be away or
/// too busy, and the portal closed for maintenance.
const ANY: [ProblemCode; 5] = [
    ProblemCode::ValidationFailed,
    ProblemCode::Busy,
    ProblemCode::DatabaseUnavailable,
    ProblemCode::Maintenance,
    ProblemCode::InternalError,
];
/// What any operation may answer that needs a session; what a portal has not is not found.
const IN_SESSION: [ProblemCode; 7] = [
    ProblemCode::SessionMissing,
    ProblemCode::SessionExpired,
    ProblemCode::SessionEnded,
    ProblemCode::PasswordChangeRequired,
    ProblemCode::SecondFactorEnrolmentRequired,
    ProblemCode::ContractorRequired,
    ProblemCode::NotFound,
];
/// What any operation may answer that systems call by token.
const BY_CLIENT: [ProblemCode; 6] = [
    ProblemCode::TokenMissing,
    ProblemCode::TokenInvalid,
    ProblemCode::TokenExpired,
    ProblemCode::ClientRevoked,
    ProblemCode::ScopeMissing,
    ProblemCode::TooManyAttempts,
];
/// What any operation may answer that reads JSON.
const WITH_JSON: [ProblemCode; 3] =
    [ProblemCode::MalformedJson, ProblemCode::UnsupportedMediaType, ProblemCode::BodyTooLarge];

/// Completes the list of an operation, and describes each status that follows from it.
pub fn describe(path: &str, operation: &mut Operation, is_from_page: bool) {
    let mut codes = own(operation);
    codes.extend(of_kind(path, operation, is_from_page));
    let mut statuses = BTreeMap::<u16, Vec<&str>>::new();
    for code in &codes {
        statuses.entry(problem::status(*code).as_u16()).or_default().push(code.as_str());
    }
    for (status, codes) in statuses {
        operation.responses.responses.insert(status.to_string(), RefOr::T(response(&codes)));
    }
    let codes: Vec<ProblemCode> = codes.into_iter().collect();
    let list = ExtensionsBuilder::new().add(PROBLEM_CODES, serde_json::json!(codes)).build();
    operation.extensions.get_or_insert_default().merge(list);
}

/// What the operation lists itself; a list may hold others.
fn own(operation: &Operation) -> BTreeSet<ProblemCode> {
    fn read(value: &serde_json::Value, codes: &mut BTreeSet<ProblemCode>) {
        match value {
            serde_json::Value::Array(values) => values.iter().for_each(|value| read(value, codes)),
            value => codes.extend(serde_json::from_value::<ProblemCode>(value.clone())),
        }
    }
    let mut codes = BTreeSet::new();
    let listed = operation.extensions.as_ref().and_then(|extensions| extensions.get(PROBLEM_CODES));
    listed.into_iter().for_each(|listed| read(listed, &mut codes));
    codes
}

/// What follows from what an operation takes.
fn of_kind(path: &str, operation: &Operation, is_from_page: bool) -> Vec<ProblemCode> {
    let parameters = operation.parameters.iter().flatten();
    let takes = |place: &ParameterIn, name: Option<&str>| {
        let is = |it: &RefOr<utoipa::openapi::path::Parameter>| matches!(it, RefOr::T(it) if it.parameter_in == *place && name.is_none_or(|name| it.name == name));
        parameters.clone().any(is)
    };
    let body = operation.request_body.as_ref();
    let reads_json =
        body.is_some_and(|body| matches!(body, RefOr::T(body) if body.content.contains_key("application/json")));
    let names_something = path.matches('{').count() > 1;
    let needs = |scheme: &str| needed(operation).iter().any(|named| named.get(scheme).is_some());
    let kinds: [(bool, &[ProblemCode]); 9] = [
        (true, &ANY),
        (path.contains("{portal}"), &[ProblemCode::PortalNotFound]),
        (names_something, &[ProblemCode::NotFound]),
        (needs("session"), &IN_SESSION),
        (needs(clients::SCHEME), &BY_CLIENT),
        (is_from_page, &[ProblemCode::RequestNotFromSite]),
        (takes(&ParameterIn::Query, None), &[ProblemCode::MalformedQuery]),
        (reads_json, &WITH_JSON),
        (body.is_some(), &[ProblemCode::BodyTimeout]),
    ];
    let named = takes(&ParameterIn::Header, Some("Idempotency-Key"));
    let named = named.then_some([ProblemCode::MalformedIdempotencyKey, ProblemCode::IdempotencyKeyReused]);
    let revised = takes(&ParameterIn::Header, Some(revisions::HEADER)).then_some(ProblemCode::ChangedMeanwhile);
    let kinds = kinds.into_iter().filter(|kind| kind.0).flat_map(|kind| kind.1.iter().copied());
    kinds.chain(named.into_iter().flatten()).chain(revised).collect()
}

/// What an operation says of who may call it, by the names of the schemes.
fn needed(operation: &Operation) -> Vec<serde_json::Value> {
    let needed = operation.security.iter().flatten();
    needed.filter_map(|needed| serde_json::to_value(needed).ok()).collect()
}

/// The problems of one status.
fn response(codes: &[&str]) -> Response {
    let codes = codes.iter().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", ");
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    ResponseBuilder::new()
        .description(format!("A problem: {codes}."))
        .content("application/problem+json", content)
        .build()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    use super::*;
    use crate::openapi;

    fn operations() -> Vec<(String, Operation)> {
        let paths = openapi::description().paths.paths;
        let of_path = |(path, item): (String, utoipa::openapi::PathItem)| {
            let methods = [item.get, item.post, item.put, item.patch, item.delete];
            methods.into_iter().flatten().map(move |operation| (path.clone(), operation)).collect::<Vec<_>>()
        };
        paths.into_iter().flat_map(of_path).collect()
    }

    #[test]
    fn every_operation_lists_its_codes_and_describes_their_statuses() {
        for (path, operation) in operations() {
            let codes = own(&operation);
            assert!(codes.contains(&ProblemCode::InternalError), "{path}");
            for code in codes {
                let status = problem::status(code).as_u16().to_string();
                let RefOr::T(response) = &operation.responses.responses[&status] else { panic!("{path} {status}") };
                assert!(response.description.contains(&format!("`{code}`")), "{path} {status} {code}");
            }
        }
    }

    #[test]
    fn operations_have_names_of_methods() {
        let verbs = [
            "change",
            "clear",
            "complete",
            "confirm",
            "create",
            "delete",
            "disable",
            "download",
            "enable",
            "end",
            "get",
            "import",
            "list",
            "mail",
            "mark",
            "reauthenticate",
            "recover",
            "rename",
            "set",
            "simulate",
            "unmask",
            "update",
            "upsert",
            "use",
        ];
        let mut names = BTreeSet::new();
        for (path, operation) in operations() {
            let name = operation.operation_id.unwrap();
            assert!(verbs.contains(&name.split('_').next().unwrap()), "{path}: {name} begins with no verb");
            assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{path}: {name}");
            assert!(names.insert(name.clone()), "{name} is two operations");
        }
    }

    fn sources(folder: &Path) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let of = |path: PathBuf| if path.is_dir() { sources(&path) } else { vec![path] };
        entries.flat_map(of).filter(|path| path.extension().is_some_and(|ending| ending == "rs")).collect()
    }

    /// A code is said by its name, never by its letters: then who changes it finds every place.
    #[test]
    fn no_code_is_a_literal() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let files = [sources(&here.join("src")), sources(&here.join("../services/src"))].concat();
        assert!(files.len() > 100);
        for file in files {
            let text = std::fs::read_to_string(&file).unwrap();
            let product = text.split("#[cfg(test)]").next().unwrap().lines();
            // Errors are words in the log.
            let told = product.filter(|line| !line.contains("#[error("));
            let told = told.collect::<String>();
            let literal = ProblemCode::ALL.iter().find(|code| told.contains(&format!("\"{code}\"")));
            assert_eq!(literal, None, "{}", file.display());
        }
    }
}
