//! What is known about one key of a domain.

use std::fmt;

use serde::Deserialize;

use crate::document::PlistType;

/// Everything known about a key.
#[derive(Clone, Debug, PartialEq)]
pub struct CatalogKey {
    /// The exact key.
    pub name: String,
    /// A few words.
    pub title: String,
    /// A sentence or two.
    pub description: String,
    /// The type of the value.
    pub value_type: PlistType,
    /// What each item of an array is.
    pub item: Option<Element>,
    /// What each value of a dictionary with free keys is.
    pub map_value: Option<Element>,
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
    /// Whether the same item may stand twice.
    pub unique_items: bool,
    /// An example, shown where a value is to be typed.
    pub placeholder: Option<String>,
    /// The first Okta Verify version that reads the key.
    pub since: Option<String>,
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
    /// What a refused value means for the policy.
    pub fallback: Fallback,
    /// What a mistake here does to the Mac or the sign-in.
    pub consequence: String,
    /// The vendor's page, or `convention`.
    pub source: String,
    /// Where it stands among the keys.
    pub order: u32,
}

impl CatalogKey {
    /// The values that the key, or each item of its array, may have; empty where they are not listed.
    #[must_use]
    pub fn allowed_anywhere(&self) -> &[AllowedValue] {
        match (&self.item, &self.map_value) {
            (Some(element), _) | (None, Some(element)) => &element.allowed,
            (None, None) => &self.allowed,
        }
    }
}

/// What an item of an array, or a value of a dictionary, is.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// The type.
    pub value_type: PlistType,
    /// The only values, where they are listed.
    pub allowed: Vec<AllowedValue>,
    /// The regular expression that the text matches (ECMA-262).
    pub pattern: Option<String>,
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
    /// The same, and perhaps a path.
    IssuerUrl,
}
