//! What can be wrong with what carries the settings, one case of facts per kind.

use crate::document::PlistType;
use crate::key_path::KeyPath;

/// What is wrong with the carrier. The place is always a key path.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CarrierProblem {
    /// The root is no dictionary.
    RootNotADictionary {
        /// What it is.
        found: PlistType,
    },
    /// The root carries payloads, but its `PayloadType` is not `Configuration`.
    WrongProfileType {
        /// What stands there, when it is a string.
        found: Option<String>,
    },
    /// The content of this profile is encrypted and cannot be inspected.
    Encrypted,
    /// A profile or a managed-client payload that has no `PayloadContent`.
    NoContent {
        /// The `PayloadType` of it.
        payload_type: String,
    },
    /// `PayloadContent` of the wrong type.
    ContentIllTyped {
        /// An array in a profile, a dictionary in a managed-client payload.
        expected: PlistType,
        /// What it is.
        found: PlistType,
    },
    /// `PayloadContent` that is empty.
    EmptyContent,
    /// A payload that is no dictionary.
    PayloadNotADictionary {
        /// What it is.
        found: PlistType,
    },
    /// A payload that has no `PayloadType`.
    NoPayloadType {
        /// The type that belongs there, where the payload's content tells.
        meant: Option<&'static str>,
    },
    /// A `PayloadType` that is no string, or an empty one.
    PayloadTypeIllTyped {
        /// What it is.
        found: PlistType,
        /// The type that belongs there, where the payload's content tells.
        meant: Option<&'static str>,
    },
    /// A domain in a managed-client payload that is no dictionary.
    DomainNotADictionary {
        /// The domain.
        domain: String,
        /// What it is.
        found: PlistType,
    },
    /// A domain in a managed-client payload that has neither `Forced` nor `Set-Once`.
    NoDelivery {
        /// The domain.
        domain: String,
    },
    /// A word where `Forced` or `Set-Once` belongs.
    UnknownDelivery {
        /// The word.
        found: String,
        /// The one that was probably meant.
        nearest: Option<&'static str>,
    },
    /// `Forced` or `Set-Once` that is no array.
    DeliveryIllTyped {
        /// What it is.
        found: PlistType,
    },
    /// `Forced` or `Set-Once` that is an empty array.
    EmptyDelivery,
    /// An item of `Forced` or `Set-Once` that is no dictionary.
    ItemNotADictionary {
        /// What it is.
        found: PlistType,
    },
    /// An item of `Forced` or `Set-Once` that has no `mcx_preference_settings`.
    NoSettings {
        /// The key that was probably meant to be it.
        nearest: Option<String>,
    },
    /// `mcx_preference_settings` that is no dictionary.
    SettingsIllTyped {
        /// What it is.
        found: PlistType,
    },
    /// `Set-Once` sets a value that the user may change afterwards, so a policy delivered by it never holds.
    SetOnce {
        /// The domain.
        domain: String,
    },
    /// More payloads than [`crate::carrier::MAX_PAYLOADS`]; this one and the ones after it are not taken.
    TooManyPayloads,
    /// A domain that an earlier payload of this profile delivers too; which one wins is not documented.
    SameDomainTwice {
        /// The domain.
        domain: String,
        /// The settings of the earlier one.
        first: KeyPath,
    },
}
