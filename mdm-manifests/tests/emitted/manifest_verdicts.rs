//! A payload held against the community manifest of its domain: the verdict is that of the declaration, and what the
//! manifest says of each key is what the declaration says.

use latchkey_mdm_manifests::targets::manifest_named;
use latchkey_mdm_manifests::{Manifest, manifest};
use latchkey_profile_schema::check::{Beside, check};
use latchkey_profile_schema::domain::{
    AGENT, ASSOCIATED_DOMAINS, DESKTOP_MFA, Domain, EXTENSIBLE_SSO, SCEP, SERVICE_MANAGEMENT,
};
use latchkey_profile_schema::library::{self, Against, Library, UntoldKind};
use latchkey_profile_schema::{Catalog, CatalogKey, KeyPath, Place, Problem, ProblemKind, plist};

use super::{declared, manifest_of};

fn library(domain: &Domain) -> Library {
    let artifact = manifest_of("profile-manifest", domain);
    let library = Library::index([(artifact.path, artifact.bytes)]);
    assert!(library.of(domain.name).is_some(), "{}", domain.name);
    assert_eq!(library.problems().count(), 0, "{}", domain.name);
    library
}

/// Where each problem is, and of which kind.
fn verdict(problems: &[Problem]) -> Vec<String> {
    let told = |problem: &Problem| {
        let Place::Path(path, _) = &problem.place else { panic!("{problem:?}") };
        let ProblemKind::Key(kind) = &problem.kind else { panic!("{problem:?}") };
        let kind = format!("{kind:?}");
        format!("{path} {}", kind.split([' ', '{', '(']).next().unwrap_or_default())
    };
    problems.iter().map(told).collect()
}

#[test]
fn a_manifest_judges_as_the_declaration_does() {
    const SSO: &str = "<key>ExtensionIdentifier</key><string>a.b</string><key>TeamIdentifier</key>\
                       <string>B7F62B65BN</string>";
    const OKTA: &str = "<key>DMFAClientID</key><string>0oa1</string><key>DMFAClientSecret</key><string>s</string>\
                        <key>DMFAOrgURL</key><string>https://a.okta.com</string>";
    let cases: &[(&Domain, &str, &str, &[&str])] = &[
        (&DESKTOP_MFA, OKTA, "", &[]),
        (&DESKTOP_MFA, "", "", &[" MissingKey"]),
        (
            &DESKTOP_MFA,
            OKTA,
            "<key>LoginPeriodWithOfflineFactor</key><string>7</string>",
            &["/LoginPeriodWithOfflineFactor WrongType"],
        ),
        (&DESKTOP_MFA, OKTA, "<key>LoginPeriodWithOfflineFactor</key><real>1.5</real>", &[]),
        (&DESKTOP_MFA, OKTA, "<key>LoginPeriodWithOfflineFactor</key><integer>2</integer>", &[]),
        (
            &DESKTOP_MFA,
            OKTA,
            "<key>LoginPeriodWithOfflineFactor</key><integer>-1</integer>",
            &["/LoginPeriodWithOfflineFactor OutOfRange"],
        ),
        (
            &DESKTOP_MFA,
            OKTA,
            "<key>AllowedFactors</key><array><string>OV_Push</string><string>OV_Pull</string></array>",
            &["/AllowedFactors/1 NotAllowed"],
        ),
        (
            &DESKTOP_MFA,
            OKTA,
            "<key>OfflineLoginAllowed</key><string>true</string>",
            &["/OfflineLoginAllowed WrongType"],
        ),
        (&DESKTOP_MFA, OKTA, "<key>OfflineLogins</key><true/>", &["/OfflineLogins UnknownKey"]),
        (
            &AGENT,
            "<key>Services</key><dict><key>unlock</key><string>maybe</string></dict>",
            "",
            &["/Services/unlock NotAllowed"],
        ),
        (&AGENT, "<key>Services</key><dict><key>unlock</key><string>require</string></dict>", "", &[]),
        (&EXTENSIBLE_SSO, SSO, "<key>Type</key><string>Redirected</string>", &["/Type NotAllowed"]),
        (
            &EXTENSIBLE_SSO,
            SSO,
            "<key>Type</key><string>Credential</string><key>Hosts</key><array><string>a.b</string></array>\
             <key>PlatformSSO</key><dict><key>LoginFrequency</key><integer>60</integer></dict>",
            &["/PlatformSSO/LoginFrequency OutOfRange"],
        ),
        (
            &ASSOCIATED_DOMAINS,
            "<key>Configuration</key><array><dict><key>ApplicationIdentifier</key><string>a</string>\
             <key>AssociatedDomains</key><string>b</string></dict></array>",
            "",
            &[
                "/Configuration/0/ApplicationIdentifier PatternMismatch",
                "/Configuration/0/AssociatedDomains WrongType",
            ],
        ),
        (
            &SCEP,
            "<key>PayloadContent</key><dict><key>URL</key><string>https://a.b</string>\
             <key>Keysize</key><integer>512</integer></dict>",
            "",
            &["/PayloadContent/Keysize NotAllowed"],
        ),
        (
            &SCEP,
            "<key>PayloadContent</key><dict><key>Keysize</key><integer>2048</integer></dict>",
            "",
            &["/PayloadContent MissingKey"],
        ),
        (
            &SERVICE_MANAGEMENT,
            "<key>Rules</key><array><dict><key>RuleType</key><string>Label</string>\
             <key>RuleValue</key><string>a</string></dict></array>",
            "",
            &[],
        ),
    ];
    for (domain, settings, more, expected) in cases {
        let text = format!("<plist version=\"1.0\"><dict>{settings}{more}</dict></plist>");
        let reading = plist::read(text.as_bytes());
        assert!(reading.is_sound(), "{text}");
        let node = reading.document.unwrap().root;
        let root = KeyPath::root();
        let declared = check(domain, &node, &root, Beside::Nothing);
        let library = library(domain);
        let against = Against { beside: Beside::Nothing, macos: None, application: None };
        let brought = library::check(library.of(domain.name).unwrap(), &node, &root, against);
        assert_eq!(verdict(&declared), *expected, "the declaration: {settings}{more}");
        assert_eq!(verdict(&brought), *expected, "the manifest: {settings}{more}");
    }
}

#[test]
fn a_manifest_says_what_the_declaration_says() {
    for domain in declared() {
        let catalog = Catalog::of(domain);
        let library = library(domain);
        let (brought, untold) = library.of(domain.name).unwrap().catalog();
        let untold: Vec<_> = untold.iter().map(|untold| (untold.key.as_str(), untold.what)).collect();
        assert_eq!(untold, Vec::<(&str, UntoldKind)>::new(), "{}", domain.name);
        assert_eq!((&brought.title, brought.domain.as_ref()), (&catalog.title, domain.name));
        assert_eq!((brought.channel, &brought.macos_since), (catalog.channel, &catalog.macos_since));
        assert_eq!(keys(&brought.keys), keys(&catalog.keys), "{}", domain.name);
    }
}

/// What is made of a manifest of ours warns as what is made of the declaration does, and not twice.
#[test]
fn what_is_made_of_a_manifest_warns_as_the_declaration_does() {
    const EXPOSURE: &str = "Whoever can read the profile can read this value.";
    let times = |made: &Manifest| {
        made.artifacts
            .iter()
            .map(|file| String::from_utf8_lossy(&file.bytes).matches(EXPOSURE).count())
            .sum::<usize>()
    };
    for domain in declared() {
        let (brought, _) = library(domain).of(domain.name).unwrap().catalog();
        for target in ["jamf", "markdown"] {
            let target = manifest_named(target).unwrap();
            let (ours, theirs) = (manifest(target, &Catalog::of(domain)), manifest(target, &brought));
            assert_eq!((theirs.caution, times(&theirs)), (ours.caution, times(&ours)), "{}", domain.name);
        }
    }
}

/// What a manifest has a key for, of every key.
fn keys(keys: &[CatalogKey]) -> Vec<String> {
    let mut lines = Vec::new();
    for key in keys {
        let mut inner = Some(key);
        let mut path = key.name.clone();
        while let Some(key) = inner {
            let words: Vec<String> = key.allowed.iter().map(|allowed| allowed.value.to_string()).collect();
            let number = |number: &serde_json::Value| number.as_f64().map(|number| number.to_string());
            lines.push(format!(
                "{path} {:?} default {:?} {:?}..{:?} of {words:?} suggested {:?} unit {:?} since {:?} macOS {:?} {:?} \
                 sensitive {} from {}",
                key.value_type,
                key.default.as_ref().map(|default| number(default).unwrap_or_else(|| default.to_string())),
                key.minimum,
                key.maximum,
                if key.separator.is_none() { key.suggested.as_slice() } else { &[] },
                key.unit.filter(|unit| *unit != latchkey_profile_schema::catalog::Unit::Count),
                key.since,
                key.macos_since,
                key.macos_deprecated,
                key.sensitive,
                if key.name.is_empty() || key.source == "convention" { "" } else { &key.source },
            ));
            lines.extend(self::keys(&key.keys).into_iter().map(|line| format!("{path}/{line}")));
            inner = key.item.as_deref().or(key.map_value.as_deref());
            path.push_str("/*");
        }
    }
    lines
}
