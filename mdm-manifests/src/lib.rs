//! The declaration in the shape that each MDM's editor reads, and settings in the carrier that each MDM deploys, both
//! ways: pure functions from the catalog, or from settings, to named bytes; and from bytes back to settings.

#![forbid(unsafe_code)]

pub mod artifact;
pub mod build;
pub mod carriers;
pub mod companions;
pub mod compare;
mod envelope;
pub mod error;
mod jamf_schema;
mod json_schema;
pub mod manifest;
mod markdown;
pub mod placeholder;
mod profile_manifest;
mod prose;
pub mod read_back;
pub mod settings_file;
mod settings_text;
pub mod sign;
mod stand_in;
pub mod targets;
mod tree;
pub mod variables;

pub use artifact::Artifact;
pub use build::{Build, FilledIn, Secrets, build, completed, emit};
pub use carriers::{CARRIERS, CarrierTarget};
pub use compare::{Comparison, Difference, DifferenceKind, Envelopes, Shown, compare};
pub use envelope::uuid_for;
pub use error::{BuildError, EmitError};
pub use manifest::{Caution, Manifest, Omission, Omitted};
pub use placeholder::{is_placeholder, placeholder_for};
pub use prose::wrapped;
pub use read_back::{Elsewhere, ReadError, read_back};
pub use settings_file::{
    DomainSettings, Examined, Means, ProfileOptions, ProfileScope, SettingsError, SettingsFile, Syntax,
};
pub use settings_text::{SETTINGS, explained};
pub use targets::{MANIFESTS, ManifestTarget, manifest};
