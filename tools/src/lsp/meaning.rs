//! A place in the tree of a buffer to what is declared there: the keys of a dictionary, a key, or a listed value.

use latchkey_profile_schema::carrier::{
    self, CONFIGURATION, Carrier, Contents, Delivery, EnvelopeKind, MANAGED_CLIENT,
};
use latchkey_profile_schema::domain::{COMPANIONS, DOMAINS, Domain, DomainKind, PAYLOAD, PROFILE};
use latchkey_profile_schema::{CatalogKey, Document, KeyPath, Node, Segment};

use crate::lint;
use crate::options::Options;
use crate::view::catalog;

/// A tree, and what carries the settings in it.
pub(super) struct Meaning<'a> {
    document: &'a Document,
    contents: Contents<'a>,
    name: &'a str,
    options: &'a Options,
}

/// What the keys of a dictionary are.
#[derive(Clone, Debug, Default)]
pub(super) struct Keys {
    /// Declared ones.
    pub(super) declared: Vec<&'static CatalogKey>,
    /// Names that stand for themselves, each with the element of its value.
    pub(super) words: Vec<(&'static str, Word)>,
}

/// What a key is that no domain declares.
#[derive(Clone, Copy, Debug)]
pub(super) enum Word {
    /// A preference domain in a managed-client payload.
    Domain(&'static Domain),
    /// How it is delivered, or the payloads of a profile: an array of dictionaries.
    Delivery,
    /// The settings themselves.
    Settings,
}

/// The payloads of a profile.
const PAYLOADS: (&str, Word) = ("PayloadContent", Word::Delivery);

/// What a payload may be.
#[derive(Clone, Copy, Debug)]
pub(super) enum PayloadType {
    /// The settings of a domain.
    Domain(&'static Domain),
    /// What carries others.
    Other(&'static str),
}

impl PayloadType {
    /// The name of the type.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Domain(domain) => domain.name,
            Self::Other(name) => name,
        }
    }
}

impl<'a> Meaning<'a> {
    /// Looks what carries the settings of a buffer, called so.
    pub(super) fn of(document: &'a Document, name: &'a str, options: &'a Options) -> Self {
        Self { document, contents: carrier::open(document), name, options }
    }

    /// What may stand in the dictionary at a path.
    pub(super) fn keys(&self, path: &KeyPath) -> Keys {
        let mut keys = Keys::default();
        if let Some((domain, rest)) = self.domain(path) {
            keys.declared.extend(below(domain, rest));
        }
        match self.contents.envelopes.iter().find(|envelope| envelope.path == *path) {
            Some(envelope) => {
                let domain = match envelope.kind {
                    EnvelopeKind::Profile => {
                        keys.words.push(PAYLOADS);
                        &PROFILE
                    }
                    EnvelopeKind::Payload => &PAYLOAD,
                };
                let own: Vec<&CatalogKey> = below(domain, &[])
                    .into_iter()
                    .filter(|key| !keys.declared.iter().any(|there| there.name == key.name))
                    .collect();
                keys.declared.extend(own);
            }
            None => keys.words = self.words(path),
        }
        if self.may_become_profile(path) {
            keys = Keys { declared: below(&PROFILE, &[]), words: vec![PAYLOADS] };
        }
        keys
    }

    /// Whether this is the root of a profile of which nothing is typed yet that says so.
    fn may_become_profile(&self, path: &KeyPath) -> bool {
        let is_open = matches!(self.contents.carrier, Carrier::Preferences | Carrier::SinglePayload)
            && self.document.root.get("PayloadType").and_then(Node::as_str).is_none_or(str::is_empty);
        path.segments().is_empty() && is_open && self.name.ends_with(".mobileconfig")
    }

    /// The declaration of the key that ends a path, or whose item it leads to.
    pub(super) fn key(&self, path: &KeyPath) -> Option<&'static CatalogKey> {
        let last = path.segments().iter().rposition(|segment| matches!(segment, Segment::Key(_)))?;
        let Some(Segment::Key(name)) = path.segments().get(last) else { return None };
        let dictionary = KeyPath::from(path.segments().get(..last)?.to_vec());
        self.keys(&dictionary).declared.into_iter().find(|key| key.name == **name)
    }

    /// What the value at a path is, or an item of it where the path ends with an index.
    pub(super) fn element(&self, path: &KeyPath) -> Option<&'static CatalogKey> {
        let key = self.key(path)?;
        match path.segments().last() {
            Some(segment @ Segment::Index(_)) => key.below(segment),
            _ => Some(key),
        }
    }

    /// The payload types that exist, where the value at a path is one.
    pub(super) fn payload_types(&self, path: &KeyPath) -> Vec<PayloadType> {
        let is_type = path.last_key() == Some("PayloadType");
        let payload = self.contents.envelopes.iter().any(|envelope| {
            envelope.kind == EnvelopeKind::Payload && envelope.path.key("PayloadType") == *path
        });
        if !is_type || !payload {
            return Vec::new();
        }
        let whole = (path.segments().len() == 1).then_some(PayloadType::Other(CONFIGURATION));
        let domains = DOMAINS.iter().chain(COMPANIONS).copied().map(PayloadType::Domain);
        whole.into_iter().chain(domains).chain([PayloadType::Other(MANAGED_CLIENT)]).collect()
    }

    /// The domain whose settings a path leads into, and the rest of the way.
    fn domain<'p>(&self, path: &'p KeyPath) -> Option<(&'static Domain, &'p [Segment])> {
        let theirs = self.contents.payloads.iter().filter_map(|payload| {
            let rest = path.segments().strip_prefix(payload.path.segments())?;
            Some((payload, rest))
        });
        let (payload, rest) = theirs.min_by_key(|(_, rest)| rest.len())?;
        let domain = match payload.domain {
            Some(name) => latchkey_profile_schema::domain::known(name).filter(|domain| {
                domain.kind == DomainKind::Preferences || payload.delivery == Delivery::Direct
            }),
            None if payload.delivery == Delivery::Bare => {
                lint::domain_of_file(self.name, payload.settings, self.options)
            }
            None => None,
        };
        Some((domain?, rest))
    }

    /// The words of a managed-client payload.
    fn words(&self, path: &KeyPath) -> Vec<(&'static str, Word)> {
        let wrapper = self.contents.envelopes.iter().find(|envelope| {
            envelope.payload_type == Some(MANAGED_CLIENT)
                && path.segments().starts_with(envelope.path.segments())
        });
        let Some(wrapper) = wrapper else { return Vec::new() };
        match path.segments().get(wrapper.path.segments().len()..) {
            Some([Segment::Key(content)]) if **content == *"PayloadContent" => DOMAINS
                .iter()
                .chain(COMPANIONS)
                .filter(|domain| domain.kind == DomainKind::Preferences)
                .map(|domain| (domain.name, Word::Domain(domain)))
                .collect(),
            Some([Segment::Key(_), Segment::Key(_)]) => vec![("Forced", Word::Delivery)],
            Some([Segment::Key(_), Segment::Key(_), Segment::Key(word), Segment::Index(_)])
                if **word == *"Forced" =>
            {
                vec![("mcx_preference_settings", Word::Settings)]
            }
            _ => Vec::new(),
        }
    }

    /// The tree.
    pub(super) const fn document(&self) -> &'a Document {
        self.document
    }
}

/// The keys of a domain, or of a dictionary further down.
fn below(domain: &'static Domain, rest: &[Segment]) -> Vec<&'static CatalogKey> {
    let Some(catalog) = catalog(domain) else { return Vec::new() };
    let Some((first, rest)) = rest.split_first() else { return catalog.keys.iter().collect() };
    let Segment::Key(name) = first else { return Vec::new() };
    let found = rest.iter().try_fold(catalog.key(name), |key, segment| Some(key?.below(segment)));
    found.flatten().map_or_else(Vec::new, |key| key.keys.iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lsp::sketch::sketch;

    fn keys(text: &str, path: &[&str]) -> Vec<String> {
        let document = sketch(text);
        let options = Options::default();
        let segments: Vec<Segment> = path
            .iter()
            .map(|step| step.parse().map_or_else(|_| Segment::Key((*step).into()), Segment::Index))
            .collect();
        let keys = Meaning::of(&document, "x.mobileconfig", &options).keys(&segments.into());
        let words = keys.words.iter().map(|(word, _)| (*word).to_owned());
        keys.declared.iter().map(|key| key.name.clone()).chain(words).collect()
    }

    #[test]
    fn each_dictionary_has_its_keys() {
        let okta = "<key>PayloadType</key><string>com.okta.deviceaccess.servicedaemon</string>";
        let direct = format!("<dict><key>PayloadContent</key><array><dict>{okta}</dict></array></dict>");
        let found = keys(&direct, &["PayloadContent", "0"]);
        assert!(found.iter().any(|key| key == "AllowedFactors"), "{found:?}");
        assert!(found.iter().any(|key| key == "PayloadUUID"), "{found:?}");
        assert!(keys(&direct, &[]).iter().any(|key| key == "PayloadScope"));
        let wrapped = "<dict><key>PayloadContent</key><array><dict><key>PayloadType</key>\
            <string>com.apple.ManagedClient.preferences</string><key>PayloadContent</key><dict>\
            <key>com.okta.deviceaccess.servicedaemon</key><dict><key>Forced</key><array><dict>\
            <key>mcx_preference_settings</key><dict>";
        let content = ["PayloadContent", "0", "PayloadContent"];
        let okta = "com.okta.deviceaccess.servicedaemon";
        assert!(keys(wrapped, &content).contains(&okta.to_owned()));
        let inside = [&content[..], &[okta]].concat();
        assert_eq!(keys(wrapped, &inside), ["Forced"]);
        let item = [&inside[..], &["Forced", "0"]].concat();
        assert_eq!(keys(wrapped, &item), ["mcx_preference_settings"]);
        let settings = [&item[..], &["mcx_preference_settings"]].concat();
        assert!(keys(wrapped, &settings).contains(&"AllowedFactors".to_owned()));
        assert!(keys("<dict><key>AllowedFactors</key><array/><key>DMFAOrgURL", &[]).len() > 5);
    }
}
