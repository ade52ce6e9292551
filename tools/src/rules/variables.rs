//! A text to the variables in it, and each variable to the MDMs that replace it before they deliver the profile.

use latchkey_mdm_manifests::variables::{FLEET, INTUNE, KANDJI, WORKSPACE_ONE, is_of_jamf};
use latchkey_profile_schema::document::PlistType;
use latchkey_profile_schema::plist::MAX_PROBLEMS;
use latchkey_profile_schema::{KeyPath, Node, Value};

use crate::target::Target;
use crate::view::{FileView, catalog};

/// A variable in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Variable<'a> {
    /// As it is written, signs around the name included.
    pub(super) text: &'a str,
    /// Who replaces it.
    pub(super) owner: Owner,
}

/// Who replaces a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// These of the targets.
    Targets(&'static [Target]),
    /// MDMs that are no targets.
    Others(&'static str),
    /// Nobody that is known here.
    Nobody,
}

impl Variable<'_> {
    /// Whether this MDM replaces it.
    pub(super) fn is_of(&self, target: Target) -> bool {
        matches!(self.owner, Owner::Targets(targets) if targets.contains(&target))
    }

    /// Whose it is, in words.
    pub(super) fn whose(&self) -> String {
        match self.owner {
            Owner::Targets(targets) => {
                let titles: Vec<&str> = targets.iter().map(|target| target.title()).collect();
                titles.join(" and ")
            }
            Owner::Others(names) => names.to_owned(),
            Owner::Nobody => "nobody".to_owned(),
        }
    }

    /// The variable of another MDM that stands for the same.
    pub(super) fn for_target(&self, target: Target) -> Option<&'static str> {
        let same = SAME.iter().find(|same| same.iter().any(|(_, text)| *text == self.text))?;
        same.iter().find(|(whose, _)| *whose == target).map(|(_, text)| *text)
    }
}

/// What stands for the same with several MDMs.
const SAME: &[&[(Target, &str)]] = &[
    &[
        (Target::Jamf, "$SERIALNUMBER"),
        (Target::Kandji, "$SERIAL_NUMBER"),
        (Target::Intune, "{{serialnumber}}"),
        (Target::Fleet, "$FLEET_VAR_HOST_HARDWARE_SERIAL"),
        (Target::WorkspaceOne, "{DeviceSerialNumber}"),
    ],
    &[
        (Target::Jamf, "$EMAIL"),
        (Target::Kandji, "$EMAIL"),
        (Target::Intune, "{{mail}}"),
        (Target::WorkspaceOne, "{EmailAddress}"),
    ],
    &[
        (Target::Jamf, "$FULLNAME"),
        (Target::Kandji, "$FULL_NAME"),
        (Target::Fleet, "$FLEET_VAR_HOST_END_USER_IDP_FULL_NAME"),
    ],
    &[
        (Target::Jamf, "$USERNAME"),
        (Target::Kandji, "$USERNAME"),
        (Target::Intune, "{{username}}"),
        (Target::Fleet, "$FLEET_VAR_HOST_END_USER_IDP_USERNAME_LOCAL_PART"),
        (Target::WorkspaceOne, "{EnrollmentUser}"),
    ],
    &[(Target::Jamf, "$COMPUTERNAME"), (Target::Kandji, "$DEVICE_NAME")],
];

/// The variables in a text, in order.
pub(super) fn in_text(text: &str) -> Vec<Variable<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = memchr::memchr3(b'$', b'{', b'%', rest.as_bytes()) {
        rest = rest.get(at..).unwrap_or_default();
        let variable = at_start(rest);
        found.extend(variable);
        let length = variable.map_or(1, |variable| variable.text.len());
        rest = rest.get(length..).unwrap_or_default();
    }
    found
}

/// Whether an MDM replaces a part of the text before it delivers the profile.
pub(crate) fn holds_variable(text: &str) -> bool {
    !in_text(text).is_empty()
}

/// Whether every variable in a text, of which there is one at least, is one of an MDM.
pub(crate) fn is_for_an_mdm(text: &str) -> bool {
    let variables = in_text(text);
    !variables.is_empty() && variables.iter().all(|variable| variable.owner != Owner::Nobody)
}

/// Whether a text is a variable, or several of them, and nothing else.
pub(crate) fn is_variable(text: &str) -> bool {
    let text = text.trim();
    let length: usize = in_text(text).iter().map(|variable| variable.text.len()).sum();
    !text.is_empty() && length == text.len()
}

fn at_start(text: &str) -> Option<Variable<'_>> {
    const OTHERS: Owner = Owner::Others("MobileIron, Citrix and others");
    // No name holds the opening sign; so a text full of them is gone through once.
    let between = |open: &str, close: &str| {
        let rest = text.strip_prefix(open)?;
        let reach = if open == "%" { rest.len() } else { rest.find('{').unwrap_or(rest.len()) };
        rest.get(..reach)?.split_once(close).map(|(name, _)| name)
    };
    let whole = |name: &str, signs: usize| text.get(..name.len() + signs);
    let is_name = |name: &&str| {
        let sign = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '.');
        !name.is_empty() && name.chars().all(sign)
    };
    if let Some(name) = between("${", "}").filter(is_name) {
        let owner = match dollar(name) {
            Owner::Targets(&[Target::Fleet]) => Owner::Targets(&[Target::Fleet]),
            _ if ["user", "device"].iter().any(|start| name.starts_with(start)) => OTHERS,
            _ => Owner::Nobody,
        };
        return Some(Variable { text: whole(name, 3)?, owner });
    }
    if let Some(name) =
        between("{{", "}}").filter(|name| !name.trim().is_empty() && !name.contains(['{', '\n']))
    {
        let token = INTUNE.contains(&name.trim());
        let owner = if token {
            Owner::Targets(&[Target::Intune])
        } else {
            Owner::Others("SimpleMDM, Addigy and others")
        };
        return Some(Variable { text: whole(name, 4)?, owner });
    }
    if let Some(name) = between("{", "}").filter(|name| WORKSPACE_ONE.contains(name)) {
        return Some(Variable { text: whole(name, 2)?, owner: Owner::Targets(&[Target::WorkspaceOne]) });
    }
    // `%20` and `100%` are no variables.
    if let Some(name) = between("%", "%").filter(is_name).filter(|name| {
        name.len() > 2 && name.chars().all(|sign| sign.is_ascii_alphabetic() || sign == '_' || sign == '.')
    }) {
        return Some(Variable {
            text: whole(name, 2)?,
            owner: Owner::Others("Jamf School, Mosyle and others"),
        });
    }
    let after = text.strip_prefix('$')?;
    let end = after.find(|sign: char| !(sign.is_ascii_uppercase() || sign.is_ascii_digit() || sign == '_'));
    let (name, next) = after.split_at_checked(end.unwrap_or(after.len()))?;
    let begins = name.len() > 1 && name.starts_with(|sign: char| sign.is_ascii_uppercase());
    let ends = !next.starts_with(|sign: char| sign.is_ascii_lowercase());
    (begins && ends).then_some(Variable { text: whole(name, 1)?, owner: dollar(name) })
}

fn dollar(name: &str) -> Owner {
    if FLEET.iter().any(|prefix| name.starts_with(prefix)) {
        return Owner::Targets(&[Target::Fleet]);
    }
    match (is_of_jamf(name), KANDJI.contains(&name)) {
        (true, true) => Owner::Targets(&[Target::Jamf, Target::Kandji]),
        (true, false) => Owner::Targets(&[Target::Jamf]),
        (false, true) => Owner::Targets(&[Target::Kandji]),
        (false, false) => Owner::Nobody,
    }
}

/// A text of a setting that holds variables.
pub(crate) struct Text<'a> {
    /// Where it stands.
    pub(super) path: KeyPath,
    /// The text.
    pub(super) text: &'a str,
    /// The variables.
    pub(super) variables: Vec<Variable<'a>>,
    /// Whether the domain is declared.
    pub(super) declared: bool,
}

/// Every text of the settings that holds variables; where no target was named, of the declared domains alone. Of a
/// secret only one that is a variable and nothing else counts, so that no part of a real one is shown.
pub(super) fn in_settings<'a>(file: &FileView<'a>) -> Vec<Text<'a>> {
    let mut found = Vec::new();
    let mut declared = file.payloads.iter().peekable();
    for payload in &file.contents.payloads {
        let theirs = declared.next_if(|settings| std::ptr::eq(settings.payload, payload));
        if theirs.is_none() && file.options.targets.is_empty() {
            continue;
        }
        let catalog = theirs.and_then(|settings| catalog(settings.domain));
        for entry in payload.entries() {
            let declared = catalog.and_then(|catalog| catalog.key(&entry.key));
            // A variable where no text belongs is a mistake of another kind.
            if declared.is_some_and(|key| !holds_text(key.value_type)) {
                continue;
            }
            let kind = match catalog {
                None => Kind::Foreign,
                Some(_) if declared.is_some_and(|key| !key.sensitive) => Kind::Plain,
                // A key that is not declared may be a misspelt one, and its value a secret.
                Some(_) => Kind::Secret,
            };
            walk(&entry.node, &|| payload.path.key(&entry.key), kind, &mut found);
        }
    }
    found
}

const fn holds_text(plist_type: PlistType) -> bool {
    matches!(plist_type, PlistType::String | PlistType::Array | PlistType::Dictionary)
}

/// Whose text it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Of a key of a declared domain.
    Plain,
    /// Of a key that may be a secret.
    Secret,
    /// Of a domain that is not declared.
    Foreign,
}

/// Goes through a value; documents are of bounded depth.
fn walk<'a>(node: &'a Node, path: &dyn Fn() -> KeyPath, kind: Kind, found: &mut Vec<Text<'a>>) {
    match &node.value {
        Value::String(text) if found.len() < MAX_PROBLEMS => {
            let variables = in_text(text);
            let alone = matches!(variables.as_slice(), [one] if one.text == text.trim());
            if !variables.is_empty() && (alone || kind != Kind::Secret) {
                found.push(Text { path: path(), text, variables, declared: kind != Kind::Foreign });
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(item, &|| path().index(index), kind, found);
            }
        }
        Value::Dictionary(entries) => {
            for entry in entries {
                walk(&entry.node, &|| path().key(&entry.key), kind, found);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_told_apart() {
        let owner =
            |text: &str| in_text(text).first().map(|variable| (variable.text.to_owned(), variable.whose()));
        let cases: &[(&str, Option<(&str, &str)>)] = &[
            ("$EMAIL", Some(("$EMAIL", "Jamf Pro and Kandji"))),
            ("a $SERIALNUMBER.", Some(("$SERIALNUMBER", "Jamf Pro"))),
            ("$EXTENSIONATTRIBUTE_12", Some(("$EXTENSIONATTRIBUTE_12", "Jamf Pro"))),
            ("$JOB_TITLE", Some(("$JOB_TITLE", "Kandji"))),
            ("${FLEET_SECRET_ID}", Some(("${FLEET_SECRET_ID}", "Fleet"))),
            ("$FLEET_VAR_HOST_UUID", Some(("$FLEET_VAR_HOST_UUID", "Fleet"))),
            ("{{serialnumber}}", Some(("{{serialnumber}}", "Intune"))),
            ("{{ SerialNumber }}", Some(("{{ SerialNumber }}", "SimpleMDM, Addigy and others"))),
            ("x{UserPrincipalName}", Some(("{UserPrincipalName}", "Workspace ONE"))),
            ("%SerialNumber%", Some(("%SerialNumber%", "Jamf School, Mosyle and others"))),
            (
                "${user.userprincipalname}",
                Some(("${user.userprincipalname}", "MobileIron, Citrix and others")),
            ),
            ("${uuid_0}", Some(("${uuid_0}", "nobody"))),
            ("$CLIENTID", Some(("$CLIENTID", "nobody"))),
            ("{user}@example.com", None),
            ("pa$word", None),
            ("$5", None),
            ("$A", None),
            ("a%20b%20c", None),
            ("100%", None),
            ("{{}}", None),
            ("", None),
        ];
        for (text, expected) in cases {
            let expected = expected.map(|(text, whose)| (text.to_owned(), whose.to_owned()));
            assert_eq!(owner(text), expected, "{text}");
        }
        assert_eq!(in_text("$EMAIL and {{mail}} and %a%").len(), 2);
    }

    #[test]
    fn what_stands_for_the_same_is_known() {
        let variable = |text| in_text(text).into_iter().next().unwrap();
        assert_eq!(variable("$SERIAL_NUMBER").for_target(Target::Jamf), Some("$SERIALNUMBER"));
        assert_eq!(variable("$ROOM").for_target(Target::Kandji), None);
        for same in SAME {
            for (target, text) in *same {
                assert!(variable(text).is_of(*target), "{text}");
            }
        }
    }
}
