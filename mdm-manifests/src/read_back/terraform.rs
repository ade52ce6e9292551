//! A configuration of Terraform to the texts of profiles and preference files in it, or to the files that it reads.
//!
//! Terraform providers: `deploymenttheory/jamfpro`, `deploymenttheory/microsoft365`, `DavidKrau/simplemdm`, and the
//! resource `iru_custom_profile`.

use hcl_edit::expr::{Expression, FuncCall, Traversal, TraversalOperator};
use hcl_edit::parser::parse_body;
use hcl_edit::structure::{Block, Body};
use hcl_edit::template::Element;
use latchkey_profile_schema::text::Position;

use super::elsewhere::Elsewhere;
use super::error::ReadError;
use crate::carriers::intune::USER_CHANNEL;
use crate::stand_in::placeholder_of_variable;

/// Longer texts are not read: Intune takes profiles of a million bytes. The parser takes a hundred times as much memory
/// as a text that is all operators.
const MAX_BYTES: usize = 1_500_000;
/// What begins a list or an object, and what stands between a key and its value: the parser compares each key of an
/// object with every other. Signs in texts count too; profiles have few of them.
const MAX_OPENINGS: usize = 100_000;
const MAX_PAIRS: usize = 10_000;

/// The resources that hold a profile, and the argument that does.
const PROFILES: &[(&str, &str)] = &[
    ("jamfpro_macos_configuration_profile_plist", "payloads"),
    ("simplemdm_customprofile", "mobileconfig"),
    ("iru_custom_profile", "profile_file"),
];
/// The resource of Intune's templates.
const TEMPLATES: &str = "microsoft365_graph_beta_device_management_macos_device_configuration_templates";

/// A text in a configuration.
#[derive(Debug, Default)]
pub(super) struct Embedded {
    /// The property list, or keys and values alone.
    pub(super) text: String,
    /// The domain of a preference file.
    pub(super) domain: Option<String>,
    /// What the MDM calls it.
    pub(super) name: Option<String>,
    /// Whether it goes to users.
    pub(super) for_users: bool,
}

/// The text of a file that is a configuration of Terraform, by its name or by what is in it.
pub(super) fn text<'a>(name: &str, bytes: &'a [u8]) -> Option<&'a str> {
    let text = std::str::from_utf8(bytes).ok()?;
    let resources = || PROFILES.iter().map(|(resource, _)| *resource).chain([TEMPLATES]);
    let is_named = name.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("tf"));
    let begins_otherwise = text.trim_start().starts_with(['<', '{', '[']);
    let holds = || resources().any(|resource| text.contains(&format!("resource \"{resource}\"")));
    (is_named || (!begins_otherwise && holds())).then_some(text)
}

/// Reads the texts.
pub(super) fn read(text: &str) -> Result<Vec<Embedded>, ReadError> {
    if text.len() > MAX_BYTES {
        return Err(ReadError::TooLarge { bytes: text.len(), limit: MAX_BYTES });
    }
    let count = |signs: &[u8]| text.bytes().filter(|byte| signs.contains(byte)).count();
    if count(b"[({") > MAX_OPENINGS || count(b"=:") > MAX_PAIRS {
        return Err(ReadError::TooManyParts);
    }
    let body = parse_body(text).map_err(|error| {
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let location = error.location();
        let position = Position { line: number(location.line()), column: number(location.column()) };
        ReadError::Terraform { position, reason: error.message().to_owned() }
    })?;
    let mut found = Found::default();
    for block in body.get_blocks("resource") {
        found.resource(block)?;
    }
    match (found.texts, found.files) {
        (texts, files) if files.is_empty() && !texts.is_empty() => Ok(texts),
        (_, files) if !files.is_empty() => {
            Err(ReadError::Elsewhere(Elsewhere { what: "a configuration of Terraform", files }))
        }
        _ => Err(ReadError::NoSettings),
    }
}

#[derive(Default)]
struct Found {
    texts: Vec<Embedded>,
    files: Vec<String>,
}

impl Found {
    fn resource(&mut self, block: &Block) -> Result<(), ReadError> {
        let Some(kind) = block.labels.first().map(|label| label.as_str()) else { return Ok(()) };
        if let Some((_, argument)) = PROFILES.iter().find(|(resource, _)| *resource == kind) {
            let name = block.body.get_attribute("name").map(|attribute| &attribute.value);
            let embedded = Embedded { name: name.and_then(plain), ..Embedded::default() };
            return match block.body.get_attribute(argument) {
                Some(attribute) => self.take(embedded, argument, &attribute.value),
                None => Ok(()),
            };
        }
        if kind != TEMPLATES {
            return Ok(());
        }
        let name = block.body.get_attribute("display_name").and_then(|attribute| plain(&attribute.value));
        if let Some(profile) = Arguments::of(&block.body, "custom_configuration")
            && let Some(payload) = profile.get("payload")
        {
            let channel = profile.get("deployment_channel").and_then(plain);
            let for_users = channel.as_deref() == Some(USER_CHANNEL);
            let embedded = Embedded { name: name.clone(), for_users, ..Embedded::default() };
            self.take(embedded, "payload", payload)?;
        }
        if let Some(preferences) = Arguments::of(&block.body, "preference_file")
            && let Some(keys) = preferences.get("configuration_xml")
        {
            const DOMAIN: &str = "bundle_id";
            let domain = preferences.get(DOMAIN).and_then(plain);
            let domain = domain.ok_or_else(|| ReadError::Unevaluated { argument: DOMAIN.to_owned() })?;
            let embedded = Embedded { name, domain: Some(domain), ..Embedded::default() };
            self.take(embedded, "configuration_xml", keys)?;
        }
        Ok(())
    }

    fn take(&mut self, embedded: Embedded, argument: &str, value: &Expression) -> Result<(), ReadError> {
        match evaluated(value) {
            Some(Value::Text(text)) => self.texts.push(Embedded { text, ..embedded }),
            Some(Value::File(file)) => self.files.push(file),
            None => return Err(ReadError::Unevaluated { argument: argument.to_owned() }),
        }
        Ok(())
    }
}

/// What stands between the braces of an argument, which a block may be too.
enum Arguments<'a> {
    Block(&'a Body),
    Object(&'a hcl_edit::expr::Object),
}

impl<'a> Arguments<'a> {
    fn of(body: &'a Body, name: &'a str) -> Option<Self> {
        let object = body.get_attribute(name).and_then(|attribute| attribute.value.as_object());
        let block = || body.get_blocks(name).next().map(|block| Self::Block(&block.body));
        object.map(Self::Object).or_else(block)
    }

    fn get(&self, name: &str) -> Option<&'a Expression> {
        match self {
            Self::Block(body) => body.get_attribute(name).map(|attribute| &attribute.value),
            Self::Object(object) => object
                .iter()
                .find(|(key, _)| {
                    key.as_ident().is_some_and(|ident| ident.as_str() == name)
                        || key.as_expr().and_then(plain).is_some_and(|text| text == name)
                })
                .map(|(_, value)| value.expr()),
        }
    }
}

/// What an expression is worth.
enum Value {
    Text(String),
    File(String),
}

/// A text without variables.
fn plain(value: &Expression) -> Option<String> {
    match evaluated(value)? {
        Value::Text(text) => Some(text),
        Value::File(_) => None,
    }
}

/// The recursion ends where the parser's own does, at 64 levels.
fn evaluated(value: &Expression) -> Option<Value> {
    match value {
        Expression::String(text) => Some(Value::Text(text.to_string())),
        Expression::StringTemplate(template) => template_text(template.iter(), variable).map(Value::Text),
        Expression::HeredocTemplate(heredoc) => {
            template_text(heredoc.template.iter(), variable).map(Value::Text)
        }
        Expression::Parenthesis(inner) => evaluated(inner.inner()),
        Expression::FuncCall(call) => call_value(call),
        _ => None,
    }
}

fn call_value(call: &FuncCall) -> Option<Value> {
    let first = call.args.iter().next()?;
    match call.name.name.as_str() {
        "file" | "templatefile" | "filebase64" => {
            let path = match first {
                Expression::String(text) => text.to_string(),
                Expression::StringTemplate(template) => template_text(template.iter(), folder)?,
                _ => return None,
            };
            Some(Value::File(path.trim_start_matches("./").trim_start_matches('/').to_owned()))
        }
        // What is done to a file's text leaves the file the place to read.
        _ => evaluated(first).filter(|value| matches!(value, Value::File(_))),
    }
}

fn template_text<'a>(
    elements: impl Iterator<Item = &'a Element>,
    inserted: fn(&Traversal) -> Option<String>,
) -> Option<String> {
    let mut text = String::new();
    for element in elements {
        match element {
            Element::Literal(literal) => text.push_str(literal),
            Element::Interpolation(interpolation) => {
                text.push_str(&inserted(interpolation.expr.as_traversal()?)?)
            }
            Element::Directive(_) => return None,
        }
    }
    Some(text)
}

/// A variable, for which a placeholder stands.
fn variable(traversal: &Traversal) -> Option<String> {
    match member(traversal)? {
        ("local" | "var", name) => placeholder_of_variable(name),
        _ => None,
    }
}

/// A folder of Terraform's own, in which files are named relative to it.
fn folder(traversal: &Traversal) -> Option<String> {
    matches!(member(traversal)?, ("path", _)).then(String::new)
}

fn member(traversal: &Traversal) -> Option<(&str, &str)> {
    match traversal.operators.as_slice() {
        [operator] => match operator.value() {
            TraversalOperator::GetAttr(name) => Some((traversal.expr.as_variable()?.as_str(), name.as_str())),
            _ => None,
        },
        _ => None,
    }
}
