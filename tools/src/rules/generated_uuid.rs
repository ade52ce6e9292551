//! An envelope to a UUID of its own, the same every time, for rules that find one missing or used elsewhere.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use latchkey_mdm_manifests::uuid_for;
use latchkey_profile_schema::{Document, KeyPath, Node, Segment, Value};

use crate::fix::{Edit, Fix};
use crate::phrase::quoted;

const UUID: &str = "PayloadUUID";
const IDENTIFIER: &str = "PayloadIdentifier";

/// The UUIDs of a document, found out when the first one is asked for, going through the document once.
pub(crate) struct Uuids<'d> {
    /// The document.
    pub(crate) document: &'d Document,
    index: OnceCell<Index>,
}

/// What every envelope says.
#[derive(Default)]
struct Index {
    /// The UUIDs, in capitals.
    used: HashSet<String>,
    /// For an envelope, how many before it have its identifier: copies have that of what they were copied from.
    before: HashMap<*const Node, usize>,
}

impl<'d> Uuids<'d> {
    /// Those of this document.
    pub(crate) const fn of(document: &'d Document) -> Self {
        Self { document, index: OnceCell::new() }
    }

    /// The fix that writes a new UUID at a path, made of the identifier beside it; none where there is no identifier.
    pub(super) fn generated(&self, path: &KeyPath) -> Option<Fix> {
        let (Segment::Key(_), envelope) = path.segments().split_last()? else { return None };
        let envelope = KeyPath::from(envelope.to_vec());
        let node = self.document.at(&envelope)?;
        let identifier = node.get(IDENTIFIER)?.as_str().filter(|identifier| !identifier.trim().is_empty())?;
        let Index { used, before } = self.index.get_or_init(|| Index::of(&self.document.root));
        let before = before.get(&std::ptr::from_ref(node)).copied()?;
        let names = (before + 1..before + 100).map(|number| match number {
            1 => identifier.to_owned(),
            number => format!("{identifier}.{number}"),
        });
        let uuid =
            names.map(|name| uuid_for(&name)).find(|uuid| !used.contains(&uuid.to_ascii_uppercase()))?;
        let title = format!("write {}, made from {}", quoted(&uuid), quoted(identifier));
        let value = Value::String(uuid);
        let edit = match node.get(UUID) {
            Some(_) => Edit::Value(path.clone(), value),
            None => Edit::Insert { into: envelope, key: UUID.to_owned(), value },
        };
        Some(Fix::guess(title, [edit]))
    }
}

impl Index {
    /// Every dictionary with an identifier or a UUID, in the order of the file.
    fn of(root: &Node) -> Self {
        let mut index = Self::default();
        let mut alike: HashMap<&str, usize> = HashMap::new();
        let mut open = vec![root];
        while let Some(node) = open.pop() {
            let text = |key| node.get(key).and_then(Node::as_str);
            index.used.extend(text(UUID).map(str::to_ascii_uppercase));
            if let Some(identifier) = text(IDENTIFIER) {
                let earlier = alike.entry(identifier).or_default();
                index.before.insert(std::ptr::from_ref(node), *earlier);
                *earlier += 1;
            }
            open.extend(node.items().iter().rev());
            open.extend(node.entries().iter().rev().map(|entry| &entry.node));
        }
        index
    }
}
