//! Settings to the files of one carrier: checked, secrets left out unless they are asked for, always the same bytes.

mod secrets;

use latchkey_profile_schema::carrier::Delivery;
use latchkey_profile_schema::check::{Delivered, together};
use latchkey_profile_schema::{
    Document, KeyPath, KeyProblem, Node, Place, Problem, ProblemKind, Value, domain,
};

use crate::artifact::Artifact;
use crate::carriers::CarrierTarget;
use crate::placeholder::holds_variable;
use crate::settings_file::SettingsFile;
use crate::stand_in::StandIn;

pub use crate::error::{BuildError, EmitError};
pub use crate::stand_in::FilledIn;

/// What becomes of sensitive values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secrets {
    /// Each is replaced by the placeholder that names its key.
    Placeholder,
    /// They are written as they are. Whoever reads the file has them.
    Write,
}

/// Files for one carrier.
#[derive(Clone, Debug, PartialEq)]
pub struct Build {
    /// The files, in a fixed order.
    pub artifacts: Vec<Artifact>,
    /// Keys whose value somebody must fill in before the files work, as `/domain/key`; and those of a file itself.
    pub placeholders: Vec<KeyPath>,
    /// Keys whose value a program fills in when the profile is deployed, once it is given the value.
    pub filled_in: Vec<FilledIn>,
    /// Keys of the profile's envelope that the carrier, which has none, leaves behind.
    pub left_behind: Vec<String>,
    /// What is odd in the settings and does no harm; the paths lead into [`SettingsFile::document`].
    pub notices: Vec<Problem>,
}

/// Checks settings against the declaration and writes them.
///
/// With [`Secrets::Placeholder`] a required secret that is not set is written as a placeholder too, so that settings
/// need not hold it.
///
/// # Errors
///
/// Where a domain is not declared, a key or value is not as the declaration says, or [`emit`] fails.
pub fn build(
    settings: &SettingsFile,
    carrier: &CarrierTarget,
    secrets: Secrets,
) -> Result<Build, BuildError> {
    let document = settings.document();
    let (notices, mut problems): (Vec<_>, Vec<_>) =
        check(&document)?.into_iter().partition(|problem| is_harmless(&document, problem));
    let mut settings = settings.clone();
    if secrets == Secrets::Placeholder {
        problems.retain(|problem| !secrets::stand_in(&mut settings, problem, carrier.stand_in));
    }
    if !problems.is_empty() {
        return Err(BuildError::Problems(problems));
    }
    Ok(Build { notices, ..emit(&settings, carrier, secrets)? })
}

/// The settings with a placeholder for each secret that must be set and is not; what is set stays as it is.
#[must_use]
pub fn completed(mut settings: SettingsFile) -> SettingsFile {
    let problems = check(&settings.document()).unwrap_or_default();
    for problem in problems {
        secrets::stand_in(&mut settings, &problem, StandIn::Placeholder);
    }
    settings
}

/// Writes settings as they are, keys and domains that nobody declared too.
///
/// # Errors
///
/// Where the carrier cannot hold them.
pub fn emit(settings: &SettingsFile, carrier: &CarrierTarget, secrets: Secrets) -> Result<Build, EmitError> {
    let mut settings = settings.clone().sorted();
    settings.domains.retain(|domain| !domain.values.is_empty());
    if settings.domains.is_empty() {
        return Err(EmitError::NothingSet);
    }
    if secrets == Secrets::Placeholder {
        secrets::leave_out(&mut settings, carrier.stand_in);
    }
    let (mut placeholders, filled_in) = secrets::open(&settings, carrier.stand_in);
    let of_the_file = carrier.left_open.iter();
    placeholders.extend(of_the_file.map(|keys| keys.iter().fold(KeyPath::root(), |path, key| path.key(key))));
    let left_behind = if carrier.profile { &[][..] } else { &settings.profile.others };
    let left_behind = left_behind.iter().map(|(key, _)| key.clone()).collect();
    let artifacts = (carrier.make)(&settings)?;
    Ok(Build { artifacts, placeholders, filled_in, left_behind, notices: Vec::new() })
}

/// The problems of the settings, their paths as [`SettingsFile::document`] has them.
fn check(document: &Document) -> Result<Vec<Problem>, BuildError> {
    let mut delivered = Vec::new();
    for entry in document.root.entries() {
        let domain = domain::known(&entry.key)
            .ok_or_else(|| BuildError::UndeclaredDomain { domain: entry.key.clone() })?;
        let at = KeyPath::root().key(&entry.key);
        let mut add = |settings, at| {
            delivered.push(Delivered { domain, settings, at, delivery: Delivery::Bare });
        };
        match &entry.node.value {
            Value::Array(payloads) => {
                payloads.iter().enumerate().for_each(|(index, payload)| add(payload, at.index(index)));
            }
            _ => add(&entry.node, at),
        }
    }
    Ok(together(&delivered))
}

/// Whether settings with this problem mean what they say: a key that nothing reads, a value that an MDM fills in.
fn is_harmless(settings: &Document, problem: &Problem) -> bool {
    let (ProblemKind::Key(kind), Place::Path(path, _)) = (&problem.kind, &problem.place) else {
        return false;
    };
    match kind {
        KeyProblem::UnknownKey { .. }
        | KeyProblem::ForeignValue { .. }
        | KeyProblem::UnconfirmedValue { .. }
        | KeyProblem::DuplicateItem { .. }
        | KeyProblem::WildcardMixed { .. } => true,
        kind if kind.is_about_text() => settings.at(path).and_then(Node::as_str).is_some_and(holds_variable),
        _ => false,
    }
}
