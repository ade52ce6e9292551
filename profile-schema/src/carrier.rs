//! A document to the payloads it carries: which carrier is it, whose settings are in it, and where do they stand.

mod managed_client;
mod profile;
#[cfg(test)]
mod tests;

pub use crate::problem::CarrierProblem;

use crate::catalog::Catalog;
use crate::document::Part;
use crate::document::{Document, Entry, Node, PlistType, Value};
use crate::domain::{self, Domain, DomainKind};
use crate::key_path::KeyPath;
use crate::opening::Deployment;
use crate::plist::MAX_PROBLEMS;
use crate::problem::{Place, Problem, ProblemKind};

/// The payload type that wraps preferences of any domain.
pub const MANAGED_CLIENT: &str = "com.apple.ManagedClient.preferences";
/// The `PayloadType` of a whole profile.
pub const CONFIGURATION: &str = "Configuration";

/// The most payloads that are taken from one file; real profiles hold some dozens.
pub const MAX_PAYLOADS: usize = 10_000;

/// What a document carries.
#[derive(Clone, Debug, PartialEq)]
pub struct Contents<'a> {
    /// What carries it.
    pub carrier: Carrier,
    /// The settings, in the order of the file.
    pub payloads: Vec<Payload<'a>>,
    /// Every dictionary with `Payload…` keys of its own: the profile, then its payloads, those without settings too.
    pub envelopes: Vec<Envelope<'a>>,
    /// Everything wrong with the carrier.
    pub problems: Vec<Problem>,
    /// Whether there were more payloads than are taken.
    cut_off: bool,
}

/// What carries settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Carrier {
    /// A preference file: the settings themselves.
    Preferences,
    /// The content of a managed-client payload without the payload: domains with `Forced` or `Set-Once`.
    ManagedClientContent,
    /// A whole profile.
    Profile,
    /// A profile that holds no payload.
    ProfileWithoutPayloads,
    /// A profile whose payloads are encrypted.
    EncryptedProfile,
    /// One payload without a profile around it.
    SinglePayload,
    /// Not even a dictionary.
    NotADictionary,
}

/// The settings of one domain, and how they are delivered.
#[derive(Clone, Debug, PartialEq)]
pub struct Payload<'a> {
    /// The preference domain or payload type; `None` in a preference file, which does not say.
    pub domain: Option<&'a str>,
    /// How the settings reach the Mac.
    pub delivery: Delivery,
    /// The dictionary that holds the settings.
    pub settings: &'a Node,
    /// Where that dictionary stands.
    pub path: KeyPath,
    /// For whom.
    pub scope: Scope,
    /// The payload dictionary around the settings; none around a preference file.
    pub envelope: Option<Envelope<'a>>,
}

/// How settings reach the Mac.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// By a preference file.
    Bare,
    /// As keys of a payload whose type is the domain.
    Direct,
    /// By the managed client, enforced.
    Forced,
    /// By the managed client, as a value that the user may change.
    SetOnce {
        /// Set once by this time stamp; without one, set again at every login.
        timestamp: bool,
    },
}

/// For whom a profile is installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// `PayloadScope` is `System`: the device.
    System,
    /// `PayloadScope` is `User`.
    User,
    /// No `PayloadScope`, or none that exists.
    Unsaid,
}

/// A dictionary with `Payload…` keys of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Envelope<'a> {
    /// Which kind of envelope.
    pub kind: EnvelopeKind,
    /// The dictionary.
    pub node: &'a Node,
    /// Where it stands.
    pub path: KeyPath,
    /// Its `PayloadType`.
    pub payload_type: Option<&'a str>,
}

/// The kinds of envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnvelopeKind {
    /// The profile.
    Profile,
    /// A payload.
    Payload,
}

impl<'a> Payload<'a> {
    /// The settings without the envelope's keys that stand beside them in a direct payload.
    pub fn entries(&self) -> impl Iterator<Item = &'a Entry> + use<'a> {
        let direct = self.delivery == Delivery::Direct;
        let payload_type = self.domain.unwrap_or_default();
        self.settings
            .entries()
            .iter()
            .filter(move |entry| !(direct && is_no_setting(payload_type, &entry.key)))
    }
}

/// Keys that servers and editors write into payloads, where Apple documents none and nothing reads them.
const OF_SERVERS: &[&str] = &["PayloadEnabled", "PayloadScope"];

/// Whether a key in a direct payload of this type is none of its settings. Payloads of macOS have keys of their own
/// that begin with `Payload`, such as a certificate's `PayloadContent`; no preference domain that is declared here has.
#[must_use]
pub fn is_no_setting(payload_type: &str, key: &str) -> bool {
    let known = domain::known(payload_type);
    let is_common = || {
        let catalog = Catalog::declared(&domain::PAYLOAD);
        OF_SERVERS.contains(&key) || catalog.is_some_and(|catalog| catalog.key(key).is_some())
    };
    let is_preferences = known.is_some_and(|domain| domain.kind == DomainKind::Preferences);
    is_envelope_key(known, key) && (is_preferences || is_common())
}

/// Whether a key of a payload belongs to the envelope and not to the settings beside it. Some domains declare keys of
/// their own that are named like an envelope's: the settings of a SCEP payload are in `PayloadContent`.
#[must_use]
pub fn is_envelope_key(domain: Option<&Domain>, key: &str) -> bool {
    let is_declared = |catalog: &Catalog| catalog.keys.iter().any(|own| own.name.eq_ignore_ascii_case(key));
    key.starts_with("Payload") && !domain.and_then(Catalog::declared).is_some_and(is_declared)
}

/// Finds the payloads of a document.
#[must_use]
pub fn open(document: &Document) -> Contents<'_> {
    open_deployed(document, None)
}

/// Finds the payloads of a document that an MDM installs for the device or for users. What it installs for users is
/// for users, whatever the profile says.
#[must_use]
pub fn open_deployed(document: &Document, deployment: Option<Deployment>) -> Contents<'_> {
    let root = &document.root;
    let mut contents = Contents {
        carrier: recognize(root),
        payloads: Vec::new(),
        envelopes: Vec::new(),
        problems: Vec::new(),
        cut_off: false,
    };
    let place = KeyPath::root();
    let scope = if deployment == Some(Deployment::User) { Scope::User } else { scope(root) };
    match contents.carrier {
        Carrier::NotADictionary => {
            let found = root.value.plist_type();
            contents.report(place, Part::Value, CarrierProblem::RootNotADictionary { found });
        }
        Carrier::Preferences => contents.payloads.push(Payload {
            domain: None,
            delivery: Delivery::Bare,
            settings: root,
            path: place,
            scope,
            envelope: None,
        }),
        Carrier::ManagedClientContent => contents.domains(root, &place, scope, None),
        Carrier::SinglePayload => contents.payload(root, place, scope),
        Carrier::Profile | Carrier::ProfileWithoutPayloads | Carrier::EncryptedProfile => {
            contents.profile(root, scope);
        }
    }
    contents.repeated_domains();
    contents
}

/// Which carrier a root is. `PayloadContent` as an array makes a profile whatever the type says, and so do the keys
/// that only an envelope has, since both are profiles with a mistake rather than preferences of that name.
fn recognize(root: &Node) -> Carrier {
    if root.value.plist_type() != PlistType::Dictionary {
        return Carrier::NotADictionary;
    }
    let content = root.get("PayloadContent").map(|node| &node.value);
    let has_payloads = matches!(content, Some(Value::Array(_)));
    match root.get("PayloadType").and_then(Node::as_str) {
        Some(CONFIGURATION) => profile_kind(root),
        _ if has_payloads => profile_kind(root),
        Some(_) => Carrier::SinglePayload,
        None if root.get("EncryptedPayloadContent").is_some() => Carrier::EncryptedProfile,
        None if matches!(content, Some(Value::Dictionary(_))) => Carrier::SinglePayload,
        None if ["PayloadContent", "PayloadUUID", "PayloadIdentifier"]
            .iter()
            .any(|key| root.get(key).is_some()) =>
        {
            profile_kind(root)
        }
        None if managed_client::is_content(root) => Carrier::ManagedClientContent,
        None => Carrier::Preferences,
    }
}

fn profile_kind(root: &Node) -> Carrier {
    let is_encrypted = matches!(root.get("IsEncrypted").map(|node| &node.value), Some(Value::Boolean(true)));
    match root.get("PayloadContent").map(Node::items) {
        Some([_, ..]) => Carrier::Profile,
        _ if is_encrypted || root.get("EncryptedPayloadContent").is_some() => Carrier::EncryptedProfile,
        _ => Carrier::ProfileWithoutPayloads,
    }
}

/// What a profile says itself.
#[must_use]
pub fn scope(root: &Node) -> Scope {
    match root.get("PayloadScope").and_then(Node::as_str) {
        Some("System") => Scope::System,
        Some("User") => Scope::User,
        _ => Scope::Unsaid,
    }
}

impl<'a> Contents<'a> {
    /// Whether no more payload is taken; the first time it is, that becomes a problem at this place.
    fn is_full(&mut self, path: &KeyPath) -> bool {
        let full = self.payloads.len() >= MAX_PAYLOADS || self.envelopes.len() > MAX_PAYLOADS;
        if full && !self.cut_off {
            self.cut_off = true;
            self.report(path.clone(), Part::Value, CarrierProblem::TooManyPayloads);
        }
        full
    }

    /// Whether another problem would be told.
    const fn has_room(&self) -> bool {
        self.problems.len() < MAX_PROBLEMS
    }

    fn report(&mut self, path: KeyPath, part: Part, problem: CarrierProblem) {
        if self.has_room() || problem == CarrierProblem::TooManyPayloads {
            self.problems
                .push(Problem { place: Place::Path(path, part), kind: ProblemKind::Carrier(problem) });
        }
    }
}
