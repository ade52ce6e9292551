//! The seven settings that every community manifest lists first, for the payload around the settings.
//!
//! Apple, "Common Payload Keys".

use latchkey_profile_schema::{Catalog, Entry, Node, Value};

use super::text;
use crate::prose::plain;
use crate::tree::string;

/// What a payload's UUID looks like.
const UUID: &str = "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$";

/// Whether a payload may do without the setting.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    Required,
    Optional,
}

use Need::{Optional, Required};

/// All seven, in the order in which manifests list them.
pub(super) fn all(catalog: &Catalog) -> Vec<Node> {
    let title = plain(&catalog.title);
    let configures = format!("Configures {title}");
    let about = "What the payload is for, for whoever looks at the profile.";
    let name = "What the payload is called where profiles are listed.";
    let identifier = "An identifier in reverse domain order that no other payload of the profile has.";
    vec![
        setting("PayloadDescription", "Payload Description", about, Optional, Some(string(&configures))),
        setting("PayloadDisplayName", "Payload Display Name", name, Required, Some(string(&title))),
        setting(
            "PayloadIdentifier",
            "Payload Identifier",
            identifier,
            Required,
            Some(string(&catalog.domain)),
        ),
        setting(
            "PayloadType",
            "Payload Type",
            "The preference domain or payload type.",
            Required,
            Some(string(&catalog.domain)),
        ),
        setting("PayloadUUID", "Payload UUID", "A UUID that no other payload has.", Required, None),
        setting(
            "PayloadVersion",
            "Payload Version",
            "The version of the payload's format, which is 1.",
            Required,
            Some(Value::Integer(1)),
        ),
        setting("PayloadOrganization", "Payload Organization", "Who provides the payload.", Optional, None),
    ]
}

fn setting(name: &str, title: &str, description: &str, need: Need, default: Option<Value>) -> Node {
    let kind = if matches!(default, Some(Value::Integer(_))) { "integer" } else { "string" };
    let mut entries: Vec<Entry> =
        default.into_iter().map(|default| Entry::new("pfm_default", default)).collect();
    entries.push(Entry::new("pfm_description", text(description)));
    if name == "PayloadUUID" {
        entries.push(Entry::new("pfm_format", string(UUID)));
    }
    entries.push(Entry::new("pfm_name", string(name)));
    if need == Required {
        entries.push(Entry::new("pfm_require", string("always")));
    }
    entries.push(Entry::new("pfm_title", string(title)));
    entries.push(Entry::new("pfm_type", string(kind)));
    Node::new(Value::Dictionary(entries))
}
