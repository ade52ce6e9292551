//! A buffer that is being typed to the tree that it will probably be: what is open at the end is closed there, what is
//! half a tag is passed over. It answers where the cursor is, and judges nothing.

mod tokens;

use latchkey_profile_schema::plist::{MAX_DEPTH, MAX_ELEMENTS};
use latchkey_profile_schema::{Document, Entry, Node, Span, Value};

use tokens::{Token, tokens};

/// The tree of a text. Keys without a value yet have an empty text as theirs, up to what follows.
pub(super) fn sketch(text: &str) -> Document {
    let mut open = Open { frames: vec![Frame::new(Kind::Root, 0)], elements: 0 };
    let mut content: Option<Leaf<'_>> = None;
    for token in tokens(text) {
        if let Some(leaf) = content.take() {
            let end = match token {
                Token::End { name, span } if name == leaf.name => span.end,
                Token::Start { span, .. } | Token::End { span, .. } | Token::Finish { span } => span.start,
            };
            let closed = matches!(token, Token::End { name, .. } if name == leaf.name);
            open.leaf(&leaf, text, token.span().start, end);
            if closed {
                continue;
            }
        }
        match token {
            Token::Start { name: name @ ("dict" | "array"), span, empty } => {
                open.begin(if name == "dict" { Kind::Dictionary } else { Kind::Array }, span.start);
                if empty {
                    open.end(if name == "dict" { Kind::Dictionary } else { Kind::Array }, span.end);
                }
            }
            Token::Start { name: name @ ("true" | "false"), span, .. } => {
                open.value(Value::Boolean(name == "true"), span);
            }
            Token::Start { name, span, empty } if is_leaf(name) => {
                let leaf = Leaf { name, start: span.start, content: span.end };
                if empty {
                    open.leaf(&leaf, text, span.end, span.end);
                } else {
                    content = Some(leaf);
                }
            }
            Token::End { name: "dict", span } => open.end(Kind::Dictionary, span.end),
            Token::End { name: "array", span } => open.end(Kind::Array, span.end),
            Token::Start { .. } | Token::End { .. } | Token::Finish { .. } => {}
        }
    }
    open.finish(text)
}

/// Where the first element begins.
pub(super) fn first_element(text: &str) -> Option<usize> {
    tokens(text).find_map(|token| match token {
        Token::Start { span, .. } => Some(span.start as usize),
        Token::End { .. } | Token::Finish { .. } => None,
    })
}

fn is_leaf(name: &str) -> bool {
    matches!(name, "key" | "string" | "integer" | "real" | "date" | "data")
}

/// An element whose content is text.
struct Leaf<'a> {
    name: &'a str,
    start: u32,
    content: u32,
}

/// What may hold values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Root,
    Dictionary,
    Array,
}

struct Frame {
    kind: Kind,
    start: u32,
    entries: Vec<Entry>,
    items: Vec<Node>,
    key: Option<Key>,
}

/// A key that waits for its value.
struct Key {
    text: String,
    span: Span,
    /// The end of its element.
    end: u32,
}

impl Frame {
    const fn new(kind: Kind, start: u32) -> Self {
        Self { kind, start, entries: Vec::new(), items: Vec::new(), key: None }
    }

    /// Gives a key that waits no longer an empty value.
    fn settle(&mut self, end: u32) {
        if let Some(Key { text, span, end: start }) = self.key.take() {
            let node =
                Node { value: Value::String(String::new()), span: Some(Span { start, end: end.max(start) }) };
            self.entries.push(Entry { key: text, key_span: Some(span), node });
        }
    }

    fn close(mut self, end: u32) -> Node {
        self.settle(end);
        let value = match self.kind {
            Kind::Array => Value::Array(self.items),
            Kind::Root | Kind::Dictionary => Value::Dictionary(self.entries),
        };
        Node { value, span: Some(Span { start: self.start, end }) }
    }
}

/// The elements that are open.
struct Open {
    frames: Vec<Frame>,
    elements: usize,
}

impl Open {
    fn begin(&mut self, kind: Kind, start: u32) {
        // What lies deeper is no profile, and a tree must not be deeper than what can be dropped.
        if self.frames.len() < MAX_DEPTH {
            self.frames.push(Frame::new(kind, start));
        }
    }

    /// Closes the innermost element of a kind, and what is open in it.
    fn end(&mut self, kind: Kind, end: u32) {
        if !self.frames.iter().any(|frame| frame.kind == kind) {
            return;
        }
        while self.frames.len() > 1
            && let Some(frame) = self.frames.pop()
        {
            let found = frame.kind == kind;
            let span = Span { start: frame.start, end };
            let node = frame.close(end);
            self.value(node.value, span);
            if found {
                return;
            }
        }
    }

    fn value(&mut self, value: Value, span: Span) {
        self.elements += 1;
        if self.elements > MAX_ELEMENTS {
            return;
        }
        let Some(frame) = self.frames.last_mut() else { return };
        let node = Node { value, span: Some(span) };
        match (frame.kind, frame.key.take()) {
            (Kind::Array | Kind::Root, None) => frame.items.push(node),
            (_, Some(Key { text, span, .. })) => {
                frame.entries.push(Entry { key: text, key_span: Some(span), node });
            }
            // A value without a key sets nothing.
            (Kind::Dictionary, None) => {}
        }
    }

    fn leaf(&mut self, leaf: &Leaf<'_>, text: &str, content_end: u32, end: u32) {
        let content = Span { start: leaf.content, end: content_end };
        let said = unescaped(text.get(leaf.content as usize..content_end as usize).unwrap_or_default());
        if leaf.name != "key" {
            self.value(read(leaf.name, said), Span { start: leaf.start, end });
            return;
        }
        let Some(frame) = self.frames.last_mut() else { return };
        frame.settle(leaf.start);
        if frame.kind != Kind::Array {
            // What is typed right now has no end yet, so the next line is not its own.
            let text = said.lines().next().unwrap_or_default().trim_end().to_owned();
            frame.key = Some(Key { text, span: content, end });
        }
    }

    fn finish(mut self, text: &str) -> Document {
        let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
        while self.frames.len() > 1
            && let Some(frame) = self.frames.pop()
        {
            let span = Span { start: frame.start, end };
            let node = frame.close(end);
            self.value(node.value, span);
        }
        let root = self.frames.pop().map(|mut frame| {
            frame.settle(end);
            // Keys without a dictionary around them are one too.
            match std::mem::take(&mut frame.items).into_iter().next() {
                Some(node) if frame.entries.is_empty() => node,
                _ => frame.close(end),
            }
        });
        Document { root: root.unwrap_or(Node::new(Value::Dictionary(Vec::new()))) }
    }
}

/// The value of an element. What a number is makes no difference here, so one that cannot be read is a text.
fn read(name: &str, text: String) -> Value {
    let trimmed = text.trim();
    match name {
        "integer" => trimmed.parse().map_or_else(|_| Value::String(text.clone()), Value::Integer),
        "real" => trimmed.parse().map_or_else(|_| Value::String(text.clone()), Value::Real),
        "date" => Value::Date(trimmed.to_owned()),
        "data" => Value::Data(Vec::new()),
        _ => Value::String(text),
    }
}

fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let named = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    named.iter().fold(text.to_owned(), |text, (name, character)| text.replace(name, character))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree in few characters.
    fn draw(node: &Node) -> String {
        match &node.value {
            Value::Dictionary(entries) => {
                let entries: Vec<String> =
                    entries.iter().map(|entry| format!("{}:{}", entry.key, draw(&entry.node))).collect();
                format!("{{{}}}", entries.join(","))
            }
            Value::Array(items) => format!("[{}]", items.iter().map(draw).collect::<Vec<_>>().join(",")),
            Value::String(text) => format!("'{text}'"),
            Value::Boolean(truth) => truth.to_string(),
            Value::Integer(number) => number.to_string(),
            _ => "?".to_owned(),
        }
    }

    #[test]
    fn a_tree_comes_of_anything() {
        for (text, expected) in [
            ("", "{}"),
            ("<plist version=\"1.0\"><dict><key>a</key><true/></dict></plist>", "{a:true}"),
            ("<dict><key>a</key><array><string>x</string><dict/></array></dict>", "{a:['x',{}]}"),
            ("<dict><key>a</key><integer>5</integer><key>Allo", "{a:5,Allo:''}"),
            ("<dict><key>Allo\n</dict>", "{Allo:''}"),
            ("<dict><key>Allo</dict><true/>", "{Allo:''}"),
            ("<dict><key>a</key><key>b</key><false/></dict>", "{a:'',b:false}"),
            ("<dict><key>a</key><array><string>OV</array><key>b</key><true/></dict>", "{a:['OV'],b:true}"),
            ("<dict><key>a</key><array><ke<string>x</string></array></dict>", "{a:['x']}"),
            ("<dict><key>a</key><st<key>b</key><true/></dict>", "{a:'',b:true}"),
            ("<dict><key>a</key><dict><key>b</key><true/>", "{a:{b:true}}"),
            ("<key>a</key><true/><key>b</key><string>x</string>", "{a:true,b:'x'}"),
            ("<dict><!-- <key>no</key> --><key>a&amp;b</key><string>&lt;</string></dict>", "{a&b:'<'}"),
            ("<dict><key>a</key><string/><key>b</key><string></string></dict>", "{a:'',b:''}"),
            ("</dict></array><dict><key>a</key><true/></array></dict>", "{a:true}"),
            ("<string>alone</string>", "'alone'"),
        ] {
            assert_eq!(draw(&sketch(text).root), expected, "{text}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        for text in ["<array>".repeat(100_000), "<dict><key>a</key>".repeat(100_000)] {
            let (mut deepest, mut depth) = (0_usize, 0_usize);
            for character in draw(&sketch(&text).root).chars() {
                match character {
                    '{' | '[' => depth += 1,
                    '}' | ']' => depth -= 1,
                    _ => {}
                }
                deepest = deepest.max(depth);
            }
            assert!(deepest <= MAX_DEPTH, "{deepest}");
        }
    }

    #[test]
    fn a_key_without_a_value_reaches_to_what_follows() {
        let text = "<dict><key>a</key>  <key>b</key><true/></dict>";
        let document = sketch(text);
        let path = |offset| document.path_at(offset).to_string();
        assert_eq!((path(19), path(26)), ("/a".to_owned(), "/b".to_owned()));
    }
}
