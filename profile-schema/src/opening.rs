//! A file, whatever it is wrapped in, to the property lists in it.
//!
//! Layers are taken off from the outside: UTF-16, PEM, CMS signatures, Jamf's Classic XML and bodies of Microsoft
//! Graph and Apple Business. Nothing is trusted on the way: a signature says whether the content is what was signed, never by whom it
//! ought to be. Any bytes get an answer, in bounded time and memory.

mod classic;
mod graph;
mod offsets;
mod pem;
mod signed;
#[cfg(test)]
mod tests;
mod utf16;

use std::borrow::Cow;

pub use self::offsets::OffsetMap;
pub use self::signed::{Encoding, Integrity, Signed, Signer, Unchecked};
pub use self::utf16::ByteOrder;
use crate::document::Span;
use crate::key_path::KeyPath;
use crate::plist::{self, MAX_BYTES, MAX_PROBLEMS, Reading};
use crate::problem::{LooksLike, ParseProblem, Place, Problem, ProblemKind};

/// The most layers around one property list.
pub const MAX_LAYERS: usize = 4;
/// The most property lists that are taken from one file.
pub const MAX_CONTENTS: usize = 1_000;

/// What a file is wrapped in, and what is in it.
#[derive(Debug, Default)]
pub struct Opening<'a> {
    /// The layers around everything in the file, outermost first.
    pub layers: Vec<Layer>,
    /// The property lists, in order. Bytes that look like something else are a problem instead.
    pub contents: Vec<Content<'a>>,
    /// What is wrong with the layers. Places are bytes of [`Opening::text`].
    pub problems: Vec<Problem>,
    /// The whole file as UTF-8, where it was recoded and is not itself the content.
    recoded: Option<Vec<u8>>,
    file: &'a [u8],
}

/// Something around a property list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Layer {
    /// UTF-16 text.
    Utf16(ByteOrder),
    /// The text form of a CMS structure (RFC 7468 sections 8 and 9).
    Pem,
    /// A signature around the content (CMS, RFC 5652 section 5).
    Signed(Signed),
    /// `<os_x_configuration_profile>` of Jamf's Classic API.
    JamfClassic,
    /// A body of the Apple Business API.
    AppleBusiness,
    /// Bodies of Microsoft Graph.
    Graph {
        /// Custom profiles and preference files.
        bodies: usize,
        /// Other objects beside them, which were passed over.
        passed_over: usize,
    },
}

/// One property list.
#[derive(Debug)]
pub struct Content<'a> {
    /// What [`crate::plist::read`] reads.
    pub bytes: Cow<'a, [u8]>,
    /// Further layers around this one, outermost first: a signed profile in a Graph body.
    pub layers: Vec<Layer>,
    /// The domain of a preference file: Graph's `bundleId`.
    pub domain: Option<String>,
    /// What the file calls it: Graph's `displayName`, Jamf's `general/name`.
    pub name: Option<String>,
    /// For whom the MDM installs it, where what is around it says that: Jamf's level, Graph's `deploymentChannel`.
    pub deployment: Option<Deployment>,
    /// Where it stands in the JSON around it, such as `/value/3/payload`.
    pub within: Option<KeyPath>,
    /// The bytes of [`Opening::text`] that it was taken from, when they are not the whole file.
    pub around: Option<Span>,
    /// How its bytes relate to those of the file.
    pub origin: Origin,
    /// Whether UTF-16 was recoded on the way.
    utf16: bool,
}

/// For whom an MDM installs a profile, whatever the profile says itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deployment {
    /// Jamf's computer level, Graph's `deviceChannel`.
    Device,
    /// Jamf's user level, Graph's `userChannel`.
    User,
}

/// How the bytes of a content relate to those of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// They are the file.
    File,
    /// They are the file's text in UTF-8: offsets are its own, lines and columns those of the file.
    Recoded,
    /// They are text of the file with its references resolved.
    Escaped(OffsetMap),
    /// They were signed or base64: they have no place in the file.
    Decoded,
}

impl<'a> Opening<'a> {
    /// The one property list of a file, for whoever acts on it: a file that was altered after it was signed, or whose
    /// layers are broken, has none.
    ///
    /// # Errors
    ///
    /// What is wrong with the layers, or that there is not one property list.
    pub fn single(&self) -> Result<&Content<'a>, Vec<Problem>> {
        match self.contents.as_slice() {
            [content] if self.problems.is_empty() => Ok(content),
            [_, _, ..] if self.problems.is_empty() => {
                let several = ParseProblem::SeveralPropertyLists { count: self.contents.len() };
                Err(vec![Problem { place: Place::File, kind: ProblemKind::Parse(several) }])
            }
            _ => Err(self.problems.clone()),
        }
    }

    /// The text in which places of the file count: the file, or what it says in UTF-8 where it is UTF-16.
    #[must_use]
    pub fn text(&self) -> &[u8] {
        match self.contents.as_slice() {
            [content] if content.origin == Origin::Recoded => &content.bytes,
            _ => self.recoded.as_deref().unwrap_or(self.file),
        }
    }
}

impl Content<'_> {
    /// Reads the property list. An XML declaration that names UTF-16 is right where the text was that, and another is
    /// wrong.
    #[must_use]
    pub fn read(&self) -> Reading {
        let mut reading = plist::read(&self.bytes);
        if self.utf16 {
            reading.problems.retain(|problem| match &problem.kind {
                ProblemKind::Parse(ParseProblem::DeclaredEncoding { found }) => !utf16::is_name(found),
                _ => true,
            });
            reading.problems.extend(utf16::contradiction(&self.bytes));
        }
        reading
    }

    /// Where a span of the content stands in [`Opening::text`]; none when it was decoded.
    #[must_use]
    pub fn in_file(&self, span: Span) -> Option<Span> {
        match &self.origin {
            Origin::File | Origin::Recoded => Some(span),
            Origin::Escaped(map) => Some(map.in_file(span)),
            Origin::Decoded => None,
        }
    }
}

/// Opens a file. Never panics.
#[must_use]
pub fn open(bytes: &[u8]) -> Opening<'_> {
    let mut opening = Opening { file: bytes, ..Opening::default() };
    if bytes.len() > MAX_BYTES {
        opening.report(None, ParseProblem::TooLarge { bytes: bytes.len() });
        return opening;
    }
    let whole = Content {
        bytes: Cow::Borrowed(bytes),
        layers: Vec::new(),
        domain: None,
        name: None,
        deployment: None,
        within: None,
        around: None,
        origin: Origin::File,
        utf16: false,
    };
    opening.unwrap(whole);
    opening
}

/// The layer that the bytes begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Begins {
    Utf16(ByteOrder),
    Pem,
    Signed,
    Classic,
    Json,
}

fn begins(content: &Content<'_>) -> Option<Begins> {
    let bytes = &*content.bytes;
    let is_text = matches!(content.origin, Origin::File | Origin::Recoded);
    let begins_with = bytes.trim_ascii_start();
    match plist::looks_like(bytes) {
        // Text that is UTF-16 once more is a trick, and grows by half each time.
        Some(LooksLike::Utf16) if !content.utf16 => Some(Begins::Utf16(utf16::order(bytes))),
        Some(LooksLike::Signed) if begins_with.first() == Some(&0x30) => Some(Begins::Signed),
        Some(LooksLike::Signed) => Some(Begins::Pem),
        Some(LooksLike::Json) if is_text => Some(Begins::Json),
        // A list inside of a list is no file that anybody has; so these two stand outermost or not at all.
        None if is_text && classic::is_root(bytes) => Some(Begins::Classic),
        _ => None,
    }
}

impl<'a> Opening<'a> {
    /// Takes off layers until a property list is left, and keeps that.
    fn unwrap(&mut self, mut content: Content<'a>) {
        loop {
            let Some(layer) = begins(&content) else { return self.keep(content) };
            if self.layers.len() + content.layers.len() >= MAX_LAYERS {
                return self.report(content.around, ParseProblem::TooManyLayers);
            }
            // What is decoded from a text leaves nothing of the text in which places count.
            if matches!(layer, Begins::Pem | Begins::Signed) && content.origin == Origin::Recoded {
                self.recoded = Some(content.bytes.to_vec());
            }
            match layer {
                Begins::Utf16(order) => {
                    let (text, fault) = utf16::decode(&content.bytes, order);
                    if let Some(place) = fault {
                        let in_file = (content.origin == Origin::File).then_some(place);
                        self.report(in_file.or(content.around), ParseProblem::BadUtf16);
                    }
                    content.bytes = Cow::Owned(text.into_bytes());
                    content.utf16 = true;
                    content.origin = match content.origin {
                        Origin::File => Origin::Recoded,
                        // The offsets were those of the text before.
                        Origin::Recoded | Origin::Escaped(_) | Origin::Decoded => Origin::Decoded,
                    };
                    self.add_layer(&mut content, Layer::Utf16(order));
                }
                Begins::Pem => match pem::decode(&content.bytes) {
                    Ok(decoded) => {
                        content.bytes = Cow::Owned(decoded);
                        content.origin = Origin::Decoded;
                        self.add_layer(&mut content, Layer::Pem);
                        // What PEM holds has a label that says what it is.
                        if plist::looks_like(&content.bytes) != Some(LooksLike::Signed) {
                            return self.keep(content);
                        }
                    }
                    Err(problem) => return self.report(content.around, problem),
                },
                Begins::Signed => match signed::open(content.bytes.trim_ascii_start()) {
                    Ok((signed, inside, problem)) => {
                        content.origin = Origin::Decoded;
                        self.add_layer(&mut content, Layer::Signed(signed));
                        if let Some(problem) = problem {
                            self.report(content.around, ParseProblem::Signature(problem));
                        }
                        let Some(inside) = inside else { return };
                        content.bytes = Cow::Owned(inside);
                    }
                    Err(problem) => {
                        return self.report(content.around, ParseProblem::Signature(problem));
                    }
                },
                Begins::Classic => return self.classic(content),
                Begins::Json => return self.graph(content),
            }
        }
    }

    fn classic(&mut self, content: Content<'a>) {
        self.layers.push(Layer::JamfClassic);
        let classic::Found { profiles, problems } = classic::read(&content.bytes);
        self.problems.extend(problems);
        let utf16 = content.utf16;
        for classic::Profile { name, level, text, around, offsets } in profiles {
            self.unwrap(Content {
                bytes: Cow::Owned(text.into_bytes()),
                layers: Vec::new(),
                domain: None,
                name,
                deployment: level.and_then(|level| classic::deployment(&level)),
                within: None,
                around: Some(around),
                origin: Origin::Escaped(offsets),
                utf16,
            });
        }
        self.keep_text(content);
    }

    fn graph(&mut self, content: Content<'a>) {
        match graph::read(&content.bytes) {
            Ok(graph::Found { layer, bodies }) => {
                self.layers.push(layer);
                for body in bodies {
                    match body.bytes {
                        Ok(bytes) => self.unwrap(Content {
                            bytes: Cow::Owned(bytes),
                            layers: Vec::new(),
                            domain: body.domain,
                            name: body.name,
                            deployment: body.deployment,
                            within: Some(body.within),
                            around: body.around,
                            origin: Origin::Decoded,
                            utf16: false,
                        }),
                        Err(problem) => self.report(body.around, problem),
                    }
                }
            }
            Err((place, problem)) => self.report(place, problem),
        }
        self.keep_text(content);
    }

    /// Keeps the text that places count in, when it is not the file itself.
    fn keep_text(&mut self, content: Content<'a>) {
        if content.origin == Origin::Recoded {
            self.recoded = Some(content.bytes.into_owned());
        }
    }

    fn add_layer(&mut self, content: &mut Content<'a>, layer: Layer) {
        let inner = matches!(
            self.layers.last(),
            Some(Layer::JamfClassic | Layer::AppleBusiness | Layer::Graph { .. })
        );
        if inner { content.layers.push(layer) } else { self.layers.push(layer) }
    }

    /// Keeps a property list; names what is none.
    fn keep(&mut self, content: Content<'a>) {
        if let Some(looks_like) = plist::looks_like(&content.bytes) {
            self.report(content.around, ParseProblem::NotAPropertyList { looks_like });
            self.keep_text(content);
        } else if self.contents.len() < MAX_CONTENTS {
            self.contents.push(content);
        } else {
            self.report(content.around, ParseProblem::TooManyElements);
        }
    }

    fn report(&mut self, place: Option<Span>, problem: ParseProblem) {
        let (place, problem) = match self.problems.len() {
            count if count < MAX_PROBLEMS => (place.map_or(Place::File, Place::Bytes), problem),
            MAX_PROBLEMS => (Place::File, ParseProblem::TooManyProblems),
            _ => return,
        };
        self.problems.push(Problem { place, kind: ProblemKind::Parse(problem) });
    }
}
