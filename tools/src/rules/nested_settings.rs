//! `nested-settings`: the settings of a domain one dictionary too deep.

use latchkey_profile_schema::carrier::Delivery;
use latchkey_profile_schema::domain::{DomainKind, KeyNames};
use latchkey_profile_schema::{Catalog, KeyPath, KeyProblem, Node};

use crate::finding::{Finding, key_at};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::{PayloadView, catalog};

rule! {
    /// Settings that stand in a dictionary within the place where they are read.
    ///
    /// # What it does
    /// Looks for keys of a declared domain in `PayloadContent` of a payload of its own, in a dictionary that is named
    /// like the domain, and, where every key of the domain is declared, in any dictionary that is none of them.
    ///
    /// # Why it matters
    /// The program reads keys, and not what is in dictionaries beside them. No setting is in force, and every required
    /// key is missing.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>org.latchkey.agent</string>
    ///     <key>PayloadContent</key>
    ///     <dict><key>FailureBudget</key><integer>5</integer></dict>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>org.latchkey.agent</string>
    ///     <key>FailureBudget</key><integer>5</integer>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// Every key of a declared domain.
    static RULE = { name: "nested-settings", level: Error, since: "0.1.0" };
}

/// How many dictionaries down settings are looked for: a domain in the content of a payload.
const DEEPEST: usize = 2;

/// Settings that stand too deep.
struct Nested<'a> {
    /// The keys of the dictionaries that lead there.
    keys: Vec<&'a str>,
    /// The dictionary that holds them.
    node: &'a Node,
}

/// Says where the settings are, and where they belong.
pub(crate) fn check(settings: &PayloadView<'_>) -> Vec<Finding> {
    let Some((catalog, Nested { keys, node })) = nested(settings) else { return Vec::new() };
    let path = keys.iter().fold(settings.payload.path.clone(), |path, key| path.key(key));
    let names: Vec<String> = node
        .entries()
        .iter()
        .filter(|entry| catalog.key(&entry.key).is_some())
        .take(2)
        .map(|entry| quoted(&entry.key))
        .collect();
    let inside: Vec<String> = keys.iter().rev().map(|key| quoted(key)).collect();
    let (inside, name) = (inside.join(" in "), quoted(settings.domain.name));
    let place = match settings.payload.delivery {
        Delivery::Direct => "beside `PayloadType`",
        Delivery::Forced | Delivery::SetOnce { .. } => "right into `mcx_preference_settings`",
        Delivery::Bare => "to the top of the file",
    };
    let verb = if names.len() == 1 { "stands" } else { "stand" };
    let message =
        format!("{} {verb} too deep, in {inside}, and not where {name} is read", names.join(" and "));
    vec![
        Finding::new(&RULE, key_at(path), message)
            .help(format!("move what is in {inside} {place}"))
            .consequence("none of these settings is in force"),
    ]
}

/// The settings of one payload that stand too deep, found once for all its problems, which come one after another.
#[derive(Default)]
pub(crate) struct Explanation<'a> {
    of: Option<KeyPath>,
    nested: Option<Nested<'a>>,
}

impl<'a> Explanation<'a> {
    /// Whether a problem with a key of these settings is that they stand too deep, which is told already.
    pub(crate) fn explains(
        &mut self,
        settings: &PayloadView<'a>,
        path: &KeyPath,
        problem: &KeyProblem,
    ) -> bool {
        let (KeyProblem::MissingKey { key } | KeyProblem::UnknownKey { key, .. }) = problem else {
            return false;
        };
        if self.of.as_ref() != Some(&settings.payload.path) {
            self.of = Some(settings.payload.path.clone());
            self.nested = nested(settings).map(|(_, nested)| nested);
        }
        let Some(nested) = &self.nested else { return false };
        match problem {
            KeyProblem::MissingKey { .. } => *path == settings.payload.path && nested.node.get(key).is_some(),
            _ => nested.keys.first() == Some(&key.as_str()) && *path == settings.path(key),
        }
    }
}

fn nested<'a>(settings: &PayloadView<'a>) -> Option<(&'static Catalog, Nested<'a>)> {
    let domain = settings.domain;
    let is_read = domain.kind == DomainKind::Preferences && domain.keys != KeyNames::Partial;
    let catalog = catalog(domain).filter(|_| is_read)?;
    let node = settings.payload.settings;
    let is_own = |key: &str| catalog.key(key).is_some();
    let is_closed = domain.keys == KeyNames::Closed;
    let is_direct = settings.payload.delivery == Delivery::Direct;
    let may_hold = |key: &str| key == domain.name || (is_direct && key == "PayloadContent") || is_closed;
    search(node, &|key| !is_own(key) && may_hold(key), catalog, DEEPEST).map(|nested| (catalog, nested))
}

/// The first dictionary below with a key of the domain, no deeper than this.
fn search<'a>(
    node: &'a Node,
    may_hold: &dyn Fn(&str) -> bool,
    catalog: &Catalog,
    levels: usize,
) -> Option<Nested<'a>> {
    let holders =
        node.entries().iter().filter(|entry| !entry.node.entries().is_empty() && may_hold(&entry.key));
    let mut found = holders.filter_map(|entry| {
        if entry.node.entries().iter().any(|inner| catalog.key(&inner.key).is_some()) {
            return Some(Nested { keys: vec![&entry.key], node: &entry.node });
        }
        let deeper = levels.checked_sub(1).filter(|left| *left > 0)?;
        let mut nested = search(&entry.node, &|_| true, catalog, deeper)?;
        nested.keys.insert(0, &entry.key);
        Some(nested)
    });
    found.next()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages, messages_in, payload, profile};

    const KEYS: &str = "<key>DMFAClientID</key><string>0oa1</string><key>DMFAClientSecret</key><string>$A</string>\
                        <key>DMFAOrgURL</key><string>https://corp.initech.test</string>";
    const OKTA: &str = "com.okta.deviceaccess.servicedaemon";

    fn all(inside: &str) -> [usize; 3] {
        let file = profile(&payload(OKTA, inside));
        ["nested-settings", "missing-key", "unknown-key"].map(|rule| messages(rule, file.as_bytes()).len())
    }

    #[test]
    fn settings_that_stand_too_deep_are_one_mistake() {
        let within = |key: &str, inside: &str| format!("<key>{key}</key><dict>{inside}</dict>");
        assert_eq!(all(&within("PayloadContent", KEYS)), [1, 0, 0]);
        assert_eq!(all(&within("PayloadContent", &within(OKTA, KEYS))), [1, 0, 0]);
        assert_eq!(all(&within(OKTA, KEYS)), [1, 0, 0]);
        assert_eq!(all(&within("Settings", KEYS)), [1, 0, 0]);
        assert_eq!(
            all(&format!(
                "{KEYS}{}",
                within("PayloadContent", "<key>AdminEmail</key><string>a@b.c</string>")
            )),
            [1, 0, 0]
        );
        assert_eq!(all(&within("PayloadContent", "<key>DMFAClientID</key><string>0oa1</string>")), [1, 2, 0]);
        assert_eq!(all(KEYS), [0, 0, 0]);
        assert_eq!(all(&format!("{KEYS}{}", within("Other", "<key>a</key><true/>"))), [0, 0, 1]);
    }

    #[test]
    fn the_place_is_named() {
        let inside = format!("<key>{OKTA}</key><dict>{KEYS}</dict>");
        assert_eq!(
            messages_in("nested-settings", &inside),
            [format!(
                "`DMFAClientID` and `DMFAClientSecret` stand too deep, in `{OKTA}`, and not where `{OKTA}` is read"
            )]
        );
    }
}
