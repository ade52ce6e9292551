//! Exit statuses and messages of the command line, apart from the linter's: what each subcommand offers, prints and
//! refuses.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads and writes files, and fails loudly"
)]

use std::path::{Path, PathBuf};

use latchkey_practice_org::Fault;
use latchkey_profile_schema::domain::{COMPANIONS, DOMAINS};
use latchkey_tests::command::{Ended, latchkey};
use serde_json::Value;

/// Every subcommand and what its help must speak of.
const SUBCOMMANDS: &[(&str, &[&str])] = &[
    (
        "lint",
        &["PATH", "--format", "--domain", "--deny", "--as-in-folder", "--no-gitignore", "--allow-nothing"],
    ),
    ("rule", &["NAME", "--format", "--write"]),
    ("schema", &["DOMAIN", "--write"]),
    ("manifest", &["TARGET", "--output", "--domain", "--from", "--force"]),
    (
        "new",
        &[
            "--organization",
            "--client-id",
            "--everyone",
            "--require",
            "--break-glass",
            "--offline-days",
            "--no-offline",
            "--factor",
            "--grace-hours",
            "--help-desk-mail",
            "--help-desk-phone",
            "--mdm",
            "--output",
            "--force",
        ],
    ),
    (
        "build",
        &["SETTINGS", "--to", "--set", "--output", "--with-secrets", "--sign", "--certificate", "--force"],
    ),
    ("convert", &["FILE", "--to", "--output", "--domain", "--with-secrets", "--force", "settings"]),
    ("diff", &["BEFORE", "AFTER", "--format", "--domain"]),
    ("policy", &["explain", "simulate", "prove"]),
    ("try", &["--auto"]),
    (
        "login",
        &[
            "--profile",
            "--user",
            "--uid",
            "--account",
            "--factor",
            "--code",
            "--postpone",
            "--offline",
            "--state",
            "--service",
            "--format",
        ],
    ),
    ("practice-org", &["--port", "--users", "--client-id", "--client-secret", "--no-number", "--fault"]),
    ("lsp", &[]),
];

const SETTINGS: &str = "\
[\"com.okta.deviceaccess.servicedaemon\"]
DMFAOrgURL = \"https://initech.okta.com\"
DMFAClientID = \"0oa1b2c3d4e5f6g7h8i9\"
DMFAClientSecret = \"canary-client-secret\"
";

/// Ended well, with nothing to complain of; gives its standard output.
#[track_caller]
fn done(ended: Ended) -> String {
    assert_eq!((ended.status, ended.stderr.as_str()), (Some(0), ""), "{}", ended.stdout);
    ended.stdout
}

/// Could not run, printed nothing, and said why; gives what it said.
#[track_caller]
fn could_not_run(ended: Ended) -> String {
    assert_eq!((ended.status, ended.stdout.as_str()), (Some(2), ""), "{}", ended.stderr);
    assert!(!ended.stderr.trim().is_empty());
    ended.stderr
}

fn written(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

#[test]
fn every_subcommand_explains_its_options() {
    let Some(latchkey) = latchkey() else { return };
    let overview = done(latchkey.run(["--help"]));
    for (subcommand, options) in SUBCOMMANDS {
        assert!(overview.contains(&format!("\n  {subcommand}")), "{subcommand} in\n{overview}");
        let help = done(latchkey.run([subcommand, "--help"]));
        for option in *options {
            assert!(help.contains(option), "{subcommand} {option} in\n{help}");
        }
    }
    let listed = overview.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let listed: Vec<_> = listed.filter_map(|line| line.split_whitespace().next()).collect();
    let listed: Vec<_> =
        listed.into_iter().filter(|word| !word.starts_with('-') && *word != "help").collect();
    let known: Vec<_> = SUBCOMMANDS.iter().map(|(subcommand, _)| *subcommand).collect();
    assert_eq!(listed, known, "every subcommand stands in this test's table");
}

#[test]
fn arguments_that_are_none_of_ours_cannot_run() {
    let Some(latchkey) = latchkey() else { return };
    assert!(could_not_run(latchkey.run(["nonsense"])).contains("'nonsense'"));
    assert!(could_not_run(latchkey.run::<&str>([])).contains("Usage: latchkey <COMMAND>"));
    for (subcommand, _) in SUBCOMMANDS {
        assert!(could_not_run(latchkey.run([subcommand, "--nonsense"])).contains("--nonsense"));
    }
    assert!(could_not_run(latchkey.run(["login", "--user", "alice"])).contains("--profile"));
}

#[test]
fn schemas_are_the_committed_files() {
    let Some(latchkey) = latchkey() else { return };
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../profile-schema/schemas");
    let list = done(latchkey.run(["schema"]));
    let named = list.lines().filter(|line| !line.is_empty() && !line.ends_with(':'));
    let listed: Vec<_> = named.filter_map(|line| line.split_whitespace().next()).collect();
    let declared = DOMAINS.iter().chain(COMPANIONS);
    assert_eq!(listed, declared.map(|domain| domain.name).collect::<Vec<_>>());
    for domain in listed {
        let printed = done(latchkey.run(["schema", domain]));
        let schema: Value = serde_json::from_str(&printed).unwrap();
        assert_eq!(schema["type"], "object", "{domain}");
        let file = std::fs::read_to_string(committed.join(format!("{domain}.json"))).unwrap();
        assert!(printed == file, "{domain}: `cargo run -- schema --write` repairs it");
    }
    let said = could_not_run(latchkey.run(["schema", "org.latchkey.agnet"]));
    assert!(said.contains("perhaps `org.latchkey.agent`"), "{said}");
}

#[test]
fn written_schemas_are_the_committed_files() {
    let Some(latchkey) = latchkey() else { return };
    let folder = tempfile::tempdir().unwrap();
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../profile-schema/schemas");
    let written = done(latchkey.run(["schema", "--write", &folder.path().display().to_string()]));
    let written: Vec<_> = written.lines().map(PathBuf::from).collect();
    assert_eq!(written.len(), std::fs::read_dir(&committed).unwrap().count());
    for path in written {
        let file = committed.join(path.file_name().unwrap());
        assert_eq!(std::fs::read(&path).unwrap(), std::fs::read(&file).unwrap(), "{}", file.display());
    }
}

#[test]
fn a_manifest_is_printed_or_written() {
    let Some(latchkey) = latchkey() else { return };
    let domain = "com.okta.deviceaccess.servicedaemon";
    let printed = done(latchkey.run(["manifest", "jamf", "--domain", domain]));
    let manifest: Value = serde_json::from_str(&printed).unwrap();
    assert!(manifest["properties"]["DMFAOrgURL"].is_object());
    assert!(could_not_run(latchkey.run(["manifest", "jmaf"])).contains("`jamf`"));
    assert!(could_not_run(latchkey.run(["manifest", "jamf"])).contains("`-o DIR`"));
}

#[test]
fn manifests_of_all_targets_share_a_folder_and_replace_nothing_unasked() {
    let Some(latchkey) = latchkey() else { return };
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let make = |targets: &[&str], more: &[&str]| {
        let out = out.display().to_string();
        latchkey.run(["manifest"].iter().chain(targets).chain(["-o", out.as_str()].iter()).chain(more))
    };
    let files = || std::fs::read_dir(&out).unwrap().count();
    let all = ["jamf", "profile-manifest", "json-schema", "markdown"];
    let made = make(&all, &[]);
    assert_eq!((made.status, made.stdout.lines().count(), files()), (Some(0), 32, 32), "{}", made.stdout);
    let jamf = written(&out, "org.latchkey.agent.json", "mine");
    std::fs::remove_file(out.join("org.latchkey.agent.md")).unwrap();
    assert!(could_not_run(make(&all, &[])).contains("exists already; `--force` replaces it"));
    assert_eq!((files(), std::fs::read_to_string(&jamf).unwrap().as_str()), (31, "mine"));
    let forced = make(&["markdown", "jamf"], &["--domain", "org.latchkey.agent", "--force"]);
    assert_eq!(forced.status, Some(0), "{}", forced.stderr);
    assert!(std::fs::read_to_string(&jamf).unwrap().contains("__preferencedomain"));
    assert_eq!(files(), 32);
}

/// One pass tells everything, each with its line and column, and nothing is written.
#[test]
fn mistakes_in_settings_are_told_together_with_their_places() {
    let Some(latchkey) = latchkey() else { return };
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out").display().to_string();
    let table = "[\"com.okta.deviceaccess.servicedaemon\"]\nDMFAOrgURL = \"https://corp.okta.com\"\n\
                 DMFAClientID = \"0oa1b2c3d4e5f6g7h8i9\"\n";
    let told = |name: &str, text: &str| {
        let path = written(folder.path(), name, text);
        let said = could_not_run(latchkey.run(["build", &path, "--to", "mobileconfig", "-o", &out]));
        assert!(!Path::new(&out).exists());
        said.replace(&path, name)
    };
    let several = told(
        "a.toml",
        &format!("{table}AllowedFactors = [\"OV_Pusch\"]\n[\"com.okta.mobil\"]\n[profile]\nname = 1\n"),
    );
    for words in [
        "latchkey: a.toml: line 5, column 2: unknown table `com.okta.mobil`; perhaps `com.okta.mobile`",
        "latchkey: a.toml: line 7, column 1: unknown key `/profile/name`",
        "a.toml:4:19: error[unknown-factor]",
    ] {
        assert!(several.contains(words), "{words} in\n{several}");
    }
    for (line, place) in [
        ("AdminPhone = \"a\\u0001b\"", "a.toml: line 4, column 14: mobileconfig: "),
        ("PayloadType = \"x\"", "a.toml: line 4, column 1: mobileconfig: "),
        ("LoginPeriodWithOfflineFactor = nan", "a.toml: line 4, column 32: "),
    ] {
        let said = told("a.toml", &format!("{table}{line}\n"));
        assert!(said.contains(place), "{said}");
    }
    let json = "// what we agreed\n{\"com.okta.deviceaccess.servicedaemon\": { /* the app */\n\"DMFAOrgURL\": \
                \"https://corp.okta.com\", \"DMFAClientID\": \"0oa1b2c3d4e5f6g7h8i9\", \"AdminEmail\": null }}";
    let mut piped = latchkey.start(["build", "-", "--to", "mobileconfig"], None);
    json.lines().for_each(|line| piped.type_line(line));
    let piped = piped.end();
    assert_eq!(piped.status, Some(0), "{}", piped.stderr);
    let null = "-: line 3, column 80: `/com.okta.deviceaccess.servicedaemon/AdminEmail` is null";
    assert!(piped.stderr.contains(null), "{}", piped.stderr);
}

#[test]
fn settings_are_built_once_and_replaced_only_by_force() {
    let Some(latchkey) = latchkey() else { return };
    let folder = tempfile::tempdir().unwrap();
    let settings = written(folder.path(), "settings.toml", SETTINGS);
    let out = folder.path().join("out").display().to_string();
    let build = |more: &[&str]| {
        latchkey.run([&["build", &settings, "--to", "mobileconfig", "--output", &out], more].concat())
    };
    let first = build(&[]);
    assert_eq!(first.status, Some(0), "{first:?}");
    let profile = std::fs::read_to_string(first.stdout.trim_end()).unwrap();
    assert!(!profile.contains("canary"), "a placeholder stands for the secret");
    assert!(first.stderr.contains("--with-secrets"), "{first:?}");

    assert!(could_not_run(build(&[])).contains("`--force` replaces it"));
    let replaced = build(&["--force", "--with-secrets"]);
    assert_eq!(replaced.status, Some(0), "{replaced:?}");
    assert!(std::fs::read_to_string(first.stdout.trim_end()).unwrap().contains("canary"));
}

/// What is to be filled in is all that is wrong with a deployment.
#[test]
fn one_command_makes_a_whole_deployment_that_is_consistent() {
    let Some(latchkey) = latchkey() else { return };
    let folder = tempfile::tempdir().unwrap();
    let text = format!(
        "{SETTINGS}MFARequiredList = [\"*\"]\nMFANotRequiredList = [\"breakglass\"]\n\
         [\"com.okta.mobile.auth-service-extension\"]\n\"OktaVerify.PasswordSyncClientID\" = \"0oa1b2c3d4e5f6g7h8i9\"\n\
         [\"com.apple.security.scep\"]\nPayloadContent = {{ URL = \"https://corp.okta.com/scep\" }}\n"
    );
    let text = text
        .replace("initech.okta.com", "corp.okta.com")
        .replace("0oa1b2c3d4e5f6g7h8i9", "0oa1b2c3d4e5f6g7h8j8");
    let settings = written(folder.path(), "settings.toml", &text);
    let out = folder.path().join("out").display().to_string();
    let sets = [
        "build",
        &settings,
        "--set",
        "desktop-mfa,desktop-password-sync",
        "--to",
        "mobileconfig",
        "mcx",
        "kandji",
        "-o",
        &out,
    ];
    assert_eq!(latchkey.run(sets).status, Some(0));
    for profile in ["org.latchkey.desktop-mfa.mobileconfig", "org.latchkey.desktop-mfa.mcx.mobileconfig"] {
        let path = Path::new(&out).join(profile).display().to_string();
        let found = latchkey.run(["lint", "--no-config", "--format", "json", &path]).stdout;
        let found: Value = serde_json::from_str(&found).unwrap();
        let rules: Vec<_> =
            found["findings"].as_array().unwrap().iter().map(|finding| &finding["rule"]).collect();
        assert_eq!(rules, ["placeholder-value"], "{found}");
    }
    let lacking = written(folder.path(), "lacking.toml", SETTINGS);
    let complaint = could_not_run(latchkey.run(["build", &lacking, "--set", "scep", "--to", "mcx"]));
    assert!(complaint.contains("PayloadContent.URL"), "{complaint}");
    let unknown = could_not_run(latchkey.run(["build", &lacking, "--set", "desktop-mfs", "--to", "mcx"]));
    assert!(unknown.contains("perhaps `desktop-mfa`"), "{unknown}");
}

#[test]
fn settings_that_do_not_fit_the_declaration_are_a_finding() {
    let Some(latchkey) = latchkey() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mistake = SETTINGS.replace("https:", "ftp:");
    let settings = written(folder.path(), "settings.toml", &mistake);
    let ended = latchkey.run(["build", &settings, "--to", "mobileconfig"]);
    assert_eq!((ended.status, ended.stdout.as_str()), (Some(1), ""), "{}", ended.stderr);
    assert!(ended.stderr.contains("DMFAOrgURL"), "{}", ended.stderr);

    let missing = folder.path().join("missing.toml").display().to_string();
    assert!(could_not_run(latchkey.run(["build", &missing, "--to", "plist"])).contains("missing.toml"));
    assert!(could_not_run(latchkey.run(["build", &settings, "--to", "jamf-pro"])).contains("`kandji`"));
}

#[test]
fn an_organization_runs_until_it_is_stopped() {
    let Some(latchkey) = latchkey() else { return };
    let arguments =
        ["practice-org", "--client-id", "0oaOfTheTest", "--client-secret", "canary-client-secret"];
    let mut running = latchkey.start(arguments, None);
    running.wait_for("organization: ");
    let url = running.next_line().unwrap();
    running.wait_for("client ID: 0oaOfTheTest\n");
    running.wait_for("phone of alice@example.com: ");
    let phone = running.next_line().unwrap();
    running.wait_for("stop it with Ctrl-C");

    let discovery: Value =
        serde_json::from_str(&page(&format!("{url}/.well-known/openid-configuration"))).unwrap();
    assert_eq!(discovery["issuer"], url.as_str());
    assert!(page(&phone).contains("Practice phone of alice@example.com"));

    running.terminate();
    let ended = running.end();
    assert_eq!((ended.status, ended.signal, ended.stderr.as_str()), (Some(0), None, ""));
    assert!(!ended.stdout.contains("canary"), "{}", ended.stdout);
}

#[test]
fn an_organization_that_cannot_be_started_says_why() {
    let Some(latchkey) = latchkey() else { return };
    let said = could_not_run(latchkey.run(["practice-org", "--fault", "nonsense"]));
    for fault in Fault::ALL {
        assert!(said.contains(&format!("`{}`", fault.name())), "{said}");
    }
    let folder = tempfile::tempdir().unwrap();
    let users = written(folder.path(), "users.toml", "[[user]]\nusername = 3\n");
    let said = could_not_run(latchkey.run(["practice-org", "--users", &users]));
    assert!(said.contains("users.toml") && said.contains("line 2"), "{said}");
    assert!(
        could_not_run(latchkey.run(["practice-org", "--users", "missing.toml"])).contains("missing.toml")
    );

    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    assert!(could_not_run(latchkey.run(["practice-org", "--port", &port])).contains(&port));
}

/// The body of a page on this machine.
fn page(url: &str) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let browser = reqwest::Client::builder().no_proxy().build().unwrap();
        browser.get(url).send().await.unwrap().text().await.unwrap()
    })
}
