//! Files whose meaning is not certain are not read back, and the error says why.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use latchkey_mdm_manifests::{CARRIERS, ReadError, Secrets, build, read_back};
use latchkey_profile_schema::ProblemKind;
use latchkey_profile_schema::plist::{ParseProblem, SignatureProblem};

#[test]
fn what_is_no_carrier_is_refused() {
    let cases: [(&str, &[u8], &str); 14] = [
        ("x.mobileconfig", b"", "NotAPropertyList { looks_like: Empty }"),
        ("x.json", b"{", "BrokenJson"),
        ("x.json", b"{}", "NotAPropertyList { looks_like: Json }"),
        (
            "x.json",
            b"{\"@odata.type\": \"#microsoft.graph.iosCustomConfiguration\"}",
            "NotAPropertyList { looks_like: GraphObject { kind: \"#microsoft.graph.iosCustomConfiguration\" } }",
        ),
        (
            "x.json",
            b"{\"settings\": [{\"settingInstance\": {}}]}",
            "NotAPropertyList { looks_like: SettingsCatalog }",
        ),
        (
            "x.json",
            b"{\"@odata.type\": \"#microsoft.graph.macOSCustomConfiguration\"}",
            "NoGraphProperty { pointer: \"/payload\" }",
        ),
        (
            "x.json",
            b"{\"@odata.type\": \"#microsoft.graph.macOSCustomConfiguration\", \"payload\": \"*\"}",
            "BadGraphProperty { pointer: \"/payload\" }",
        ),
        (
            "x.json",
            b"{\"@odata.type\": \"#microsoft.graph.macOSCustomConfiguration\", \"payload\": \"eA==\"}",
            "NotAPropertyList { looks_like: Text }",
        ),
        ("x.yml", b"a: b\n", "NotAPropertyList { looks_like: Yaml }"),
        ("x.yml", b"controls:\n  apple_settings:\n    configuration_profiles: []\n", "looks_like: Yaml }"),
        ("x.json", b"{\"Type\": 1, \"Identifier\": 2, \"Payload\": {}}", "looks_like: Declaration }"),
        ("x.plist", b"<plist version=\"1.0\"><dict/></plist>", "`x.plist` does not say which domain"),
        ("x.plist", b"<plist version=\"1.0\"><array/></plist>", "RootNotADictionary"),
        (
            "org.latchkey.agent.plist",
            b"<plist version=\"1.0\"><dict><key>A</key><true/><key>A</key><false/></dict></plist>",
            "DuplicateKey",
        ),
    ];
    for (name, bytes, expected) in cases {
        let message = match read_back(name, bytes).unwrap_err() {
            ReadError::Problems(problems) => format!("{problems:?}"),
            error => error.to_string(),
        };
        assert!(message.contains(expected), "{name}\n expected {expected}\n found    {message}");
    }
}

#[test]
fn a_file_beside_a_profile_says_where_the_settings_are() {
    let cases: [(&str, &str, &str); 6] = [
        (
            "info.yaml",
            "id: x\nname: Desktop MFA\nruns_on_mac: true\n",
            "the information beside a Kandji profile holds no settings; read the profile in the same folder",
        ),
        (
            "info.json",
            "{\"id\": \"x\", \"name\": \"Desktop MFA\", \"runs_on_mac\": true}",
            "the information beside a Kandji profile holds no settings; read the profile in the same folder",
        ),
        (
            "info.plist",
            "<plist version=\"1.0\"><dict><key>id</key><string>x</string><key>name</key><string>a</string>\
             <key>runs_on_mac</key><true/></dict></plist>",
            "the information beside a Kandji profile holds no settings; read the profile in the same folder",
        ),
        (
            "default.yml",
            "controls:\n  apple_settings:\n    configuration_profiles:\n    - path: a.mobileconfig\n    - path: b.json\n",
            "a configuration of Fleet holds no settings; read `a.mobileconfig`, `b.json`",
        ),
        (
            "teams.yml",
            "name: x\ncontrols:\n  macos_settings:\n    custom_settings:\n    - path: a.mobileconfig\n      labels_include_any: [a]\n",
            "a configuration of Fleet holds no settings; read `a.mobileconfig`",
        ),
        (
            "legacy.json",
            "{\"Type\": \"com.apple.configuration.legacy\", \"Identifier\": \"a\", \"Payload\": {\"ProfileURL\": \"https://a.example.com/b\"}}",
            "a declaration holds no settings; read `https://a.example.com/b`",
        ),
    ];
    for (name, text, expected) in cases {
        assert_eq!(read_back(name, text.as_bytes()).unwrap_err().to_string(), expected, "{name}");
    }
    let listed: String = (0..25).map(|number| format!("    - path: {number}\n")).collect();
    let long = format!("controls:\n  apple_settings:\n    configuration_profiles:\n{listed}");
    assert!(read_back("-", long.as_bytes()).unwrap_err().to_string().ends_with("`19` and 5 more"));
}

/// The parser of YAML takes minutes for brackets that stand as deep in each other as these.
#[test]
fn a_deep_text_is_not_given_to_the_parser_of_yaml() {
    let deep = format!("controls: {}", "[".repeat(500_000));
    assert!(matches!(read_back("default.yml", deep.as_bytes()), Err(ReadError::Problems(_))));
}

#[test]
fn the_name_or_the_keys_tell_the_domain_of_a_preference_file() {
    let agent = b"<plist version=\"1.0\"><dict><key>FailureBudget</key><integer>5</integer></dict></plist>";
    for (name, domain) in [
        ("folder/org.latchkey.agent.plist", "org.latchkey.agent"),
        ("com.okta.deviceaccess.servicedaemon.intune.plist", "com.okta.deviceaccess.servicedaemon"),
        ("C:\\x\\com.okta.deviceaccess.servicedaemon.plist", "com.okta.deviceaccess.servicedaemon"),
        ("settings.plist", "org.latchkey.agent"),
        ("-", "org.latchkey.agent"),
        ("com.example.app.plist", "org.latchkey.agent"),
    ] {
        assert_eq!(read_back(name, agent).unwrap().domains[0].domain, domain, "{name}");
    }
}

#[test]
fn a_configuration_of_terraform_is_read_as_far_as_its_values_are_known() {
    let templates = "microsoft365_graph_beta_device_management_macos_device_configuration_templates";
    let preferences = |keys: &str| {
        format!(
            "resource \"{templates}\" \"a\" {{\n  preference_file = {{\n    bundle_id = \"com.example.app\"\n    \
             configuration_xml = {keys}\n  }}\n}}\n"
        )
    };
    let sound = [
        preferences("\"<key>A</key><string>$${x}</string>\""),
        preferences("<<-EOT\n      <key>A</key><string>$${x}</string>\n    EOT"),
        preferences(
            "(<<EOT\n<plist version=\"1.0\"><dict><key>A</key><string>$${x}</string></dict></plist>\nEOT\n)",
        ),
        preferences("\"<key>A</key><string>$${x}</string>\"").replace("preference_file =", "preference_file"),
    ];
    for text in sound {
        for name in ["a.tf", "-"] {
            let back = read_back(name, text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"));
            let [domain] = back.domains.as_slice() else { panic!("{back:?}") };
            assert_eq!((domain.domain.as_str(), domain.values.len()), ("com.example.app", 1));
            assert_eq!(domain.values[0].1.clone(), latchkey_profile_schema::Value::String("${x}".into()));
        }
    }
    let profile = |payload: &str| {
        format!(
            "resource \"jamfpro_macos_configuration_profile_plist\" \"a\" {{\n  payloads = {payload}\n}}\n"
        )
    };
    let cases = [
        (profile("file(\"${path.module}/a b.mobileconfig\")"), "read `a b.mobileconfig`"),
        (profile("replace(file(\"./x/a.mobileconfig\"), \"a\", \"b\")"), "read `x/a.mobileconfig`"),
        (profile("templatefile(\"a.tftpl\", { a = 1 })"), "read `a.tftpl`"),
        (profile("var.profile"), "the argument `payloads` is an expression"),
        (profile("file(var.path)"), "the argument `payloads` is an expression"),
        (preferences("\"<key>A</key>${module.a.b}\""), "the argument `configuration_xml` is an expression"),
        (preferences("\"%{ if true }%{ endif }\""), "the argument `configuration_xml` is an expression"),
        (profile("\"<dict/>\"").repeat(2), "not sound"),
        ("terraform {\n}\n".to_owned(), "there are no settings"),
        ("resource \"a\" {".to_owned(), "line 1, column 15: "),
        (profile(&"[".repeat(90_000)), "nest"),
        (profile(&"!".repeat(100_000)), "nest"),
        (profile(&"\"${".repeat(90_000)), "nest"),
        (profile(&"[".repeat(100_001)), "too many parts"),
        (profile(&format!("{{{}}}", "a=1\n".repeat(10_001))), "too many parts"),
        (profile(&"a.".repeat(750_000)), "the limit is 1500000"),
    ];
    for (text, expected) in cases {
        let message = read_back("a.tf", text.as_bytes()).unwrap_err().to_string();
        assert!(message.contains(expected), "expected {expected}, found {message}: {text:.200}");
    }
}

#[test]
fn a_body_of_a_domain_that_nobody_declared_is_read() {
    let body =
        br##"{"@odata.type": "#microsoft.graph.macOSCustomAppConfiguration", "bundleId": "com.example.app",
        "displayName": "App", "configurationXml": "PGtleT5BPC9rZXk+PHRydWUvPg=="}"##;
    let settings = read_back("x.json", body).unwrap();
    assert_eq!(settings.domains[0].domain, "com.example.app");
    assert_eq!(settings.profile.display_name, "App");
}

#[test]
fn truncated_files_are_refused_and_never_crash() {
    for carrier in CARRIERS {
        for artifact in build(&super::sample(), carrier, Secrets::Placeholder).unwrap().artifacts {
            // What holds no settings, whole or not, is refused in any case.
            for end in (0..artifact.bytes.len().saturating_sub(1)).step_by(7) {
                let part = read_back(&artifact.path, &artifact.bytes[..end]);
                // The first keys of a fragment are a fragment, the first resources of a configuration are one.
                let parts = [".intune.plist", "/preferences.tf"];
                let may_be_read = parts.iter().any(|end| artifact.path.ends_with(end));
                assert!(part.is_err() || may_be_read, "{} up to {end}: {part:?}", artifact.path);
            }
        }
    }
}

#[test]
fn a_file_over_the_limit_is_refused_before_it_is_parsed() {
    let bytes = vec![b' '; latchkey_profile_schema::plist::MAX_BYTES + 1];
    assert!(matches!(read_back("x.plist", &bytes), Err(ReadError::TooLarge { .. })));
}

#[test]
fn what_a_profile_is_wrapped_in_does_not_matter_unless_it_was_altered() {
    let name = "com.okta.deviceaccess.servicedaemon.plist";
    let signed = include_str!("../../../profile-schema/src/opening/fixtures/ecdsa.pem");
    let plain = include_bytes!("../../../profile-schema/src/opening/fixtures/signed.plist");
    let expected = read_back(name, plain).unwrap();
    assert_eq!(read_back(name, signed.as_bytes()).unwrap(), expected);

    let text = std::str::from_utf8(plain).unwrap().replace("UTF-8", "UTF-16");
    let wide: Vec<u8> = format!("\u{FEFF}{text}").encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(read_back(name, &wide).unwrap(), expected);

    let body: String = signed.lines().filter(|line| !line.starts_with("-----")).collect();
    let mut bytes = STANDARD.decode(body).unwrap();
    let at = bytes.windows(4).position(|window| window == b"okta").unwrap();
    bytes[at] = b'O';
    let Err(ReadError::Problems(problems)) = read_back(name, &bytes) else { panic!("it was altered") };
    assert!(matches!(
        problems[0].kind,
        ProblemKind::Parse(ParseProblem::Signature(SignatureProblem::Altered { .. }))
    ));
}
