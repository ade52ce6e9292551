//! `convert` and `diff` as an administrator calls them: an export of an MDM against the profile of a repository.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads and writes files, and fails loudly"
)]

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use latchkey_mdm_manifests::CARRIERS;
use latchkey_tests::command::{Ended, Latchkey, latchkey};
use serde_json::Value;

const SETTINGS: &str = "\
[profile]
identifier = \"com.example.desktop-mfa\"
[\"com.okta.deviceaccess.servicedaemon\"]
DMFAOrgURL = \"https://initech.okta.com\"
DMFAClientID = \"0oa1b2c3d4e5f6g7h8i9\"
DMFAClientSecret = \"canary-client-secret\"
LoginPeriodWithOfflineFactor = 168
MFANotRequiredList = [\"breakglass\"]
";

/// What Jamf makes of the profile: other identifiers, one line, keys and payloads of its own.
const EXPORT: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><os_x_configuration_profile><general><name>MFA</name>\
    <level>computer</level><payloads>&lt;plist version=\"1\"&gt;&lt;dict&gt;&lt;key&gt;PayloadType&lt;/key&gt;\
    &lt;string&gt;Configuration&lt;/string&gt;&lt;key&gt;PayloadEnabled&lt;/key&gt;&lt;true/&gt;\
    &lt;key&gt;PayloadIdentifier&lt;/key&gt;&lt;string&gt;4F1C0E6C-1111-4222-8333-444455556666&lt;/string&gt;\
    &lt;key&gt;PayloadContent&lt;/key&gt;&lt;array&gt;&lt;dict&gt;&lt;key&gt;PayloadType&lt;/key&gt;\
    &lt;string&gt;com.apple.ManagedClient.preferences&lt;/string&gt;&lt;key&gt;PayloadDescription&lt;/key&gt;\
    &lt;string&gt;By hand&lt;/string&gt;&lt;key&gt;PayloadContent&lt;/key&gt;&lt;dict&gt;\
    &lt;key&gt;com.okta.deviceaccess.servicedaemon&lt;/key&gt;&lt;dict&gt;&lt;key&gt;Forced&lt;/key&gt;&lt;array&gt;&lt;dict&gt;\
    &lt;key&gt;mcx_preference_settings&lt;/key&gt;&lt;dict&gt;&lt;key&gt;DMFAClientSecret&lt;/key&gt;\
    &lt;string&gt;canary-client-secret&lt;/string&gt;&lt;key&gt;DMFAClientID&lt;/key&gt;&lt;string&gt;0oa1b2c3d4e5f6g7h8i9&lt;/string&gt;\
    &lt;key&gt;DMFAOrgURL&lt;/key&gt;&lt;string&gt;https://initech.okta.com&lt;/string&gt;\
    &lt;key&gt;MFANotRequiredList&lt;/key&gt;&lt;array&gt;&lt;string&gt;breakglass&lt;/string&gt;&lt;/array&gt;\
    &lt;key&gt;LoginPeriodWithOfflineFactor&lt;/key&gt;&lt;integer&gt;48&lt;/integer&gt;\
    &lt;key&gt;NewKey&lt;/key&gt;&lt;true/&gt;&lt;/dict&gt;&lt;/dict&gt;&lt;/array&gt;&lt;/dict&gt;&lt;/dict&gt;&lt;/dict&gt;\
    &lt;/array&gt;&lt;/dict&gt;&lt;/plist&gt;</payloads></general></os_x_configuration_profile>";

/// A folder with the settings, the profile that is built of them, and the export.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new(latchkey: &Latchkey) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        folder.write("settings.toml", SETTINGS);
        folder.write("export.xml", EXPORT);
        let (settings, out) = (folder.path("settings.toml"), folder.path("git"));
        let built = latchkey.run(["build", &settings, "--to", "mobileconfig", "-o", &out]);
        assert_eq!(built.status, Some(0), "{built:?}");
        folder
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    fn profile(&self) -> String {
        self.path("git/com.example.desktop-mfa.mobileconfig")
    }
}

#[track_caller]
fn ended(ended: Ended, status: i32) -> (String, String) {
    assert_eq!(ended.status, Some(status), "{ended:?}");
    (ended.stdout, ended.stderr)
}

#[test]
fn an_export_differs_from_the_profile_by_what_it_sets() {
    let Some(latchkey) = latchkey() else { return };
    let folder = Folder::new(&latchkey);
    let (profile, export) = (folder.profile(), folder.path("export.xml"));
    let (told, aside) = ended(latchkey.run(["diff", &profile, &export]), 1);
    assert!(
        told.contains(
            "LoginPeriodWithOfflineFactor: 168 → 48\n      offline use shortens from 7 to 2 days\n"
        ),
        "{told}"
    );
    assert!(told.contains("+ NewKey: true") && told.ends_with("2 differences\n"), "{told}");
    assert!(told.contains("DMFAClientSecret") && !told.contains("canary"), "{told}");
    assert!(!told.contains("4F1C0E6C") && aside.is_empty(), "{told}{aside}");

    let (told, _) = ended(latchkey.run(["diff", &profile, &export, "--format", "json"]), 1);
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!((&told["version"], &told["same"]), (&Value::from(1), &Value::Bool(false)));
    assert_eq!(told["differences"][0]["effect"], "offline use shortens from 7 to 2 days");
    assert_eq!(told["differences"][1]["effect"], Value::Null);

    let (told, _) = ended(latchkey.run(["diff", &profile, &profile]), 0);
    assert_eq!(told, "the settings mean the same\n");
    // The profile holds a placeholder for the secret of the settings.
    let (told, _) = ended(latchkey.run(["diff", &folder.path("settings.toml"), &profile]), 0);
    assert!(told.starts_with("note: `/DMFAClientSecret` of "), "{told}");
    assert!(told.ends_with(" and was not compared\nthe settings mean the same\n"), "{told}");
}

#[test]
fn what_was_converted_means_the_same() {
    let Some(latchkey) = latchkey() else { return };
    let folder = Folder::new(&latchkey);
    let export = folder.path("export.xml");
    for carrier in CARRIERS.iter().map(|target| target.name).chain(["settings"]) {
        let out = folder.path(carrier);
        let converted = latchkey.run(["convert", &export, "--to", carrier, "-o", &out]);
        if converted.status != Some(0) {
            // A carrier that refuses names another one.
            assert!(converted.stderr.contains('`'), "{carrier}: {converted:?}");
            continue;
        }
        assert!(converted.stderr.contains("1 key that nobody declared is kept: `NewKey`"), "{converted:?}");
        assert!(converted.stderr.contains("`PayloadDescription` of `com.apple.ManagedClient.preferences`"));
        let mut compared = 0;
        for path in converted.stdout.lines() {
            assert!(!String::from_utf8_lossy(&std::fs::read(path).unwrap()).contains("canary"), "{path}");
            let difference = latchkey.run(["diff", &export, path]);
            // What stands beside a profile holds no settings, and says so.
            if difference.status != Some(2) {
                assert!(
                    difference.stdout.ends_with("the settings mean the same\n"),
                    "{path}: {difference:?}"
                );
                compared += 1;
            }
        }
        assert!(compared > 0, "{carrier}: {converted:?}");
    }
}

#[test]
fn files_and_secrets_are_kept() {
    let Some(latchkey) = latchkey() else { return };
    let folder = Folder::new(&latchkey);
    let (export, out) = (folder.path("export.xml"), folder.path("out"));
    let convert =
        |more: &[&str]| latchkey.run([&["convert", &export, "--to", "mcx", "-o", &out], more].concat());
    let (path, said) = ended(convert(&[]), 0);
    assert!(said.contains("--with-secrets"), "{said}");
    let (_, said) = ended(convert(&["--with-secrets"]), 2);
    assert!(said.contains("`--force` replaces it"), "{said}");
    ended(convert(&["--with-secrets", "--force"]), 0);
    let path = Path::new(path.trim_end());
    assert!(std::fs::read_to_string(path).unwrap().contains("canary"));
    assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn what_cannot_be_read_is_told_with_its_place() {
    let Some(latchkey) = latchkey() else { return };
    let folder = Folder::new(&latchkey);
    folder.write("broken.plist", "<plist version=\"1.0\">\n<dict><key>A</key><tru/></dict></plist>");
    let (profile, broken) = (folder.profile(), folder.path("broken.plist"));
    let (printed, said) = ended(latchkey.run(["convert", &broken, "--to", "plist"]), 1);
    assert!(printed.is_empty() && said.contains("broken.plist:2:19: error[malformed-plist]"), "{said}");
    let (_, said) = ended(latchkey.run(["diff", &profile, &broken]), 2);
    assert!(said.contains("broken.plist:2:19: error[malformed-plist]"), "{said}");
    let (_, said) = ended(latchkey.run(["convert", &folder.path("settings.toml"), "--to", "plist"]), 2);
    assert!(said.contains("latchkey build"), "{said}");
    let (_, said) = ended(latchkey.run(["convert", &profile, "--to", "mobilconfig"]), 2);
    assert!(said.contains("perhaps `mobileconfig`"), "{said}");
    let (_, said) = ended(latchkey.run(["diff", "-", "-"]), 2);
    assert!(said.contains("only once"), "{said}");
}

#[test]
fn bare_preferences_take_the_domain_that_is_named() {
    let Some(latchkey) = latchkey() else { return };
    let folder = Folder::new(&latchkey);
    folder.write("bare.plist", "<plist version=\"1.0\"><dict><key>A</key><true/></dict></plist>");
    let bare = folder.path("bare.plist");
    let (_, said) = ended(latchkey.run(["convert", &bare, "--to", "mobileconfig"]), 2);
    assert!(said.contains("`--domain`"), "{said}");
    let (profile, _) =
        ended(latchkey.run(["convert", &bare, "--to", "mobileconfig", "--domain", "app.example"]), 0);
    assert!(profile.contains("<string>org.latchkey.app.example</string>"), "{profile}");
    let (_, said) = ended(latchkey.run(["convert", &bare, "--to", "settings", "--domain", "app.example"]), 2);
    assert!(said.contains("nothing is declared of `app.example`"), "{said}");
}

#[test]
fn secrets_of_settings_files_are_compared() {
    let Some(latchkey) = latchkey() else { return };
    let folder = Folder::new(&latchkey);
    let settings = folder.path("settings.toml");
    folder.write("other.toml", &SETTINGS.replace("canary-client-secret", "another-secret"));
    let (told, _) = ended(latchkey.run(["diff", &settings, &folder.path("other.toml")]), 1);
    assert!(told.contains("DMFAClientSecret") && !told.contains("another-secret"), "{told}");
    let with = folder.path("with");
    let built = latchkey.run(["build", &settings, "--to", "mobileconfig", "--with-secrets", "-o", &with]);
    assert_eq!(built.status, Some(0), "{built:?}");
    let profile = format!("{with}/com.example.desktop-mfa.mobileconfig");
    let (told, _) = ended(latchkey.run(["diff", &settings, &profile]), 0);
    assert!(told.contains("mean the same") && !told.contains("filled in"), "{told}");
}
