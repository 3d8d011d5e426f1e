//! How long a text may be and how large a number, by the name of its field: one table for what bodies are checked by and
//! for what the description says of them. Knows no operation.

use std::collections::BTreeMap;

use madoguchi_domain::passwords;
use madoguchi_services::inquiries::attachments::PER_MESSAGE_MAX;
use madoguchi_services::{cursors, inquiries, notices};
use utoipa::Number;
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{AdditionalProperties, Object, SchemaType, Type};
use utoipa::openapi::{KnownFormat, ObjectBuilder, RefOr, Required, Schema, SchemaFormat};

/// Longest mail address, by RFC 5321.
const MAIL_ADDRESS: usize = 254;

/// Most characters of a field's text, its ends trimmed; none for what has bounds of its own kind, as a passkey's answer.
pub fn longest(field: &str) -> Option<usize> {
    Some(match field {
        "access_id" | "category" | "contract_number" | "kind" | "one_time_password" | "postal_code" | "product"
        | "customer_number" | "terms_version" | "billing_group" | "call_records_from" | "corrects" | "month"
        | "order_number" | "phone" | "phone_number" | "quote_number" | "started_on" => 64,
        "name" => 100,
        "customer_name" | "note" | "reason" | "title" | "title_en" => 200,
        "body" | "body_en" => notices::publish::BODY_MAX,
        "contractor_id" | "login_id" | "mail_address" | "sign_in_name" => MAIL_ADDRESS,
        "current_password" | "new_password" | "password" | "temporary_password" => {
            usize::try_from(passwords::LONGEST).ok()?
        }
        "subject" => inquiries::SUBJECT_MAX,
        "text" => inquiries::TEXT_MAX,
        "ticket" | "token" => 1_000,
        "cursor" => 200,
        "url" => 2_000,
        _ => return None,
    })
}

/// Smallest and largest value of a number in a query.
fn range(parameter: &str) -> Option<(usize, usize)> {
    match parameter {
        "limit" => Some((1, usize::try_from(cursors::PAGE_MAX).ok()?)),
        "hour" => Some((0, 23)),
        // Years of the calendar that months are read in; a fiscal year ends in the next one.
        "year" | "fiscal_year" => Some((1868, 9998)),
        _ => None,
    }
}

/// Says of a body's schema what its fields may hold. What is only answered has no bounds.
pub fn describe_body(schema: &mut RefOr<Schema>) {
    let RefOr::T(Schema::Object(body)) = schema else { return };
    if !matches!(body.additional_properties.as_deref(), Some(AdditionalProperties::FreeForm(false))) {
        return;
    }
    for (field, property) in &mut body.properties {
        match property {
            RefOr::T(Schema::Object(property)) if is(property, &Type::String) && property.format.is_none() => {
                // Who says it at the field knows better.
                property.max_length = property.max_length.or_else(|| longest(field));
            }
            RefOr::T(Schema::Array(list)) if field == "attachments" => list.max_items = Some(PER_MESSAGE_MAX),
            _ => {}
        }
    }
}

/// Most characters of the texts of a body, by its schema.
pub fn lengths(mut schema: RefOr<Schema>) -> BTreeMap<String, usize> {
    describe_body(&mut schema);
    let RefOr::T(Schema::Object(body)) = schema else { return BTreeMap::new() };
    let longest = |(field, property)| match property {
        RefOr::T(Schema::Object(property)) => Some((field, property.max_length?)),
        _ => None,
    };
    body.properties.into_iter().filter_map(longest).collect()
}

/// Says of an operation what its parameters may hold, and that a change by a page comes with the header of our
/// pages.
pub fn describe_operation(operation: &mut Operation, is_from_page: bool) {
    for parameter in operation.parameters.iter_mut().flatten() {
        let RefOr::T(parameter) = parameter else { continue };
        let Some(RefOr::T(Schema::Object(schema))) = &mut parameter.schema else { continue };
        if let Some((least, most)) = range(&parameter.name) {
            (schema.minimum, schema.maximum) = (Some(Number::UInt(least)), Some(Number::UInt(most)));
        }
        if parameter.name == "day" {
            schema.format = Some(SchemaFormat::KnownFormat(KnownFormat::Date));
        }
    }
    if is_from_page {
        let header = ParameterBuilder::new()
            .name("X-Madoguchi")
            .parameter_in(ParameterIn::Header)
            .required(Required::True)
            .description(Some("Any value: a page of another site cannot send this header."))
            .schema(Some(ObjectBuilder::new().schema_type(Type::String).build()))
            .build();
        operation.parameters.get_or_insert_default().push(RefOr::T(header));
    }
}

/// Whether a schema is of a type, whether or not it may be absent too.
fn is(schema: &Object, wanted: &Type) -> bool {
    match &schema.schema_type {
        SchemaType::Type(kind) => kind == wanted,
        SchemaType::Array(kinds) => kinds.contains(wanted),
        SchemaType::AnyValue => false,
    }
}
