//! A tree to a binary property list, through the library that writes them.

use super::{Fault, Refusal, WriteError, integer, moment, real, unique};
use crate::document::{Entry, Node, Value};
use crate::key_path::{KeyPath, Segment};
use crate::plist::MAX_DEPTH;

/// A binary property list.
pub fn write_binary(root: &Value) -> Result<Vec<u8>, WriteError> {
    let value = library_value(root, 1).map_err(Fault::into_error)?;
    let mut bytes = Vec::new();
    plist::to_writer_binary(&mut bytes, &value)
        .map_err(|_| WriteError { path: KeyPath::root(), refusal: Refusal::Binary })?;
    Ok(bytes)
}

/// The value as the library that writes binary files has it.
fn library_value(value: &Value, depth: usize) -> Result<plist::Value, Fault> {
    match value {
        Value::Array(_) | Value::Dictionary(_) if depth > MAX_DEPTH => Err(Fault::here(Refusal::TooDeep)),
        Value::Array(items) => library_array(items, depth).map(plist::Value::Array),
        Value::Dictionary(entries) => library_dictionary(entries, depth).map(plist::Value::Dictionary),
        leaf => library_leaf(leaf),
    }
}

fn library_leaf(value: &Value) -> Result<plist::Value, Fault> {
    Ok(match value {
        Value::String(text) => plist::Value::String(text.clone()),
        Value::Integer(number) => plist::Value::Integer(integer(*number)?),
        Value::Real(number) => plist::Value::Real(real(*number)?),
        Value::Boolean(boolean) => plist::Value::Boolean(*boolean),
        Value::Date(text) => {
            moment(text)?;
            let date = plist::Date::from_xml_format(text);
            plist::Value::Date(date.map_err(|_| Fault::here(Refusal::BadDate { found: text.clone() }))?)
        }
        Value::Data(bytes) => plist::Value::Data(bytes.clone()),
        Value::Array(_) => plist::Value::Array(Vec::new()),
        Value::Dictionary(_) => plist::Value::Dictionary(plist::Dictionary::new()),
    })
}

fn library_array(items: &[Node], depth: usize) -> Result<Vec<plist::Value>, Fault> {
    let mut values = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let value = library_value(&item.value, depth + 1);
        values.push(value.map_err(|fault| fault.below(Segment::Index(index)))?);
    }
    Ok(values)
}

fn library_dictionary(entries: &[Entry], depth: usize) -> Result<plist::Dictionary, Fault> {
    unique(entries)?;
    let mut dictionary = plist::Dictionary::new();
    for Entry { key, node, .. } in entries {
        let value = library_value(&node.value, depth + 1);
        let value = value.map_err(|fault| fault.below(Segment::Key(key.as_str().into())))?;
        dictionary.insert(key.clone(), value);
    }
    Ok(dictionary)
}
