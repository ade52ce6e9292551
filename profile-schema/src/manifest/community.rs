//! The form of a community manifest, and its settings.
//!
//! ProfileManifests wiki, "Manifest Format"; what its checkers refuse is malformed, what they pass over incomplete.

mod words;

use std::collections::HashMap;

use super::report::Report;
use super::setting::{Located, Setting};
use crate::check::is_secret;
use crate::document::{Document, Node, Part, PlistType, Value};
use crate::domain::{self, Domain};
use crate::key_path::KeyPath;
use crate::library::{FORMAT, META_SETTINGS, is_pseudo, kind};
use crate::problem::{Incomplete, Malformed, ManifestFault};
use crate::spelling;
use words::{FREE, KEYS, PLATFORMS, REQUIRE, TARGETS, TYPES};

type Checked<'a> = (Option<&'static Domain>, KeyPath, Vec<Setting<'a>>);

/// Reports what is wrong with the form; returns the declared domain, where the settings stand, and the settings.
pub(super) fn check<'a>(document: &'a Document, report: &mut Report) -> Checked<'a> {
    let root = &document.root;
    let at = KeyPath::root();
    for key in ["pfm_domain", "pfm_title", "pfm_description", "pfm_subkeys"] {
        if root.get(key).is_none() {
            report.malformed(at.clone(), None, Malformed::Lacking { key });
        }
    }
    match root.get("pfm_format_version").map(|node| &node.value) {
        Some(Value::Integer(found)) if *found != FORMAT => {
            report.malformed(at.key("pfm_format_version"), None, Malformed::Format { found: *found });
        }
        Some(_) => {}
        None => {
            let key = "pfm_format_version";
            report.at(at.clone(), None, ManifestFault::Incomplete(Incomplete::Lacking { key }));
        }
    }
    keys(root, &at, None, report);
    let list = at.key("pfm_subkeys");
    let mut form = Form { report, settings: Vec::new(), is_secret: false };
    form.settings_of(root, &at, Inside::Payload);
    form.meta_settings(root, &list);
    let settings = form.settings;
    let domain = root.get("pfm_domain").and_then(Node::as_str).and_then(domain::known);
    (domain, list, settings)
}

/// Where a setting stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Payload,
    Dictionary,
    Array,
}

struct Form<'r, 'a> {
    report: &'r mut Report,
    settings: Vec<Setting<'a>>,
    /// Whether what is read now is inside of a secret.
    is_secret: bool,
}

impl<'a> Form<'_, 'a> {
    fn settings_of(&mut self, owner: &'a Node, at: &KeyPath, inside: Inside) {
        let at = at.key("pfm_subkeys");
        let items = owner.get("pfm_subkeys").map(Node::items).unwrap_or_default();
        let mut first: HashMap<&str, usize> = HashMap::new();
        for (index, item) in items.iter().enumerate() {
            // Nothing that follows would be told.
            if self.report.is_full() {
                return;
            }
            let at = at.index(index);
            let name = text(item, "pfm_name").unwrap_or_default();
            if !matches!(item.value, Value::Dictionary(_)) {
                let (key, found) = ("pfm_subkeys".to_owned(), item.value.plist_type());
                self.report.malformed(
                    at,
                    None,
                    Malformed::Type { key, expected: PlistType::Dictionary, found },
                );
                continue;
            }
            // What excludes another, or is for another platform, may have its name.
            let is_conditional = |node: &Node| {
                ["pfm_exclude", "pfm_conditionals", "pfm_platforms", "pfm_n_platforms"]
                    .iter()
                    .any(|key| node.get(key).is_some())
            };
            match first.get(name).and_then(|first| Some((*first, items.get(*first)?))) {
                Some((first, other)) if !is_conditional(item) && !is_conditional(other) => {
                    let first = at_index(&at, first);
                    self.report.malformed(at.key("pfm_name"), Some(name), Malformed::SettingTwice { first });
                }
                Some(_) => {}
                None if name.is_empty() => {}
                None => {
                    first.insert(name, index);
                }
            }
            let is_ours = inside == Inside::Payload && !META_SETTINGS.contains(&name) && !is_pseudo(name);
            let setting = self.setting(item, at, name, inside);
            self.settings.push(Setting { is_top: is_ours, ..setting });
        }
    }

    fn setting(&mut self, node: &'a Node, at: KeyPath, name: &'a str, inside: Inside) -> Setting<'a> {
        let told = (!name.is_empty()).then_some(name);
        if name.is_empty() && inside != Inside::Array {
            self.report.malformed(at.clone(), None, Malformed::Lacking { key: "pfm_name" });
        }
        keys(node, &at, told, self.report);
        let kind = self.kind(node, &at, told);
        let is_meta = inside == Inside::Payload && META_SETTINGS.contains(&name);
        if let Some(found) = kind.filter(|_| is_meta) {
            let expected = if name == "PayloadVersion" { PlistType::Integer } else { PlistType::String };
            if found != expected {
                let key = "pfm_type".to_owned();
                self.report.malformed(at.key(&key), told, Malformed::Type { key, expected, found });
            }
        }
        if !is_meta && inside != Inside::Array && node.get("pfm_title").is_none() {
            self.incomplete(at.clone(), told, Incomplete::Lacking { key: "pfm_title" });
        }
        self.requirement(node, &at, told);
        let pattern = text(node, "pfm_format");
        let pattern = pattern.map(|pattern| Box::new(self.report.patterns.compile(pattern)));
        if let Some(pattern) = pattern.as_ref().filter(|pattern| !pattern.is_checked()) {
            let pattern = pattern.text.clone();
            self.incomplete(at.key("pfm_format"), told, Incomplete::Pattern { pattern });
        }
        let listed = Located::of(node, &at, "pfm_range_list");
        let titles = node.get("pfm_range_list_titles");
        if let (Some(listed), Some(titles)) = (&listed, titles) {
            let (values, titles) = (listed.node.items().len(), titles.items().len());
            if values != titles {
                let fault = Malformed::Titles { values, titles };
                self.report.malformed(at.key("pfm_range_list_titles"), told, fault);
            }
        }
        let is_sensitive = boolean(node, "pfm_sensitive") == Some(true);
        let around = self.is_secret;
        let is_secret = around || is_sensitive || is_secret(name);
        self.is_secret = is_secret;
        let item = self.inside(node, &at, name, kind);
        self.is_secret = around;
        Setting {
            name,
            name_at: (at.key("pfm_name"), Part::Value),
            is_top: false,
            kind,
            kind_at: at.key("pfm_type"),
            title: Located::of(node, &at, "pfm_title"),
            default: Located::of(node, &at, "pfm_default"),
            listed,
            is_open: boolean(node, "pfm_range_list_allow_custom_value") == Some(true),
            titles,
            minimum: Located::of(node, &at, "pfm_range_min"),
            maximum: Located::of(node, &at, "pfm_range_max"),
            pattern,
            item,
            is_sensitive,
            is_secret,
            at,
        }
    }

    /// What is inside of a dictionary or an array; the latter's only child is returned.
    fn inside(
        &mut self,
        node: &'a Node,
        at: &KeyPath,
        name: &'a str,
        kind: Option<PlistType>,
    ) -> Option<Box<Setting<'a>>> {
        match kind {
            Some(PlistType::Dictionary) => self.settings_of(node, at, Inside::Dictionary),
            Some(PlistType::Array) => {
                let children = node.get("pfm_subkeys").map(Node::items).unwrap_or_default();
                match children {
                    [only] if matches!(only.value, Value::Dictionary(_)) => {
                        let at = at.key("pfm_subkeys").index(0);
                        let own = text(only, "pfm_name").unwrap_or(name);
                        return Some(Box::new(self.setting(only, at, own, Inside::Array)));
                    }
                    [] => {
                        let fault = Incomplete::NothingInside { kind: PlistType::Array };
                        self.incomplete(at.clone(), (!name.is_empty()).then_some(name), fault);
                    }
                    _ => self.settings_of(node, at, Inside::Array),
                }
            }
            _ => {}
        }
        None
    }

    fn kind(&mut self, node: &Node, at: &KeyPath, told: Option<&str>) -> Option<PlistType> {
        let Some(value) = node.get("pfm_type") else {
            self.report.malformed(at.clone(), told, Malformed::Lacking { key: "pfm_type" });
            return None;
        };
        let word = value.as_str()?;
        let spelling = match word {
            "url" => Some("string"),
            "union policy" => Some("array"),
            _ => None,
        };
        if let Some(instead) = spelling {
            let found = word.to_owned();
            self.incomplete(at.key("pfm_type"), told, Incomplete::Spelling { found, instead });
        } else if !TYPES.contains(&word) {
            let meant = if word == "float" { Some("real") } else { None };
            let nearest = meant.or_else(|| spelling::nearest(word, TYPES.iter().copied()));
            let (key, found) = ("pfm_type".to_owned(), word.to_owned());
            let fault = Malformed::Word { key, found, allowed: TYPES, nearest };
            self.report.malformed(at.key("pfm_type"), told, fault);
        }
        kind(word).flatten()
    }

    fn requirement(&mut self, node: &Node, at: &KeyPath, told: Option<&str>) {
        self.report.words(node, at, told, "pfm_require", REQUIRE);
        if boolean(node, "pfm_required") == Some(false) {
            self.report.malformed(at.key("pfm_required"), told, Malformed::RequiredFalse);
        }
        let is_required = matches!(text(node, "pfm_require"), Some("always"))
            || boolean(node, "pfm_required") == Some(true);
        let is_hidden = matches!(text(node, "pfm_hidden"), Some("all" | "hidden"));
        if is_required
            && is_hidden
            && node.get("pfm_default").is_none()
            && node.get("pfm_value_copy").is_none()
        {
            self.report.malformed(at.key("pfm_hidden"), told, Malformed::RequiredAndHidden);
        }
    }

    fn meta_settings(&mut self, root: &Node, list: &KeyPath) {
        let Some(settings) = root.get("pfm_subkeys") else { return };
        let has = |name: &str| settings.items().iter().any(|setting| text(setting, "pfm_name") == Some(name));
        let names: Vec<&'static str> = META_SETTINGS.iter().copied().filter(|name| !has(name)).collect();
        if !names.is_empty() {
            let fault = ManifestFault::Incomplete(Incomplete::MetaSettings { names });
            self.report.at_key(list.clone(), None, fault);
        }
    }

    fn incomplete(&mut self, at: KeyPath, told: Option<&str>, fault: Incomplete) {
        self.report.at(at, told, ManifestFault::Incomplete(fault));
    }
}

/// The types and words of the keys of one dictionary, whatever it describes.
fn keys(node: &Node, at: &KeyPath, told: Option<&str>, report: &mut Report) {
    for entry in node.entries() {
        let name = entry.key.as_str();
        let Some((_, expected)) = KEYS.iter().find(|(known, _)| *known == name) else {
            let is_private = name.starts_with("pfmx_") || name.starts_with("pfm_imazing_");
            let known = KEYS.iter().map(|(known, _)| *known).chain(FREE.iter().copied());
            if !is_private
                && !FREE.contains(&name)
                && let Some(nearest) = spelling::nearest(name, known)
            {
                let fault = Incomplete::Keyword { found: name.to_owned(), nearest };
                report.at_key(at.key(name), told, ManifestFault::Incomplete(fault));
            }
            continue;
        };
        if !report.has_type(node, at, told, name, *expected) {
            continue;
        }
        let address = entry.node.as_str().filter(|_| name.ends_with("_url"));
        if let Some(found) = address.filter(|address| !address.starts_with("http")) {
            let (key, found) = (name.to_owned(), found.to_owned());
            report.malformed(at.key(name), told, Malformed::NotAnAddress { key, found });
        }
    }
    report.words(node, at, told, "pfm_platforms", PLATFORMS);
    report.words(node, at, told, "pfm_n_platforms", PLATFORMS);
    report.words(node, at, told, "pfm_targets", TARGETS);
}

impl Report {
    /// Compares a word, or each word of a list, with the known ones.
    fn words(
        &mut self,
        node: &Node,
        at: &KeyPath,
        told: Option<&str>,
        key: &str,
        allowed: &'static [&'static str],
    ) {
        let Some(value) = node.get(key) else { return };
        let items = value.items().iter().enumerate().map(|(index, item)| (at.key(key).index(index), item));
        for (at, item) in items.chain([(at.key(key), value)]) {
            if let Some(found) = item.as_str().filter(|word| !allowed.contains(word)) {
                let nearest = spelling::nearest(found, allowed.iter().copied());
                let (key, found) = (key.to_owned(), found.to_owned());
                self.malformed(at, told, Malformed::Word { key, found, allowed, nearest });
            }
        }
    }
}

/// The path of another item of the list that this path leads into.
fn at_index(item: &KeyPath, index: usize) -> KeyPath {
    let mut segments = item.segments().to_vec();
    segments.pop();
    KeyPath::from(segments).index(index)
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
