//! A profile to its payloads, and a payload to its settings.

use std::collections::HashMap;

use super::{
    CONFIGURATION, Carrier, CarrierProblem, Contents, Delivery, Envelope, EnvelopeKind, MANAGED_CLIENT,
    Payload, Scope, managed_client,
};
use crate::document::Part;
use crate::document::{Node, PlistType, Value};
use crate::key_path::KeyPath;

impl<'a> Contents<'a> {
    pub(super) fn profile(&mut self, root: &'a Node, scope: Scope) {
        let place = KeyPath::root();
        let payload_type = root.get("PayloadType");
        let name = payload_type.and_then(Node::as_str);
        self.envelopes.push(Envelope {
            kind: EnvelopeKind::Profile,
            node: root,
            path: place.clone(),
            payload_type: name,
        });
        if name != Some(CONFIGURATION) {
            let path = if payload_type.is_some() { place.key("PayloadType") } else { place.clone() };
            let found = name.map(str::to_owned);
            self.report(path, Part::Value, CarrierProblem::WrongProfileType { found });
        }
        let path = place.key("PayloadContent");
        match root.get("PayloadContent").map(|node| &node.value) {
            Some(Value::Array(items)) => {
                if items.is_empty() && self.carrier != Carrier::EncryptedProfile {
                    self.report(path.clone(), Part::Value, CarrierProblem::EmptyContent);
                }
                for (index, item) in items.iter().enumerate() {
                    let path = path.index(index);
                    if self.is_full(&path) {
                        break;
                    }
                    self.payload(item, path, scope);
                }
            }
            Some(other) => {
                let (expected, found) = (PlistType::Array, other.plist_type());
                self.report(path, Part::Value, CarrierProblem::ContentIllTyped { expected, found });
            }
            None if self.carrier == Carrier::EncryptedProfile => {}
            None => {
                let payload_type = CONFIGURATION.to_owned();
                self.report(place.clone(), Part::Value, CarrierProblem::NoContent { payload_type });
            }
        }
        if self.carrier == Carrier::EncryptedProfile {
            let key =
                ["EncryptedPayloadContent", "IsEncrypted"].into_iter().find(|key| root.get(key).is_some());
            let path = key.map_or(place.clone(), |key| place.key(key));
            self.report(path, Part::Key, CarrierProblem::Encrypted);
        }
    }

    pub(super) fn payload(&mut self, node: &'a Node, path: KeyPath, scope: Scope) {
        if node.value.plist_type() != PlistType::Dictionary {
            let found = node.value.plist_type();
            self.report(path, Part::Value, CarrierProblem::PayloadNotADictionary { found });
            return;
        }
        let payload_type = node.get("PayloadType");
        let name = payload_type.and_then(Node::as_str).filter(|name| !name.is_empty());
        let envelope = Envelope { kind: EnvelopeKind::Payload, node, path: path.clone(), payload_type: name };
        self.envelopes.push(envelope.clone());
        let content = node.get("PayloadContent");
        // Without a type the shape tells: only the managed client has domains with `Forced` in them.
        let looks_wrapped = content.is_some_and(managed_client::is_content);
        let meant = looks_wrapped.then_some(MANAGED_CLIENT);
        match (name, payload_type) {
            (Some(_), _) => {}
            (None, Some(node)) => {
                let found = node.value.plist_type();
                let problem = CarrierProblem::PayloadTypeIllTyped { found, meant };
                self.report(path.key("PayloadType"), Part::Value, problem);
            }
            (None, None) => self.report(path.clone(), Part::Value, CarrierProblem::NoPayloadType { meant }),
        }
        // A type in other letters is no managed client's to macOS, but whoever writes it means one.
        let is_meant = name.is_none_or(|name| name.eq_ignore_ascii_case(MANAGED_CLIENT));
        let wraps = name == Some(MANAGED_CLIENT) || (is_meant && looks_wrapped);
        if !wraps {
            let delivery = Delivery::Direct;
            let envelope = Some(envelope);
            self.payloads.push(Payload { domain: name, delivery, settings: node, path, scope, envelope });
            return;
        }
        match content {
            None => {
                let payload_type = MANAGED_CLIENT.to_owned();
                self.report(path, Part::Value, CarrierProblem::NoContent { payload_type });
            }
            Some(content) => {
                let below = path.key("PayloadContent");
                if content.value.plist_type() == PlistType::Dictionary {
                    self.domains(content, &below, scope, Some(&envelope));
                } else {
                    let (expected, found) = (PlistType::Dictionary, content.value.plist_type());
                    self.report(below, Part::Value, CarrierProblem::ContentIllTyped { expected, found });
                }
            }
        }
    }

    /// Reports each domain that two payloads deliver. Several payloads of one Apple type are no mistake by themselves,
    /// nor are several items of one wrapper, which are merged in order.
    pub(super) fn repeated_domains(&mut self) {
        let mut first: HashMap<&str, &Payload<'_>> = HashMap::new();
        let mut repeated = Vec::new();
        for payload in &self.payloads {
            let Some(domain) = payload.domain else { continue };
            let Some(earlier) = first.get(domain) else {
                first.insert(domain, payload);
                continue;
            };
            let both_direct = payload.delivery == Delivery::Direct && earlier.delivery == Delivery::Direct;
            let same_envelope = match (&payload.envelope, &earlier.envelope) {
                (Some(one), Some(other)) => one.path == other.path,
                _ => true,
            };
            let usual = both_direct && domain.starts_with("com.apple.");
            if !same_envelope && !usual {
                let problem = CarrierProblem::SameDomainTwice {
                    domain: domain.to_owned(),
                    first: earlier.path.clone(),
                };
                repeated.push((payload.path.clone(), problem));
            }
        }
        for (path, problem) in repeated {
            self.report(path, Part::Value, problem);
        }
    }
}
