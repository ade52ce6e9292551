//! A value to the text of its element, laid out as the file around it is; and such a text back to the value.

use latchkey_profile_schema::plist;
use latchkey_profile_schema::{Entry, Node, Value};

/// How a value is laid out.
#[derive(Clone, Copy, Debug)]
pub(super) enum Style<'a> {
    /// On the line where it begins.
    OneLine,
    /// Each member on a line of its own.
    Lines {
        /// What stands before the element on its line.
        indentation: &'a str,
        /// What stands before its members besides.
        unit: &'a str,
        /// How a line ends.
        newline: &'a str,
    },
}

/// The element of a value, its first line without indentation; none for what XML cannot hold.
pub(super) fn element(value: &Value, style: Style<'_>) -> Option<String> {
    let (name, members) = match value {
        Value::Array(items) if items.is_empty() => return Some("<array/>".to_owned()),
        Value::Dictionary(entries) if entries.is_empty() => return Some("<dict/>".to_owned()),
        Value::Array(items) => ("array", items.iter().map(|item| (None, item)).collect::<Vec<_>>()),
        Value::Dictionary(entries) => {
            ("dict", entries.iter().map(|entry| (Some(entry.key.as_str()), &entry.node)).collect())
        }
        leaf => return self::leaf(leaf),
    };
    let below;
    let (before, after, inner) = match style {
        Style::OneLine => (String::new(), String::new(), Style::OneLine),
        Style::Lines { indentation, unit, newline } => {
            below = format!("{indentation}{unit}");
            let inner = Style::Lines { indentation: &below, unit, newline };
            (format!("{newline}{below}"), format!("{newline}{indentation}"), inner)
        }
    };
    let mut text = format!("<{name}>");
    for (key, node) in members {
        if let Some(key) = key {
            text.push_str(&before);
            text.push_str(&format!("<key>{}</key>", escaped(key)?));
        }
        text.push_str(&before);
        text.push_str(&element(&node.value, inner)?);
    }
    text.push_str(&after);
    text.push_str(&format!("</{name}>"));
    Some(text)
}

/// What stands between the tags of a text.
pub(super) fn escaped(text: &str) -> Option<String> {
    let element = leaf(&Value::String(text.to_owned()))?;
    Some(element.strip_prefix("<string>")?.strip_suffix("</string>")?.to_owned())
}

fn leaf(value: &Value) -> Option<String> {
    let entry = Entry { key: String::new(), key_span: None, node: Node::new(value.clone()) };
    let text = plist::write_fragment(std::slice::from_ref(&entry)).ok()?;
    Some(text.strip_prefix("<key></key>\n")?.strip_suffix('\n')?.to_owned())
}

/// The value that an element says, such as true for `<true/>`; none for what is no element.
pub(crate) fn value_of(element: &str) -> Option<Value> {
    let reading = plist::read(format!("<plist version=\"1.0\">{element}</plist>").as_bytes());
    let sound = reading.is_sound();
    reading.document.filter(|_| sound).map(|document| document.root.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_members_are_indented() {
        let text = |text: &str| Node::new(Value::String(text.to_owned()));
        let list = Value::Array(vec![text("a & b"), Node::new(Value::Array(Vec::new()))]);
        let inside = Value::Dictionary(vec![Entry::new("<k>", list)]);
        assert_eq!(
            element(&inside, Style::OneLine).unwrap(),
            "<dict><key>&lt;k&gt;</key><array><string>a &amp; b</string><array/></array></dict>"
        );
        assert_eq!(
            element(&inside, Style::Lines { indentation: "  ", unit: "  ", newline: "\r\n" }).unwrap(),
            "<dict>\r\n    <key>&lt;k&gt;</key>\r\n    <array>\r\n      <string>a &amp; b</string>\r\n      \
             <array/>\r\n    </array>\r\n  </dict>"
        );
        assert_eq!(element(&Value::String("\u{1}".into()), Style::OneLine), None);
    }

    #[test]
    fn elements_are_read_back() {
        for value in [Value::Boolean(true), Value::Integer(-1), Value::Real(0.5), Value::String("a<b".into())]
        {
            assert_eq!(value_of(&element(&value, Style::OneLine).unwrap()), Some(value));
        }
        assert_eq!(value_of("<integer>x</integer>"), None);
        assert_eq!(value_of("x"), None);
    }
}
