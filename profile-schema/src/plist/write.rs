//! A tree to the bytes of a property list, laid out as Apple's own tools lay it out: the same tree, the same bytes.

mod binary;
#[cfg(test)]
mod tests;

pub use binary::write_binary;

use std::collections::HashSet;
use std::fmt::Write as _;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{MAX_DEPTH, date};
use crate::document::{Entry, Node, Value};
use crate::key_path::{KeyPath, Segment};

const HEAD: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
    "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" ",
    "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n",
    "<plist version=\"1.0\">\n",
);
const TAIL: &str = "</plist>\n";

/// A value that no property list of this kind can hold.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("`{path}` {refusal}")]
pub struct WriteError {
    /// Where it stands.
    pub path: KeyPath,
    /// Why it is refused.
    pub refusal: Refusal,
}

/// Why a value is refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// XML 1.0 section 2.2 forbids the character.
    #[error("holds the character U+{code:04X}, which XML cannot carry")]
    Character {
        /// Its code.
        code: u32,
    },
    /// Property lists hold −2⁶³ … 2⁶⁴−1.
    #[error("is {found}, outside of the integers of a property list")]
    IntegerOutOfRange {
        /// The integer.
        found: i128,
    },
    /// Neither infinite nor no number at all.
    #[error("is no finite number")]
    NotFinite,
    /// `YYYY-MM-DDThh:mm:ssZ`.
    #[error("is `{found}`, expected a date as `YYYY-MM-DDThh:mm:ssZ`")]
    BadDate {
        /// The text.
        found: String,
    },
    /// Readers disagree on which of the two counts.
    #[error("stands twice in one dictionary")]
    DuplicateKey,
    /// Deeper than [`MAX_DEPTH`].
    #[error("is nested deeper than {MAX_DEPTH} levels")]
    TooDeep,
    /// What the library that writes binary property lists says.
    #[error("cannot be written as a binary property list")]
    Binary,
}

/// A whole XML property list.
pub fn write(root: &Value) -> Result<String, WriteError> {
    let mut writer = Writer { text: HEAD.to_owned(), layout: Layout::Lines };
    writer.value(root, 0, 1).map_err(Fault::into_error)?;
    writer.text.push_str(TAIL);
    Ok(writer.text)
}

/// A whole XML property list with nothing between its tags, for readers that take white space there for a value.
pub fn write_flat(root: &Value) -> Result<String, WriteError> {
    let mut writer = Writer { text: HEAD.trim_ascii_end().to_owned(), layout: Layout::Flat };
    writer.value(root, 0, 1).map_err(Fault::into_error)?;
    writer.text.push_str(TAIL);
    Ok(writer.text)
}

/// Keys and values alone, as Intune's preference files have them.
pub fn write_fragment(entries: &[Entry]) -> Result<String, WriteError> {
    let mut writer = Writer { text: String::new(), layout: Layout::Lines };
    writer.entries(entries, 0, 2).map_err(Fault::into_error)?;
    Ok(writer.text)
}

/// A dictionary without `<plist>` around it, as Workspace ONE's custom settings have it.
pub fn write_dictionary(entries: &[Entry]) -> Result<String, WriteError> {
    let mut writer = Writer { text: String::new(), layout: Layout::Lines };
    writer.dictionary(entries, 0, 1).map_err(Fault::into_error)?;
    Ok(writer.text)
}

/// A refusal on its way up; each level adds its step.
#[derive(Debug)]
struct Fault {
    upward: Vec<Segment>,
    refusal: Refusal,
}

impl Fault {
    const fn here(refusal: Refusal) -> Self {
        Self { upward: Vec::new(), refusal }
    }

    fn below(mut self, segment: Segment) -> Self {
        self.upward.push(segment);
        self
    }

    fn into_error(mut self) -> WriteError {
        self.upward.reverse();
        WriteError { path: self.upward.into(), refusal: self.refusal }
    }
}

/// What stands between tags.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// Each on a line of its own, indented by tabs.
    Lines,
    /// Nothing.
    Flat,
}

struct Writer {
    text: String,
    layout: Layout,
}

impl Writer {
    /// INVARIANT: `depth` ends the recursion at [`MAX_DEPTH`]. What has no members is written elsewhere, which keeps
    /// the frame of one level small.
    fn value(&mut self, value: &Value, indentation: usize, depth: usize) -> Result<(), Fault> {
        match value {
            Value::Array(_) | Value::Dictionary(_) if depth > MAX_DEPTH => Err(Fault::here(Refusal::TooDeep)),
            Value::Array(items) => self.array(items, indentation, depth),
            Value::Dictionary(entries) => self.dictionary(entries, indentation, depth),
            leaf => self.leaf(leaf, indentation),
        }
    }

    fn leaf(&mut self, value: &Value, indentation: usize) -> Result<(), Fault> {
        self.indent(indentation);
        match value {
            Value::String(text) => {
                self.text.push_str("<string>");
                self.escaped(text)?;
                self.tag("</string>");
            }
            Value::Integer(number) => {
                integer(*number)?;
                self.format(format_args!("<integer>{number}"));
                self.tag("</integer>");
            }
            Value::Real(number) => {
                real(*number)?;
                // Far from 1 the plain notation has hundreds of digits.
                if *number == 0.0 || (1e-5..1e16).contains(&number.abs()) {
                    self.format(format_args!("<real>{number}"));
                } else {
                    self.format(format_args!("<real>{number:e}"));
                }
                self.tag("</real>");
            }
            Value::Boolean(true) => self.tag("<true/>"),
            Value::Boolean(false) => self.tag("<false/>"),
            Value::Date(text) => {
                moment(text)?;
                self.format(format_args!("<date>{text}"));
                self.tag("</date>");
            }
            Value::Data(bytes) => self.data(bytes, indentation),
            Value::Array(_) | Value::Dictionary(_) => {}
        }
        Ok(())
    }

    fn array(&mut self, items: &[Node], indentation: usize, depth: usize) -> Result<(), Fault> {
        self.indent(indentation);
        if items.is_empty() {
            self.tag("<array/>");
            return Ok(());
        }
        self.tag("<array>");
        for (index, item) in items.iter().enumerate() {
            self.value(&item.value, indentation + 1, depth + 1)
                .map_err(|fault| fault.below(Segment::Index(index)))?;
        }
        self.indent(indentation);
        self.tag("</array>");
        Ok(())
    }

    fn dictionary(&mut self, entries: &[Entry], indentation: usize, depth: usize) -> Result<(), Fault> {
        self.indent(indentation);
        if entries.is_empty() {
            self.tag("<dict/>");
            return Ok(());
        }
        self.tag("<dict>");
        self.entries(entries, indentation + 1, depth + 1)?;
        self.indent(indentation);
        self.tag("</dict>");
        Ok(())
    }

    fn entries(&mut self, entries: &[Entry], indentation: usize, depth: usize) -> Result<(), Fault> {
        unique(entries)?;
        for Entry { key, node, .. } in entries {
            let below = |fault: Fault| fault.below(Segment::Key(key.as_str().into()));
            self.indent(indentation);
            self.text.push_str("<key>");
            self.escaped(key).map_err(below)?;
            self.tag("</key>");
            self.value(&node.value, indentation, depth).map_err(below)?;
        }
        Ok(())
    }

    fn escaped(&mut self, text: &str) -> Result<(), Fault> {
        let mut rest = text;
        while let Some(at) =
            rest.find(|sign| matches!(sign, '\0'..' ' | '&' | '<' | '>' | '\u{FFFE}' | '\u{FFFF}'))
        {
            let (plain, marked) = rest.split_at(at);
            self.text.push_str(plain);
            let mut signs = marked.chars();
            match signs.next() {
                Some('&') => self.text.push_str("&amp;"),
                Some('<') => self.text.push_str("&lt;"),
                Some('>') => self.text.push_str("&gt;"),
                // Parsers turn a plain CR into LF: XML 1.0 section 2.11.
                Some('\r') => self.text.push_str("&#13;"),
                Some(blank @ ('\t' | '\n')) => self.text.push(blank),
                Some(other) => return Err(Fault::here(Refusal::Character { code: other.into() })),
                None => {}
            }
            rest = signs.as_str();
        }
        self.text.push_str(rest);
        Ok(())
    }

    /// Base64 in lines that end at column 76 where a tab is 8 wide, as Apple breaks them.
    fn data(&mut self, bytes: &[u8], indentation: usize) {
        if bytes.is_empty() {
            self.tag("<data></data>");
            return;
        }
        self.tag("<data>");
        let width = match self.layout {
            Layout::Lines => 76_usize.saturating_sub(8 * indentation).max(16) / 4 * 3,
            Layout::Flat => bytes.len(),
        };
        for line in bytes.chunks(width) {
            self.indent(indentation);
            STANDARD.encode_string(line, &mut self.text);
            self.tag("");
        }
        self.indent(indentation);
        self.tag("</data>");
    }

    fn format(&mut self, arguments: std::fmt::Arguments<'_>) {
        // Writing to a `String` cannot fail.
        let _ = self.text.write_fmt(arguments);
    }

    /// A tag that ends its line.
    fn tag(&mut self, tag: &str) {
        self.text.push_str(tag);
        if self.layout == Layout::Lines {
            self.text.push('\n');
        }
    }

    fn indent(&mut self, indentation: usize) {
        if self.layout == Layout::Flat {
            return;
        }
        self.text.extend(std::iter::repeat_n('\t', indentation));
    }
}

fn integer(number: i128) -> Result<plist::Integer, Fault> {
    let signed = i64::try_from(number).map(plist::Integer::from);
    let either = signed.or_else(|_| u64::try_from(number).map(plist::Integer::from));
    either.map_err(|_| Fault::here(Refusal::IntegerOutOfRange { found: number }))
}

const fn real(number: f64) -> Result<f64, Fault> {
    if number.is_finite() { Ok(number) } else { Err(Fault::here(Refusal::NotFinite)) }
}

fn moment(text: &str) -> Result<(), Fault> {
    if date::is_date(text) { Ok(()) } else { Err(Fault::here(Refusal::BadDate { found: text.to_owned() })) }
}

fn unique(entries: &[Entry]) -> Result<(), Fault> {
    let mut seen = HashSet::with_capacity(entries.len());
    match entries.iter().find(|entry| !seen.insert(entry.key.as_str())) {
        None => Ok(()),
        Some(entry) => Err(Fault::here(Refusal::DuplicateKey).below(Segment::Key(entry.key.as_str().into()))),
    }
}
