//! Texts of a declaration, or of somebody else's schema, to Markdown that shows them as they are.

use std::collections::HashMap;

/// A text in which backticks mark code: signs that Markdown would read as its own are escaped outside of it.
pub(super) fn prose(text: &str) -> String {
    let text = one_line(text);
    let parts: Vec<&str> = text.split('`').collect();
    // Without a partner, the last backtick is a sign like any other.
    let is_paired = parts.len() % 2 == 1;
    let last = parts.len().saturating_sub(1);
    let mut escaped = String::with_capacity(text.len());
    for (index, part) in parts.iter().enumerate() {
        let is_code = index % 2 == 1 && (is_paired || index < last);
        if is_code {
            escaped.push_str(&code(part));
        } else {
            if !is_paired && index == last {
                escaped.push_str("\\`");
            }
            escape(part, &mut escaped);
        }
    }
    escaped
}

/// Code, with so many backticks around it that none inside ends it; bars would end a cell.
pub(super) fn code(text: &str) -> String {
    let text = one_line(text).replace('|', "\\|");
    let longest = text.split(|sign| sign != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let blank = if text.is_empty() || text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{blank}{text}{blank}{fence}")
}

/// A link to a page, shown by its host; none where it is no web address.
pub(super) fn link(address: &str) -> Option<String> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#']).next().filter(|host| !host.is_empty())?;
    let is_plain = address.chars().all(|sign| sign.is_ascii_graphic() && !"<>()[]|\\`".contains(sign));
    is_plain.then(|| format!("[{}]({address})", prose(host)))
}

/// The anchors that GitHub gives to the headings of a page, in the order of the page.
#[derive(Default)]
pub(super) struct Anchors(HashMap<String, usize>);

impl Anchors {
    pub(super) fn of(&mut self, heading: &str) -> String {
        let anchor: String = heading
            .chars()
            .filter(|sign| sign.is_alphanumeric() || matches!(sign, '-' | '_' | ' '))
            .flat_map(char::to_lowercase)
            .map(|sign| if sign == ' ' { '-' } else { sign })
            .collect();
        let count = self.0.entry(anchor.clone()).or_default();
        *count += 1;
        match *count {
            1 => anchor,
            count => format!("{anchor}-{}", count - 1),
        }
    }
}

fn escape(text: &str, into: &mut String) {
    let mut before = ' ';
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '&' => into.push_str("&amp;"),
            '_' if before.is_alphanumeric() && signs.peek().is_some_and(|next| next.is_alphanumeric()) => {
                into.push(sign);
            }
            '\\' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' => {
                into.push('\\');
                into.push(sign);
            }
            _ => into.push(sign),
        }
        before = sign;
    }
}

/// Line breaks and control characters become blanks.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split(|sign: char| sign.is_whitespace() || sign.is_control()) {
        if !word.is_empty() && !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_shown_as_they_are() {
        let cases = [
            ("plain", "plain"),
            ("`*` means *all*", "`*` means \\*all\\*"),
            ("a | b `c|d`", "a \\| b `c\\|d`"),
            ("<script>", "&lt;script&gt;"),
            ("[x](javascript:y)", "\\[x\\](javascript:y)"),
            ("an_error _here_", "an_error \\_here\\_"),
            ("one `tick", "one \\`tick"),
            ("two\nlines\r\n\tthree", "two lines three"),
        ];
        for (text, expected) in cases {
            assert_eq!(prose(text), expected, "{text}");
        }
    }

    #[test]
    fn no_code_ends_before_its_end() {
        let cases = [("a", "`a`"), ("a`b", "``a`b``"), ("``", "``` `` ```"), ("", "`  `"), ("|", "`\\|`")];
        for (text, expected) in cases {
            assert_eq!(code(text), expected, "{text}");
        }
    }

    #[test]
    fn only_web_addresses_are_links() {
        assert_eq!(link("https://a.example/b?c").as_deref(), Some("[a.example](https://a.example/b?c)"));
        for address in ["convention", "javascript:x", "https://", "https://a.example/)x(", "https://a b"] {
            assert_eq!(link(address), None, "{address}");
        }
    }

    #[test]
    fn anchors_are_those_of_github() {
        let mut anchors = Anchors::default();
        assert_eq!(anchors.of("`PlatformSSO` › `Key Type`"), "platformsso--key-type");
        assert_eq!(anchors.of("`OktaVerify.OrgUrl`"), "oktaverifyorgurl");
        assert_eq!(anchors.of("`OktaVerify_OrgUrl`"), "oktaverify_orgurl");
        assert_eq!(anchors.of("OktaVerifyOrgUrl"), "oktaverifyorgurl-1");
    }
}
