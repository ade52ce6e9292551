//! A text and the tree that was read of it to the keys that are null there: a tree holds none of them.

use latchkey_profile_schema::plist::MAX_PROBLEMS;
use latchkey_profile_schema::{Entry, KeyPath, Node, Value};

use super::{Syntax, places};

/// The keys of a text that its tree does not have; of very many only the first.
pub(super) fn nulls(text: &str, syntax: Syntax, root: &Value) -> Vec<KeyPath> {
    let mut found = Vec::new();
    // TOML has no null.
    if syntax != Syntax::Toml
        && let Some(written) = places(text, syntax)
    {
        missing(&written.root, root, &KeyPath::root(), &mut found);
    }
    found
}

fn missing(written: &Node, read: &Value, at: &KeyPath, found: &mut Vec<KeyPath>) {
    match (&written.value, read) {
        (Value::Dictionary(written), Value::Dictionary(read)) => {
            // Both have the order of the text, so that the next one is hardly ever far.
            let mut rest = read.as_slice();
            for Entry { key, node, .. } in written {
                match rest.split_first() {
                    Some((next, after)) if next.key == *key => {
                        rest = after;
                        missing(node, &next.node.value, &at.key(key), found);
                    }
                    _ if found.len() < MAX_PROBLEMS => found.push(at.key(key)),
                    _ => return,
                }
            }
        }
        (Value::Array(written), Value::Array(read)) => {
            for (index, (written, read)) in written.iter().zip(read).enumerate() {
                missing(written, &read.value, &at.index(index), found);
            }
        }
        _ => {}
    }
}
