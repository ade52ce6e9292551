//! What is wrong with a key or its value, as facts.

use crate::document::PlistType;

/// What is wrong with a key. Facts never hold the text of a sensitive value.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum KeyProblem {
    /// The domain declares no such key.
    UnknownKey {
        /// The key as written.
        key: String,
        /// The declared key that it resembles.
        nearest: Option<String>,
    },
    /// The key differs from a declared one in case alone; preference keys are case-sensitive.
    MiscasedKey {
        /// The key as written.
        key: String,
        /// The key as declared.
        expected: String,
    },
    /// The key belongs to another platform's product.
    ForeignKey {
        /// The key as written.
        key: String,
        /// The platform.
        platform: &'static str,
        /// The keys that do the same here; none where nothing does.
        instead: &'static [&'static str],
    },
    /// A key that must be set is not. The place is the dictionary that lacks it.
    MissingKey {
        /// The key.
        key: String,
    },
    /// The value has another type. Where a real is expected, an integer is as good.
    WrongType {
        /// The declared type.
        expected: PlistType,
        /// The type as written.
        found: PlistType,
        /// The XML element of the expected type that says what the text seems to mean, such as `<true/>` for the
        /// string `true`.
        meant: Option<String>,
    },
    /// The value is none of the declared ones.
    NotAllowed {
        /// The value as written; `None` where it is sensitive.
        found: Option<String>,
        /// The declared values; none where there are more than a message can name.
        allowed: Vec<String>,
        /// The declared value that it resembles.
        nearest: Option<String>,
    },
    /// An item of a list is a word of another platform's product; the other items count.
    ForeignValue {
        /// The value as written.
        found: String,
        /// The platform.
        platform: &'static str,
        /// The words that come nearest here; none where nothing does.
        instead: &'static [&'static str],
    },
    /// The value is accepted, and no vendor document confirms it for this key.
    UnconfirmedValue {
        /// The value as written.
        found: String,
        /// The values that are confirmed.
        confirmed: Vec<String>,
    },
    /// The number is outside its bounds.
    OutOfRange {
        /// The number as written.
        found: String,
        /// The smallest allowed.
        minimum: Option<String>,
        /// The largest allowed.
        maximum: Option<String>,
    },
    /// The text is empty and must not be.
    EmptyValue,
    /// The URL is plain http and not on a loopback address.
    InsecureUrl {
        /// The URL as written.
        found: String,
        /// The same with https.
        instead: String,
    },
    /// The text is no URL of the kind that is wanted.
    BadUrl {
        /// The text as written.
        found: String,
        /// What is wrong with it.
        fault: UrlFault,
        /// The text without its fault, where that can be told.
        instead: Option<String>,
    },
    /// The text does not have the declared form.
    PatternMismatch {
        /// The text as written; `None` where it is sensitive.
        found: Option<String>,
        /// The form in words, or the pattern itself where no words are declared.
        expected: String,
    },
    /// The item stands in the list before.
    DuplicateItem {
        /// The item as written.
        found: String,
        /// The index of the first.
        first: usize,
    },
    /// A word that means everything stands beside others, which then mean nothing.
    WildcardMixed {
        /// The word.
        wildcard: String,
    },
    /// The array has fewer items than it must.
    TooFewItems {
        /// How many it has.
        found: usize,
        /// How many it must have.
        minimum: usize,
    },
    /// The array has more items than it may.
    TooManyItems {
        /// How many it has.
        found: usize,
        /// How many it may have.
        maximum: usize,
    },
    /// The key exists on other versions than the one that is meant.
    OtherVersion {
        /// The key.
        key: String,
        /// Of what.
        software: Software,
        /// When it exists.
        when: Availability,
    },
    /// Another setting leaves this key out.
    ExcludedBy {
        /// The key.
        key: String,
        /// The other setting.
        by: String,
    },
    /// Another setting needs this key, which is not set. The place is the dictionary that lacks it.
    RequiredBy {
        /// The key.
        key: String,
        /// The other setting.
        by: String,
    },
}

/// What has versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Software {
    /// The system.
    MacOs,
    /// The application that reads the settings.
    Application,
}

/// When a key exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Availability {
    /// On other platforms alone.
    Never,
    /// From this version on.
    From(String),
    /// Up to the version before this one.
    Before(String),
    /// Up to this version.
    UpTo(String),
    /// Still, and this version advises against it.
    Discouraged(String),
}

/// What keeps a text from being the URL that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UrlFault {
    /// It is longer than any URL that is used.
    TooLong,
    /// There is no scheme.
    NoScheme,
    /// The scheme is neither `https` nor `http`.
    Scheme(String),
    /// The scheme stands there twice.
    SchemeTwice,
    /// There is no host.
    NoHost,
    /// The host holds characters that no host has.
    Host(String),
    /// The port is no number up to 65535.
    Port(String),
    /// A user name stands before the host.
    UserInformation,
    /// The text ends with a slash.
    TrailingSlash,
    /// A path follows where none belongs.
    Path(String),
    /// A query follows.
    Query,
    /// A fragment follows.
    Fragment,
    /// There are blanks.
    Blank,
}

impl KeyProblem {
    /// Whether the value that the key has is not used. What is merely odd is used: a name that nothing reads, an
    /// item listed twice, or that belongs to another platform, a wildcard beside others, a value that no vendor document confirms.
    #[must_use]
    pub const fn refuses(&self) -> bool {
        match self {
            Self::UnknownKey { .. }
            | Self::MiscasedKey { .. }
            | Self::ForeignKey { .. }
            | Self::ForeignValue { .. }
            | Self::UnconfirmedValue { .. }
            | Self::DuplicateItem { .. }
            | Self::WildcardMixed { .. }
            | Self::OtherVersion { .. }
            | Self::ExcludedBy { .. } => false,
            Self::MissingKey { .. }
            | Self::WrongType { .. }
            | Self::NotAllowed { .. }
            | Self::OutOfRange { .. }
            | Self::EmptyValue
            | Self::InsecureUrl { .. }
            | Self::BadUrl { .. }
            | Self::PatternMismatch { .. }
            | Self::TooFewItems { .. }
            | Self::TooManyItems { .. }
            | Self::RequiredBy { .. } => true,
        }
    }

    /// Whether the value is a text of the right type that does not have the right form: another text might.
    #[must_use]
    pub const fn is_about_text(&self) -> bool {
        matches!(
            self,
            Self::NotAllowed { .. }
                | Self::InsecureUrl { .. }
                | Self::BadUrl { .. }
                | Self::PatternMismatch { .. }
        )
    }
}
