//! Tests through HTTP: one module a noun, each test on SQLite and on PostgreSQL with a database of its own.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests stop at the first surprise")]

mod whole_way;
