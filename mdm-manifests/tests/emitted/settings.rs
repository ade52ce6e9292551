//! Settings files: the same from all three syntaxes, and every mistake with its place.

use latchkey_mdm_manifests::{
    BuildError, DomainSettings, EmitError, Means, Secrets, SettingsError, SettingsFile, Syntax, build, emit,
    read_back,
};
use latchkey_profile_schema::{Place, Value};

const OKTA: &str = "com.okta.deviceaccess.servicedaemon";

#[test]
fn all_syntaxes_say_the_same() {
    let toml = format!(
        "[profile]\nidentifier = \"a.b\"\n[\"{OKTA}\"]\nAllowedFactors = [\"OV_Push\"]\n\
         LoginPeriodWithOfflineFactor = 48\nOfflineLoginAllowed = true\n"
    );
    let json = format!(
        r#"{{"profile": {{"identifier": "a.b"}}, "{OKTA}": {{"AllowedFactors": ["OV_Push"],
            "LoginPeriodWithOfflineFactor": 48.0, "OfflineLoginAllowed": true, "AdminEmail": null}}}}"#
    );
    let yaml = format!(
        "profile:\n  identifier: a.b\n{OKTA}:\n  AllowedFactors: [OV_Push]\n  \
         LoginPeriodWithOfflineFactor: 48\n  OfflineLoginAllowed: true\n  AdminPhone: ~\n"
    );
    let toml = SettingsFile::read(&toml, Syntax::Toml).unwrap();
    assert!(toml == SettingsFile::read(&json, Syntax::Json).unwrap());
    assert!(toml == SettingsFile::read(&yaml, Syntax::Yaml).unwrap());
    assert_eq!(toml.profile.identifier, "a.b");
    assert_eq!(toml.profile.display_name, "Desktop MFA");
    let period = toml.domains[0].values.iter().find(|(key, _)| key == "LoginPeriodWithOfflineFactor");
    assert_eq!(period.unwrap().1, Value::Real(48.0));
}

#[test]
fn numbers_take_the_declared_type_where_that_changes_no_value() {
    let text =
        "{\"org.latchkey.agent\": {\"FailureBudget\": 5.0, \"PromptTimeoutSeconds\": 1.5, \"Other\": 7}}";
    let settings = SettingsFile::read(text, Syntax::Json).unwrap();
    let values: Vec<_> =
        settings.domains[0].values.iter().map(|(key, value)| (key.as_str(), value.clone())).collect();
    assert_eq!(
        values,
        [
            ("FailureBudget", Value::Integer(5)),
            ("PromptTimeoutSeconds", Value::Real(1.5)),
            ("Other", Value::Integer(7))
        ]
    );
}

#[test]
fn the_extension_says_the_syntax() {
    for (name, syntax) in [
        ("a.toml", Some(Syntax::Toml)),
        ("dir.x/a.JSON", Some(Syntax::Json)),
        ("a.yml", Some(Syntax::Yaml)),
        ("a.yaml", Some(Syntax::Yaml)),
        ("a.plist", None),
        ("toml", None),
    ] {
        assert_eq!(Syntax::of(name), syntax, "{name}");
    }
}

#[test]
fn mistakes_are_told_with_their_place() {
    let known = "`com.okta.deviceaccess.servicedaemon`, `org.latchkey.agent`, `com.okta.mobile`, ";
    let cases = [
        (Syntax::Toml, "a = ", "line 1, column 5: "),
        (Syntax::Toml, "[\"org.latchkey.agent\"]\nA = 1\nA = 2\n", "line 3, column 1: duplicate key"),
        (Syntax::Toml, "é = \"x\" y", "line 1, column 9: "),
        (Syntax::Json, "{\"org.latchkey.agent\": {\n  \"é\": tru }}", "line 2, column 11: expected ident"),
        (
            Syntax::Json,
            "{\"org.latchkey.agent\": {\"A\": 1, \"A\": 2}}",
            "line 1, column 35: duplicate key `A`",
        ),
        (Syntax::Json, "{\"a\": [null]}", "line 1, column 12: null in a list"),
        (
            Syntax::Yaml,
            "a: [1,\nb: {",
            "line 3, column 1: did not find expected node content, while parsing a flow node",
        ),
        (Syntax::Yaml, "org.latchkey.agent:\n  A: 1\n  A: 2\n", "line 2, column 3: "),
        (Syntax::Yaml, "org.latchkey.agent:\n  A: .nan\n", "line 2, column 6: "),
        (Syntax::Yaml, "", "expected one table for each preference domain, found nothing"),
        (Syntax::Json, "[]", "expected one table for each preference domain, found a list"),
        (Syntax::Toml, "", &format!("there are no settings; expected a table named {known}")),
        (
            Syntax::Toml,
            "[other]",
            &format!("line 1, column 2: unknown table `other`; expected `profile` or {known}"),
        ),
        (
            Syntax::Toml,
            "[com.okta.deviceaccess.servicedaemon]\nA = 1",
            "line 1, column 2: `com` is only the first word of `com.okta.deviceaccess.servicedaemon`; write the whole domain in quotes",
        ),
        (Syntax::Toml, "profile = 1", "line 1, column 11: `/profile` is a number; expected a table"),
        (
            Syntax::Toml,
            "\"org.latchkey.agent\" = true",
            "line 1, column 24: `/org.latchkey.agent` is true or false; expected a table",
        ),
        (
            Syntax::Toml,
            "[profile]\nname = \"x\"",
            "line 2, column 1: unknown key `/profile/name`; expected `identifier`, `display_name`, `organization` or `scope`",
        ),
        (
            Syntax::Toml,
            "[profile]\nidentifier = 1",
            "line 2, column 14: `/profile/identifier` is a number; expected a string",
        ),
        (
            Syntax::Toml,
            "[profile]\norganization = \" \"",
            "line 2, column 16: `/profile/organization` is empty",
        ),
        (
            Syntax::Toml,
            "[profile]\nidentifier = \"a b\"",
            "line 2, column 14: `/profile/identifier` is `a b`; expected letters, digits, `.`, `-` and `_`",
        ),
        (
            Syntax::Toml,
            "[\"org.latchkey.agent\"]\nA = [inf]",
            "line 2, column 6: `/org.latchkey.agent/A/0` is not a finite number, which a property list cannot hold",
        ),
        (
            Syntax::Toml,
            "[\"org.latchkey.agent\"]\nA = 2026-01-02",
            "line 2, column 5: `/org.latchkey.agent/A` is a date that is not in UTC or not in whole seconds, which a property list \
             cannot hold",
        ),
        (
            Syntax::Toml,
            "[\"org.latchkey.agent\"]\nA = 99999999999999999999",
            "line 2, column 5: the integer is outside of those of TOML",
        ),
        (
            Syntax::Yaml,
            "com.okta.mobil:\n  A: 1\n",
            "line 1, column 1: unknown table `com.okta.mobil`; perhaps `com.okta.mobile`",
        ),
        (Syntax::Yaml, "\u{feff}# é\nprofile: {é: 1}\n", "line 2, column 11: unknown key `/profile/é`"),
        (
            Syntax::Yaml,
            "org.latchkey.agent: {}\n---\na: 1\n",
            "line 2, column 1: a second document begins here",
        ),
        (Syntax::Json, "{ // é\n /* x */ \"other\": {}}", "line 2, column 10: unknown table `other`"),
        (Syntax::Json, "{\"org.latchkey.agent\": {} /* open", "line 1, column 27: expected `,` or `}`"),
    ];
    let mut wrong = Vec::new();
    for (syntax, text, expected) in cases {
        let error: SettingsError = SettingsFile::read(text, syntax).unwrap_err();
        let message = error.to_string();
        if !message.starts_with(expected) || message.contains('\n') {
            wrong.push(format!("{text:?}\n expected {expected}\n found    {message}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_mistake_is_told_and_the_rest_is_read() {
    let toml = "[\"org.latchkey.agent\"]\nA = nan\nFailureBudget = 5\n[other]\n[profile]\nname = 1\nscope = \"x\"\n\
                identifier = \"a\"\n";
    let examined = SettingsFile::examine(toml, Syntax::Toml);
    let places = examined.errors.iter().map(|error| error.position.map(|at| (at.line, at.column)));
    assert_eq!(places.collect::<Vec<_>>(), [Some((2, 5)), Some((4, 2)), Some((6, 1)), Some((7, 9))]);
    assert_eq!(examined.settings.profile.identifier, "a");
    assert_eq!(examined.settings.domains[0].values, [("FailureBudget".to_owned(), Value::Integer(5))]);
    let many: String = (0..3_000).map(|number| format!("[other-{number}]\n")).collect();
    assert_eq!(SettingsFile::examine(&many, Syntax::Toml).errors.len(), 1_000);
}

#[test]
fn keys_that_are_null_are_told() {
    let json = "{\"org.latchkey.agent\": {\"A\": null, \"FailureBudget\": 5,\n \"B\": [{\"C\": null}]},\n\"profile\": null}";
    let yaml = "org.latchkey.agent:\n  A:\n  FailureBudget: 5\n  B: [{C: ~}]\nprofile: null\n";
    for (text, syntax, places) in
        [(json, Syntax::Json, [(1, 25), (2, 9), (3, 1)]), (yaml, Syntax::Yaml, [(2, 3), (4, 8), (5, 1)])]
    {
        let examined = SettingsFile::examine(text, syntax);
        assert_eq!(examined.errors, []);
        let nulls =
            examined.nulls.iter().map(|(path, at)| (path.to_string(), at.map(|at| (at.line, at.column))));
        let [a, c, profile] = places.map(Some);
        let expected = [
            ("/org.latchkey.agent/A".to_owned(), a),
            ("/org.latchkey.agent/B/0/C".to_owned(), c),
            ("/profile".to_owned(), profile),
        ];
        assert_eq!(nulls.collect::<Vec<_>>(), expected, "{syntax:?}");
    }
    assert_eq!(SettingsFile::examine("{\"org.latchkey.agent\": {\"A\": {}}}", Syntax::Json).nulls, []);
}

#[test]
fn hostile_texts_are_answered() {
    let deep = |open: &str, close: &str| open.repeat(20_000) + &close.repeat(20_000);
    let laughs = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n\
                  c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n\
                  e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n\
                  g: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]\n";
    for (syntax, text) in [
        (Syntax::Json, deep("[", "]")),
        (Syntax::Yaml, deep("[", "]")),
        (Syntax::Yaml, format!("a: {}", deep("{a: ", "}"))),
        (Syntax::Yaml, format!("a: {}", deep("[\"]\", ", "]"))),
        (Syntax::Toml, format!("a = {}", deep("[", "]"))),
        (Syntax::Yaml, laughs.to_owned()),
        (Syntax::Yaml, "a: &a [*a]".to_owned()),
        (Syntax::Json, "\u{0}".to_owned()),
        (Syntax::Toml, "\u{0}".to_owned()),
        (Syntax::Yaml, "\u{0}".to_owned()),
    ] {
        assert!(SettingsFile::read(&text, syntax).is_err(), "{syntax:?}");
    }
}

#[test]
fn settings_that_do_not_fit_are_not_built() {
    let cases = [
        ("LoginPeriodWithOfflineFactor = \"48\"", "/LoginPeriodWithOfflineFactor"),
        ("AllowedFactors = [\"OV_Push\", \"OV_Pusch\"]", "/AllowedFactors/1"),
        ("allowedFactors = [\"OV_Push\"]", "/allowedFactors"),
        ("AdminEmail = \"nobody\"", "/AdminEmail"),
        ("MFABypassList = [\"x\"]", "/MFABypassList"),
    ];
    for (line, place) in cases {
        match build(&super::settings(line, ""), super::carrier("mcx"), Secrets::Placeholder) {
            Err(BuildError::Problems(problems)) => {
                let [problem] = problems.as_slice() else {
                    panic!("{line}: {problems:?}");
                };
                let Place::Path(path, _) = &problem.place else {
                    panic!("{line}: {problem:?}");
                };
                assert_eq!(path.to_string(), format!("/{OKTA}{place}"), "{line}");
            }
            other => panic!("{line}: {other:?}"),
        }
    }
}

#[test]
fn what_is_merely_odd_is_built_and_told() {
    for line in [
        "AllowedFactors = [\"OV_Push\", \"OV_Push\"]",
        "AlowedFactors = [\"OV_Push\"]",
        "AdminEmail = \"$EMAIL\"",
        "OldAdminEmail = \"x\"",
    ] {
        let settings = super::settings(line, "");
        let build = build(&settings, super::carrier("mcx"), Secrets::Placeholder).unwrap();
        assert_eq!(build.notices.len(), 1, "{line}");
    }
}

#[test]
fn settings_that_set_nothing_are_no_profile() {
    let settings = SettingsFile::read("[\"org.latchkey.agent\"]", Syntax::Toml).unwrap();
    for carrier in latchkey_mdm_manifests::CARRIERS {
        let error = emit(&settings, carrier, Secrets::Placeholder).unwrap_err();
        assert_eq!(error, EmitError::NothingSet, "{}", carrier.name);
    }
}

#[test]
fn a_payload_of_apple_is_not_taken_for_preferences() {
    let mut settings = super::settings("", "");
    let values = vec![("Rules".into(), Value::Array(Vec::new()))];
    settings.domains.push(DomainSettings::new("com.apple.servicemanagement", values));
    for carrier in latchkey_mdm_manifests::CARRIERS {
        match emit(&settings, carrier, Secrets::Placeholder) {
            Ok(build) => {
                let profiles: Vec<_> =
                    build.artifacts.iter().filter(|made| made.path.ends_with(".mobileconfig")).collect();
                for profile in profiles {
                    let back = read_back(&profile.path, &profile.bytes).unwrap();
                    let means: Vec<_> = back.domains.iter().map(|domain| &domain.means).collect();
                    assert_eq!(means, [&Means::Enforced, &Means::Payload], "{}", profile.path);
                }
            }
            Err(error) => {
                assert_eq!(carrier.name, "plist");
                assert_eq!(error, EmitError::NoPreferences { domain: "com.apple.servicemanagement".into() });
            }
        }
    }
}

#[test]
fn a_domain_that_nobody_declared_is_not_built() {
    let mut settings = super::settings("", "");
    settings.domains.push(DomainSettings::new("com.example.app", Vec::new()));
    let error = build(&settings, super::carrier("mcx"), Secrets::Placeholder).unwrap_err();
    assert_eq!(error, BuildError::UndeclaredDomain { domain: "com.example.app".into() });
}
