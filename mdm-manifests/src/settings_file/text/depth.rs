//! YAML to the place where its brackets stand too deep in each other: its parser takes time that grows with the square
//! of their depth, long before the depth of the values is looked at.

/// The deepest brackets that are read; the values may be this deep too.
const DEEPEST: i32 = 128;

/// Where more brackets are open than are read. A bracket that closes counts only where it cannot be text, so that
/// nothing hides one that opens.
pub(crate) fn too_deep(text: &str) -> Option<usize> {
    let mut depth = 0_i32;
    let mut quote = None;
    let mut in_comment = false;
    let mut before = '\n';
    let mut escaped = false;
    for (at, letter) in text.char_indices() {
        let is_plain = quote.is_none() && !in_comment;
        match letter {
            '[' | '{' => depth += 1,
            ']' | '}' if is_plain => depth = (depth - 1).max(0),
            '\n' => in_comment = false,
            '#' if is_plain && before.is_whitespace() => in_comment = true,
            '"' | '\'' if is_plain && !before.is_alphanumeric() => quote = Some(letter),
            '"' | '\'' if quote == Some(letter) && !escaped => quote = None,
            _ => {}
        }
        if depth > DEEPEST {
            return Some(at);
        }
        escaped = quote == Some('"') && letter == '\\' && !escaped;
        before = letter;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_open_brackets_are_counted() {
        let deep = "[".repeat(200);
        let hidden = "[\"]\", ".repeat(200);
        let commented = "[ # ]\n".repeat(200);
        let multiline = "[\"\n]\\\"]\", ".repeat(200);
        for text in [deep, hidden, commented, multiline, "{a: ".repeat(200)] {
            assert!(too_deep(&text).is_some(), "{text}");
        }
        for text in ["- [a, b]\n", "- {a: \"]\"}\n", "- don't [a]\n", "- 'it''s' # [\n"] {
            assert_eq!(too_deep(&text.repeat(100)), None, "{text}");
        }
        assert_eq!(too_deep(&"- [a, 'b]', \"c\\\"]\"] # none\n".repeat(1_000)), None);
    }
}
