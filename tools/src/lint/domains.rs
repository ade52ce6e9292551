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
    options: &Options,
) -> Result<&'static Domain, Unknown<'a>> {
    if let Some(name) = payload.domain.or(wrapped.domain) {
        let unknown = |reason| Err(Unknown { domain: Some(name), reason });
        return match domain::known(name) {
            None => unknown(format!("no schema for {}; its keys were not checked", quoted(name))),
            Some(domain)
                if domain.kind == DomainKind::Preferences || payload.delivery == Delivery::Direct =>
            {
                Ok(domain)
            }
            Some(_) => unknown(not_a_domain(name)),
        };
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
    use super::*;

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
