//! The form of a custom schema for Jamf Pro, and its settings.
//!
//! Jamf, "JSON Schema Manifest Structure" (Jamf Pro 10.26). A form is drawn from few of JSON Schema's keywords.

use super::json::is_null;
use super::report::Report;
use super::setting::{Located, Setting};
use crate::check::{Delivered, is_secret};
use crate::document::{Document, Entry, Node, Part, PlistType, Value};
use crate::domain::{self, Domain};
use crate::key_path::KeyPath;
use crate::problem::{Incomplete, Malformed, ManifestFault};
use crate::spelling;

/// What `type` may be.
const TYPES: &[&str] = &["string", "boolean", "integer", "number", "array", "object"];
/// Keywords from which a form is drawn, or that are tolerated beside them.
const KEYWORDS: &[&str] = &[
    "title",
    "description",
    "type",
    "properties",
    "property_order",
    "propertyOrder",
    "default",
    "enum",
    "options",
    "items",
    "anyOf",
    "links",
    "pattern",
    "minimum",
    "maximum",
    "minItems",
    "maxItems",
    "minLength",
    "maxLength",
    "uniqueItems",
    "format",
    "required",
];
/// Keywords of JSON Schema from which no form is drawn.
const IGNORED: &[&str] = &[
    "oneOf",
    "allOf",
    "not",
    "if",
    "then",
    "else",
    "const",
    "patternProperties",
    "dependencies",
    "dependentRequired",
];

type Checked<'a> = (Option<&'static Domain>, KeyPath, Vec<Setting<'a>>);

/// Reports what is wrong with the form; returns the declared domain, where the settings stand, and the settings.
pub(super) fn check<'a>(document: &'a Document, file: &str, report: &mut Report) -> Checked<'a> {
    let root = &document.root;
    let at = KeyPath::root();
    for key in ["title", "description", "properties"] {
        if root.get(key).is_none() {
            report.malformed(at.clone(), None, Malformed::Lacking { key });
        }
    }
    for key in ["title", "description"] {
        report.has_type(root, &at, None, key, PlistType::String);
    }
    let mut form = Form { report, settings: Vec::new(), is_secret: false };
    form.keywords(root, &at, None);
    form.properties(root, &at, Level::Top);
    (domain(root, file), at.key("properties"), form.settings)
}

/// The domain that the schema names, or its file, or whose keys it has.
fn domain(root: &Node, file: &str) -> Option<&'static Domain> {
    if let Some(name) = root.get("__preferencedomain").and_then(Node::as_str) {
        return domain::known(name);
    }
    let stem = file.rsplit(['/', '\\']).next().and_then(|name| name.strip_suffix(".json"));
    stem.and_then(domain::known).or_else(|| Delivered::guess(root.get("properties")?))
}

/// Whether a property stands at the top of the payload.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Top,
    Nested,
}

struct Form<'r, 'a> {
    report: &'r mut Report,
    settings: Vec<Setting<'a>>,
    /// Whether what is read now is a secret, or inside of one.
    is_secret: bool,
}

impl<'a> Form<'_, 'a> {
    fn properties(&mut self, owner: &'a Node, at: &KeyPath, level: Level) {
        let Some(properties) = owner.get("properties") else { return };
        let told = None;
        if !self.report.has_type(owner, at, told, "properties", PlistType::Dictionary) {
            return;
        }
        let at_properties = at.key("properties");
        for Entry { key, node, .. } in properties.entries() {
            // Nothing that follows would be told.
            if self.report.is_full() {
                return;
            }
            let at = at_properties.key(key);
            if !matches!(node.value, Value::Dictionary(_)) {
                let (key, found) = (key.clone(), node.value.plist_type());
                let fault = Malformed::Type { key, expected: PlistType::Dictionary, found };
                self.report.malformed(at, None, fault);
                continue;
            }
            self.head(node, &at, key, level);
            let around = self.is_secret;
            self.is_secret |= is_secret(key);
            let setting = self.setting(node, at, key);
            self.is_secret = around;
            self.settings.push(Setting { is_top: level == Level::Top, ..setting });
        }
        for (index, name) in owner.get("required").map(Node::items).unwrap_or_default().iter().enumerate() {
            if let Some(name) = name.as_str().filter(|name| properties.get(name).is_none()) {
                let at = at.key("required").index(index);
                self.report.malformed(at, None, Malformed::RequiresUnknown { name: name.to_owned() });
            }
        }
    }

    /// What every property needs, whatever its value is.
    fn head(&mut self, node: &Node, at: &KeyPath, name: &str, level: Level) {
        let told = Some(name);
        for key in ["title", "description"] {
            self.report.has_type(node, at, told, key, PlistType::String);
        }
        self.report.has_type(node, at, told, "property_order", PlistType::Integer);
        if node.get("title").is_none() {
            self.incomplete(at.clone(), told, Incomplete::Lacking { key: "title" });
        }
        let is_ordered = node.get("property_order").or_else(|| node.get("propertyOrder")).is_some();
        if level == Level::Top && !is_ordered {
            self.incomplete(at.clone(), told, Incomplete::Lacking { key: "property_order" });
        }
        self.keywords(node, at, told);
    }

    /// The value of a property: itself, or the branch beside null.
    fn setting(&mut self, property: &'a Node, at: KeyPath, name: &'a str) -> Setting<'a> {
        let told = Some(name);
        let Some(branches) = property.get("anyOf") else { return self.value(property, at, name) };
        if !self.report.has_type(property, &at, told, "anyOf", PlistType::Array) {
            return self.value(property, at, name);
        }
        let at_branches = at.key("anyOf");
        let is_null = |branch: &Node| branch.get("type").and_then(Node::as_str) == Some("null");
        let branches = branches.items();
        if branches.iter().any(is_null) && !branches.first().is_some_and(is_null) {
            self.incomplete(at_branches.clone(), told, Incomplete::NullNotFirst);
        }
        match branches.iter().enumerate().find(|(_, branch)| !is_null(branch)) {
            Some((index, branch)) => {
                let at_branch = at_branches.index(index);
                self.keywords(branch, &at_branch, told);
                let setting = self.value(branch, at_branch, name);
                let outer =
                    Located::of(property, &at, "default").filter(|default| !self::is_null(default.node));
                Setting {
                    default: setting.default.or(outer),
                    name_at: (at.clone(), Part::Key),
                    at,
                    ..setting
                }
            }
            None => {
                self.report.malformed(at_branches, told, Malformed::OnlyNull);
                self.value(property, at, name)
            }
        }
    }

    fn value(&mut self, node: &'a Node, at: KeyPath, name: &'a str) -> Setting<'a> {
        let told = Some(name);
        let kind = self.kind(node, &at, name);
        let listed = Located::of(node, &at, "enum");
        self.report.has_type(node, &at, told, "enum", PlistType::Array);
        let titles = node.get("options").and_then(|options| options.get("enum_titles"));
        if let (Some(listed), Some(titles)) = (&listed, titles) {
            let (values, titles) = (listed.node.items().len(), titles.items().len());
            if values != titles {
                let at = at.key("options").key("enum_titles");
                self.report.malformed(at, told, Malformed::Titles { values, titles });
            }
        }
        let pattern = node.get("pattern").and_then(Node::as_str);
        let pattern = pattern.map(|pattern| Box::new(self.report.patterns.compile(pattern)));
        if let Some(pattern) = pattern.as_ref().filter(|pattern| !pattern.is_checked()) {
            let pattern = pattern.text.clone();
            self.incomplete(at.key("pattern"), told, Incomplete::Pattern { pattern });
        }
        let item = match kind {
            Some(PlistType::Array) => self.item(node, &at, name),
            Some(PlistType::Dictionary) => {
                if node.get("properties").is_none() {
                    let fault = Incomplete::NothingInside { kind: PlistType::Dictionary };
                    self.incomplete(at.clone(), told, fault);
                }
                self.properties(node, &at, Level::Nested);
                None
            }
            _ => None,
        };
        Setting {
            name,
            name_at: (at.clone(), Part::Key),
            is_top: false,
            kind,
            kind_at: if node.get("type").is_some() { at.key("type") } else { at.clone() },
            title: Located::of(node, &at, "title"),
            default: Located::of(node, &at, "default").filter(|default| !is_null(default.node)),
            listed,
            is_open: false,
            titles,
            minimum: Located::of(node, &at, "minimum"),
            maximum: Located::of(node, &at, "maximum"),
            pattern,
            item,
            is_sensitive: false,
            is_secret: self.is_secret,
            at,
        }
    }

    fn item(&mut self, node: &'a Node, at: &KeyPath, name: &'a str) -> Option<Box<Setting<'a>>> {
        let told = Some(name);
        let says_something = |items: &&Node| {
            !matches!(items.value, Value::Dictionary(_))
                || ["type", "anyOf", "$ref"].iter().any(|key| items.get(key).is_some())
        };
        let Some(items) = node.get("items").filter(says_something) else {
            let fault = Incomplete::NothingInside { kind: PlistType::Array };
            self.incomplete(at.clone(), told, fault);
            return None;
        };
        if !self.report.has_type(node, at, told, "items", PlistType::Dictionary) {
            return None;
        }
        let at = at.key("items");
        self.keywords(items, &at, told);
        Some(Box::new(self.setting(items, at, name)))
    }

    fn kind(&mut self, node: &Node, at: &KeyPath, name: &str) -> Option<PlistType> {
        let told = Some(name);
        let Some(value) = node.get("type") else {
            // What refers to something else has its type there.
            if node.get("$ref").is_none() && node.get("anyOf").is_none() {
                self.report.malformed(at.clone(), told, Malformed::Lacking { key: "type" });
            }
            return None;
        };
        let at = at.key("type");
        if matches!(value.value, Value::Array(_)) {
            self.report.malformed(at, told, Malformed::SeveralTypes);
            return None;
        }
        let Some(word) = value.as_str() else {
            let (key, found) = ("type".to_owned(), value.value.plist_type());
            self.report.malformed(at, told, Malformed::Type { key, expected: PlistType::String, found });
            return None;
        };
        Some(match word {
            "string" => PlistType::String,
            "boolean" => PlistType::Boolean,
            "integer" => PlistType::Integer,
            "number" => PlistType::Real,
            "array" => PlistType::Array,
            "object" => PlistType::Dictionary,
            _ => {
                let meant = match word {
                    "float" | "real" => Some("number"),
                    "dict" | "dictionary" => Some("object"),
                    "bool" => Some("boolean"),
                    // No form has a field for these.
                    "date" | "data" => None,
                    _ => spelling::nearest(word, TYPES.iter().copied()),
                };
                let (key, found) = ("type".to_owned(), word.to_owned());
                let fault = Malformed::Word { key, found, allowed: TYPES, nearest: meant };
                self.report.malformed(at, told, fault);
                return None;
            }
        })
    }

    fn keywords(&mut self, node: &Node, at: &KeyPath, told: Option<&str>) {
        for entry in node.entries() {
            let keyword = entry.key.as_str();
            let at = at.key(keyword);
            if KEYWORDS.contains(&keyword) || keyword.starts_with('_') {
                continue;
            }
            if keyword == "$ref" {
                let fault = ManifestFault::Malformed(Malformed::Reference);
                self.report.at_key(at, told, fault);
            } else if IGNORED.contains(&keyword) {
                let fault = Incomplete::Ignored { keyword: keyword.to_owned() };
                self.report.at_key(at, told, ManifestFault::Incomplete(fault));
            } else if let Some(nearest) = spelling::nearest(keyword, KEYWORDS.iter().copied()) {
                let fault = Incomplete::Keyword { found: keyword.to_owned(), nearest };
                self.report.at_key(at, told, ManifestFault::Incomplete(fault));
            }
        }
    }

    fn incomplete(&mut self, at: KeyPath, told: Option<&str>, fault: Incomplete) {
        self.report.at(at, told, ManifestFault::Incomplete(fault));
    }
}
