//! XML and binary property lists to a located document and every problem.

/// What is wrong with the bytes.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ParseProblem {}
