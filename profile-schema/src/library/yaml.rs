//! YAML to a graph of values: an alias is the very value that its anchor names, so nothing is copied, and a value that
//! is used inside of itself is only a circle.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser};

/// The largest file, in bytes: several times that of the largest schema that there is. Some texts take the parser two
/// hundred times their size.
pub(super) const MAX_BYTES: usize = 512 * 1024;

/// The number of a value in its graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct At(usize);

/// The values of one document.
#[derive(Debug, Default)]
pub(super) struct Graph {
    nodes: Vec<Yaml>,
}

/// A value.
#[derive(Debug, PartialEq)]
enum Yaml {
    /// Text, whether quoted or not: the schema says what it means.
    Scalar(String),
    Sequence(Vec<At>),
    Mapping(Vec<(String, At)>),
}

/// Why a text is no YAML of the kind that schemas are written in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// The line, from 1.
    pub(super) line: usize,
    /// What is wrong with it, in the parser's words.
    pub(super) reason: String,
}

/// A collection that is not closed yet.
struct Open {
    at: At,
    /// The key whose value comes next; of a mapping.
    key: Option<String>,
}

impl Graph {
    /// Reads the first document of a text.
    pub(super) fn read(text: &str) -> Result<Self, Fault> {
        let fault = |line, reason: &str| Fault { line, reason: reason.to_owned() };
        if text.len() > MAX_BYTES {
            return Err(fault(1, "the file is too large"));
        }
        let mut graph = Self::default();
        let mut anchors: HashMap<usize, At> = HashMap::new();
        let mut aliases: Vec<(At, usize)> = Vec::new();
        let mut open: Vec<Open> = Vec::new();
        let mut parser = Parser::new_from_str(text);
        while let Some(next) = parser.next_event() {
            let (event, span) = next.map_err(|error| fault(error.marker().line(), error.info()))?;
            let line = span.start.line();
            match event {
                Event::Scalar(text, _, anchor, _) => {
                    if let Some(Open { key: key @ None, at }) = open.last_mut()
                        && matches!(graph.nodes.get(at.0), Some(Yaml::Mapping(_)))
                    {
                        *key = Some(text.into_owned());
                        continue;
                    }
                    let at = graph.push(Yaml::Scalar(text.into_owned()));
                    anchors.insert(anchor, at);
                    graph.put(&mut open, at).ok_or_else(|| fault(line, KEY))?;
                }
                Event::SequenceStart(anchor, _) => {
                    let at = graph.push(Yaml::Sequence(Vec::new()));
                    anchors.insert(anchor, at);
                    graph.put(&mut open, at).ok_or_else(|| fault(line, KEY))?;
                    open.push(Open { at, key: None });
                }
                Event::MappingStart(anchor, _) => {
                    let at = graph.push(Yaml::Mapping(Vec::new()));
                    anchors.insert(anchor, at);
                    graph.put(&mut open, at).ok_or_else(|| fault(line, KEY))?;
                    open.push(Open { at, key: None });
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    open.pop();
                }
                Event::Alias(anchor) => {
                    let at = anchors.get(&anchor).copied();
                    let at = at.ok_or_else(|| fault(line, "an alias names nothing"))?;
                    graph.put(&mut open, at).ok_or_else(|| fault(line, KEY))?;
                    aliases.push((at, line));
                }
                Event::DocumentEnd => break,
                Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {}
            }
        }
        let mut weight = 0;
        for (at, line) in aliases {
            weight += graph.weight(at);
            if weight > MAX_BYTES {
                return Err(fault(line, "aliases make too much of the file"));
            }
        }
        Ok(graph)
    }

    /// What reading a value once more costs, without that of the collections in it, which are read once.
    fn weight(&self, at: At) -> usize {
        let text = |at: At| self.scalar(at).map_or(1, |text| text.len() + 1);
        let items = self.items(at).iter().copied().map(text);
        let values = self.entries(at).iter().map(|(_, at)| text(*at));
        text(at) + items.sum::<usize>() + values.sum::<usize>()
    }

    /// The outermost value.
    pub(super) fn root(&self) -> Option<At> {
        (!self.nodes.is_empty()).then_some(At(0))
    }

    /// The value of a key; of a repeated one the last.
    pub(super) fn get(&self, at: At, key: &str) -> Option<At> {
        self.entries(at).iter().rev().find(|(name, _)| name == key).map(|(_, at)| *at)
    }

    /// The text of a key's value.
    pub(super) fn text(&self, at: At, key: &str) -> Option<&str> {
        self.get(at, key).and_then(|at| self.scalar(at))
    }

    /// The text, where this is one.
    pub(super) fn scalar(&self, at: At) -> Option<&str> {
        match self.nodes.get(at.0) {
            Some(Yaml::Scalar(text)) => Some(text),
            _ => None,
        }
    }

    /// The entries, where this is a mapping; else none.
    pub(super) fn entries(&self, at: At) -> &[(String, At)] {
        match self.nodes.get(at.0) {
            Some(Yaml::Mapping(entries)) => entries,
            _ => &[],
        }
    }

    /// The items, where this is a sequence; else none.
    pub(super) fn items(&self, at: At) -> &[At] {
        match self.nodes.get(at.0) {
            Some(Yaml::Sequence(items)) => items,
            _ => &[],
        }
    }

    fn push(&mut self, node: Yaml) -> At {
        self.nodes.push(node);
        At(self.nodes.len() - 1)
    }

    /// Puts a value into the innermost open collection; `None` where a key is due and this is none.
    fn put(&mut self, open: &mut [Open], at: At) -> Option<()> {
        let Some(outer) = open.last_mut() else { return Some(()) };
        match self.nodes.get_mut(outer.at.0)? {
            Yaml::Sequence(items) => items.push(at),
            Yaml::Mapping(entries) => entries.push((outer.key.take()?, at)),
            Yaml::Scalar(_) => return None,
        }
        Some(())
    }
}

const KEY: &str = "a key is no text";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_is_the_value_itself() {
        let graph =
            Graph::read("a: &one\n  - x: 10.10\n  - again: *one\nb: *one\n'c d': \"n/a\"\n").expect("YAML");
        let root = graph.root().expect("a root");
        let [first, second] = graph.items(graph.get(root, "a").expect("a")) else { panic!() };
        assert_eq!(graph.text(*first, "x"), Some("10.10"));
        assert_eq!(graph.get(*second, "again"), graph.get(root, "a"));
        assert_eq!(graph.get(root, "b"), graph.get(root, "a"));
        assert_eq!(graph.text(root, "c d"), Some("n/a"));
    }

    #[test]
    fn aliases_of_aliases_stay_small() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..60 {
            let items = format!("*a{},", level - 1).repeat(9);
            text += &format!("a{level}: &a{level} [{items}]\n");
        }
        assert!(Graph::read(&text).expect("YAML").nodes.len() < 200);
    }

    #[test]
    fn aliases_cost_no_more_than_the_largest_file() {
        let items = "x, ".repeat(1_000);
        let text = |aliases| format!("a: &a [{items}]\nb: [{}]\n", "*a, ".repeat(aliases));
        assert!(Graph::read(&text(200)).is_ok());
        assert_eq!(Graph::read(&text(2_000)).expect_err("too much").line, 2);
    }

    #[test]
    fn what_is_no_yaml_has_a_line() {
        assert_eq!(Graph::read("a: 1\nb: *none\n").expect_err("no anchor").line, 2);
        assert_eq!(Graph::read("a: 1\n? [x, y]\n: 2\n").expect_err("no text").line, 2);
        assert_eq!(Graph::read("a: [1\nb: 2\n").expect_err("not closed").line, 2);
        assert!(Graph::read("").expect("nothing").root().is_none());
        assert!(Graph::read(&"[".repeat(100_000)).is_err());
    }
}
