//! An envelope to a UUID of its own, the same every time, for rules that find one missing or used elsewhere.

use latchkey_mdm_manifests::uuid_for;
use latchkey_profile_schema::{Document, KeyPath, Node, Segment, Value};

use crate::fix::{Edit, Fix};
use crate::phrase::quoted;

const UUID: &str = "PayloadUUID";
const IDENTIFIER: &str = "PayloadIdentifier";

/// The fix that writes a new UUID at a path, made of the identifier beside it; none where there is no identifier.
pub(super) fn generated(document: &Document, path: &KeyPath) -> Option<Fix> {
    let (Segment::Key(_), envelope) = path.segments().split_last()? else { return None };
    let envelope = KeyPath::from(envelope.to_vec());
    let node = document.at(&envelope)?;
    let identifier = node.get(IDENTIFIER)?.as_str().filter(|identifier| !identifier.trim().is_empty())?;
    let mut envelopes = Vec::new();
    collect(&document.root, &mut envelopes);
    let used = |uuid: &String| {
        let theirs = envelopes.iter().filter_map(|other| other.get(UUID).and_then(Node::as_str));
        theirs.into_iter().any(|other| other.eq_ignore_ascii_case(uuid))
    };
    // Copies have the identifier of what they were copied from too.
    let alike =
        envelopes.iter().filter(|other| other.get(IDENTIFIER).and_then(Node::as_str) == Some(identifier));
    let before = alike.take_while(|other| !std::ptr::eq(**other, node)).count();
    let names = (before + 1..before + 100).map(|number| match number {
        1 => identifier.to_owned(),
        number => format!("{identifier}.{number}"),
    });
    let uuid = names.map(|name| uuid_for(&name)).find(|uuid| !used(uuid))?;
    let title = format!("write {}, made from {}", quoted(&uuid), quoted(identifier));
    let value = Value::String(uuid);
    let edit = match node.get(UUID) {
        Some(_) => Edit::Value(path.clone(), value),
        None => Edit::Insert { into: envelope, key: UUID.to_owned(), value },
    };
    Some(Fix::guess(title, [edit]))
}

/// Every dictionary with an identifier or a UUID, in the order of the file.
fn collect<'n>(root: &'n Node, envelopes: &mut Vec<&'n Node>) {
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        if node.get(UUID).is_some() || node.get(IDENTIFIER).is_some() {
            envelopes.push(node);
        }
        open.extend(node.items().iter().rev());
        open.extend(node.entries().iter().rev().map(|entry| &entry.node));
    }
}
