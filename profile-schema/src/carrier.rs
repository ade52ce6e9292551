//! Which carrier a document is, and where the settings stand in it.

/// What is wrong with the carrier.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CarrierProblem {}
