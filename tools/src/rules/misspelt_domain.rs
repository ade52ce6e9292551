//! `misspelt-domain`: a payload whose settings go to a domain that almost is one of ours.

use latchkey_profile_schema::carrier::{Delivery, Payload};
use latchkey_profile_schema::domain::{self, COMPANIONS, DOMAINS, Domain, DomainKind};
use latchkey_profile_schema::{KeyPath, Part, Place, Value, spelling};

use crate::finding::{Finding, key_at, value_at};
use crate::fix::{Edit, Fix, rename};
use crate::phrase::quoted;
use crate::rule::{Level, rule};
use crate::view::{FileView, catalog};

rule! {
    /// A preference domain that is spelt almost like a declared one, or is that of one host.
    ///
    /// # What it does
    /// Compares the domain of each payload that is not declared with those that are, and looks for the suffix `.ByHost`,
    /// for a file's name in place of the domain, and for other names of `.GlobalPreferences`. Settings of Desktop MFA
    /// or of the Latchkey agent under another domain of Okta or Latchkey are found by their keys. A slip of the finger
    /// and known keys are an error; a mere likeness is a warning.
    ///
    /// # Why it matters
    /// The profile installs without a complaint, and no program reads its settings.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///   <key>PayloadType</key><string>com.okta.deviceaccess.servicedeamon</string>
    ///   <key>OfflineLoginAllowed</key><true/>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <dict>
    ///   <key>PayloadType</key><string>com.okta.deviceaccess.servicedaemon</string>
    ///   <key>OfflineLoginAllowed</key><true/>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `PayloadType`, the domains of managed-client payloads, `bundleId` of Graph; the name of a preference file
    static RULE = { name: "misspelt-domain", level: Error, since: "0.1.0" };
}

/// Looks at every payload whose domain is not declared.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for payload in &file.contents.payloads {
        if payload.domain.is_none() && file.domain.is_none() {
            findings.extend(misnamed(file, payload));
            continue;
        }
        let named = payload.domain.or(file.domain).filter(|name| domain::known(name).is_none());
        let Some(name) = named else { continue };
        let wrapped = matches!(payload.delivery, Delivery::Forced | Delivery::SetOnce { .. });
        let likeness = global(name).filter(|_| wrapped).or_else(|| meant(name));
        let Some((meant, message)) = likeness.or_else(|| misplaced(name, payload)) else { continue };
        let is_certain = spelling::slip(name, [meant]).is_some() || declared_keys(payload, meant) > 0;
        let place = place(payload);
        if findings.last().is_none_or(|last| last.place != place) {
            let edit = match &place {
                Place::Path(path, Part::Key) => rename(Some(file.document), path, meant),
                Place::Path(path, Part::Value) => {
                    Some(Edit::Value(path.clone(), Value::String(meant.to_owned())))
                }
                Place::Bytes(_) | Place::File => None,
            };
            let fix = edit.map(|edit| Fix::guess(format!("write {}", quoted(meant)), [edit]));
            findings.push(
                Finding::new(&RULE, place, message)
                    .help(match payload.domain {
                        Some(_) => format!("write {}", quoted(meant)),
                        None => format!("write {} as the `bundleId` of the preference file", quoted(meant)),
                    })
                    .consequence(if meant == GLOBAL {
                        "the settings become a preference file of that name, which nothing reads"
                    } else {
                        "no program reads these settings, and no policy is in force"
                    })
                    .at_most(if is_certain && meant != GLOBAL { Level::Error } else { Level::Warning })
                    .fix(fix),
            );
        }
    }
    findings
}

/// A preference file whose name is a slip of a declared domain. Whoever uploads it types the domain from it.
fn misnamed(file: &FileView<'_>, payload: &Payload<'_>) -> Option<Finding> {
    if file.options.domain.is_some() || file.options.described.is_some() {
        return None;
    }
    let name = file.name.rsplit(['/', '\\']).next().unwrap_or(file.name);
    let preferences = DOMAINS.iter().chain(COMPANIONS).filter(|one| one.kind == DomainKind::Preferences);
    let (found, meant) = preferences.map(|one| one.name).find_map(|domain| {
        // What follows the domain is anything.
        let words = domain.matches('.').count();
        let end = name.match_indices('.').nth(words).map_or(name.len(), |(end, _)| end);
        let found = name.get(..end)?;
        let is_slip = found != domain && spelling::slip(found, [domain]).is_some();
        (is_slip && domain::known(found).is_none()).then_some((found, domain))
    })?;
    (declared_keys(payload, meant) > 0).then(|| {
        Finding::new(
            &RULE,
            Place::File,
            format!("the file is named {}, almost {}", quoted(found), quoted(meant)),
        )
        .help(format!("name the file {}", quoted(&format!("{meant}.plist"))))
        .consequence("uploaded for the domain of that name, no program reads these settings")
    })
}

/// The domain of all programs, as the managed client calls it.
const GLOBAL: &str = ".GlobalPreferences";

/// What else the domain of all programs is called.
fn global(name: &str) -> Option<(&'static str, String)> {
    const NAMES: [&str; 4] =
        ["NSGlobalDomain", "Apple Global Domain", "kCFPreferencesAnyApplication", "GlobalPreferences"];
    let is_other = name != GLOBAL
        && (NAMES.iter().any(|other| name.eq_ignore_ascii_case(other)) || name.eq_ignore_ascii_case(GLOBAL));
    is_other.then(|| (GLOBAL, format!("the managed client calls {} {}", quoted(name), quoted(GLOBAL))))
}

fn meant(name: &str) -> Option<(&'static str, String)> {
    const BY_HOST: &str = ".ByHost";
    let file = name.rsplit('/').next().unwrap_or(name);
    let file = file.strip_suffix(".plist").unwrap_or(file);
    if let Some(domain) = domain::known(file).filter(|_| file != name) {
        return Some((domain.name, format!("{} is the name of a file, not of a domain", quoted(name))));
    }
    let host = name
        .strip_suffix(BY_HOST)
        .and_then(domain::known)
        .filter(|domain| domain.kind == DomainKind::Preferences);
    if let Some(domain) = host {
        return Some((
            domain.name,
            format!("{} is for one host, and {} is read for all", quoted(name), quoted(domain.name)),
        ));
    }
    // Distances take their time where payloads are many, and what follows the first word is what people mistype.
    let begins_alike = |domain: &&str| {
        let (word, other) = (domain.split('.').next(), name.split('.').next());
        word.zip(other).is_some_and(|(word, other)| word.eq_ignore_ascii_case(other))
    };
    let names = |domains: &'static [&'static Domain]| {
        let preferences = domains.iter().filter(|domain| domain.kind == DomainKind::Preferences);
        preferences.map(|domain| domain.name).filter(begins_alike)
    };
    let nearest =
        spelling::nearest(name, names(DOMAINS)).or_else(|| spelling::slip(name, names(COMPANIONS)))?;
    Some((nearest, format!("{} is almost {}", quoted(name), quoted(nearest))))
}

/// The domain of ours that these settings are for, where another one of the same vendor has them.
fn misplaced(name: &str, payload: &Payload<'_>) -> Option<(&'static str, String)> {
    // One key may be another program's too.
    const FEWEST: usize = 2;
    let is_of_vendor = |domain: &str| {
        let vendor = |name: &str| name.splitn(3, '.').take(2).collect::<Vec<_>>().join(".");
        vendor(domain).eq_ignore_ascii_case(&vendor(name))
    };
    let meant =
        DOMAINS.iter().find(|one| is_of_vendor(one.name) && declared_keys(payload, one.name) >= FEWEST)?;
    Some((meant.name, format!("these settings are for {}, not {}", quoted(meant.name), quoted(name))))
}

/// How many of these settings a domain of ours declares.
fn declared_keys(payload: &Payload<'_>, domain: &str) -> usize {
    let Some(catalog) = domain::named(domain).and_then(catalog) else { return 0 };
    payload.entries().filter(|entry| catalog.keys.iter().any(|key| key.name == entry.key)).count()
}

/// Where the domain is named: the payload's type, or the key around `Forced`, an index and the settings.
pub(super) fn place(payload: &Payload<'_>) -> Place {
    if payload.delivery == Delivery::Bare {
        return Place::File;
    }
    if payload.delivery == Delivery::Direct {
        return value_at(payload.path.key("PayloadType"));
    }
    let segments = payload.path.segments();
    key_at(KeyPath::from(segments.get(..segments.len().saturating_sub(3)).unwrap_or_default().to_vec()))
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{found, payload, preferences, profile, report};
    use crate::options::Options;
    use crate::rule::Level;

    const KEYS: &str = "<key>DMFAClientID</key><string>0oa1</string><key>OfflineLoginAllowed</key><true/>";

    #[test]
    fn the_name_of_a_preference_file_is_its_domain() {
        let levels = |name: &str, keys: &str| {
            let found = report(name, preferences(keys), &Options::default()).findings;
            let found = found.into_iter().filter(|finding| finding.rule.name == "misspelt-domain");
            found.map(|finding| finding.level).collect::<Vec<_>>()
        };
        for name in
            ["com.okta.deviceaccess.servicedeamon.plist", "a/com.okta.deviceacces.servicedaemon.jamf.xml"]
        {
            assert_eq!(levels(name, KEYS), [Level::Error], "{name}");
        }
        for name in ["com.okta.deviceaccess.servicedaemon.plist", "mfa.plist", "com.okta.mobile.plist"] {
            assert!(levels(name, KEYS).is_empty(), "{name}");
        }
        assert!(levels("com.okta.mobil.plist", KEYS).is_empty());
        let named =
            Options { domain: Some(&latchkey_profile_schema::domain::DESKTOP_MFA), ..Options::default() };
        let file = report("com.okta.deviceaccess.servicedeamon.plist", preferences(KEYS), &named);
        assert!(file.findings.iter().all(|finding| finding.rule.name != "misspelt-domain"));
    }

    #[test]
    fn so_is_what_graph_calls_it() {
        let count = |domain: &str| {
            // What `KEYS` are.
            let keys = "PGtleT5ETUZBQ2xpZW50SUQ8L2tleT48c3RyaW5nPjBvYTE8L3N0cmluZz48\
                        a2V5Pk9mZmxpbmVMb2dpbkFsbG93ZWQ8L2tleT48dHJ1ZS8+";
            let body = format!(
                "{{\"@odata.type\": \"#microsoft.graph.macOSCustomAppConfiguration\", \"bundleId\": \"{domain}\", \
                 \"configurationXml\": \"{keys}\"}}"
            );
            found("misspelt-domain", body.as_bytes(), None).len()
        };
        assert_eq!(count("com.okta.deviceaccess.servicedeamon"), 1);
        assert_eq!(count("com.okta.deviceaccess.daemon"), 1);
        assert_eq!([count("com.okta.deviceaccess.servicedaemon"), count("com.example.app")], [0, 0]);
    }

    fn paths(payloads: &str) -> Vec<String> {
        let findings = found("misspelt-domain", profile(payloads).as_bytes(), None);
        findings.into_iter().filter_map(|finding| Some(finding.spot.key_path?.to_string())).collect()
    }

    #[test]
    fn almost_is_not_enough() {
        let cases: &[(&str, bool)] = &[
            ("com.okta.deviceaccess.servicedeamon", true),
            ("com.okta.DeviceAccess.servicedaemon", true),
            ("com.okta.deviceaccess.servicedaemon.ByHost", true),
            ("org.latchkey.agents", true),
            ("com.okta.mobile.plist", true),
            ("/Library/Managed Preferences/org.latchkey.agent.plist", true),
            ("com.example.app.plist", false),
            ("NSGlobalDomain", false),
            ("com.okta.deviceaccess.servicedaemon", false),
            ("com.okta.mobile", false),
            ("com.okta.mobil", true),
            ("com.apple.extensiblessso", false),
            ("com.apple.extensiblesso", false),
            ("com.apple.security.root", false),
            ("com.apple.dock", false),
            ("com.example.agent", false),
            ("org.example.agent", false),
        ];
        for (domain, reported) in cases {
            let expected: &[&str] = if *reported { &["/PayloadContent/0/PayloadType"] } else { &[] };
            assert_eq!(paths(&payload(domain, "")), expected, "{domain}");
        }
    }

    #[test]
    fn slips_and_known_keys_are_certain() {
        let cases: &[(&str, &str, &[Level])] = &[
            ("com.okta.deviceaccess.servicedeamon", "", &[Level::Error]),
            ("com.okta.deviceaccess", KEYS, &[Level::Error]),
            ("com.okta.deviceaccess.daemon", KEYS, &[Level::Error]),
            ("com.okta.deviceaccess", "<key>AdminEmail</key><string>a@example.com</string>", &[]),
            ("com.okta.deviceaccess.servicedaemon.ByHost", "", &[Level::Warning]),
            ("com.example.app", KEYS, &[]),
        ];
        for (domain, inside, expected) in cases {
            let found = found("misspelt-domain", profile(&payload(domain, inside)).as_bytes(), None);
            let levels: Vec<Level> = found.into_iter().map(|finding| finding.level).collect();
            assert_eq!(levels, *expected, "{domain}");
        }
    }

    #[test]
    fn the_domain_of_all_programs_has_one_name() {
        let count = |name: &str| {
            let content = format!(
                "<key>PayloadContent</key><dict><key>{name}</key><dict><key>Forced</key><array><dict>\
                 <key>mcx_preference_settings</key><dict/></dict></array></dict></dict>"
            );
            paths(&payload("com.apple.ManagedClient.preferences", &content)).len()
        };
        assert_eq!(count("NSGlobalDomain"), 1);
        assert_eq!(count(".globalpreferences"), 1);
        assert_eq!(count(".GlobalPreferences"), 0);
    }

    #[test]
    fn in_a_wrapper_the_domain_is_a_key() {
        let item = "<dict><key>mcx_preference_settings</key><dict/></dict>";
        let content = format!(
            "<key>PayloadContent</key><dict><key>org.latchkey.agnet</key><dict><key>Forced</key>\
             <array>{item}{item}</array></dict></dict>"
        );
        assert_eq!(
            paths(&payload("com.apple.ManagedClient.preferences", &content)),
            ["/PayloadContent/0/PayloadContent/org.latchkey.agnet"]
        );
    }
}
