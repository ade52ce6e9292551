//! What can be wrong with the bytes of a property list, one case of facts per kind.

use super::looks_like::LooksLike;
use super::wrapping::{PayloadsProblem, SignatureProblem};
use crate::document::Span;

/// What is wrong with the bytes.
///
/// `found` and the other texts are the user's own, shortened to [`ParseProblem::EXCERPT`] characters. They may hold a
/// secret that stands in the wrong element, so they are for the owner of the file and for no log.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ParseProblem {
    /// The file is something else.
    NotAPropertyList {
        /// What it seems to be.
        looks_like: LooksLike,
    },
    /// The file is larger than [`crate::plist::MAX_BYTES`].
    TooLarge {
        /// Its size in bytes.
        bytes: usize,
    },
    /// Arrays and dictionaries stand deeper in each other than [`crate::plist::MAX_DEPTH`].
    TooDeep,
    /// More values than [`crate::plist::MAX_ELEMENTS`], shared objects of a binary file counted at each use.
    TooManyElements,
    /// More text than [`crate::plist::MAX_TEXT`], shared objects of a binary file counted at each use.
    TooMuchText,
    /// More problems than [`crate::plist::MAX_PROBLEMS`]; the rest is not listed.
    TooManyProblems,
    /// Not UTF-8 from here on.
    NotUtf8,
    /// The XML declaration names another encoding than UTF-8.
    DeclaredEncoding {
        /// The name it gives.
        found: String,
    },
    /// The bytes are UTF-16, and the XML declaration names another encoding.
    ContradictedEncoding {
        /// The name it gives.
        found: String,
    },
    /// The file begins with a UTF-8 byte order mark. The document is whole.
    ByteOrderMark,
    /// White space before `<?xml`, which strict readers refuse. The document is whole.
    BlankBeforeDeclaration,
    /// `<?xml … ?>` without a version, or with attributes that cannot be read.
    BadDeclaration,
    /// `<?xml … ?>` further down than the beginning.
    MisplacedDeclaration,
    /// `<plist version="…">` is not `1.0`, or has no version. The document is whole.
    PlistVersion {
        /// What stands there.
        found: Option<String>,
    },
    /// The DOCTYPE is not Apple's.
    ForeignDoctype,
    /// A DOCTYPE after the first element, or a second one.
    MisplacedDoctype,
    /// The DOCTYPE has an internal subset, where entities are declared. Nothing after it is read.
    EntitiesDeclared,
    /// A comment, tag, CDATA section, processing instruction or DOCTYPE has no end.
    UnclosedMarkup {
        /// Which of them.
        markup: Markup,
    },
    /// A comment with `--` in it, which strict readers refuse. The document is whole.
    HyphensInComment,
    /// `<!` that begins nothing known.
    UnknownMarkup,
    /// An element has no end tag; the place is its start tag.
    UnclosedElement {
        /// Its name.
        element: String,
    },
    /// An end tag closes another element than the open one.
    MismatchedEndTag {
        /// The open element.
        expected: String,
        /// The name in the end tag.
        found: String,
        /// The start tag of the open element.
        opened: Span,
    },
    /// A key in an array that holds values and stands in a dictionary: its end tag is missing. Reading goes on as if it
    /// stood there; the place is the key.
    UnclosedBeforeKey {
        /// The open element.
        element: String,
        /// Its start tag.
        opened: Span,
    },
    /// An end tag where nothing is open.
    StrayEndTag {
        /// The name in it.
        found: String,
    },
    /// An element that no property list has.
    UnknownElement {
        /// Its name.
        element: String,
        /// The element that was probably meant.
        nearest: Option<&'static str>,
    },
    /// `<plist>` inside of a property list.
    NestedPlist,
    /// An attribute other than `version` of `<plist>`.
    ForeignAttribute {
        /// The element.
        element: String,
        /// The attribute.
        attribute: String,
    },
    /// The attributes of a tag cannot be read.
    BadAttributes {
        /// The element.
        element: String,
    },
    /// Text where only elements belong.
    StrayText {
        /// The text.
        found: String,
    },
    /// An element inside of `<string>`, `<key>` or another one that holds text.
    ElementInText {
        /// The element that holds text.
        outer: String,
        /// The element that stands in it.
        inner: String,
        /// The start tag of `outer`.
        opened: Span,
    },
    /// `<key>` outside of a dictionary.
    KeyOutsideDictionary,
    /// A key that has no value.
    KeyWithoutValue {
        /// The key.
        key: String,
    },
    /// A value in a dictionary that has no key.
    ValueWithoutKey {
        /// The element.
        element: String,
    },
    /// `<plist>` holds no value.
    NoValue,
    /// A second value beside the root.
    SecondValue {
        /// The element.
        element: String,
    },
    /// A key twice in one dictionary; the place is the later one.
    DuplicateKey {
        /// The key.
        key: String,
        /// The earlier place.
        first: Option<Span>,
    },
    /// `&name;` that XML does not predefine.
    UnknownEntity {
        /// The name.
        name: String,
    },
    /// `&` that begins no reference.
    LoneAmpersand,
    /// `&#…;` that names no character which XML allows.
    BadCharacterReference {
        /// What stands between `&` and `;`.
        found: String,
    },
    /// A character that XML forbids: a control character, U+FFFE or U+FFFF.
    ForbiddenCharacter {
        /// Its code.
        code: u16,
    },
    /// Text that is no integer.
    BadInteger {
        /// The text.
        found: String,
    },
    /// An integer outside of −2⁶³ … 2⁶⁴−1.
    IntegerOutOfRange {
        /// The text.
        found: String,
    },
    /// Text that is no finite real number.
    BadReal {
        /// The text.
        found: String,
    },
    /// Text that is no date of the form `YYYY-MM-DDThh:mm:ssZ`.
    BadDate {
        /// The text.
        found: String,
    },
    /// Text that is no base64.
    BadData,
    /// `<true>` or `<false>` that is not empty.
    BooleanWithContent {
        /// The text.
        found: String,
    },
    /// A binary property list that is broken.
    Binary(BinaryProblem),
    /// UTF-16 text with a half of a character pair, or with half of its last character. U+FFFD stands in its place.
    BadUtf16,
    /// A PEM block without its end, or with text in it that is no base64.
    BrokenPem {
        /// What stands between `BEGIN` and the hyphens.
        label: String,
    },
    /// A signed file whose content cannot be had, or is not what was signed.
    Signature(SignatureProblem),
    /// Signatures and encodings stand deeper in each other than [`crate::opening::MAX_LAYERS`].
    TooManyLayers,
    /// A file of several property lists, where one is meant.
    SeveralPropertyLists {
        /// How many there are.
        count: usize,
    },
    /// Jamf's Classic XML that holds no profile to read.
    Payloads(PayloadsProblem),
    /// JSON that does not follow its syntax.
    BrokenJson {
        /// The parser's words.
        reason: String,
    },
    /// A Graph body without the property that holds its property list.
    NoGraphProperty {
        /// The place of the property, as an RFC 6901 pointer.
        pointer: String,
    },
    /// A property of a Graph body that is no base64.
    BadGraphProperty {
        /// The place of the property, as an RFC 6901 pointer.
        pointer: String,
    },
}

/// What is wrong with a binary property list. Offsets are bytes from the beginning of the file.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum BinaryProblem {
    /// A version other than `bplist00`.
    UnknownVersion {
        /// What stands there.
        found: String,
    },
    /// Too short for a header and a trailer.
    Truncated {
        /// The size of the file in bytes.
        bytes: usize,
    },
    /// The trailer gives integers of a size that does not exist.
    BadIntegerSize {
        /// Its bytes.
        size: u8,
    },
    /// The trailer names no objects, or more than the file has room for.
    BadObjectCount {
        /// The count.
        count: u64,
    },
    /// The table of offsets runs past the end.
    OffsetTablePastEnd {
        /// Where it begins.
        offset: u64,
        /// How many objects it is for.
        count: u64,
    },
    /// An object number that the table does not have.
    UnknownObject {
        /// The number.
        object: u64,
        /// How many there are.
        count: u64,
    },
    /// An object runs past the end of the objects.
    ObjectPastEnd {
        /// The number of the object.
        object: u64,
        /// Where it begins.
        offset: u64,
    },
    /// A type byte that no property list has.
    UnknownType {
        /// The byte.
        marker: u8,
        /// Where it stands.
        offset: u64,
    },
    /// A UID, which only keyed archives have.
    Uid {
        /// Where it stands.
        offset: u64,
    },
    /// An array or dictionary that holds itself.
    Cycle {
        /// The number of the object.
        object: u64,
    },
    /// A key that is no string.
    KeyNotAString {
        /// Where it stands.
        offset: u64,
    },
    /// A string that is neither ASCII nor UTF-16.
    BadText {
        /// Where it stands.
        offset: u64,
    },
    /// An integer outside of −2⁶³ … 2⁶⁴−1.
    IntegerOutOfRange {
        /// Where it stands.
        offset: u64,
    },
    /// A real that is not finite.
    BadReal {
        /// Where it stands.
        offset: u64,
    },
    /// A date outside of the years 0 to 9999.
    BadDate {
        /// Where it stands.
        offset: u64,
    },
}

/// The markup of XML that has an end of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    /// `<!-- … -->`
    Comment,
    /// `<![CDATA[ … ]]>`
    CData,
    /// `<? … ?>`
    Instruction,
    /// `<!DOCTYPE … >`
    Doctype,
    /// `< … >`
    Tag,
}

impl ParseProblem {
    /// Characters of the user's text that a problem quotes.
    pub const EXCERPT: usize = 64;

    /// Whether the document is whole and unambiguous nevertheless, and CoreFoundation reads the same values.
    #[must_use]
    pub const fn is_notice(&self) -> bool {
        matches!(
            self,
            Self::ByteOrderMark
                | Self::BlankBeforeDeclaration
                | Self::PlistVersion { .. }
                | Self::HyphensInComment
        )
    }
}
