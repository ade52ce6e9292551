//! A description of settings, as an MDM's editor reads it, to everything that is wrong with it: a wrong manifest must
//! not bless a wrong profile.
//!
//! Two kinds are known: community manifests (property lists of `pfm_*` keys) and Jamf's custom schemas (JSON). Each is
//! looked at for its form, for values that it refuses itself, and against the declaration of its domain.

mod community;
mod contradiction;
mod declared;
mod jamf;
mod json;
mod report;
mod setting;
#[cfg(test)]
mod tests;

use crate::document::{Document, Node, Span, Value};
use crate::problem::Problem;

pub use json::{JsonReading, read_json};
use report::Report;

/// What describes settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ManifestKind {
    /// A property list of `pfm_*` keys.
    Community,
    /// The JSON from which Jamf Pro draws a form.
    Jamf,
}

/// Whether a property list is a manifest. Every one of them names a domain or lists settings.
#[must_use]
pub fn recognize(document: &Document) -> Option<ManifestKind> {
    let has = |key: &str| document.root.get(key).is_some();
    (has("pfm_domain") || has("pfm_subkeys")).then_some(ManifestKind::Community)
}

/// Whether JSON is a schema for Jamf, and not one that describes JSON.
#[must_use]
pub fn recognize_json(document: &Document) -> Option<ManifestKind> {
    let root = &document.root;
    let properties = root.get("properties").filter(|node| matches!(node.value, Value::Dictionary(_)))?;
    let orders = |node: &Node| node.get("property_order").or_else(|| node.get("propertyOrder")).is_some();
    let is_drawn = root.get("__preferencedomain").is_some()
        || properties.entries().iter().any(|property| orders(&property.node));
    let is_plain = !["$schema", "$id", "$defs"].iter().any(|key| root.get(key).is_some());
    (is_drawn || is_plain).then_some(ManifestKind::Jamf)
}

/// Everything wrong with a manifest, in the order of its text. The name of the file may say the domain.
#[must_use]
pub fn check(document: &Document, kind: ManifestKind, file: &str) -> Vec<Problem> {
    let mut report = Report::default();
    let (domain, list, settings) = match kind {
        ManifestKind::Community => community::check(document, &mut report),
        ManifestKind::Jamf => jamf::check(document, file, &mut report),
    };
    for setting in &settings {
        contradiction::check(setting, &mut report);
    }
    if let Some(domain) = domain {
        declared::check(domain, kind, &settings, &list, &mut report);
    }
    report.in_order(document)
}

/// The values that a manifest gives for secrets: defaults, listed values and bounds, in no order.
#[must_use]
pub fn secrets(document: &Document, kind: ManifestKind) -> Vec<Span> {
    let mut report = Report::default();
    let (_, _, settings) = match kind {
        ManifestKind::Community => community::check(document, &mut report),
        ManifestKind::Jamf => jamf::check(document, "", &mut report),
    };
    let mut spans = Vec::new();
    for setting in &settings {
        let mut next = Some(setting);
        while let Some(setting) = next {
            let values = setting.values().filter(|_| setting.is_secret);
            spans.extend(values.filter_map(|node| node.span));
            next = setting.item.as_deref();
        }
    }
    spans
}
