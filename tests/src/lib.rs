//! The outside view of the workspace: corpora and conformance, played against the libraries and against the built
//! command line. The tests stand in `tests/`, their data beside them; here is what several of them need.

pub mod codes;
pub mod command;
pub mod python;
pub mod seat;
