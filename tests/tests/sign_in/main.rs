//! Sign-ins as a user sees them: the built command line against a practice organization over real HTTP, every one
//! judged by its exit status, its lines of JSON and what it leaves on disk.

#![expect(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test reads and writes files, and fails loudly"
)]

mod bad_organization;
mod guest;
mod link;
mod not_asked;
mod not_played;
mod offline;
mod refusals;
mod requests;
mod secrecy;
mod stage;
