//! What is known about one key of a domain.

use std::fmt;

use serde::Deserialize;

use crate::document::PlistType;
use crate::domain::KeyNames;
use crate::key_path::Segment;

/// Everything known about a key, or about what each item of an array or each value of a dictionary is.
#[derive(Clone, Debug, PartialEq)]
pub struct CatalogKey {
    /// The exact key; empty for an item, and for a value whose key is free.
    pub name: String,
    /// A few words.
    pub title: String,
    /// A sentence or two.
    pub description: String,
    /// The type of the value.
    pub value_type: PlistType,
    /// What each item of an array is.
    pub item: Option<Box<CatalogKey>>,
    /// What each value of a dictionary with free keys is; `None` where it may be anything.
    pub map_value: Option<Box<CatalogKey>>,
    /// The keys of a dictionary, where they are declared.
    pub keys: Vec<CatalogKey>,
    /// Whether other keys of the dictionary are mistakes.
    pub key_names: KeyNames,
    /// Keys that the dictionary has besides the declared ones, by name alone.
    pub other_keys: Vec<String>,
    /// The value in force when the key is absent; `None` where it then has none.
    pub default: Option<serde_json::Value>,
    /// The unit of the number.
    pub unit: Option<Unit>,
    /// The smallest number.
    pub minimum: Option<f64>,
    /// The largest number.
    pub maximum: Option<f64>,
    /// The only values, where they are listed.
    pub allowed: Vec<AllowedValue>,
    /// Values among the allowed that no vendor document confirms for this key.
    pub unconfirmed: Vec<String>,
    /// Values that documents name, where others may be good too.
    pub suggested: Vec<String>,
    /// What stands between the values, where one text holds several.
    pub separator: Option<String>,
    /// The fewest characters of the text.
    pub shortest: Option<u64>,
    /// The regular expression that the text matches (ECMA-262).
    pub pattern: Option<String>,
    /// The pattern in words.
    pub pattern_words: Option<String>,
    /// The kind of URL that the text is.
    pub syntax: Option<Syntax>,
    /// Whether the empty text is a value like any other.
    pub may_be_empty: bool,
    /// The item that means everything.
    pub wildcard: Option<String>,
    /// Whether an item may also be the name of a key beside the list, whose value is what the item would be.
    pub items_by_name: bool,
    /// Whether the same item may stand twice.
    pub unique_items: bool,
    /// The fewest items of the array.
    pub fewest: Option<u64>,
    /// The most items of the array.
    pub most: Option<u64>,
    /// An example, shown where a value is to be typed.
    pub placeholder: Option<String>,
    /// The first version of the program that reads the key; of Okta Verify, in what is declared here.
    pub since: Option<String>,
    /// The last version of the program that reads the key.
    pub until: Option<String>,
    /// The first macOS version that reads the key.
    pub macos_since: Option<String>,
    /// The macOS version from which on the key is out of use.
    pub macos_deprecated: Option<String>,
    /// The last macOS version that reads the key.
    pub macos_until: Option<String>,
    /// Whether the key is out of use.
    pub deprecated: bool,
    /// Whether the value must not be shown.
    pub sensitive: bool,
    /// Whether the value takes part in decisions.
    pub decides: bool,
    /// Whether the key must be set.
    pub required: bool,
    /// When a required key need not be set after all.
    pub required_unless: Option<RequiredUnless>,
    /// When a key that need not be set must be.
    pub required_when: Option<RequiredWhen>,
    /// Whether all that other keys have to say about this one is told by these two.
    pub conditions: Conditions,
    /// What a refused value means for the policy.
    pub fallback: Fallback,
    /// What a mistake here does to the Mac or the sign-in.
    pub consequence: String,
    /// The vendor's page, or `convention`.
    pub source: String,
    /// Where it stands among the keys.
    pub order: u32,
    /// Where the declaration stands: the names of the keys that lead to it, `*` for any item or value.
    pub(crate) pointer: String,
}

impl CatalogKey {
    /// A key of which only the name and the type are known.
    #[must_use]
    pub fn named(name: impl Into<String>, value_type: PlistType) -> Self {
        Self {
            name: name.into(),
            title: String::new(),
            description: String::new(),
            value_type,
            item: None,
            map_value: None,
            keys: Vec::new(),
            key_names: KeyNames::Closed,
            other_keys: Vec::new(),
            default: None,
            unit: None,
            minimum: None,
            maximum: None,
            allowed: Vec::new(),
            unconfirmed: Vec::new(),
            suggested: Vec::new(),
            separator: None,
            shortest: None,
            pattern: None,
            pattern_words: None,
            syntax: None,
            may_be_empty: false,
            wildcard: None,
            items_by_name: false,
            unique_items: false,
            fewest: None,
            most: None,
            placeholder: None,
            since: None,
            until: None,
            macos_since: None,
            macos_deprecated: None,
            macos_until: None,
            deprecated: false,
            sensitive: false,
            decides: false,
            required: false,
            required_unless: None,
            required_when: None,
            conditions: Conditions::Told,
            fallback: Fallback::Deny,
            consequence: String::new(),
            source: String::new(),
            order: 0,
            pointer: String::new(),
        }
    }

    /// The values that the key, or each item of its array, may have; empty where they are not listed.
    #[must_use]
    pub fn allowed_anywhere(&self) -> &[AllowedValue] {
        match (&self.item, &self.map_value) {
            (Some(element), _) | (None, Some(element)) => &element.allowed,
            (None, None) => &self.allowed,
        }
    }

    /// The declaration one step down: of a key of the dictionary, or of an item of the array.
    #[must_use]
    pub fn below(&self, segment: &Segment) -> Option<&Self> {
        match segment {
            Segment::Key(name) => {
                self.keys.iter().find(|key| key.name == **name).or(self.map_value.as_deref())
            }
            Segment::Index(_) => self.item.as_deref(),
        }
    }

    /// Whether the value has parts that are declared each for itself.
    pub(crate) fn has_parts(&self) -> bool {
        let element = self.item.as_deref().or(self.map_value.as_deref());
        !self.keys.is_empty()
            || !self.other_keys.is_empty()
            || element.is_some_and(|element| element.is_exact() || element.has_parts())
    }

    /// Whether JSON cannot tell the type from others: 1.0 is an integer there, and a date is a text.
    pub(crate) const fn is_exact(&self) -> bool {
        matches!(self.value_type, PlistType::Integer | PlistType::Date | PlistType::Data)
    }
}

/// One of the values that a key may have.
#[derive(Clone, Debug, PartialEq)]
pub struct AllowedValue {
    /// The value.
    pub value: serde_json::Value,
    /// A few words; the value itself where none are declared.
    pub title: String,
    /// A sentence; empty where none is declared.
    pub description: String,
}

/// A key that, set to one of these values, makes another one dispensable.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct RequiredUnless {
    /// The preference domain of the key.
    pub domain: String,
    /// The key.
    pub key: String,
    /// The values; none: any that is not empty.
    #[serde(default)]
    pub values: Vec<String>,
}

/// A key of the same dictionary that, set to one of these values, makes another one necessary.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct RequiredWhen {
    /// The key.
    pub key: String,
    /// The values.
    pub values: Vec<String>,
}

/// Whether what other keys have to say about a key is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Conditions {
    /// All of it is.
    #[default]
    Told,
    /// Something is left untold: what else makes the key necessary, or keeps it out.
    Untold,
}

/// The unit of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Days.
    Days,
    /// Hours.
    Hours,
    /// Minutes.
    Minutes,
    /// Seconds.
    Seconds,
    /// Pieces.
    Count,
}

impl fmt::Display for Unit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Days => "days",
            Self::Hours => "hours",
            Self::Minutes => "minutes",
            Self::Seconds => "seconds",
            Self::Count => "count",
        })
    }
}

/// What a refused value, or a missing required one, means for the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Fallback {
    /// The default is no weaker than anything the value could have meant, and is used.
    Default,
    /// The default may be weaker, or there is none: the policy must not be used.
    Deny,
}

/// A kind of URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Syntax {
    /// Scheme, host and perhaps a port.
    OrganizationUrl,
    /// The same, where published samples also write the host alone or end with a slash.
    OrganizationUrlOrHost,
    /// Scheme, host, perhaps a port and perhaps a path.
    IssuerUrl,
}

/// Who may be given a payload by an MDM server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// The device alone.
    System,
    /// Users alone.
    User,
    /// Either.
    Both,
}

/// Whether a payload works when a person installs it without a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Enrollment {
    /// macOS takes the payload from an MDM server that the user or the purchase has approved, and from nobody else.
    ApprovedServer,
    /// A server must be approved; a person may install the payload too.
    ApprovedServerOrPerson,
}

/// Whether several payloads of a type may stand in one profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Repetition {
    /// One.
    Once,
    /// Any number.
    Several,
}
