//! A text and the tree that was read of it to the integers of the text that are wider than 64 bits: the tree has
//! another number for them, a real that is near.

use latchkey_profile_schema::{Entry, KeyPath, Node, Value};

use super::error::SettingsErrorKind;
use super::faults::Faults;
use super::{Syntax, places};

/// No integer that is nearer to zero than 2^63 is wider than 64 bits.
const FARTHEST: f64 = 9_223_372_036_854_775_808.0;

/// Adds each of them to what is wrong.
pub(super) fn wide_integers(text: &str, syntax: Syntax, root: &Value, faults: &mut Faults) {
    // TOML has none, and texts with reals that are as large are rare.
    if syntax != Syntax::Toml
        && has_large(root)
        && let Some(written) = places(text, syntax)
    {
        compare(text, &written.root, root, &KeyPath::root(), faults);
    }
}

fn has_large(value: &Value) -> bool {
    match value {
        Value::Real(real) => real.abs() >= FARTHEST,
        Value::Array(items) => items.iter().any(|item| has_large(&item.value)),
        Value::Dictionary(entries) => entries.iter().any(|entry| has_large(&entry.node.value)),
        _ => false,
    }
}

fn compare(text: &str, written: &Node, read: &Value, at: &KeyPath, faults: &mut Faults) {
    match (&written.value, read) {
        (Value::Dictionary(written), Value::Dictionary(read)) => {
            // Both have the order of the text; the tree lacks what is null.
            let mut rest = written.iter();
            for Entry { key, node: read, .. } in read {
                if let Some(Entry { node, .. }) = rest.find(|entry| entry.key == *key) {
                    compare(text, node, &read.value, &at.key(key), faults);
                }
            }
        }
        (Value::Array(written), Value::Array(read)) => {
            for (index, (written, read)) in written.iter().zip(read).enumerate() {
                compare(text, written, &read.value, &at.index(index), faults);
            }
        }
        (_, Value::Real(real)) if real.abs() >= FARTHEST => {
            let there = written.span.and_then(|span| text.get(span.start as usize..span.end as usize));
            let digits = there.map(|there| there.trim().trim_start_matches(['-', '+']));
            if digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit())) {
                let found = "an integer of more than 64 bits";
                faults.add(SettingsErrorKind::Inexpressible { path: at.clone(), found });
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings_file::SettingsFile;

    #[test]
    fn an_integer_of_more_than_64_bits_is_refused_where_it_stands() {
        let json = "{\n \"org.latchkey.agent\": {\"A\": 1e30, \"N\": [1, 12345678901234567890123]}\n}";
        let yaml = "org.latchkey.agent:\n  A: 1.0e30\n  N: [1, -12345678901234567890123]\n";
        for (text, syntax, place) in
            [(json, Syntax::Json, "line 2, column 45"), (yaml, Syntax::Yaml, "line 3, column 10")]
        {
            let errors = SettingsFile::examine(text, syntax).errors;
            let [error] = errors.as_slice() else { panic!("{errors:?}") };
            let told = error.to_string();
            assert!(told.starts_with(place) && told.contains("an integer of more than 64 bits"), "{told}");
        }
        let sound = "{\"org.latchkey.agent\": {\"A\": 1e30, \"B\": 18446744073709551615, \"C\": null}}";
        assert_eq!(SettingsFile::examine(sound, Syntax::Json).errors, []);
    }
}
