//! The content of a managed-client payload to the settings of each domain in it.
//!
//! The shape: domain → `Forced` or `Set-Once` → array of dictionaries → `mcx_preference_settings`. Apple describes it
//! with the payload `com.apple.ManagedClient.preferences`; `mcx_data_timestamp`, beside the settings, is older than
//! that description and not in it.

use super::{CarrierProblem, Contents, Delivery, Envelope, Payload, Scope};
use crate::document::Part;
use crate::document::{Entry, Node, PlistType, Value};
use crate::key_path::KeyPath;
use crate::spelling::nearest;

const FORCED: &str = "Forced";
const SET_ONCE: &str = "Set-Once";
const SETTINGS: &str = "mcx_preference_settings";
const TIMESTAMP: &str = "mcx_data_timestamp";

/// Keys among which a misspelt word is looked for: comparing takes its time, and the word is alone in real files.
const LOOKED_AT: usize = 64;

/// Whether each value is a dictionary that has `Forced` or `Set-Once` as an array.
pub(super) fn is_content(node: &Node) -> bool {
    let is_array = |node: &Node| node.value.plist_type() == PlistType::Array;
    let delivers =
        |domain: &Node| [FORCED, SET_ONCE].iter().any(|word| domain.get(word).is_some_and(is_array));
    let entries = node.entries();
    !entries.is_empty() && entries.iter().all(|entry| delivers(&entry.node))
}

impl<'a> Contents<'a> {
    pub(super) fn domains(
        &mut self,
        content: &'a Node,
        path: &KeyPath,
        scope: Scope,
        envelope: Option<&Envelope<'a>>,
    ) {
        if content.entries().is_empty() {
            self.report(path.clone(), Part::Value, CarrierProblem::EmptyContent);
        }
        for Entry { key: domain, node, .. } in content.entries() {
            let path = path.key(domain);
            if node.value.plist_type() != PlistType::Dictionary {
                let problem = CarrierProblem::DomainNotADictionary {
                    domain: domain.clone(),
                    found: node.value.plist_type(),
                };
                self.report(path, Part::Value, problem);
                continue;
            }
            self.words(domain, node, &path);
            for word in node.entries() {
                if word.key == FORCED || word.key == SET_ONCE {
                    self.deliveries(domain, word, &path.key(&word.key), scope, envelope);
                }
            }
        }
    }

    /// Reports words that are neither `Forced` nor `Set-Once`. Where neither is there, any key may be a setting that
    /// stands too high, so only near words are named.
    fn words(&mut self, domain: &str, node: &Node, path: &KeyPath) {
        let known = |entry: &&Entry| entry.key == FORCED || entry.key == SET_ONCE;
        let has_known = node.entries().iter().any(|entry| known(&entry));
        let mut named = false;
        for (index, entry) in node.entries().iter().filter(|entry| !known(entry)).enumerate() {
            if !self.has_room() || (!has_known && index >= LOOKED_AT) {
                break;
            }
            let meant = nearest(&entry.key, [FORCED, SET_ONCE]);
            if has_known || meant.is_some() {
                named = true;
                let problem = CarrierProblem::UnknownDelivery { found: entry.key.clone(), nearest: meant };
                self.report(path.key(&entry.key), Part::Key, problem);
            }
        }
        if !has_known && !named {
            let problem = CarrierProblem::NoDelivery { domain: domain.to_owned() };
            self.report(path.clone(), Part::Key, problem);
        }
    }

    fn deliveries(
        &mut self,
        domain: &'a str,
        word: &'a Entry,
        path: &KeyPath,
        scope: Scope,
        envelope: Option<&Envelope<'a>>,
    ) {
        let Value::Array(items) = &word.node.value else {
            let found = word.node.value.plist_type();
            self.report(path.clone(), Part::Value, CarrierProblem::DeliveryIllTyped { found });
            return;
        };
        if items.is_empty() {
            self.report(path.clone(), Part::Value, CarrierProblem::EmptyDelivery);
        } else if word.key == SET_ONCE {
            self.report(path.clone(), Part::Key, CarrierProblem::SetOnce { domain: domain.to_owned() });
        }
        for (index, item) in items.iter().enumerate() {
            let path = path.index(index);
            if self.is_full(&path) {
                return;
            }
            let Some(settings) = self.item(item, &path) else { continue };
            let timestamp = item.get(TIMESTAMP).is_some();
            self.payloads.push(Payload {
                domain: Some(domain),
                delivery: if word.key == FORCED { Delivery::Forced } else { Delivery::SetOnce { timestamp } },
                settings,
                path: path.key(SETTINGS),
                scope,
                envelope: envelope.cloned(),
            });
        }
    }

    fn item(&mut self, item: &'a Node, path: &KeyPath) -> Option<&'a Node> {
        if item.value.plist_type() != PlistType::Dictionary {
            let found = item.value.plist_type();
            self.report(path.clone(), Part::Value, CarrierProblem::ItemNotADictionary { found });
            return None;
        }
        let Some(settings) = item.get(SETTINGS) else {
            if !self.has_room() {
                return None;
            }
            let meant =
                item.entries().iter().take(LOOKED_AT).find(|entry| nearest(&entry.key, [SETTINGS]).is_some());
            let nearest = meant.map(|entry| entry.key.clone());
            let place = nearest.as_ref().map_or_else(|| path.clone(), |key| path.key(key));
            let part = if nearest.is_some() { Part::Key } else { Part::Value };
            self.report(place, part, CarrierProblem::NoSettings { nearest });
            return None;
        };
        if settings.value.plist_type() != PlistType::Dictionary {
            let found = settings.value.plist_type();
            self.report(path.key(SETTINGS), Part::Value, CarrierProblem::SettingsIllTyped { found });
            return None;
        }
        Some(settings)
    }
}
