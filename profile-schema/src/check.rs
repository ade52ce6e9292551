//! The generated schema, evaluated; its errors become problems with a key path.

/// What is wrong with a key.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum KeyProblem {}
