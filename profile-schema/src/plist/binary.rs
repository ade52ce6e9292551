//! A binary property list to a tree, shared objects written out at each use.
//!
//! Objects may be shared, so 200 bytes can stand for more values than there are atoms; values and text are counted as
//! they are written out, a container's members already when it opens, and reading ends at the limit. The `plist`
//! library keeps its stream of events private and its whole-value reader knows no such limit, hence a reader of our
//! own. Every slip here leaves the whole tree in doubt, except for a key that stands twice.

mod objects;
#[cfg(test)]
mod tests;

use self::objects::{Object, Objects, References};
use super::report::{Report, duplicates};
use super::scalar::excerpt;
use super::{Format, MAX_DEPTH, MAX_ELEMENTS, MAX_TEXT, Reading, Root};
use crate::document::Part;
use crate::document::{Document, Entry, Node, Value};
use crate::key_path::{KeyPath, Segment};
use crate::problem::Place;
use crate::problem::{BinaryProblem, ParseProblem};

/// Reads what begins with `bplist`.
pub(super) fn read(bytes: &[u8]) -> Reading {
    let mut report = Report::default();
    let root = Objects::new(bytes).map_err(ParseProblem::Binary).and_then(|objects| {
        let open = vec![0; usize::try_from(objects.count / 64 + 1).unwrap_or(0)];
        let tree = Tree { objects, open, frames: Vec::new(), elements: 0, text: 0, report: &mut report };
        tree.write_out()
    });
    let document = match root {
        Ok(root) => Some(Document { root }),
        Err(problem) => {
            report.forget_paths();
            report.add(Place::File, problem);
            None
        }
    };
    let problems = report.into_problems();
    Reading { document, format: Some(Format::Binary), root: Root::Plist, problems, remarks: Vec::new() }
}

struct Tree<'a, 'r> {
    objects: Objects<'a>,
    /// One bit for each object that stands in `frames`.
    open: Vec<u64>,
    frames: Vec<Frame<'a>>,
    elements: usize,
    text: usize,
    report: &'r mut Report,
}

/// A container whose members are being written out.
struct Frame<'a> {
    object: u64,
    members: References<'a>,
    next: usize,
    holds: Holds<'a>,
}

enum Holds<'a> {
    Array(Vec<Node>),
    Dictionary { keys: References<'a>, key: Option<String>, entries: Vec<Entry> },
}

impl<'a> Tree<'a, '_> {
    fn write_out(mut self) -> Result<Node, ParseProblem> {
        self.count(1)?;
        let mut finished = self.enter(self.objects.top)?;
        loop {
            if let Some(value) = finished.take() {
                let node = Node { value, span: None };
                match self.frames.last_mut().map(|frame| &mut frame.holds) {
                    None => return Ok(node),
                    Some(Holds::Array(items)) => items.push(node),
                    Some(Holds::Dictionary { key, entries, .. }) => {
                        let key = key.take().unwrap_or_default();
                        entries.push(Entry { key, key_span: None, node });
                    }
                }
            }
            finished = self.step()?;
        }
    }

    /// Goes into the next member of the innermost container, or leaves the container.
    fn step(&mut self) -> Result<Option<Value>, ParseProblem> {
        let Some(frame) = self.frames.last_mut() else { return Ok(None) };
        let index = frame.next;
        frame.next += 1;
        let Some(member) = frame.members.get(index) else { return Ok(self.leave()) };
        if let Holds::Dictionary { keys, .. } = &frame.holds {
            let name = keys.get(index).unwrap_or(u64::MAX);
            let text = self.key(name)?;
            if let Some(Frame { holds: Holds::Dictionary { key, .. }, .. }) = self.frames.last_mut() {
                *key = Some(text);
            }
        }
        self.enter(member)
    }

    /// The value of an object that has no members; one that has members is opened.
    fn enter(&mut self, object: u64) -> Result<Option<Value>, ParseProblem> {
        let (members, holds) = match self.objects.read(object).map_err(ParseProblem::Binary)? {
            Object::Scalar(value) => {
                self.weigh(&value)?;
                return Ok(Some(value));
            }
            Object::Array(members) => (members, Holds::Array(Vec::new())),
            Object::Dictionary { keys, values } => {
                (values, Holds::Dictionary { keys, key: None, entries: Vec::new() })
            }
        };
        let (word, bit) = (usize::try_from(object / 64).unwrap_or(usize::MAX), 1 << (object % 64));
        if let Some(open) = self.open.get_mut(word) {
            if *open & bit != 0 {
                return Err(ParseProblem::Binary(BinaryProblem::Cycle { object }));
            }
            *open |= bit;
        }
        if self.frames.len() >= MAX_DEPTH {
            return Err(ParseProblem::TooDeep);
        }
        self.count(members.len())?;
        self.frames.push(Frame { object, members, next: 0, holds: holds.with_room(members.len()) });
        Ok(None)
    }

    fn leave(&mut self) -> Option<Value> {
        let frame = self.frames.pop()?;
        if let Some(open) = usize::try_from(frame.object / 64).ok().and_then(|word| self.open.get_mut(word)) {
            *open &= !(1 << (frame.object % 64));
        }
        Some(match frame.holds {
            Holds::Array(items) => Value::Array(items),
            Holds::Dictionary { entries, .. } => {
                let mut repeated = Vec::new();
                duplicates(&entries, |_, later| repeated.push(later.key.as_str()));
                for key in repeated {
                    let problem = ParseProblem::DuplicateKey { key: excerpt(key), first: None };
                    self.report.add(Place::Path(self.path().key(key), Part::Key), problem);
                }
                Value::Dictionary(entries)
            }
        })
    }

    fn key(&mut self, object: u64) -> Result<String, ParseProblem> {
        match self.objects.read(object).map_err(ParseProblem::Binary)? {
            Object::Scalar(Value::String(key)) => {
                self.spend(key.len())?;
                Ok(key)
            }
            _ => {
                let offset = self.objects.offset(object).map_err(ParseProblem::Binary)?;
                Err(ParseProblem::Binary(BinaryProblem::KeyNotAString { offset }))
            }
        }
    }

    /// The place of the value that is being written out.
    fn path(&self) -> KeyPath {
        let segments = self.frames.iter().map(|frame| match &frame.holds {
            Holds::Array(items) => Segment::Index(items.len()),
            Holds::Dictionary { key, .. } => Segment::Key(key.as_deref().unwrap_or_default().into()),
        });
        segments.collect::<Vec<_>>().into()
    }

    fn count(&mut self, values: usize) -> Result<(), ParseProblem> {
        self.elements = self.elements.saturating_add(values);
        if self.elements > MAX_ELEMENTS { Err(ParseProblem::TooManyElements) } else { Ok(()) }
    }

    fn weigh(&mut self, value: &Value) -> Result<(), ParseProblem> {
        match value {
            Value::String(text) => self.spend(text.len()),
            Value::Data(bytes) => self.spend(bytes.len()),
            _ => Ok(()),
        }
    }

    fn spend(&mut self, bytes: usize) -> Result<(), ParseProblem> {
        self.text = self.text.saturating_add(bytes);
        if self.text > MAX_TEXT { Err(ParseProblem::TooMuchText) } else { Ok(()) }
    }
}

impl Holds<'_> {
    /// INVARIANT: the members have been counted, so the room of all open containers together is within the limit.
    fn with_room(mut self, members: usize) -> Self {
        match &mut self {
            Self::Array(items) => items.reserve_exact(members),
            Self::Dictionary { entries, .. } => entries.reserve_exact(members),
        }
        self
    }
}
