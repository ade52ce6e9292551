//! Secrets reach a file only when that is asked for, and what is left to be filled in is said.

use latchkey_mdm_manifests::{BuildError, CARRIERS, Secrets, SettingsFile, Syntax, build, emit, read_back};
use latchkey_profile_schema::{KeyProblem, ProblemKind};

const SECRET: &str = "s3cr3t-canary";
const PLACE: &str = "/com.okta.deviceaccess.servicedaemon/DMFAClientSecret";

#[test]
fn a_secret_is_replaced_by_the_placeholder_of_its_key() {
    let settings = super::settings(&format!("DMFAClientSecret = \"{SECRET}\""), "");
    for carrier in CARRIERS {
        let build = build(&settings, carrier, Secrets::Placeholder).unwrap();
        let (text, filled_in) = match carrier.name {
            "fleet" => {
                ("$FLEET_SECRET_DMFA_CLIENT_SECRET", Some(("Fleet", "FLEET_SECRET_DMFA_CLIENT_SECRET")))
            }
            "simplemdm" | "terraform-simplemdm" => {
                ("{{dmfa_client_secret}}", Some(("SimpleMDM", "dmfa_client_secret")))
            }
            "terraform-jamfpro" => ("YOUR_DMFA_CLIENT_SECRET", Some(("Terraform", "dmfa_client_secret"))),
            "terraform-microsoft365" => {
                ("<string>${local.dmfa_client_secret}</string>", Some(("Terraform", "dmfa_client_secret")))
            }
            _ => ("YOUR_DMFA_CLIENT_SECRET", None),
        };
        assert!(!holds(&build, SECRET), "{}", carrier.name);
        assert!(holds(&build, text), "{}", carrier.name);
        let names: Vec<_> = build.filled_in.iter().map(|filled| (filled.by, filled.name.as_str())).collect();
        assert_eq!(names, filled_in.into_iter().collect::<Vec<_>>(), "{}", carrier.name);
        let open =
            places(&build).into_iter().chain(build.filled_in.iter().map(|filled| filled.key.to_string()));
        let of_the_file = |place: &String| carrier.name == "ddm" && place == "/Payload/ProfileURL";
        assert_eq!(open.filter(|place| !of_the_file(place)).collect::<Vec<_>>(), [PLACE], "{}", carrier.name);
    }
}

#[test]
fn two_secrets_under_one_key_have_two_names() {
    let text = "[[\"com.apple.security.scep\"]]\nPayloadContent = { URL = \"https://a.example.com\", Challenge = \"one\" }\n\
        [[\"com.apple.security.scep\"]]\nPayloadContent = { URL = \"https://b.example.com\", Challenge = \"two\" }\n\
        [[\"com.apple.security.scep\"]]\nPayloadContent = { URL = \"https://c.example.com\", Challenge = \"one\" }\n";
    let settings = SettingsFile::read(text, Syntax::Toml).unwrap();
    let fleet = emit(&settings, super::carrier("fleet"), Secrets::Placeholder).unwrap();
    let names: Vec<_> = fleet.filled_in.iter().map(|filled| filled.name.as_str()).collect();
    assert_eq!(names, ["FLEET_SECRET_CHALLENGE", "FLEET_SECRET_CHALLENGE2", "FLEET_SECRET_CHALLENGE"]);
}

#[test]
fn secrets_under_keys_that_are_spelt_alike_have_names_of_their_own() {
    let text = "[\"com.apple.extensiblesso\"]\n[\"com.apple.extensiblesso\".ExtensionData]\n\
        ClientSecret = \"one\"\nclientSecret = \"two\"\nclient_secret = \"three\"\nclientSecret2 = \"four\"\n\
        token = \"YOUR_CLIENT_SECRET\"\n";
    let settings = SettingsFile::read(text, Syntax::Toml).unwrap();
    for name in ["fleet", "simplemdm", "terraform-jamfpro", "mobileconfig"] {
        let made = emit(&settings, super::carrier(name), Secrets::Placeholder).unwrap();
        let profile = made.artifacts.iter().find_map(|one| read_back(&one.path, &one.bytes).ok()).unwrap();
        let Some((_, latchkey_profile_schema::Value::Dictionary(data))) = profile.domains[0].values.first()
        else {
            panic!("{name}")
        };
        let texts: std::collections::BTreeSet<_> = data.iter().map(|entry| entry.node.as_str()).collect();
        assert_eq!(texts.len(), 5, "{name}: {texts:?}");
    }
}

#[test]
fn a_value_that_is_known_as_a_secret_is_hidden_wherever_it_stands() {
    let okta = format!("DMFAClientSecret = \"{SECRET}\"\nNote = \"x {SECRET}\"\nL = [\"{SECRET}\"]");
    let settings = super::settings(&okta, "");
    for carrier in CARRIERS {
        assert!(!holds(&emit(&settings, carrier, Secrets::Placeholder).unwrap(), SECRET), "{}", carrier.name);
    }
    // A short one may stand elsewhere by chance.
    let settings = super::settings("DMFAClientSecret = \"corp\"\nNote = \"corp\"", "");
    assert!(holds(&emit(&settings, super::carrier("mcx"), Secrets::Placeholder).unwrap(), "corp"));
}

#[test]
fn only_a_variable_that_an_mdm_knows_is_written_as_it_is() {
    for (text, written) in [("$PASSWORD_2024", false), ("$FLEET_SECRET_A", true), ("{{mail}}", true)] {
        let settings = super::settings(&format!("DMFAClientSecret = \"{text}\""), "");
        let made = emit(&settings, super::carrier("mcx"), Secrets::Placeholder).unwrap();
        assert_eq!(holds(&made, text), written, "{text}");
    }
}

#[test]
fn a_secret_of_data_stays_data() {
    use latchkey_mdm_manifests::DomainSettings;
    use latchkey_profile_schema::Value;
    let values = vec![("SharedSecret".to_owned(), Value::Data(b"hunter2".to_vec()))];
    let domains = vec![DomainSettings::new("com.example.app", values)];
    let settings = SettingsFile { domains, ..SettingsFile::default() };
    for name in ["mcx", "fleet"] {
        let made = emit(&settings, super::carrier(name), Secrets::Placeholder).unwrap();
        assert_eq!(places(&made), ["/com.example.app/SharedSecret"], "{name}");
        let back = made.artifacts.iter().find_map(|one| read_back(&one.path, &one.bytes).ok()).unwrap();
        let expected = ("SharedSecret".to_owned(), Value::Data(b"YOUR_SHARED_SECRET".to_vec()));
        assert_eq!(back.domains[0].values, [expected], "{name}");
    }
}

#[test]
fn a_secret_is_written_when_asked_for() {
    let settings = super::settings(&format!("DMFAClientSecret = \"{SECRET}\""), "");
    for carrier in CARRIERS {
        let build = build(&settings, carrier, Secrets::Write).unwrap();
        let expected: &[&str] = if carrier.name == "ddm" { &["/Payload/ProfileURL"] } else { &[] };
        assert_eq!(places(&build), expected, "{}", carrier.name);
        assert_eq!(build.filled_in, [], "{}", carrier.name);
        assert!(holds(&build, SECRET), "{}", carrier.name);
    }
}

#[test]
fn settings_need_not_hold_the_secret() {
    let settings = super::settings("", "");
    let plist = super::carrier("plist");
    assert_eq!(places(&build(&settings, plist, Secrets::Placeholder).unwrap()), [PLACE]);
    match build(&settings, plist, Secrets::Write) {
        Err(BuildError::Problems(problems)) => {
            let [problem] = problems.as_slice() else {
                panic!("{problems:?}");
            };
            let missing = KeyProblem::MissingKey { key: "DMFAClientSecret".into() };
            assert_eq!(problem.kind, ProblemKind::Key(missing));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn no_placeholder_is_written_where_no_secret_is_needed() {
    for method in ["private_key_jwt", "none"] {
        let settings = super::settings("", &format!("ClientAuthentication = \"{method}\""));
        let build = build(&settings, super::carrier("mcx"), Secrets::Placeholder).unwrap();
        assert!(places(&build).is_empty(), "{method}");
    }
}

#[test]
fn a_miscased_secret_is_as_secret() {
    let settings = super::settings(&format!("dmfaclientsecret = \"{SECRET}\""), "");
    for carrier in CARRIERS {
        assert!(!holds(&emit(&settings, carrier, Secrets::Placeholder).unwrap(), SECRET), "{}", carrier.name);
    }
}

#[test]
fn a_misspelt_secret_is_as_secret() {
    for line in [
        format!("DMFAClientSecrt = \"{SECRET}\""),
        format!("AdminPassword = \"{SECRET}\""),
        format!("ApiTokens = [\"{SECRET}\"]"),
        format!("Old = {{ Password = \"{SECRET}\" }}"),
        format!("Old = [{{ Password = \"{SECRET}\" }}]"),
    ] {
        let settings = super::settings(&line, "");
        for carrier in CARRIERS {
            let masked = build(&settings, carrier, Secrets::Placeholder).unwrap();
            assert!(!holds(&masked, SECRET), "{}: {line}", carrier.name);
        }
    }
}

#[test]
fn a_placeholder_that_nobody_replaced_is_told() {
    let settings = super::settings("DMFAClientSecret = \"YOUR_DMFA_CLIENT_SECRET\"", "");
    let build = build(&settings, super::carrier("plist"), Secrets::Write).unwrap();
    assert_eq!(places(&build), [PLACE]);
}

#[test]
fn nothing_that_is_printed_for_debugging_holds_the_secret() {
    let settings = super::settings(&format!("DMFAClientSecret = \"{SECRET}\""), "");
    assert!(!format!("{settings:?}").contains(SECRET));
    let wrong = super::settings("DMFAClientSecret = \"s3cr3t canary\"", "");
    let error = build(&wrong, super::carrier("plist"), Secrets::Write).unwrap_err();
    assert!(!format!("{error:?} {error}").contains("s3cr3t"), "{error:?}");
    let made = build(&settings, super::carrier("plist"), Secrets::Write).unwrap();
    assert!(!format!("{made:?}").contains(SECRET));
    for artifact in &made.artifacts {
        let back = read_back(&artifact.path, &artifact.bytes).unwrap();
        assert!(!format!("{back:?}").contains(SECRET));
    }
    let syntax = format!("[\"com.okta.deviceaccess.servicedaemon\"]\nDMFAClientSecret = \"{SECRET}\nx");
    let error = SettingsFile::read(&syntax, Syntax::Toml).unwrap_err();
    assert!(!format!("{error:?} {error}").contains(SECRET), "{error:?}");
}

fn places(build: &latchkey_mdm_manifests::Build) -> Vec<String> {
    build.placeholders.iter().map(ToString::to_string).collect()
}

/// Whether a text stands in a file, or in what a file holds in base64.
fn holds(build: &latchkey_mdm_manifests::Build, text: &str) -> bool {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    build.artifacts.iter().any(|artifact| {
        let content = String::from_utf8(artifact.bytes.clone()).unwrap();
        let encoded = content.split('"').filter_map(|word| STANDARD.decode(word).ok());
        let mut decoded = encoded.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        content.contains(text) || decoded.any(|inner| inner.contains(text))
    })
}
