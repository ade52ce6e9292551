//! A value to a number that is the same for the same value, wherever it stands and however its numbers are written.

use std::hash::{DefaultHasher, Hash, Hasher};

use latchkey_profile_schema::{Node, Value};

/// The digest of a value.
pub(super) fn of(node: &Node) -> u64 {
    let mut hasher = DefaultHasher::new();
    write(node, &mut hasher);
    hasher.finish()
}

/// The digest of a key of a domain and its value.
pub(super) fn of_entry(domain: &str, key: &str, node: &Node) -> u64 {
    let mut hasher = DefaultHasher::new();
    (domain, key).hash(&mut hasher);
    write(node, &mut hasher);
    hasher.finish()
}

/// The digest of parts in whatever order.
pub(super) fn of_all(mut parts: Vec<u64>) -> u64 {
    let mut hasher = DefaultHasher::new();
    parts.sort_unstable();
    parts.hash(&mut hasher);
    hasher.finish()
}

/// Documents are of bounded depth.
fn write(node: &Node, hasher: &mut DefaultHasher) {
    match &node.value {
        Value::String(text) => (0_u8, text).hash(hasher),
        // Where a real is expected an integer is as good.
        Value::Integer(number) => (1_u8, (*number as f64).to_bits()).hash(hasher),
        Value::Real(number) => (1_u8, number.to_bits()).hash(hasher),
        Value::Boolean(boolean) => (2_u8, boolean).hash(hasher),
        Value::Date(date) => (3_u8, date).hash(hasher),
        Value::Data(data) => (4_u8, data).hash(hasher),
        Value::Array(items) => {
            (5_u8, items.len()).hash(hasher);
            items.iter().for_each(|item| write(item, hasher));
        }
        Value::Dictionary(entries) => {
            let entries = entries.iter().map(|entry| of_entry("", &entry.key, &entry.node));
            (6_u8, of_all(entries.collect())).hash(hasher);
        }
    }
}

#[cfg(test)]
mod tests {
    use latchkey_profile_schema::plist::read;

    use super::*;

    #[test]
    fn the_same_value_has_the_same_digest() {
        let digest = |xml: &str| {
            of(&read(format!("<plist version=\"1.0\">{xml}</plist>").as_bytes()).document.unwrap().root)
        };
        let same = [
            ("<integer>5</integer>", "<real>5</real>"),
            (
                "<dict><key>a</key><true/><key>b</key><false/></dict>",
                "<dict><key>b</key><false/><key>a</key><true/></dict>",
            ),
        ];
        for (one, other) in same {
            assert_eq!(digest(one), digest(other), "{one}");
        }
        let different = [
            ("<integer>1</integer>", "<string>1</string>"),
            ("<integer>1</integer>", "<true/>"),
            (
                "<array><string>a</string><string>b</string></array>",
                "<array><string>b</string><string>a</string></array>",
            ),
            ("<array/>", "<dict/>"),
        ];
        for (one, other) in different {
            assert_ne!(digest(one), digest(other), "{one}");
        }
    }
}
