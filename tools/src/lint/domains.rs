//! A payload to the declared domain that its settings belong to, or to the reason why there is none.

use latchkey_profile_schema::KeyPath;
use latchkey_profile_schema::carrier::Payload;
use latchkey_profile_schema::domain::{self, DOMAINS, Domain};

use crate::phrase::quoted;
use crate::view::{SettingsView, catalog};

/// The domain: the one that the payload names; for a preference file the one asked for, else the one of the file's
/// name, else the one whose keys it matches best.
pub(super) fn of(
    payload: &Payload<'_>,
    file: &str,
    asked_for: Option<&'static Domain>,
) -> Result<&'static Domain, String> {
    if let Some(name) = payload.domain {
        return domain::named(name)
            .ok_or_else(|| format!("no schema for {}; its keys were not checked", quoted(name)));
    }
    asked_for.or_else(|| by_file_name(file)).or_else(|| by_keys(payload)).ok_or_else(|| {
        "neither the file's name nor its keys say whose preferences these are; name the domain with `--domain`"
            .to_owned()
    })
}

/// The settings that a path leads into.
pub(super) fn around<'s>(settings: &'s [SettingsView<'_>], path: &KeyPath) -> Option<&'s SettingsView<'s>> {
    settings.iter().find(|settings| path.segments().starts_with(settings.payload.path.segments()))
}

/// `com.example.app.plist` and `com.example.app.anything.xml` are of `com.example.app`.
fn by_file_name(file: &str) -> Option<&'static Domain> {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    DOMAINS
        .iter()
        .filter(|domain| {
            name.strip_prefix(domain.name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
        .max_by_key(|domain| domain.name.len())
        .copied()
}

/// The domain that declares the most of the keys, if it is alone in that and they are half of all.
fn by_keys(payload: &Payload<'_>) -> Option<&'static Domain> {
    let total = payload.entries().count();
    let mut best: Option<(usize, &'static Domain)> = None;
    let mut tied = false;
    for domain in DOMAINS {
        let Some(catalog) = catalog(domain) else { continue };
        let matching = payload.entries().filter(|entry| catalog.key(&entry.key).is_some()).count();
        match best {
            Some((most, _)) if matching < most => {}
            Some((most, _)) if matching == most => tied = true,
            _ if matching > 0 && matching * 2 >= total => {
                best = Some((matching, domain));
                tied = false;
            }
            _ => {}
        }
    }
    best.filter(|_| !tied).map(|(_, domain)| domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_says_its_domain() {
        let cases = [
            ("com.okta.deviceaccess.servicedaemon.plist", Some("com.okta.deviceaccess.servicedaemon")),
            ("a/b/org.latchkey.agent.intune.plist", Some("org.latchkey.agent")),
            ("org.latchkey.agents.plist", None),
            ("org.latchkey.agent/other.plist", None),
        ];
        for (file, expected) in cases {
            assert_eq!(by_file_name(file).map(|domain| domain.name), expected, "{file}");
        }
    }
}
