//! What is told of two files, and whether they mean the same.

use latchkey_mdm_manifests::{DomainSettings, Syntax};

use super::*;

const OKTA: &str = "[\"com.okta.deviceaccess.servicedaemon\"]\nDMFAClientID = \"0oa1\"\nDMFAClientSecret = \"s\"\n\
    DMFAOrgURL = \"https://a.example.com\"\n";

fn settings(text: &str) -> SettingsFile {
    SettingsFile::read(text, Syntax::Toml).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[track_caller]
fn between(before: &str, after: &str) -> Changes {
    Changes::between(&settings(before), &settings(after), Envelopes::Compared)
}

#[test]
fn a_key_with_its_default_makes_no_difference() {
    let agent = |line: &str| format!("{OKTA}[\"org.latchkey.agent\"]\nFailureBudget = 4\n{line}\n");
    let same = between(&agent(""), &agent("LinkMatch = \"account-name\""));
    assert!(same.same() && same.changes.len() == 1, "{same:?}");
    assert!(!between(&agent(""), &agent("LinkMatch = \"any\"")).same());
    // What belongs to another program has defaults too, as far as they are declared.
    let scep = |line: &str| {
        format!(
            "[\"com.apple.security.scep\"]\n[\"com.apple.security.scep\".PayloadContent]\nURL = \"https://a\"\n{line}\n"
        )
    };
    let default = Catalog::declared(domain::known("com.apple.security.scep").expect("declared"))
        .and_then(|catalog| catalog.every_key().find(|key| key.name == "Keysize"))
        .and_then(|key| key.default.clone())
        .expect("a default");
    assert!(between(&scep(""), &scep(&format!("Keysize = {default}"))).same());
    assert!(!between(&scep(""), &scep("Keysize = 4096")).same());
}

#[test]
fn settings_for_a_user_put_nothing_in_force() {
    let user = format!("[profile]\nscope = \"User\"\n{OKTA}");
    let changes = between(OKTA, &user);
    let [Change { effect: Effect::Words(words), .. }] = changes.changes.as_slice() else {
        panic!("{changes:?}")
    };
    assert!(words.starts_with("nothing of the policy is in force any more"), "{words}");
    assert!(!changes.same());
    let other = user.replace("0oa1", "0oa2");
    assert!(!between(&user, &other).same(), "what is not known is a difference");
}

#[test]
fn settings_that_are_set_once_decide_nothing() {
    let text = format!("{OKTA}[\"org.latchkey.agent\"]\nEnforcement = \"report\"\n");
    let enforced = settings(&text);
    let mut once = enforced.clone();
    for domain in once.domains.iter_mut().filter(|domain| domain.domain == "org.latchkey.agent") {
        domain.means = latchkey_mdm_manifests::Means::SetOnce { timestamp: None };
    }
    let changes = Changes::between(&enforced, &once, Envelopes::LeftOut);
    let [Change { effect: Effect::Words(words), .. }] = changes.changes.as_slice() else {
        panic!("{changes:?}")
    };
    assert!(words.starts_with("the settings decide nothing any more"), "{words}");
}

#[test]
fn names_and_open_secrets_are_notes() {
    let named = |name: &str, secret: &str| {
        let profile = format!("[profile]\ndisplay_name = \"{name}\"\n");
        profile + &OKTA.replace("\"s\"", &format!("\"{secret}\""))
    };
    let changes = between(&named("A", "YOUR_DMFA_CLIENT_SECRET"), &named("B", "canary"));
    assert!(changes.same() && changes.notes.len() == 2, "{changes:?}");
    assert!(!format!("{changes:?}").contains("canary"));
    assert!(!between(&named("A", "one"), &named("A", "two")).same());
}

#[test]
fn a_file_and_itself_mean_the_same() {
    let everything = DomainSettings::new("com.example.app", vec![("N".into(), Value::Real(f64::NAN))]);
    let mut file = settings(OKTA);
    file.domains.push(everything);
    let changes = Changes::between(&file, &file.clone(), Envelopes::Compared);
    assert!(changes.changes.is_empty() && changes.notes.is_empty() && changes.same());
}
