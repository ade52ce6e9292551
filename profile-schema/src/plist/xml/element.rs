//! The names of a property list's elements to what each of them holds, and a wrong name to the one meant.

use crate::spelling::nearest;

/// An element of a property list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    Plist,
    Key,
    Container(Container),
    Scalar(Scalar),
}

/// An element that holds others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    Array,
    Dictionary,
}

/// An element that holds text, or nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scalar {
    String,
    Integer,
    Real,
    True,
    False,
    Date,
    Data,
}

/// The values by name, in the order in which a near name is looked for.
const VALUES: [&str; 9] = ["string", "integer", "real", "true", "false", "date", "data", "array", "dict"];

/// What other formats call the types.
const FOREIGN: [(&str, &str); 12] = [
    ("bool", "true"),
    ("boolean", "true"),
    ("yes", "true"),
    ("no", "false"),
    ("int", "integer"),
    ("number", "integer"),
    ("float", "real"),
    ("double", "real"),
    ("text", "string"),
    ("list", "array"),
    ("object", "dict"),
    ("dictionary", "dict"),
];

impl Element {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "plist" => Self::Plist,
            "key" => Self::Key,
            "array" => Self::Container(Container::Array),
            "dict" => Self::Container(Container::Dictionary),
            "string" => Self::Scalar(Scalar::String),
            "integer" => Self::Scalar(Scalar::Integer),
            "real" => Self::Scalar(Scalar::Real),
            "true" => Self::Scalar(Scalar::True),
            "false" => Self::Scalar(Scalar::False),
            "date" => Self::Scalar(Scalar::Date),
            "data" => Self::Scalar(Scalar::Data),
            _ => return None,
        })
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Plist => "plist",
            Self::Key => "key",
            Self::Container(Container::Array) => "array",
            Self::Container(Container::Dictionary) => "dict",
            Self::Scalar(Scalar::String) => "string",
            Self::Scalar(Scalar::Integer) => "integer",
            Self::Scalar(Scalar::Real) => "real",
            Self::Scalar(Scalar::True) => "true",
            Self::Scalar(Scalar::False) => "false",
            Self::Scalar(Scalar::Date) => "date",
            Self::Scalar(Scalar::Data) => "data",
        }
    }

    /// The element that was meant by a name that none has.
    pub(super) fn meant_by(name: &str) -> Option<&'static str> {
        let lower = name.to_ascii_lowercase();
        let foreign = FOREIGN.iter().find(|(theirs, _)| *theirs == lower).map(|(_, ours)| *ours);
        foreign.or_else(|| nearest(name, VALUES.into_iter().chain(["key"])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_element_is_found_by_its_name() {
        for name in VALUES.into_iter().chain(["plist", "key"]) {
            assert_eq!(Element::named(name).map(Element::name), Some(name));
        }
        assert_eq!(Element::named("Dict"), None);
    }

    #[test]
    fn a_wrong_name_leads_to_the_one_meant() {
        for (name, expected) in [
            ("boolean", Some("true")),
            ("Int", Some("integer")),
            ("True", Some("true")),
            ("sting", Some("string")),
            ("Key", Some("key")),
            ("wifi", None),
        ] {
            assert_eq!(Element::meant_by(name), expected, "{name}");
        }
    }
}
