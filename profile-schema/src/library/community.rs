//! A community manifest, a property list of `pfm_*` keys, to what it says of a payload.
//!
//! ProfileManifests wiki: "Manifest Format", "Conditionals & Exclusions".

use std::collections::{BTreeSet, HashMap};

use super::condition::{Condition, Test};
use super::fault::{Fault, Faults};
use super::merge;
use super::pattern::Patterns;
use super::schema::{Author, Below, Delivery, Key, KeyId, Keys, Presence, Schema, Support};
use super::version::Version;
use crate::document::{Node, PlistType, Value};
use crate::plist;

/// The newest format of manifests that is known.
pub(crate) const FORMAT: i128 = 1;

/// So many definitions of one setting in one dictionary are taken together.
const DEFINITIONS: usize = 64;

/// Settings that every manifest lists and that belong to the payload around the settings.
pub(crate) const META_SETTINGS: [&str; 7] = [
    "PayloadDescription",
    "PayloadDisplayName",
    "PayloadIdentifier",
    "PayloadOrganization",
    "PayloadType",
    "PayloadUUID",
    "PayloadVersion",
];

/// Whether a setting only draws the editor's form.
pub(crate) fn is_pseudo(name: &str) -> bool {
    name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("PFC_"))
}

/// The type that a word of a manifest means; `Some(None)` where any type is good.
pub(crate) fn kind(word: &str) -> Option<Option<PlistType>> {
    Some(match word {
        "string" | "url" => Some(PlistType::String),
        "integer" => Some(PlistType::Integer),
        "real" | "float" => Some(PlistType::Real),
        "boolean" => Some(PlistType::Boolean),
        "date" => Some(PlistType::Date),
        "data" => Some(PlistType::Data),
        "array" => Some(PlistType::Array),
        "dictionary" | "dict" => Some(PlistType::Dictionary),
        "union policy" | "ANY" => None,
        _ => return None,
    })
}

/// The domains that a manifest may be about, found without reading it: its own, and those that its conditions name.
pub(super) fn domains(bytes: &[u8]) -> Vec<String> {
    let Some(text) = std::str::from_utf8(bytes).ok().filter(|_| !bytes.starts_with(b"bplist")) else {
        let document = plist::read(bytes).document;
        let domain = document.as_ref().and_then(|document| document.root.get("pfm_domain")?.as_str());
        return domain.map(str::to_owned).into_iter().collect();
    };
    let values = text.split("<key>pfm_domain</key>").skip(1).filter_map(|after| {
        let (domain, _) = after.trim_start().strip_prefix("<string>")?.split_once("</string>")?;
        Some(domain.to_owned())
    });
    let domains: BTreeSet<String> = values.collect();
    domains.into_iter().collect()
}

/// Reads one manifest.
pub(super) fn read(file: &str, bytes: &[u8], faults: &mut Faults) -> Option<Schema> {
    let reading = plist::read(bytes);
    let Some(document) = reading.document else {
        faults.add(Fault::BrokenManifest);
        return None;
    };
    let root = &document.root;
    if let Some(version) = integer(root, "pfm_format_version").filter(|version| *version > FORMAT) {
        faults.add(Fault::NewerFormat { version });
        return None;
    }
    let text = |key| text(root, key).unwrap_or_default().to_owned();
    let mut reader = Reader { keys: Vec::new(), faults, patterns: Patterns::default() };
    let shape = reader.keys_of(root, Place::Payload);
    Some(Schema {
        payload_type: root.get("pfm_domain")?.as_str()?.to_owned(),
        title: text("pfm_title"),
        description: text("pfm_description"),
        author: Author::Community,
        files: vec![file.to_owned()],
        macos: macos(root),
        delivery: delivery(root),
        documentation: address(root),
        shapes: vec![shape],
        keys: reader.keys,
    })
}

/// Where settings stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At the top of the payload.
    Payload,
    /// In a dictionary further down.
    Dictionary,
}

struct Reader<'a> {
    keys: Vec<Key>,
    faults: &'a mut Faults,
    patterns: Patterns,
}

impl Reader<'_> {
    fn keys_of(&mut self, node: &Node, place: Place) -> Keys {
        let mut keys = Keys::default();
        let mut definitions: HashMap<&str, usize> = HashMap::new();
        for setting in settings(node) {
            let name = text(setting, "pfm_name").unwrap_or_default();
            let is_meta = place == Place::Payload && META_SETTINGS.contains(&name);
            if name.is_empty() || is_meta || is_pseudo(name) {
                continue;
            }
            let id = self.setting(setting);
            let count = definitions.entry(name).or_default();
            *count += 1;
            match (name, keys.named.get(name)) {
                ("{{key}}", _) => keys.any = keys.any.or_else(|| Some(self.push(Key::named(name)))),
                (_, Some(before)) if *count > DEFINITIONS => {
                    if *count == DEFINITIONS + 1 {
                        self.faults.add(Fault::DefinedTooOften { key: name.to_owned() });
                    }
                    if let Some(key) = self.keys.get_mut(before.0) {
                        *key = Key::named(name);
                    }
                }
                (_, Some(before)) => merge::unite(&mut self.keys, *before, id),
                (_, None) if name.starts_with("{{") => keys.any = Some(id),
                (_, None) => {
                    keys.named.insert(name.to_owned(), id);
                }
            }
        }
        keys
    }

    fn setting(&mut self, node: &Node) -> KeyId {
        let name = text(node, "pfm_name").unwrap_or_default();
        let mut key = Key::named(name);
        key.title = text(node, "pfm_title").unwrap_or_default().to_owned();
        key.description = text(node, "pfm_description").unwrap_or_default().to_owned();
        if let Some(note) = text(node, "pfm_note").filter(|note| !key.description.contains(note)) {
            key.description = format!("{}\n\n{note}", key.description.trim_end()).trim().to_owned();
        }
        key.kind = text(node, "pfm_type").and_then(|word| {
            kind(word).unwrap_or_else(|| {
                self.faults.add(Fault::UnknownType { key: name.to_owned(), found: word.to_owned() });
                None
            })
        });
        let is_always = matches!(text(node, "pfm_require"), Some("always" | "always-nested"));
        if is_always || boolean(node, "pfm_required") == Some(true) {
            key.presence = Presence::Required;
        }
        key.default = node.get("pfm_default").map(|node| node.value.clone());
        let value = |name: &str| node.get(name).map(|node| node.value.clone());
        if !matches!(key.kind, Some(PlistType::Array | PlistType::Dictionary)) {
            key.allowed = values(node, "pfm_range_list");
            key.minimum = value("pfm_range_min");
            key.maximum = value("pfm_range_max");
        }
        key.titles = titles(node, key.allowed.len());
        key.placeholder = node.get("pfm_value_placeholder").and_then(|node| super::text(&node.value));
        key.unit = text(node, "pfm_value_unit").map(str::to_owned);
        key.documentation = address(node);
        key.suggested = boolean(node, "pfm_range_list_allow_custom_value") == Some(true);
        key.fewest = integer(node, "pfm_repetition_min").and_then(|count| count.try_into().ok());
        key.most = integer(node, "pfm_repetition_max").and_then(|count| count.try_into().ok());
        key.sensitive = boolean(node, "pfm_sensitive") == Some(true);
        key.macos = macos(node);
        key.application = support(node, "app");
        key.excluded_when = entries(node, "pfm_exclude").map(conditions).collect();
        let conditionals = entries(node, "pfm_conditionals");
        // What is required only when an MDM delivers it is not known to be missing.
        key.required_when =
            conditionals.filter(|entry| text(entry, "pfm_require") != Some("push")).map(conditions).collect();
        key.pattern = text(node, "pfm_format").map(|pattern| self.patterns.compile(pattern));
        if let Some(pattern) = key.pattern.as_ref().filter(|pattern| !pattern.is_checked()) {
            let pattern = pattern.text.clone();
            self.faults.add(Fault::PatternNotChecked { key: name.to_owned(), pattern });
        }
        key.below = match key.kind {
            Some(PlistType::Dictionary) if settings(node).next().is_some() => {
                Below::Keys(self.keys_of(node, Place::Dictionary))
            }
            Some(PlistType::Array) if settings(node).next().is_some() => {
                Below::Items(settings(node).map(|item| self.setting(item)).collect())
            }
            _ => Below::Unsaid,
        };
        self.push(key)
    }

    fn push(&mut self, key: Key) -> KeyId {
        self.keys.push(key);
        KeyId(self.keys.len() - 1)
    }
}

/// The conditions of one entry of `pfm_exclude` or `pfm_conditionals`.
fn conditions(entry: &Node) -> Vec<Condition> {
    entries(entry, "pfm_target_conditions").flat_map(condition).collect()
}

fn condition(node: &Node) -> Vec<Condition> {
    let target = text(node, "pfm_target").unwrap_or_default();
    let mut tests = Vec::new();
    for (key, value) in node.entries().iter().map(|entry| (entry.key.as_str(), &entry.node)) {
        let values = || value.items().iter().map(|item| item.value.clone()).collect::<Vec<_>>();
        let has_mac = || value.items().iter().any(|item| item.as_str() == Some("macOS"));
        tests.push(match (key, &value.value) {
            ("pfm_target", _) => continue,
            ("pfm_present", Value::Boolean(truth)) => Test::Present(*truth),
            ("pfm_value_empty", Value::Boolean(truth)) => Test::Empty(*truth),
            ("pfm_range_list", _) => Test::Is(values()),
            ("pfm_n_range_list", _) => Test::IsNot(values()),
            ("pfm_contains_any", _) => Test::Has(values()),
            ("pfm_n_contains_any", _) => Test::HasNone(values()),
            ("pfm_platforms", _) => Test::OnMac(has_mac()),
            ("pfm_n_platforms", _) => Test::OnMac(!has_mac()),
            _ => Test::Unknowable,
        });
    }
    // The same name in another domain is another setting.
    if node.get("pfm_domain").is_some() {
        tests = vec![Test::Unknowable];
    }
    tests.into_iter().map(|test| Condition { target: target.to_owned(), test }).collect()
}

/// The names of listed values, where there is one for each.
fn titles(node: &Node, values: usize) -> Vec<String> {
    let titles = node.get("pfm_range_list_titles").map(Node::items).unwrap_or_default();
    let titles: Vec<String> = titles.iter().filter_map(|title| super::text(&title.value)).collect();
    if titles.len() == values { titles } else { Vec::new() }
}

fn address(node: &Node) -> Option<String> {
    text(node, "pfm_documentation_url").map(str::to_owned)
}

fn macos(node: &Node) -> Support {
    let names =
        |key: &str| node.get(key).map(|list| list.items().iter().any(|name| name.as_str() == Some("macOS")));
    let never = names("pfm_platforms") == Some(false) || names("pfm_n_platforms") == Some(true);
    Support { never, ..support(node, "macos") }
}

fn support(node: &Node, of: &str) -> Support {
    let version = |word: &str| text(node, &format!("pfm_{of}_{word}")).and_then(Version::parse);
    Support {
        never: false,
        introduced: version("min"),
        deprecated: version("deprecated"),
        removed: None,
        last: version("max"),
    }
}

fn delivery(root: &Node) -> Delivery {
    let targets = root.get("pfm_targets").map(Node::items).filter(|targets| !targets.is_empty());
    let to = |word: &str| {
        targets.map(|targets| {
            targets.iter().filter_map(Node::as_str).any(|target| target.split('-').next() == Some(word))
        })
    };
    Delivery {
        device_channel: to("system"),
        user_channel: to("user"),
        manual_install: None,
        user_approved: boolean(root, "pfm_user_approved"),
        multiple: boolean(root, "pfm_unique").map(|unique| !unique),
    }
}

fn settings(node: &Node) -> impl Iterator<Item = &Node> {
    entries(node, "pfm_subkeys")
}

/// The dictionaries in the array of a key.
fn entries<'a>(node: &'a Node, key: &str) -> impl Iterator<Item = &'a Node> {
    let items = node.get(key).map(Node::items).unwrap_or_default();
    items.iter().filter(|item| matches!(item.value, Value::Dictionary(_)))
}

fn text<'a>(node: &'a Node, key: &str) -> Option<&'a str> {
    node.get(key)?.as_str()
}

fn boolean(node: &Node, key: &str) -> Option<bool> {
    match node.get(key)?.value {
        Value::Boolean(truth) => Some(truth),
        _ => None,
    }
}

fn integer(node: &Node, key: &str) -> Option<i128> {
    match node.get(key)?.value {
        Value::Integer(number) => Some(number),
        _ => None,
    }
}

fn values(node: &Node, key: &str) -> Vec<Value> {
    node.get(key).map(Node::items).unwrap_or_default().iter().map(|item| item.value.clone()).collect()
}
