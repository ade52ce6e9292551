//! One file of Apple's device-management schema (`docs/schema.md` of that repository) to what it says of a payload.

use std::collections::{HashMap, VecDeque};

use super::fault::{Fault, Faults};
use super::pattern::Patterns;
use super::schema::{Author, Below, Delivery, Key, KeyId, Keys, Presence, Schema, Support};
use super::version::Version;
use super::yaml::{At, Graph};
use crate::document::{PlistType, Value};

/// The word for keys that the administrator chooses.
const ANY: &str = "ANY";

/// The payload type that a text names, found without reading it.
pub(super) fn payload_type(text: &str) -> Option<&str> {
    let line = text.lines().find_map(|line| line.trim_start().strip_prefix("payloadtype:"))?;
    let name = line.split(" #").next().unwrap_or_default().trim();
    let name = name.trim_matches(|quote| matches!(quote, '\'' | '"'));
    (!name.is_empty()).then_some(name)
}

/// Reads one file.
pub(super) fn read(file: &str, text: &str, faults: &mut Faults) -> Option<Schema> {
    let graph = match Graph::read(text) {
        Ok(graph) => graph,
        Err(error) => {
            faults.add(Fault::Yaml { line: error.line, reason: error.reason });
            return None;
        }
    };
    let (Some(root), Some(payload)) =
        (graph.root(), graph.root().and_then(|root| graph.get(root, "payload")))
    else {
        faults.add(Fault::NoPayload);
        return None;
    };
    let macos = member(&graph, payload);
    let mut reader =
        Reader { graph: &graph, known: HashMap::new(), queue: VecDeque::new(), keys: Vec::new() };
    let top = graph.get(root, "payloadkeys").map(|list| reader.named(list)).unwrap_or_default();
    reader.finish(faults);
    let text = |key| graph.text(root, key).unwrap_or_default().to_owned();
    let described = graph.text(payload, "content").map_or_else(|| text("description"), str::to_owned);
    Some(Schema {
        payload_type: graph.text(payload, "payloadtype")?.to_owned(),
        title: text("title"),
        description: described,
        author: Author::Apple,
        files: vec![file.to_owned()],
        macos: support(&graph, macos),
        delivery: delivery(&graph, macos),
        documentation: None,
        shapes: vec![top],
        keys: reader.keys,
    })
}

/// Turns the definitions of keys into keys, each once however often it is used.
struct Reader<'a> {
    graph: &'a Graph,
    known: HashMap<At, KeyId>,
    queue: VecDeque<(At, KeyId)>,
    keys: Vec<Key>,
}

impl Reader<'_> {
    /// The number of the key that is defined here; its definition is read later.
    fn id(&mut self, at: At) -> KeyId {
        if let Some(id) = self.known.get(&at) {
            return *id;
        }
        let id = KeyId(self.keys.len());
        self.keys.push(Key::named(self.graph.text(at, "key").unwrap_or_default()));
        self.known.insert(at, id);
        self.queue.push_back((at, id));
        id
    }

    fn named(&mut self, list: At) -> Keys {
        let mut keys = Keys::default();
        for at in self.graph.items(list) {
            let id = self.id(*at);
            match self.graph.text(*at, "key") {
                Some(ANY) => keys.any = Some(id),
                Some(name) => {
                    keys.named.insert(name.to_owned(), id);
                }
                None => {}
            }
        }
        keys
    }

    fn finish(&mut self, faults: &mut Faults) {
        let mut patterns = Patterns::default();
        while let Some((at, id)) = self.queue.pop_front() {
            let below = self.below(at);
            if let Some(key) = self.keys.get_mut(id.0) {
                fill(key, self.graph, at, &mut patterns, faults);
                key.below = match (key.kind, below) {
                    (Some(PlistType::Array), Below::Keys(_))
                    | (Some(PlistType::Dictionary), Below::Items(_)) => Below::Unsaid,
                    (_, below) => below,
                };
            }
        }
    }

    /// What is inside; the sub-keys of a text or number only describe its values.
    fn below(&mut self, at: At) -> Below {
        let graph = self.graph;
        let Some(list) = graph.get(at, "subkeys") else { return Below::Unsaid };
        match graph.text(at, "type") {
            Some("<array>") => Below::Items(graph.items(list).iter().map(|item| self.id(*item)).collect()),
            Some("<dictionary>") => Below::Keys(self.named(list)),
            _ => Below::Unsaid,
        }
    }
}

fn fill(key: &mut Key, graph: &Graph, at: At, patterns: &mut Patterns, faults: &mut Faults) {
    let text = |name| graph.text(at, name);
    key.title = text("title").unwrap_or_default().to_owned();
    key.description = text("content").unwrap_or_default().to_owned();
    key.kind = match text("type") {
        Some(word) => kind(word).unwrap_or_else(|| {
            faults.add(Fault::UnknownType { key: key.name.clone(), found: word.to_owned() });
            None
        }),
        None => None,
    };
    if text("presence") == Some("required") && key.name != ANY {
        key.presence = Presence::Required;
    }
    let values = |list| graph.items(list).iter().filter_map(|at| value(key.kind, graph.scalar(*at)?));
    key.allowed = graph.get(at, "rangelist").map(|list| values(list).collect()).unwrap_or_default();
    if let Some(range) = graph.get(at, "range") {
        key.minimum = graph.text(range, "min").and_then(|text| bound(key.kind, text));
        key.maximum = graph.text(range, "max").and_then(|text| bound(key.kind, text));
    }
    if let Some(repetition) = graph.get(at, "repetition") {
        key.fewest = graph.text(repetition, "min").and_then(|text| text.parse().ok());
        key.most = graph.text(repetition, "max").and_then(|text| text.parse().ok());
    }
    key.default = text("default").and_then(|text| value(key.kind, text));
    key.pattern = text("format").map(|pattern| patterns.compile(pattern));
    if let Some(pattern) = key.pattern.as_ref().filter(|pattern| !pattern.is_checked()) {
        faults.add(Fault::PatternNotChecked { key: key.name.clone(), pattern: pattern.text.clone() });
    }
    key.macos = support(graph, member(graph, at));
}

/// What is said of macOS. A member that is not named is that of the payload, which is compared by itself.
fn member(graph: &Graph, at: At) -> Option<At> {
    graph.get(graph.get(at, "supportedOS")?, "macOS")
}

fn support(graph: &Graph, macos: Option<At>) -> Support {
    let text = |name| macos.and_then(|macos| graph.text(macos, name));
    let version = |name| text(name).and_then(Version::parse);
    Support {
        never: text("introduced") == Some("n/a"),
        introduced: version("introduced"),
        deprecated: version("deprecated"),
        removed: version("removed"),
        last: None,
    }
}

fn delivery(graph: &Graph, macos: Option<At>) -> Delivery {
    let truth = |name| macos.and_then(|macos| graph.text(macos, name)).and_then(boolean);
    Delivery {
        device_channel: truth("devicechannel"),
        user_channel: truth("userchannel"),
        manual_install: truth("allowmanualinstall"),
        user_approved: truth("userapprovedmdm"),
        multiple: truth("multiple"),
    }
}

/// The type of a word; `Some(None)` where any type is good.
fn kind(word: &str) -> Option<Option<PlistType>> {
    Some(match word {
        "<string>" => Some(PlistType::String),
        "<integer>" => Some(PlistType::Integer),
        "<real>" => Some(PlistType::Real),
        "<boolean>" => Some(PlistType::Boolean),
        "<date>" => Some(PlistType::Date),
        "<data>" => Some(PlistType::Data),
        "<array>" => Some(PlistType::Array),
        "<dictionary>" => Some(PlistType::Dictionary),
        "<any>" => None,
        _ => return None,
    })
}

/// A scalar as a value of the key's type.
fn value(kind: Option<PlistType>, text: &str) -> Option<Value> {
    match kind {
        Some(PlistType::Integer) => text.parse().ok().map(Value::Integer),
        Some(PlistType::Real) => text.parse().ok().map(Value::Real),
        Some(PlistType::Boolean) => boolean(text).map(Value::Boolean),
        Some(PlistType::Date) => Some(Value::Date(text.to_owned())),
        Some(PlistType::String) => Some(Value::String(text.to_owned())),
        Some(PlistType::Data | PlistType::Array | PlistType::Dictionary) | None => None,
    }
}

/// A bound; that of an integer may be written as a real.
fn bound(kind: Option<PlistType>, text: &str) -> Option<Value> {
    match kind {
        Some(PlistType::Date) => value(kind, text),
        _ => value(Some(PlistType::Integer), text).or_else(|| value(Some(PlistType::Real), text)),
    }
}

fn boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "True" => Some(true),
        "false" | "False" => Some(false),
        _ => None,
    }
}
