//! What rules look at: a file with its payloads, one payload, and the settings of a domain by key and type.

use std::collections::HashMap;

use latchkey_profile_schema::carrier::{Contents, Delivery, Payload};
use latchkey_profile_schema::domain::{self, Domain, DomainKind};
use latchkey_profile_schema::library::Author;
use latchkey_profile_schema::opening::{Deployment, Layer};
use latchkey_profile_schema::plist::Root;
use latchkey_profile_schema::{Catalog, CatalogKey, Document, Entry, KeyPath, Node, Problem, Value};

use crate::options::Options;

/// A file that is a property list.
pub(crate) struct FileView<'a> {
    /// What it is called.
    pub(crate) name: &'a str,
    /// Its size, or that of the profile where it was exported.
    pub(crate) bytes: usize,
    /// What the property list is wrapped in, outermost first.
    pub(crate) layers: &'a [&'a Layer],
    /// For whom an MDM installs it, where what is around it says that.
    pub(crate) deployment: Option<Deployment>,
    /// The domain of a preference file, where what is around it says that, or a schema that the user brought is of it.
    pub(crate) domain: Option<&'a str>,
    /// How much of a property list stands around the values.
    pub(crate) root: Root,
    /// What the property list begins with.
    pub(crate) beginning: Beginning,
    /// What is assumed about the run.
    pub(crate) options: &'a Options,
    /// The property list.
    pub(crate) document: &'a Document,
    /// What it carries.
    pub(crate) contents: &'a Contents<'a>,
    /// Its payloads whose domain is declared, each for itself.
    pub(crate) payloads: &'a [PayloadView<'a>],
    /// What holds of each declared domain, whichever payloads deliver it.
    pub(crate) domains: &'a [SettingsView<'a>],
}

impl<'a> FileView<'a> {
    /// The preference domains that are not declared, in the order of the file, each with the payloads that enforce it:
    /// what the managed client delivers is a preference domain whatever it is called, and so is what a community
    /// manifest describes. Apple's payload types are none.
    pub(crate) fn undeclared(&self) -> Vec<(&'a str, Vec<&'a Payload<'a>>)> {
        let mut found: Vec<(&str, Vec<&Payload<'_>>)> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for payload in &self.contents.payloads {
            let Some(name) = payload.domain.or(self.domain) else { continue };
            let is_theirs = match payload.delivery {
                Delivery::SetOnce { .. } => false,
                Delivery::Forced => true,
                Delivery::Direct => !name.starts_with("com.apple.") && self.describes(name),
                Delivery::Bare => self.describes(name),
            };
            if !is_theirs || domain::known(name).is_some() {
                continue;
            }
            let place = *places.entry(name).or_insert(found.len());
            match found.get_mut(place) {
                Some((_, payloads)) => payloads.push(payload),
                None => found.push((name, vec![payload])),
            }
        }
        found
    }

    fn describes(&self, name: &str) -> bool {
        let schema = self.options.schemas.as_deref().and_then(|library| library.of(name));
        schema.is_some_and(|schema| schema.author == Author::Community)
    }
}

/// What a property list begins with, blanks and byte order marks aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Beginning {
    /// `<?xml`
    Declaration,
    /// Other XML.
    Markup,
    /// `bplist`
    Binary,
}

impl Beginning {
    /// What these bytes begin with.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
        if text.starts_with(b"bplist") {
            Self::Binary
        } else if text.starts_with(b"<?xml") {
            Self::Declaration
        } else {
            Self::Markup
        }
    }
}

/// One payload whose domain is declared.
pub(crate) struct PayloadView<'a> {
    /// What is assumed about the run.
    pub(crate) options: &'a Options,
    /// The domain.
    pub(crate) domain: &'static Domain,
    /// The payload.
    pub(crate) payload: &'a Payload<'a>,
    /// What is wrong with any of the file's keys, in the order of their paths.
    pub(crate) problems: &'a [Problem],
}

/// The settings of one domain as they are in force: of the enforced values of a key, the last. Of what macOS reads as a
/// payload, each stands alone.
pub(crate) struct SettingsView<'a> {
    /// The domain.
    pub(crate) domain: &'static Domain,
    /// The payloads that enforce it, in the order of the file; at least one.
    pub(crate) payloads: Vec<&'a Payload<'a>>,
}

/// A list of texts, each with its place.
pub(crate) type Texts<'a> = Vec<(KeyPath, &'a str)>;

impl<'a> PayloadView<'a> {
    /// Where a key stands.
    pub(crate) fn path(&self, key: &str) -> KeyPath {
        self.payload.path.key(key)
    }

    /// The settings, without what stands beside them.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &'a Entry> + use<'a> {
        self.payload.entries()
    }

    /// The text of a key; none when it is absent or no string.
    pub(crate) fn text(&self, key: &str) -> Option<&'a str> {
        self.payload.settings.get(key)?.as_str()
    }
}

/// What is shown each declared key: where it stands, its declaration and its value.
type Visit<'v, 'a> = &'v mut dyn FnMut(&dyn Fn() -> KeyPath, &'static CatalogKey, &'a Node);

impl<'a> PayloadView<'a> {
    /// Shows every declared key that is set, at any depth.
    pub(crate) fn each_declared(&self, visit: Visit<'_, 'a>) {
        let keys = catalog(self.domain).map_or(&[][..], |catalog| &catalog.keys);
        each_in(keys, self.payload.settings, &|| self.payload.path.clone(), visit);
    }
}

fn each_in<'a>(
    keys: &'static [CatalogKey],
    dictionary: &'a Node,
    at: &dyn Fn() -> KeyPath,
    visit: Visit<'_, 'a>,
) {
    for key in keys {
        if let Some(node) = dictionary.get(&key.name) {
            let at = || at().key(&key.name);
            visit(&at, key, node);
            each_in(&key.keys, node, &at, visit);
            let Some(item) = key.item.as_deref().filter(|item| !item.keys.is_empty()) else { continue };
            for (index, node) in node.items().iter().enumerate() {
                each_in(&item.keys, node, &|| at().index(index), visit);
            }
        }
    }
}

impl<'a> SettingsView<'a> {
    /// Every declared domain that these payloads enforce, and every payload that macOS reads itself. What is set only
    /// once holds nobody to anything.
    pub(crate) fn of(payloads: &[PayloadView<'a>]) -> Vec<Self> {
        let mut views: Vec<Self> = Vec::new();
        for PayloadView { domain, payload, .. } in payloads {
            if matches!(payload.delivery, Delivery::SetOnce { .. }) {
                continue;
            }
            // There may be thousands of payloads that stand alone, so nobody looks for them.
            let existing = match domain.kind {
                DomainKind::PayloadType => None,
                _ => views.iter_mut().find(|view| view.domain.name == domain.name),
            };
            match existing {
                Some(view) => view.payloads.push(payload),
                None => views.push(Self { domain, payloads: vec![payload] }),
            }
        }
        views
    }

    /// The value of a key that is in force, and the payload that sets it.
    fn winner(&self, key: &str) -> Option<(&'a Payload<'a>, &'a Node)> {
        self.payloads.iter().rev().find_map(|payload| Some((*payload, payload.settings.get(key)?)))
    }

    /// The value of a key that is in force.
    pub(crate) fn value(&self, key: &str) -> Option<&'a Node> {
        self.winner(key).map(|(_, node)| node)
    }

    /// Where the value of a key that is in force stands; for a key that is not set, where it would.
    pub(crate) fn path(&self, key: &str) -> KeyPath {
        self.winner(key).map_or_else(|| self.place(), |(payload, _)| payload.path.clone()).key(key)
    }

    /// Where the first of these settings stand.
    pub(crate) fn place(&self) -> KeyPath {
        self.payloads.first().map_or_else(KeyPath::root, |payload| payload.path.clone())
    }

    /// Whether a key is set, to whatever.
    pub(crate) fn is_set(&self, key: &str) -> bool {
        self.value(key).is_some()
    }

    /// The text of a key; none when it is absent or no string.
    pub(crate) fn text(&self, key: &str) -> Option<&'a str> {
        self.value(key)?.as_str()
    }

    /// The number of a key; none when it is absent or no number.
    pub(crate) fn number(&self, key: &str) -> Option<f64> {
        match self.value(key)?.value {
            Value::Real(number) => Some(number),
            Value::Integer(number) => Some(number as f64),
            _ => None,
        }
    }

    /// The boolean of a key; none when it is absent or no boolean.
    pub(crate) fn boolean(&self, key: &str) -> Option<bool> {
        match self.value(key)?.value {
            Value::Boolean(boolean) => Some(boolean),
            _ => None,
        }
    }

    /// The items of a key; none when it is absent, no array, or holds anything but strings.
    pub(crate) fn texts(&self, key: &str) -> Option<Texts<'a>> {
        let (payload, node) = self.winner(key)?;
        let Value::Array(items) = &node.value else { return None };
        let path = payload.path.key(key);
        items.iter().enumerate().map(|(index, item)| Some((path.index(index), item.as_str()?))).collect()
    }
}

/// The catalog of a domain or an envelope; none for what is not in their lists.
pub(crate) fn catalog(domain: &Domain) -> Option<&'static Catalog> {
    Catalog::declared(domain)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{found, payload, payload_of, profile};

    const OKTA: &str = "com.okta.deviceaccess.servicedaemon";

    fn wrapper(deliveries: &[(&str, &[&str])]) -> String {
        let delivery = |(word, items): &(&str, &[&str])| {
            let item = |inside: &&str| {
                format!("<dict><key>mcx_preference_settings</key><dict>{inside}</dict></dict>")
            };
            format!("<key>{word}</key><array>{}</array>", items.iter().map(item).collect::<String>())
        };
        let inside = deliveries.iter().map(delivery).collect::<String>();
        let content = format!("<key>PayloadContent</key><dict><key>{OKTA}</key><dict>{inside}</dict></dict>");
        payload("com.apple.ManagedClient.preferences", &content)
    }

    fn paths(rule: &str, payloads: &str) -> Vec<String> {
        let findings = found(rule, profile(payloads).as_bytes(), None);
        findings.into_iter().filter_map(|finding| Some(finding.spot.key_path?.to_string())).collect()
    }

    #[test]
    fn rules_see_what_is_in_force_and_not_each_payload_alone() {
        let exempt = "<key>MFANotRequiredList</key><array><string>breakglass</string></array>";
        let everybody = "<key>MFANotRequiredList</key><array><string>*</string></array>";
        let offline = "<key>AllowedFactors</key><array><string>Offline_TOTP</string></array>\
                       <key>AccountLinkingMFAFactor</key><string>OV_Push</string>";
        let barred = "<key>OfflineLoginAllowed</key><false/>";
        let items: &[&str] = &["<key>AdminPhone</key><string>1</string>", exempt];
        assert!(paths("no-break-glass", &wrapper(&[("Forced", items)])).is_empty());
        assert!(paths("everyone-exempt", &wrapper(&[("Forced", &[everybody, exempt])])).is_empty());
        assert!(
            paths("everyone-exempt", &wrapper(&[("Forced", &[exempt]), ("Set-Once", &[everybody])]))
                .is_empty()
        );
        assert_eq!(
            paths("no-usable-factor", &wrapper(&[("Forced", &[barred, offline])])),
            [format!(
                "/PayloadContent/0/PayloadContent/{OKTA}/Forced/1/mcx_preference_settings/AllowedFactors"
            )]
        );
        let two =
            payload(OKTA, offline) + &payload_of(OKTA, "a.b", "00000000-0000-4000-8000-00000000000C", barred);
        assert_eq!(paths("no-usable-factor", &two), ["/PayloadContent/0/AllowedFactors"]);
        assert_eq!(paths("no-break-glass", &two), ["/PayloadContent/0"]);
    }
}
