//! A value of the wrong type to the XML element that says the same in the right type, where that is plain.

use crate::document::{PlistType, Value};

/// Longer texts are not repeated in advice.
const LONGEST: usize = 64;

/// The element of the expected type, or nothing where the value says nothing of that type.
pub(crate) fn element(expected: PlistType, value: &Value) -> Option<String> {
    match (expected, value) {
        (PlistType::Boolean, Value::String(text)) => boolean(text),
        (PlistType::Boolean, Value::Integer(0)) => boolean("false"),
        (PlistType::Boolean, Value::Integer(1)) => boolean("true"),
        (PlistType::Integer, Value::String(text)) => {
            text.trim().parse::<i64>().ok().map(|number| format!("<integer>{number}</integer>"))
        }
        (PlistType::Integer, Value::Real(number)) if number.fract() == 0.0 && number.abs() < 1e15 => {
            Some(format!("<integer>{number}</integer>"))
        }
        (PlistType::Real, Value::String(text)) => text
            .trim()
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite())
            .map(|number| format!("<real>{number}</real>")),
        (PlistType::String, Value::Integer(number)) => Some(format!("<string>{number}</string>")),
        // A version that was written as a number: 2.0 is not `2`.
        (PlistType::String, Value::Real(number)) => Some(format!("<string>{number:?}</string>")),
        (PlistType::String, Value::Boolean(truth)) => Some(format!("<string>{truth}</string>")),
        (PlistType::Array, Value::String(text)) if text.len() <= LONGEST => {
            Some(format!("<array><string>{}</string></array>", escaped(text)))
        }
        _ => None,
    }
}

fn boolean(text: &str) -> Option<String> {
    let text = text.trim();
    let is = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is(&["true", "yes", "1"]) {
        Some("<true/>".to_owned())
    } else if is(&["false", "no", "0"]) {
        Some("<false/>".to_owned())
    } else {
        None
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_was_meant() {
        let text = |text: &str| Value::String(text.to_owned());
        let cases = [
            (PlistType::Boolean, text("True"), Some("<true/>")),
            (PlistType::Boolean, text("no"), Some("<false/>")),
            (PlistType::Boolean, text("maybe"), None),
            (PlistType::Boolean, Value::Integer(1), Some("<true/>")),
            (PlistType::Boolean, Value::Integer(2), None),
            (PlistType::Real, text("48"), Some("<real>48</real>")),
            (PlistType::Real, text("inf"), None),
            (PlistType::Real, text("two days"), None),
            (PlistType::Integer, text("5"), Some("<integer>5</integer>")),
            (PlistType::Integer, Value::Real(5.0), Some("<integer>5</integer>")),
            (PlistType::Integer, Value::Real(5.5), None),
            (PlistType::String, Value::Integer(2), Some("<string>2</string>")),
            (PlistType::String, Value::Real(2.0), Some("<string>2.0</string>")),
            (PlistType::Array, text("a<b"), Some("<array><string>a&lt;b</string></array>")),
            (PlistType::String, Value::Data(vec![1]), None),
        ];
        for (expected, value, element_meant) in cases {
            assert_eq!(element(expected, &value).as_deref(), element_meant, "{expected:?} {value:?}");
        }
    }
}
