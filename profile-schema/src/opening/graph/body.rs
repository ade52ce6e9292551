//! JSON to the few members of its objects that tell what they are.
//!
//! Apple Business API: `ConfigurationCreateRequest`, whose profile is the text at [`BUSINESS`].

use std::borrow::Cow;
use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use super::{CUSTOM_PROFILE, MAX_CONTENTS, PREFERENCE_FILE};

/// The keys that lead to the profile in a body of Apple Business.
pub(super) const BUSINESS: [&str; BUSINESS_KEYS] =
    ["data", "attributes", "customSettingsValues", "configurationProfile"];
const BUSINESS_KEYS: usize = 4;

/// The outermost value of a file.
pub(super) enum File<'a> {
    Object(Body<'a>),
    Array(List<'a>),
    Other,
}

/// An array of objects, of which the bodies with a property list are kept.
#[derive(Default)]
pub(super) struct List<'a> {
    /// The bodies and where they stand.
    pub(super) bodies: Vec<(usize, Body<'a>)>,
    /// The first of the others.
    pub(super) other: Option<Box<Body<'a>>>,
    /// How many others there are.
    pub(super) passed_over: usize,
}

/// An object.
#[derive(Default)]
pub(super) struct Body<'a> {
    /// `@odata.type`
    pub(super) kind: Option<Cow<'a, str>>,
    pub(super) display_name: Option<Cow<'a, str>>,
    pub(super) bundle_id: Option<Cow<'a, str>>,
    pub(super) deployment_channel: Option<Cow<'a, str>>,
    pub(super) payload: Option<Cow<'a, str>>,
    pub(super) configuration_xml: Option<Cow<'a, str>>,
    /// The profile of a body of Apple Business, and how many of the keys of [`BUSINESS`] have led to it, from the last.
    business: Option<(usize, Cow<'a, str>)>,
    /// `value`, of the outermost object alone.
    pub(super) list: Option<List<'a>>,
    /// Members of a declaration (`Type`, `Identifier`, `Payload`) that are there.
    declaration: u8,
    /// Whether it is a setting of the settings catalog.
    is_setting: bool,
    /// Whether the first item of `settings` is such.
    pub(super) has_setting_instance: bool,
    /// Whether a member is there that only JSON Schemas have.
    pub(super) has_schema_keyword: bool,
    /// Whether there are `properties`, as in every schema.
    pub(super) has_properties: bool,
}

impl Body<'_> {
    /// The property that holds the property list, when it is a body of one of the two kinds.
    pub(super) fn property(&self) -> Option<&'static str> {
        match self.kind.as_deref()? {
            CUSTOM_PROFILE => Some("payload"),
            PREFERENCE_FILE => Some("configurationXml"),
            _ => None,
        }
    }

    /// The text of the profile, when it is a body of Apple Business.
    pub(super) fn business(&self) -> Option<&str> {
        match &self.business {
            Some((BUSINESS_KEYS, profile)) => Some(profile),
            _ => None,
        }
    }

    /// Whether it is a declaration of declarative device management.
    pub(super) const fn is_declaration(&self) -> bool {
        self.declaration == 0b111
    }
}

/// Whether the object is the outermost one, whose `value` may be a list.
#[derive(Clone, Copy)]
enum Level {
    Outermost,
    Item,
}

impl<'de> Deserialize<'de> for File<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Look(Level::Outermost)).map(|seen| match seen {
            Seen::Object(body) => Self::Object(*body),
            Seen::Array(list) => Self::Array(list),
            Seen::Text(_) | Seen::Other => Self::Other,
        })
    }
}

/// What a value is.
enum Seen<'de> {
    Text(Cow<'de, str>),
    Object(Box<Body<'de>>),
    Array(List<'de>),
    Other,
}

/// Looks at a value of any kind.
struct Look(Level);

impl<'de> DeserializeSeed<'de> for Look {
    type Value = Seen<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Seen<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Look {
    type Value = Seen<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Seen<'de>, A::Error> {
        let mut body = Body::default();
        while let Some(name) = map.next_key_seed(Name)? {
            member(&mut body, &name, &mut map, self.0)?;
        }
        Ok(Seen::Object(Box::new(body)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Seen<'de>, A::Error> {
        let mut list = List::default();
        let mut index = 0;
        while let Some(item) = items.next_element_seed(Item)? {
            match item {
                Some(body) if body.property().is_some() && list.bodies.len() <= MAX_CONTENTS => {
                    list.bodies.push((index, *body));
                }
                other => {
                    list.passed_over += 1;
                    list.other = list.other.or(other);
                }
            }
            index += 1;
        }
        Ok(Seen::Array(list))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Seen<'de>, E> {
        Ok(Seen::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Seen<'de>, E> {
        Ok(Seen::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Seen<'de>, E> {
        Ok(Seen::Other)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Seen<'de>, E> {
        Ok(Seen::Other)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Seen<'de>, E> {
        Ok(Seen::Other)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Seen<'de>, E> {
        Ok(Seen::Other)
    }

    fn visit_unit<E: Error>(self) -> Result<Seen<'de>, E> {
        Ok(Seen::Other)
    }
}

/// Looks at an item of a list.
struct Item;

impl<'de> DeserializeSeed<'de> for Item {
    type Value = Option<Box<Body<'de>>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        // Nothing is looked for in a list in a list, and its items would count twice.
        Ok(match deserializer.deserialize_any(Look(Level::Item))? {
            Seen::Object(body) => Some(body),
            _ => None,
        })
    }
}

/// The name of a member, copied only when it holds an escape.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a name")
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}

/// Reads the value of one member.
fn member<'de, A: MapAccess<'de>>(
    body: &mut Body<'de>,
    name: &str,
    map: &mut A,
    level: Level,
) -> Result<(), A::Error> {
    let text = |map: &mut A| {
        map.next_value_seed(Look(Level::Item)).map(|seen| match seen {
            Seen::Text(text) => Some(text),
            _ => None,
        })
    };
    match (name, level) {
        ("@odata.type", _) => body.kind = text(map)?,
        ("displayName", _) => body.display_name = text(map)?,
        ("bundleId", _) => body.bundle_id = text(map)?,
        ("deploymentChannel", _) => body.deployment_channel = text(map)?,
        ("payload", _) => body.payload = text(map)?,
        ("configurationXml", _) => body.configuration_xml = text(map)?,
        ("configurationProfile", Level::Item) => body.business = text(map)?.map(|profile| (1, profile)),
        ("customSettingsValues" | "attributes", Level::Item) | ("data", Level::Outermost) => {
            if let Seen::Object(inner) = map.next_value_seed(Look(Level::Item))? {
                let led = |led: &(usize, Cow<'_, str>)| BUSINESS.iter().rev().nth(led.0) == Some(&name);
                body.business = inner.business.filter(led).map(|(led, profile)| (led + 1, profile));
            }
        }
        ("value", Level::Outermost) => {
            if let Seen::Array(list) = map.next_value_seed(Look(Level::Item))? {
                body.list = Some(list);
            }
        }
        ("settings", _) => {
            if let Seen::Array(List { other: Some(first), .. }) = map.next_value_seed(Look(Level::Item))? {
                body.has_setting_instance = first.is_setting;
            }
        }
        _ => {
            match name {
                "Type" => body.declaration |= 1,
                "Identifier" => body.declaration |= 2,
                "Payload" => body.declaration |= 4,
                "settingInstance" => body.is_setting = true,
                "$schema" | "$id" | "$defs" => body.has_schema_keyword = true,
                "properties" => body.has_properties = true,
                _ => {}
            }
            map.next_value::<IgnoredAny>()?;
        }
    }
    Ok(())
}
