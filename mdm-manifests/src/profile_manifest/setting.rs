//! Keys, at any depth, to the settings of a community manifest.

use latchkey_profile_schema::catalog::{CatalogKey, Conditions};
use latchkey_profile_schema::document::PlistType;
use latchkey_profile_schema::{Entry, Node, Value};

use super::text;
use super::value::{at_least, number, range_list, texts, typed};
use crate::manifest::{Omission, Omitted};
use crate::prose;
use crate::tree::string;

/// The settings of one manifest, as they are written.
#[derive(Default)]
pub(super) struct Settings {
    /// What could not be said.
    pub(super) omitted: Vec<Omitted>,
}

/// Where settings stand.
#[derive(Clone)]
pub(super) struct Above {
    /// The names that lead to the dictionary, with slashes between them.
    path: String,
    /// The same as conditions name their target, with dots; none behind an array, since nothing says which item.
    target: Option<String>,
    depth: Depth,
}

/// How a required setting is said to be one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    /// It must be there.
    Payload,
    /// It must be there where its parent is.
    Nested,
}

impl Above {
    /// Nothing.
    pub(super) const fn payload() -> Self {
        Self { path: String::new(), target: Some(String::new()), depth: Depth::Payload }
    }

    /// The dictionary of this name.
    fn key(&self, name: &str) -> Self {
        let target = self.target.as_ref().map(|target| format!("{target}{name}."));
        Self { path: self.join(name), target, depth: Depth::Nested }
    }

    /// An item of the array of this name.
    fn item(&self, name: &str) -> Self {
        Self { path: format!("{}/*", self.join(name)), target: None, depth: Depth::Nested }
    }

    fn join(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}/{name}", self.path) }
    }
}

impl Settings {
    /// The settings of a dictionary's keys.
    pub(super) fn of(&mut self, keys: &[CatalogKey], others: &[String], above: &Above) -> Vec<Node> {
        for name in others {
            self.omit(above.join(name), Omission::NameAlone);
        }
        keys.iter().map(|key| self.named(key, above)).collect()
    }

    /// The setting of a key. The keys stand in the order of the alphabet, as in all manifests.
    fn named(&mut self, key: &CatalogKey, above: &Above) -> Node {
        let mut entries = self.value(key, above, &key.name);
        let mut add = |name: &str, value: Value| entries.push(Entry::new(name, value));
        add("pfm_name", string(&key.name));
        add("pfm_title", text(&key.title));
        if let Some(consequence) = prose::consequence(key) {
            add("pfm_note", text(&consequence));
        }
        if key.source.starts_with("http") {
            add("pfm_documentation_url", text(&key.source));
        }
        for (name, version) in [
            ("pfm_app_min", &key.since),
            ("pfm_app_max", &key.until),
            ("pfm_macos_min", &key.macos_since),
            ("pfm_macos_max", &key.macos_until),
            ("pfm_macos_deprecated", &key.macos_deprecated),
        ] {
            if let Some(version) = version {
                add(name, text(version));
            }
        }
        if key.required && key.required_unless.is_none() {
            add("pfm_require", text(above.depth.require()));
        }
        let conditionals = self.conditionals(key, above);
        if !conditionals.is_empty() {
            entries.push(Entry::new("pfm_conditionals", Value::Array(conditionals)));
        }
        dictionary(entries)
    }

    /// What a key, an item or a value says of its value.
    fn value(&mut self, key: &CatalogKey, above: &Above, name: &str) -> Vec<Entry> {
        let mut entries = vec![Entry::new("pfm_type", text(type_word(key.value_type)))];
        let description = description(key);
        // An item that is a single value is described by its array.
        let is_said = !key.name.is_empty() || key.value_type == PlistType::Dictionary;
        if is_said && !description.is_empty() {
            entries.push(Entry::new("pfm_description", text(&description)));
        }
        if let Some(default) = key.default.as_ref().and_then(|default| typed(default, key.value_type)) {
            entries.push(Entry::new("pfm_default", default));
        }
        for (name, bound) in [("pfm_range_min", key.minimum), ("pfm_range_max", key.maximum)] {
            if let Some(bound) = bound.and_then(|bound| number(bound, key.value_type)) {
                entries.push(Entry::new(name, bound));
            }
        }
        entries.extend(range_list(key));
        if let Some(pattern) = key.pattern.clone().or_else(|| key.shortest.map(at_least)) {
            entries.push(Entry::new("pfm_format", string(&pattern)));
        }
        if let Some(unit) = prose::unit(key) {
            entries.push(Entry::new("pfm_value_unit", text(&unit.to_string())));
        }
        if let Some(placeholder) = key.placeholder.as_ref().filter(|_| key.allowed_anywhere().is_empty()) {
            entries.push(Entry::new("pfm_value_placeholder", string(placeholder)));
        }
        for (name, count) in [("pfm_repetition_min", key.fewest), ("pfm_repetition_max", key.most)] {
            if let Some(count) = count {
                entries.push(Entry::new(name, Value::Integer(count.into())));
            }
        }
        if key.sensitive {
            entries.push(Entry::new("pfm_sensitive", Value::Boolean(true)));
        }
        let inside = self.inside(key, above, name);
        if !inside.is_empty() {
            entries.push(Entry::new("pfm_subkeys", Value::Array(inside)));
        }
        entries
    }

    /// What is inside of a dictionary, or the one thing that the items of an array are.
    fn inside(&mut self, key: &CatalogKey, above: &Above, name: &str) -> Vec<Node> {
        match key.value_type {
            PlistType::Array => {
                let Some(item) = &key.item else {
                    self.omit(above.join(name), Omission::SeveralKinds);
                    return Vec::new();
                };
                vec![dictionary(self.value(item, &above.item(name), "*"))]
            }
            PlistType::Dictionary => {
                if let Some(value) = &key.map_value {
                    return self.free(value, above, name);
                }
                if key.keys.is_empty() {
                    self.omit(above.join(name), Omission::AnyValue);
                    return Vec::new();
                }
                // Behind an array, `above` leads to the item already.
                let below = if name == "*" { above.clone() } else { above.key(name) };
                self.of(&key.keys, &key.other_keys, &below)
            }
            _ => Vec::new(),
        }
    }

    /// A dictionary whose keys the administrator chooses.
    fn free(&mut self, value: &CatalogKey, above: &Above, name: &str) -> Vec<Node> {
        let key = [
            Entry::new("pfm_name", text("{{key}}")),
            Entry::new("pfm_title", text("Key")),
            Entry::new("pfm_type", text("string")),
        ];
        let mut entries = self.value(value, &above.item(name), "*");
        let title = if value.title.is_empty() { "Value" } else { &value.title };
        entries.push(Entry::new("pfm_name", text("{{value}}")));
        entries.push(Entry::new("pfm_title", text(title)));
        vec![dictionary(key.into()), dictionary(entries)]
    }

    /// What makes the key necessary: one condition an entry, of which any suffices, since readers disagree about several
    /// conditions in one.
    fn conditionals(&mut self, key: &CatalogKey, above: &Above) -> Vec<Node> {
        if key.conditions == Conditions::Untold {
            self.omit(above.join(&key.name), Omission::Conditions);
        }
        let mut conditions: Vec<Vec<Entry>> = Vec::new();
        if let Some(unless) = &key.required_unless {
            let target = || {
                vec![
                    Entry::new("pfm_domain", string(&unless.domain)),
                    Entry::new("pfm_target", string(&unless.key)),
                ]
            };
            let absent = Entry::new("pfm_present", Value::Boolean(false));
            let another = if unless.values.is_empty() {
                Entry::new("pfm_value_empty", Value::Boolean(true))
            } else {
                Entry::new("pfm_n_range_list", texts(unless.values.iter().map(String::as_str)))
            };
            for test in [absent, another] {
                let mut condition = target();
                condition.push(test);
                conditions.push(condition);
            }
        }
        if let Some(when) = &key.required_when {
            match &above.target {
                Some(target) => conditions.push(vec![
                    Entry::new("pfm_target", string(&format!("{target}{}", when.key))),
                    Entry::new("pfm_range_list", texts(when.values.iter().map(String::as_str))),
                ]),
                None => self.omit(above.join(&key.name), Omission::Conditions),
            }
        }
        let entry = |condition: Vec<Entry>| {
            dictionary(vec![
                Entry::new("pfm_require", text(above.depth.require())),
                Entry::new("pfm_target_conditions", Value::Array(vec![dictionary(condition)])),
            ])
        };
        conditions.into_iter().map(entry).collect()
    }

    fn omit(&mut self, key: String, reason: Omission) {
        self.omitted.push(Omitted { key, reason });
    }
}

impl Depth {
    const fn require(self) -> &'static str {
        match self {
            Self::Payload => "always",
            Self::Nested => "always-nested",
        }
    }
}

/// The keys in the order of the alphabet.
fn dictionary(mut entries: Vec<Entry>) -> Node {
    entries.sort_by(|left, right| left.key.cmp(&right.key));
    Node::new(Value::Dictionary(entries))
}

const fn type_word(value_type: PlistType) -> &'static str {
    match value_type {
        PlistType::String => "string",
        PlistType::Integer => "integer",
        PlistType::Real => "real",
        PlistType::Boolean => "boolean",
        PlistType::Date => "date",
        PlistType::Data => "data",
        PlistType::Array => "array",
        PlistType::Dictionary => "dictionary",
    }
}

/// What has no key of its own.
fn description(key: &CatalogKey) -> String {
    let out_of_use = key.deprecated.then(|| "Out of use.".to_owned());
    // A list to choose from shows single values; of several in one text it would be none.
    let suggested = key.separator.as_ref().and_then(|_| prose::suggested(key));
    let sentences = out_of_use
        .into_iter()
        .chain(suggested)
        .chain(prose::separator(key))
        // Editors show what a condition beside it in the same file means; of other domains they know nothing.
        .chain(key.required_unless.as_ref().and_then(|_| prose::conditions(key)))
        .chain(prose::exposure(key).map(str::to_owned));
    prose::after(&key.description, sentences)
}
