//! What the API answers to requests that no page of ours would send: always a clear problem, never a failure.

mod hostile_texts;
mod malformed_requests;
mod other_sites;
mod stalled_bodies;
mod texts;
