//! What stands beside a key, for rules that rename it: of two keys of one name, one would be lost.

use latchkey_profile_schema::{Document, KeyPath, Segment};

use super::Edit;

/// The edit that gives a key its right name; none where the dictionary has that name, or another key that is spelt
/// like it but for case and would get it too.
pub(crate) fn rename(document: Option<&Document>, path: &KeyPath, to: &str) -> Option<Edit> {
    let (Segment::Key(key), parent) = split(path)? else { return None };
    let entries = document?.at(&parent)?.entries();
    let taken = entries
        .iter()
        .any(|entry| entry.key == to || (entry.key != **key && entry.key.eq_ignore_ascii_case(to)));
    let once = entries.iter().filter(|entry| entry.key == **key).count() == 1;
    (once && !taken).then(|| Edit::Key(path.clone(), to.to_owned()))
}

/// Whether the dictionary that holds a key has another one of this name.
pub(crate) fn has_sibling(document: Option<&Document>, path: &KeyPath, name: &str) -> bool {
    split(path).and_then(|(_, parent)| document?.at(&parent)).is_some_and(|parent| parent.get(name).is_some())
}

/// The last step of a path, and the path without it.
fn split(path: &KeyPath) -> Option<(&Segment, KeyPath)> {
    let (last, parent) = path.segments().split_last()?;
    Some((last, KeyPath::from(parent.to_vec())))
}
