//! The outside view of the workspace: corpora and conformance, played against the libraries. The tests stand in
//! `tests/`, their data beside them.
