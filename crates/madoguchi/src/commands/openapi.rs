//! Prints the OpenAPI description that is checked in at `openapi/openapi.json`.

use crate::start::Failure;

/// Writes it to standard output.
pub fn run() -> Result<(), Failure> {
    say!("{}", madoguchi_api::openapi::description().to_pretty_json()?);
    Ok(())
}
