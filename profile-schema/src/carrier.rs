//! A document to the payloads it carries: which carrier is it, whose settings are in it, and where do they stand.

mod problem;

pub use problem::CarrierProblem;

use crate::document::{Document, Entry, Node};
use crate::key_path::KeyPath;
use crate::problem::Problem;

/// The payload type that wraps preferences of any domain.
pub const MANAGED_CLIENT: &str = "com.apple.ManagedClient.preferences";
/// The `PayloadType` of a whole profile.
pub const CONFIGURATION: &str = "Configuration";

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
}

/// What carries settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Carrier {
    /// A preference file: the settings themselves.
    Preferences,
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
        self.settings.entries().iter().filter(move |entry| !(direct && is_envelope_key(&entry.key)))
    }
}

/// Whether a key of a payload belongs to the envelope and not to the settings beside it.
#[must_use]
pub fn is_envelope_key(key: &str) -> bool {
    key.starts_with("Payload")
}

/// Finds the payloads of a document.
#[must_use]
pub fn open(document: &Document) -> Contents<'_> {
    Contents {
        carrier: Carrier::Preferences,
        payloads: vec![Payload {
            domain: None,
            delivery: Delivery::Bare,
            settings: &document.root,
            path: KeyPath::root(),
            scope: Scope::Unsaid,
            envelope: None,
        }],
        envelopes: Vec::new(),
        problems: Vec::new(),
    }
}
