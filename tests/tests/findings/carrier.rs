//! A description to the bytes of a carrier: a shape around the settings, and what the shape may be wrapped in.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::case::{AGENT, Description, OKTA};

/// How a carrier is made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Carrier {
    /// Its word in the names of files.
    pub(crate) name: &'static str,
    /// What the names of its files end with.
    pub(crate) ending: &'static str,
    pub(crate) shape: Shape,
    pub(crate) wrapper: Wrapper,
}

/// What stands around the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A profile with a payload for each domain.
    Direct,
    /// A profile with one payload of the managed client for all domains.
    ManagedClient,
    /// A property list of one domain's keys.
    PreferenceFile,
    /// The keys of one domain with nothing around them.
    Fragment,
    /// One payload with nothing around it.
    Payload,
    /// One payload of the managed client with nothing around it.
    ManagedClientPayload,
}

/// What the text is wrapped in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrapper {
    Nothing,
    /// Read by the `plist` library, and written as a binary property list.
    Binary,
    Utf16,
    /// Jamf's Classic XML.
    Jamf,
    /// A body of Microsoft Graph with a custom profile.
    GraphProfile,
    /// A body of Microsoft Graph with a preference file.
    GraphPreferences,
    /// A CMS structure without a signer, of definite length.
    Der,
    /// The same in open lengths and segments, as macOS writes it.
    Ber,
    /// The text form of the first.
    Pem,
}

const fn carrier(name: &'static str, ending: &'static str, shape: Shape, wrapper: Wrapper) -> Carrier {
    Carrier { name, ending, shape, wrapper }
}

/// Every carrier that can be made of settings.
pub(crate) const CARRIERS: &[Carrier] = &[
    carrier("direct", "mobileconfig", Shape::Direct, Wrapper::Nothing),
    carrier("managed-client", "mobileconfig", Shape::ManagedClient, Wrapper::Nothing),
    carrier("preference-file", "plist", Shape::PreferenceFile, Wrapper::Nothing),
    carrier("intune", "xml", Shape::Fragment, Wrapper::Nothing),
    carrier("workspace-one", "xml", Shape::ManagedClientPayload, Wrapper::Nothing),
    carrier("workspace-one-direct", "xml", Shape::Payload, Wrapper::Nothing),
    carrier("binary", "mobileconfig", Shape::Direct, Wrapper::Binary),
    carrier("binary-preference-file", "plist", Shape::PreferenceFile, Wrapper::Binary),
    carrier("utf-16", "mobileconfig", Shape::ManagedClient, Wrapper::Utf16),
    carrier("jamf", "xml", Shape::Direct, Wrapper::Jamf),
    carrier("jamf-managed-client", "xml", Shape::ManagedClient, Wrapper::Jamf),
    carrier("graph", "json", Shape::Direct, Wrapper::GraphProfile),
    carrier("graph-preferences", "json", Shape::Fragment, Wrapper::GraphPreferences),
    carrier("der", "mobileconfig", Shape::Direct, Wrapper::Der),
    carrier("ber", "mobileconfig", Shape::ManagedClient, Wrapper::Ber),
    carrier("pem", "mobileconfig", Shape::Direct, Wrapper::Pem),
];

/// The carrier of this name.
pub(crate) fn named(name: &str) -> &'static Carrier {
    CARRIERS.iter().find(|carrier| carrier.name == name).unwrap_or_else(|| panic!("no carrier `{name}`"))
}

impl Carrier {
    /// Whether it can hold what is described.
    pub(crate) fn holds(&self, file: &Description) -> bool {
        let one_domain = file.domains.len() == 1;
        let envelope = [&file.profile, &file.payload, &file.payloads].iter().any(|keys| !keys.is_empty());
        let is_apples = file.domains.keys().any(|domain| domain.starts_with("com.apple."));
        match self.shape {
            Shape::Direct => true,
            Shape::ManagedClient => !is_apples,
            Shape::PreferenceFile | Shape::Fragment => one_domain && !envelope && !is_apples,
            Shape::Payload => one_domain && file.profile.is_empty() && file.payloads.is_empty(),
            Shape::ManagedClientPayload => {
                one_domain && file.profile.is_empty() && file.payloads.is_empty() && !is_apples
            }
        }
    }

    /// The file; `number` tells the files of one call apart. None where the carrier lacks the text to replace, or
    /// where writing a binary property list would lose what is wrong.
    pub(crate) fn make(&self, file: &Description, number: usize) -> Option<Vec<u8>> {
        let domain = file.domains.keys().next().map_or(OKTA, String::as_str);
        let mut text = file.file.clone().unwrap_or_else(|| shape(self.shape, file, number));
        for (from, to) in &file.replace {
            text = text.contains(from).then(|| text.replace(from, to))?;
        }
        let mut bytes = match self.wrapper {
            Wrapper::Nothing => text.into_bytes(),
            Wrapper::Binary => binary(&text)?,
            Wrapper::Utf16 => {
                let text = text.replace("encoding=\"UTF-8\"", "encoding=\"UTF-16\"");
                format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
            }
            Wrapper::Jamf => jamf(&text).into_bytes(),
            Wrapper::GraphProfile => pretty(&json!({
                "@odata.type": "#microsoft.graph.macOSCustomConfiguration",
                "displayName": "Desktop MFA",
                "payloadName": "Desktop MFA",
                "payloadFileName": "desktop-mfa.mobileconfig",
                "payload": STANDARD.encode(&text),
                "deploymentChannel": "deviceChannel",
            })),
            Wrapper::GraphPreferences => pretty(&json!({
                "@odata.type": "#microsoft.graph.macOSCustomAppConfiguration",
                "displayName": "Desktop MFA",
                "bundleId": domain,
                "fileName": format!("{domain}.plist"),
                "configurationXml": STANDARD.encode(&text),
            })),
            Wrapper::Der => der(text.as_bytes()),
            Wrapper::Ber => ber(text.as_bytes()),
            Wrapper::Pem => {
                let mut text = STANDARD.encode(der(text.as_bytes()));
                for at in (64..text.len()).step_by(64).rev() {
                    text.insert(at, '\n');
                }
                format!("-----BEGIN CMS-----\n{text}\n-----END CMS-----\n").into_bytes()
            }
        };
        bytes.truncate(bytes.len() - file.cut);
        Some(bytes)
    }

    /// The path of a finding from the settings of a domain on, where it lies within them.
    pub(crate) fn within(&self, file: &Description, path: &str) -> Option<(String, String)> {
        let places = file.domains.keys().enumerate().map(|(index, domain)| {
            let forced = format!("/PayloadContent/{domain}/Forced/0/mcx_preference_settings");
            let prefix = match self.shape {
                Shape::Direct => format!("/PayloadContent/{index}"),
                Shape::ManagedClient => format!("/PayloadContent/0{forced}"),
                Shape::PreferenceFile | Shape::Fragment | Shape::Payload => String::new(),
                Shape::ManagedClientPayload => forced,
            };
            (domain, prefix)
        });
        let mut inside = places.filter_map(|(domain, prefix)| {
            let rest = path.strip_prefix(&prefix)?;
            (rest.is_empty() || rest.starts_with('/')).then(|| (domain.clone(), rest.to_owned()))
        });
        inside.next()
    }
}

fn pretty(body: &serde_json::Value) -> Vec<u8> {
    format!("{body:#}\n").into_bytes()
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \
                    \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n";

fn shape(shape: Shape, file: &Description, number: usize) -> String {
    let settings = |domain: &str| settings(file, domain);
    match shape {
        Shape::Direct => {
            let payloads = file
                .domains
                .keys()
                .enumerate()
                .map(|(index, domain)| payload(file, domain, (number, index), &settings(domain)));
            profile(file, number, &payloads.collect::<String>())
        }
        Shape::ManagedClient => profile(file, number, &managed_client(file, number)),
        Shape::PreferenceFile => {
            let domain = file.domains.keys().next().unwrap();
            format!("{HEAD}<dict>\n{}</dict>\n</plist>\n", indented(&settings(domain), 1))
        }
        Shape::Fragment => settings(file.domains.keys().next().unwrap()),
        Shape::Payload => {
            let domain = file.domains.keys().next().unwrap();
            payload(file, domain, (number, 0), &settings(domain))
        }
        Shape::ManagedClientPayload => managed_client(file, number),
    }
}

/// The lines of a text, so many tabs further in.
fn indented(text: &str, tabs: usize) -> String {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| format!("{}{line}\n", "\t".repeat(tabs))).collect()
}

/// Keys, and those of a sound file that they lack.
fn completed(keys: &str, base: &[(&str, String)], without: &[String]) -> String {
    let mut text = String::new();
    for (key, value) in base {
        if !keys.contains(&format!("<key>{key}</key>")) && !without.iter().any(|absent| absent == key) {
            writeln!(text, "<key>{key}</key>\n{value}").unwrap();
        }
    }
    text + &indented(keys, 0)
}

fn string(text: &str) -> String {
    format!("<string>{text}</string>")
}

/// The settings of a domain; Okta's are completed to a sound policy.
fn settings(file: &Description, domain: &str) -> String {
    let base: &[(&str, String)] = match domain {
        OKTA => &[
            ("DMFAClientID", string("0oa1b2c3d4e5f6g7h8i9")),
            ("DMFAClientSecret", string("$FLEET_SECRET_OKTA_CLIENT_SECRET")),
            ("DMFAOrgURL", string("https://login.initech.test")),
            ("MFARequiredList", "<array>\n\t<string>*</string>\n</array>".to_owned()),
            ("MFANotRequiredList", "<array>\n\t<string>breakglass</string>\n</array>".to_owned()),
        ],
        AGENT => &[("FailureBudget", "<integer>5</integer>".to_owned())],
        _ => &[],
    };
    let keys = file.domains.get(domain).map_or("", String::as_str);
    completed(keys, base, &file.without)
}

fn profile(file: &Description, number: usize, payloads: &str) -> String {
    let identifier = match number {
        0 => "com.initech.mfa".to_owned(),
        _ => format!("com.initech.mfa{number}"),
    };
    let payloads = payloads.to_owned() + &file.payloads;
    let base = [
        ("PayloadType", string("Configuration")),
        ("PayloadVersion", "<integer>1</integer>".to_owned()),
        ("PayloadIdentifier", string(&identifier)),
        ("PayloadUUID", string(&format!("7D0A4C91-53E2-4F68-B1A7-8E39C2D5F0{:02X}", 0x14 + number))),
        ("PayloadDisplayName", string("Desktop MFA")),
        ("PayloadScope", string("System")),
        ("PayloadRemovalDisallowed", "<true/>".to_owned()),
        ("PayloadContent", format!("<array>\n{}</array>", indented(&payloads, 1))),
    ];
    format!(
        "{HEAD}<dict>\n{}</dict>\n</plist>\n",
        indented(&completed(&file.profile, &base, &file.without), 1)
    )
}

fn managed_client(file: &Description, number: usize) -> String {
    let mut content = String::new();
    for domain in file.domains.keys() {
        let settings = indented(&settings(file, domain), 4);
        write!(
            content,
            "\t<key>{domain}</key>\n\t<dict>\n\t\t<key>Forced</key>\n\t\t<array>\n\t\t\t<dict>\n\t\t\t\t<key>\
             mcx_preference_settings</key>\n\t\t\t\t<dict>\n{}\t\t\t\t</dict>\n\t\t\t</dict>\n\t\t</array>\n\t</dict>\n",
            indented(&settings, 1)
        )
        .unwrap();
    }
    let content = format!("<key>PayloadContent</key>\n<dict>\n{content}</dict>\n");
    payload(file, "com.apple.ManagedClient.preferences", (number, 0), &content)
}

fn payload(file: &Description, payload_type: &str, (number, index): (usize, usize), keys: &str) -> String {
    let suffix = if payload_type == OKTA { "okta" } else { payload_type.rsplit('.').next().unwrap() };
    let profile = if number == 0 { String::new() } else { number.to_string() };
    let base = [
        ("PayloadType", string(payload_type)),
        ("PayloadVersion", "<integer>1</integer>".to_owned()),
        ("PayloadIdentifier", string(&format!("com.initech.mfa{profile}.{suffix}"))),
        (
            "PayloadUUID",
            string(&format!("4E6B1F52-8F3D-4B0E-9C57-2A1D6F90{:02X}{:02X}", 0xB3 + number, 0xC8 + index)),
        ),
    ];
    let envelope = if index == 0 { file.payload.as_str() } else { "" };
    let without: Vec<String> =
        file.without.iter().filter_map(|key| key.strip_prefix("payload:")).map(str::to_owned).collect();
    let envelope = completed(envelope, &base, &without);
    format!("<dict>\n{}{}</dict>\n", indented(&envelope, 1), indented(keys, 1))
}

/// A binary property list; none where the other reader refuses the text or loses a key on the way.
fn binary(text: &str) -> Option<Vec<u8>> {
    let value = plist::Value::from_reader_xml(text.as_bytes()).ok()?;
    let mut bytes = Vec::new();
    value.to_writer_binary(&mut bytes).ok()?;
    fn keys(value: &plist::Value) -> usize {
        match value {
            plist::Value::Dictionary(entries) => entries.values().map(|value| 1 + keys(value)).sum(),
            plist::Value::Array(items) => items.iter().map(keys).sum(),
            _ => 0,
        }
    }
    (keys(&value) == text.matches("<key>").count()).then_some(bytes)
}

fn jamf(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<os_x_configuration_profile>\n  <general>\n    <id>27</id>\n    \
         <name>Desktop MFA</name>\n    <distribution_method>Install Automatically</distribution_method>\n    \
         <level>computer</level>\n    <payloads>{escaped}</payloads>\n  </general>\n  <scope>\n    \
         <all_computers>false</all_computers>\n  </scope>\n</os_x_configuration_profile>\n"
    )
}

/// `signedData` (RFC 5652 section 5) around a content that nobody signed.
fn der(content: &[u8]) -> Vec<u8> {
    let element = |tag: u8, content: &[u8]| {
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        [&[tag, 0x84], length.as_slice(), content].concat()
    };
    let inner = element(0x30, &[DATA, &element(0xA0, &element(0x04, content))].concat());
    let signed = element(0x30, &[VERSION, NO_DIGESTS, &inner, NO_SIGNERS].concat());
    element(0x30, &[SIGNED_DATA, &element(0xA0, &signed)].concat())
}

/// The same with open lengths, the content in segments of 1,000 bytes.
fn ber(content: &[u8]) -> Vec<u8> {
    let open = |tag: u8, content: &[u8]| [&[tag, 0x80], content, &[0, 0]].concat();
    let segment = |bytes: &[u8]| {
        let length = u16::try_from(bytes.len()).unwrap().to_be_bytes();
        [&[0x04, 0x82], length.as_slice(), bytes].concat()
    };
    let segments: Vec<u8> = content.chunks(1_000).flat_map(segment).collect();
    let inner = open(0x30, &[DATA, &open(0xA0, &open(0x24, &segments))].concat());
    let signed = open(0x30, &[VERSION, NO_DIGESTS, &inner, NO_SIGNERS].concat());
    open(0x30, &[SIGNED_DATA, &open(0xA0, &signed)].concat())
}

/// 1.2.840.113549.1.7.2
const SIGNED_DATA: &[u8] = &[0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02];
/// 1.2.840.113549.1.7.1
const DATA: &[u8] = &[0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01];
const VERSION: &[u8] = &[0x02, 0x01, 0x01];
const NO_DIGESTS: &[u8] = &[0x31, 0x00];
const NO_SIGNERS: &[u8] = &[0x31, 0x00];
