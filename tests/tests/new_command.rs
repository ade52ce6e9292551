//! `latchkey new`: somebody at a terminal, options alone, what is refused, and what is left behind.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads and writes files, and fails loudly"
)]

use std::path::Path;

use latchkey_mdm_manifests::CARRIERS;
use latchkey_tests::command::latchkey;
use latchkey_tests::seat::Seat;

const ANSWERED: [&str; 7] = [
    "new",
    "--organization",
    "https://corp.okta.com",
    "--client-id",
    "0oa1b2c3d4e5f6g7h8i9",
    "--break-glass",
    "breakglass",
];

/// Every file under a folder, by its path from there.
fn files(folder: &Path) -> Vec<String> {
    let mut open = vec![folder.to_path_buf()];
    let mut found = Vec::new();
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path.strip_prefix(folder).unwrap().display().to_string());
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_person_answers_at_a_terminal() {
    let Some(latchkey) = latchkey() else { return };
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("taken")).unwrap();
    std::fs::write(folder.path().join("taken/settings.toml"), "mine").unwrap();
    let mut seat = Seat::take(&latchkey, folder.path(), ["new"]);
    seat.answer("organization: ", "corp.okta.com");
    seat.wait_for("has no `https://`");
    seat.answer("organization: ", "https://corp.okta.com");
    seat.answer("Desktop MFA app: ", "0oa1b2c3d4e5f6g7h8i9");
    seat.answer("second factor [everybody]: ", "");
    seat.answer("without a second factor [none]: ", "");
    seat.wait_for("no account is exempt");
    seat.answer("without a second factor [none]: ", "breakglass");
    seat.answer("offline use is allowed [7]: ", "");
    seat.answer("[OV_Push Offline_TOTP]: ", "2 4");
    seat.answer("linking the account [48]: ", "");
    seat.answer("help desk [none]: ", "it@example.com");
    seat.answer("help desk [none]: ", "");
    seat.answer("[none yet]: ", "kandji");
    seat.wait_for("everybody must sign in with a second factor; `breakglass` is exempt");
    seat.answer("into the folder [desktop-mfa]: ", "taken");
    seat.wait_for("exists already");
    seat.answer("into the folder [desktop-mfa]: ", "");
    let (status, shown) = seat.end();
    assert_eq!(status, Some(0), "{shown}");
    assert!(!shown.contains('\u{1b}'), "{shown}");
    assert_eq!(
        files(folder.path()),
        [
            "desktop-mfa/profiles/Desktop MFA/Desktop MFA.mobileconfig",
            "desktop-mfa/profiles/Desktop MFA/info.yaml",
            "desktop-mfa/settings.toml",
            "taken/settings.toml",
        ]
    );
    assert_eq!(std::fs::read_to_string(folder.path().join("taken/settings.toml")).unwrap(), "mine");
    // What is written is what `build` makes of the settings.
    let again = folder.path().join("again");
    let settings = folder.path().join("desktop-mfa/settings.toml");
    let built = latchkey.run([
        "build".as_ref(),
        settings.as_os_str(),
        "--to".as_ref(),
        "kandji".as_ref(),
        "-o".as_ref(),
        again.as_os_str(),
    ]);
    assert_eq!(built.status, Some(0), "{}", built.stderr);
    let profile = "profiles/Desktop MFA/Desktop MFA.mobileconfig";
    assert_eq!(
        std::fs::read(again.join(profile)).unwrap(),
        std::fs::read(folder.path().join("desktop-mfa").join(profile)).unwrap()
    );
}

#[test]
fn nobody_is_asked_for_a_folder_that_is_taken() {
    let Some(latchkey) = latchkey() else { return };
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("settings.toml"), "mine").unwrap();
    let seat = Seat::take(&latchkey, folder.path(), ["new", "-o", "."]);
    let (status, shown) = seat.end();
    assert_eq!(status, Some(2), "{shown}");
    assert!(shown.contains("settings.toml: it exists already") && !shown.contains("organization"), "{shown}");
}

#[test]
fn stopped_at_any_question_it_leaves_nothing() {
    let Some(latchkey) = latchkey() else { return };
    for question in ["second factor [everybody]: ", "into the folder [desktop-mfa]: "] {
        let folder = tempfile::tempdir().unwrap();
        let mut seat = Seat::take(
            &latchkey,
            folder.path(),
            ["new", "--organization", "https://corp.okta.com", "--client-id", "0oa1b2c3d4e5f6g7h8i9"],
        );
        for asked in [
            "second factor [everybody]: ",
            "without a second factor [none]: ",
            "without a second factor [none]: ",
            "is allowed [7]: ",
            "Offline_TOTP]: ",
            "[48]: ",
            "help desk [none]: ",
            "help desk [none]: ",
            "[none yet]: ",
            "into the folder [desktop-mfa]: ",
        ] {
            if asked == question {
                break;
            }
            seat.answer(asked, "");
        }
        seat.wait_for(question);
        seat.interrupt();
        let (status, shown) = seat.end();
        assert_eq!(status, Some(2), "{shown}");
        assert!(shown.ends_with("latchkey: nothing was written: stopped\n"), "{shown}");
        assert_eq!(files(folder.path()), Vec::<String>::new());
    }
}

#[test]
fn options_alone_write_what_another_run_does_not_replace() {
    let Some(latchkey) = latchkey() else { return };
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out").display().to_string();
    let new = |more: &[&str]| latchkey.run(ANSWERED.iter().chain(&["-o", &out]).chain(more));
    let first = new(&["--mdm", "jamf"]);
    assert_eq!((first.status, first.stderr.as_str()), (Some(0), ""));
    assert!(first.stdout.contains("in the settings:\n  latchkey build "), "{}", first.stdout);
    let written = files(folder.path());
    assert_eq!(
        written,
        [
            "out/org.latchkey.desktop-mfa.jamf.mobileconfig",
            "out/org.latchkey.desktop-mfa.jamf.xml",
            "out/settings.toml"
        ]
    );
    let again = new(&[]);
    assert_eq!(again.status, Some(2));
    assert!(again.stderr.contains("exists already; `--force` replaces it"), "{}", again.stderr);
    // One file that is there keeps all of them from being written.
    std::fs::remove_file(folder.path().join("out/settings.toml")).unwrap();
    let partly = new(&["--mdm", "jamf"]);
    assert_eq!(partly.status, Some(2));
    assert_eq!(files(folder.path()), written.get(..2).unwrap());
    assert_eq!(new(&["--mdm", "jamf", "--force"]).status, Some(0));
    assert_eq!(files(folder.path()), written);
}

/// A person pastes the lines one after the other, and the secret into the settings where the text says so.
#[test]
fn every_command_that_comes_next_works() {
    let Some(latchkey) = latchkey() else { return };
    let folder = tempfile::tempdir().unwrap();
    for mdm in CARRIERS.iter().map(|carrier| Some(carrier.name)).chain([None]) {
        let out = folder.path().join(mdm.unwrap_or("none")).display().to_string();
        let ended = latchkey.run(ANSWERED.iter().chain(&["-o", &out, "--mdm"]).chain(mdm.as_slice()));
        assert_eq!(ended.status, Some(0), "{}", ended.stderr);
        let mut ran = 0;
        for line in ended.stdout.lines() {
            if line.contains("with `DMFAClientSecret` in the settings:") {
                let settings = Path::new(&out).join("settings.toml");
                let text = std::fs::read_to_string(&settings).unwrap();
                let filled =
                    text.replace("# DMFAClientSecret = \"…\"", "DMFAClientSecret = \"PqN8x1mJ4cT7vZ2kW9\"");
                assert_ne!(filled, text);
                std::fs::write(settings, filled).unwrap();
            }
            let Some(words) = line.strip_prefix("  latchkey ") else { continue };
            let next = latchkey.run(words.split(' '));
            assert_eq!(next.status, Some(0), "{mdm:?}: {words}\n{}{}", next.stdout, next.stderr);
            ran += 1;
        }
        assert!(ran > 0, "{}", ended.stdout);
    }
}

#[test]
fn without_an_answer_the_option_is_named_and_nothing_is_written() {
    let Some(latchkey) = latchkey() else { return };
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out").display().to_string();
    for (arguments, message) in [
        (&["new"][..], "nobody is there to answer; give `--organization URL`"),
        (
            &["new", "--organization", "https://corp.okta.com"],
            "nobody is there to answer; give `--client-id ID`",
        ),
        (&["new", "--organization", "corp.okta.com"], "`--organization URL`: the URL `corp.okta.com`"),
        (&["new", "--everyone", "--require", "alice"], "cannot be used with"),
        (&["new", "--no-offline", "--offline-days", "3"], "cannot be used with"),
    ] {
        let ended = latchkey.run(arguments.iter().chain(&["-o", &out]));
        assert_eq!(ended.status, Some(2), "{arguments:?}");
        assert!(ended.stderr.contains(message), "{}", ended.stderr);
        assert_eq!(files(folder.path()), Vec::<String>::new());
    }
    let ended = latchkey.run(ANSWERED.iter().chain(&["-o", &out, "--mdm", "kanji"]));
    assert_eq!(ended.status, Some(2));
    assert!(ended.stderr.contains("perhaps `kandji`"), "{}", ended.stderr);
    assert_eq!(files(folder.path()), Vec::<String>::new());
}
