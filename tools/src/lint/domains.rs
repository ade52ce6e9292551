//! A payload to the declared domain that its settings belong to, or to the reason why there is none.

use std::collections::HashMap;

use latchkey_profile_schema::carrier::{Delivery, Payload};
use latchkey_profile_schema::check::Delivered;
use latchkey_profile_schema::domain::{self, COMPANIONS, DOMAINS, Domain, DomainKind};
use latchkey_profile_schema::{KeyPath, Node, Segment};

use super::wrapped::Wrapped;
use crate::options::Options;
use crate::phrase::quoted;
use crate::view::PayloadView;

/// Why the settings of a payload cannot be compared with a declaration.
pub(super) struct Unknown<'a> {
    /// The domain, where it is said.
    pub(super) domain: Option<&'a str>,
    /// Why, for people.
    pub(super) reason: String,
}

/// The domain: the one that the payload or what is around the file names; for a preference file the one asked for,
/// else the one of the file's name, else the one whose keys it matches best.
pub(super) fn of<'a>(
    payload: &Payload<'a>,
    wrapped: &Wrapped<'a>,
    options: &'a Options,
) -> Result<&'static Domain, Unknown<'a>> {
    let unknown = |name, reason| Err(Unknown { domain: Some(name), reason });
    let unchecked = |name| format!("no schema for {}; its keys were not checked", quoted(name));
    if let Some(name) = payload.domain.or(wrapped.domain) {
        return match domain::known(name) {
            None => unknown(name, unchecked(name)),
            Some(domain)
                if domain.kind == DomainKind::Preferences || payload.delivery == Delivery::Direct =>
            {
                Ok(domain)
            }
            Some(_) => unknown(name, not_a_domain(name)),
        };
    }
    if let Some(name) = described(wrapped.name, options) {
        return unknown(name, unchecked(name));
    }
    of_file(wrapped.name, payload.settings, options).ok_or_else(|| Unknown {
        domain: None,
        reason: "neither the file's name nor its keys say whose preferences these are; name the domain with \
                 `--domain`"
            .to_owned(),
    })
}

/// The domain of a preference file, which does not say it.
pub(crate) fn of_file(name: &str, settings: &Node, options: &Options) -> Option<&'static Domain> {
    options.domain.or_else(|| by_file_name(name)).or_else(|| Delivered::guess(settings))
}

/// The domain of a preference file, where a schema that the user brought describes it and no declaration does.
pub(super) fn described<'a>(file: &'a str, options: &'a Options) -> Option<&'a str> {
    let library = options.schemas.as_deref()?;
    if options.domain.is_some() || options.described.is_some() {
        return options.described.as_deref();
    }
    if by_file_name(file).is_some() {
        return None;
    }
    // The longest one: `com.example.app.plist` is no file of `com.example`.
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let ends = name.match_indices('.').map(|(end, _)| end).chain([name.len()]).rev();
    ends.filter_map(|end| name.get(..end)).find(|name| name.contains('.') && library.of(name).is_some())
}

/// What macOS reads as a payload does nothing as preferences, so there is nothing to check in them.
fn not_a_domain(name: &str) -> String {
    format!(
        "{} is a payload type, and macOS reads it from a payload of its own; as preferences these keys do nothing, \
         and were not checked",
        quoted(name)
    )
}

/// Payloads by where their settings stand.
pub(super) struct ByPath<'s>(HashMap<&'s [Segment], &'s PayloadView<'s>>);

impl<'s> ByPath<'s> {
    /// Of two at one place the first.
    pub(super) fn of(payloads: &'s [PayloadView<'_>]) -> Self {
        Self(payloads.iter().rev().map(|theirs| (theirs.payload.path.segments(), theirs)).collect())
    }

    /// The settings that a path leads into.
    pub(super) fn around(&self, path: &KeyPath) -> Option<&'s PayloadView<'s>> {
        let path = path.segments();
        (0..=path.len()).find_map(|length| self.0.get(path.get(..length)?).copied())
    }
}

/// `com.example.app.plist` and `com.example.app.anything.xml` are of `com.example.app`.
fn by_file_name(file: &str) -> Option<&'static Domain> {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    DOMAINS
        .iter()
        .chain(COMPANIONS)
        .filter(|domain| domain.kind == DomainKind::Preferences)
        .filter(|domain| {
            name.strip_prefix(domain.name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
        .max_by_key(|domain| domain.name.len())
        .copied()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use latchkey_profile_schema::library::Library;

    use super::*;

    #[test]
    fn a_file_name_says_the_domain_of_a_brought_schema() {
        let manifest = |domain: &str| {
            let manifest = format!(
                "<plist version=\"1.0\"><dict><key>pfm_domain</key><string>{domain}</string><key>pfm_subkeys</key>\
                 <array><dict><key>pfm_name</key><string>a</string><key>pfm_type</key><string>string</string></dict>\
                 </array></dict></plist>"
            );
            (format!("{domain}.plist"), manifest.into_bytes())
        };
        let library =
            Library::index(["com.example.app", "com.example.app.helper", "com.okta.mobile"].map(manifest));
        let brought = Options { schemas: Some(Arc::new(library)), ..Options::default() };
        let cases = [
            ("com.example.app.plist", Some("com.example.app")),
            ("a/com.example.app.intune.xml", Some("com.example.app")),
            ("com.example.app.helper.plist", Some("com.example.app.helper")),
            ("com.example.app", Some("com.example.app")),
            ("com.example.apps.plist", None),
            ("com.okta.mobile.plist", None),
            ("com.plist", None),
        ];
        for (file, expected) in cases {
            assert_eq!(described(file, &brought), expected, "{file}");
            assert_eq!(described(file, &Options::default()), None);
        }
        let named = Options { described: Some("com.example.app".into()), ..brought.clone() };
        assert_eq!(described("org.latchkey.agent.plist", &named), Some("com.example.app"));
        let other = Options { domain: Some(&domain::AGENT), ..brought };
        assert_eq!(described("com.example.app.plist", &other), None);
    }

    #[test]
    fn a_file_name_says_its_domain() {
        let cases = [
            ("com.okta.deviceaccess.servicedaemon.plist", Some("com.okta.deviceaccess.servicedaemon")),
            ("a/b/org.latchkey.agent.intune.plist", Some("org.latchkey.agent")),
            ("com.okta.mobile.plist", Some("com.okta.mobile")),
            ("com.okta.mobile.auth-service-extension.plist", Some("com.okta.mobile.auth-service-extension")),
            ("com.apple.extensiblesso.plist", None),
            ("org.latchkey.agents.plist", None),
            ("org.latchkey.agent/other.plist", None),
        ];
        for (file, expected) in cases {
            assert_eq!(by_file_name(file).map(|domain| domain.name), expected, "{file}");
        }
    }
}
