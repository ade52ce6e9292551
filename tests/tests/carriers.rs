//! What `build` writes for every carrier, as it lies in a folder: clean to the linter of its own MDM, valid to other
//! people's programs, whole or not there.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test reads and writes files, runs other programs, and fails loudly"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use latchkey_mdm_manifests::{CARRIERS, CarrierTarget};
use latchkey_tests::command::{Latchkey, latchkey};
use serde_json::Value;

/// A policy of which the linter has nothing to say.
const SETTINGS: &str = "\
[profile]
identifier = \"com.example.desktop-mfa\"
display_name = \"Desktop MFA\"
organization = \"Example & Söhne\"

[\"com.okta.deviceaccess.servicedaemon\"]
DMFAClientID = \"0oa1b2c3d4e5f6g7h8i9\"
DMFAOrgURL = \"https://corp.example.com\"
AdminPhone = \"+1 555 0100 <\\\"front desk\\\"> 😀\"
AllowedFactors = [\"OV_Push\", \"FIDO2_USB_key\", \"Offline_TOTP\"]
LoginPeriodWithoutEnrolledFactor = 48
LoginPeriodWithOfflineFactor = 168
MFARequiredList = [\"*\"]
MFANotRequiredList = [\"breakglass\"]
OfflineLoginAllowed = true

[\"org.latchkey.agent\"]
FailureBudget = 5
";

#[test]
fn help_lists_every_carrier() {
    let Some(latchkey) = latchkey() else { return };
    let help = latchkey.run(["build", "--help"]).stdout;
    for carrier in CARRIERS {
        assert!(help.contains(&format!("`{}`", carrier.name)), "{}", carrier.name);
    }
}

/// A placeholder is all that is wrong with any file, and nothing is wrong where a variable stands for the secret.
#[test]
fn every_file_is_clean_to_the_linter_of_its_own_mdm() {
    let Some(latchkey) = latchkey() else { return };
    for carrier in CARRIERS {
        let folder = tempfile::tempdir().unwrap();
        let files = built(&latchkey, carrier, folder.path());
        let mut checked = 0;
        // Each alone: a carrier's files are several forms of the same settings.
        for file in files.iter().filter(|file| is_of_the_linter(file)) {
            let mut arguments = vec!["lint", file.to_str().unwrap(), "--format", "json"];
            arguments.extend(carrier.target.iter().flat_map(|target| ["--target", target]));
            let ended = latchkey.run(arguments);
            let report: Value = serde_json::from_str(&ended.stdout).unwrap_or_else(|_| panic!("{ended:?}"));
            assert_eq!(report["unchecked"], Value::Array(Vec::new()), "{}", file.display());
            checked += 1;
            let found: Vec<&str> = report["findings"]
                .as_array()
                .unwrap()
                .iter()
                .map(|found| found["rule"].as_str().unwrap())
                .collect();
            let filled_in = ["fleet", "simplemdm", "terraform-simplemdm"].contains(&carrier.name);
            let allowed: &[&str] = if filled_in { &[] } else { &["placeholder-value"] };
            assert!(found.iter().all(|rule| allowed.contains(rule)), "{}: {found:?}", file.display());
        }
        assert!(checked > 0 || carrier.name == "terraform-microsoft365", "{}", carrier.name);
    }
}

#[test]
fn property_lists_are_valid_to_the_document_type_of_apple() {
    let Some(latchkey) = latchkey() else { return };
    let types = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/plist.dtd");
    for carrier in CARRIERS {
        let folder = tempfile::tempdir().unwrap();
        for file in built(&latchkey, carrier, folder.path()) {
            let name = file.to_str().unwrap();
            let fragment = name.ends_with(".intune.plist");
            let is_list = ["mobileconfig", "plist"].iter().any(|extension| name.ends_with(extension));
            let types = (is_list || name.ends_with(".workspace-one.xml")).then_some(types.as_path());
            if fragment || !(types.is_some() || name.ends_with(".xml")) {
                continue;
            }
            match xmllint(&file, types) {
                None => return,
                Some(complaint) => assert_eq!(complaint, "", "{name}"),
            }
        }
    }
    let broken = tempfile::tempdir().unwrap();
    let file = broken.path().join("broken.plist");
    std::fs::write(&file, "<plist version=\"1.0\"><dict><key>a</key></dict></plist>").unwrap();
    assert_ne!(xmllint(&file, Some(&types)), Some(String::new()), "a check that cannot fail");
}

#[test]
fn configurations_of_terraform_are_as_its_own_formatter_leaves_them() {
    let Some(latchkey) = latchkey() else { return };
    for carrier in CARRIERS.iter().filter(|carrier| carrier.name.starts_with("terraform-")) {
        let folder = tempfile::tempdir().unwrap();
        built(&latchkey, carrier, folder.path());
        let arguments = ["fmt", "-check", "-diff", "-no-color", "-recursive"];
        match Command::new("terraform").args(arguments).arg(folder.path()).output() {
            Err(_) => return eprintln!("passed over: terraform is not there"),
            Ok(output) => {
                let said = String::from_utf8_lossy(&output.stdout);
                assert!(output.status.success(), "{}: {said}", carrier.name);
            }
        }
    }
}

#[test]
fn a_folder_is_written_whole_or_not_at_all() {
    let Some(latchkey) = latchkey() else { return };
    let folder = tempfile::tempdir().unwrap();
    let settings = folder.path().join("settings.toml");
    std::fs::write(&settings, SETTINGS).unwrap();
    let out = folder.path().join("out");
    let taken = out.join("fleet/com.example.desktop-mfa.yml");
    std::fs::create_dir_all(taken.parent().unwrap()).unwrap();
    std::fs::write(&taken, "mine").unwrap();
    let build = |more: &[&str]| {
        let all = [
            "build",
            settings.to_str().unwrap(),
            "-o",
            out.to_str().unwrap(),
            "--to",
            "jamf",
            "ddm",
            "fleet",
        ];
        latchkey.run([&all, more].concat())
    };
    let refused = build(&[]);
    assert_eq!(refused.status, Some(2), "{refused:?}");
    assert!(refused.stderr.contains("`--force` replaces it"), "{refused:?}");
    assert_eq!(files(&out), std::slice::from_ref(&taken));
    assert_eq!(std::fs::read_to_string(&taken).unwrap(), "mine");
    assert_eq!(build(&["--force"]).status, Some(0));
    assert_eq!(files(&out).len(), 6);
    assert_ne!(std::fs::read_to_string(&taken).unwrap(), "mine");
}

#[test]
fn what_is_still_to_be_given_is_said_with_its_name() {
    let Some(latchkey) = latchkey() else { return };
    let folder = tempfile::tempdir().unwrap();
    let settings = folder.path().join("settings.toml");
    std::fs::write(&settings, SETTINGS.replace("+1 555 0100", "$SERIAL_NUMBER")).unwrap();
    let out = folder.path().join("out");
    let all = ["build", settings.to_str().unwrap(), "-o", out.to_str().unwrap(), "--to"];
    let ended = latchkey.run([&all[..], &["fleet", "terraform-jamfpro", "simplemdm", "ddm"]].concat());
    assert_eq!(ended.status, Some(0), "{ended:?}");
    for said in [
        "is filled in by Fleet; give it the value as `FLEET_SECRET_DMFA_CLIENT_SECRET`",
        "is filled in by Terraform; give it the value as `dmfa_client_secret`",
        "is filled in by SimpleMDM; give it the value as `dmfa_client_secret`",
        "/Payload/ProfileURL holds a placeholder",
        "warning[foreign-variable]",
    ] {
        assert!(ended.stderr.contains(said), "{said}: {}", ended.stderr);
    }
    let catalog = latchkey.run([&all[..], &["intune-settings-catalog"]].concat());
    assert_eq!(catalog.status, Some(2), "{catalog:?}");
    assert!(catalog.stderr.contains("`intune` can carry them"), "{catalog:?}");
}

/// The files of one carrier.
fn built(latchkey: &Latchkey, carrier: &CarrierTarget, folder: &Path) -> Vec<PathBuf> {
    let settings = folder.join("settings.toml");
    std::fs::write(&settings, SETTINGS).unwrap();
    let out = folder.join("out");
    let ended = latchkey.run([
        "build",
        settings.to_str().unwrap(),
        "--to",
        carrier.name,
        "-o",
        out.to_str().unwrap(),
    ]);
    assert_eq!(ended.status, Some(0), "{ended:?}");
    files(&out)
}

/// Every file of a folder, by name.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

/// Whether a file holds settings, and is no text of a repository beside one that does.
fn is_of_the_linter(file: &Path) -> bool {
    let name = file.to_str().unwrap();
    let holds_settings = [".mobileconfig", ".plist", ".xml", ".json"].iter().any(|end| name.ends_with(end));
    holds_settings && !name.ends_with("ddm/com.example.desktop-mfa.json")
}

/// What xmllint has to say of a file; `None` where it is not there.
fn xmllint(file: &Path, types: Option<&Path>) -> Option<String> {
    let mut command = Command::new("xmllint");
    command.args(["--noout", "--nonet"]);
    if let Some(types) = types {
        command.arg("--dtdvalid").arg(types);
    }
    let Ok(output) = command.arg(file).output() else {
        assert!(std::env::var_os("CI").is_none(), "xmllint is missing; `tests/run` installs it");
        eprintln!("passed over: xmllint is not there");
        return None;
    };
    // It warns that it does not fetch the document type that each file names.
    let said = String::from_utf8_lossy(&output.stderr);
    Some(if output.status.success() { String::new() } else { said.into_owned() })
}
