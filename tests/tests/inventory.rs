//! `latchkey policy explain --inventory`: who of a list is told to be denied, whatever wrote the list.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads and writes files, and fails loudly"
)]

use std::path::{Path, PathBuf};

use latchkey_tests::command::{Ended, Latchkey, latchkey};

const NOW: &str = "2026-01-05T09:00:00Z";
const LIST: &str = "\
user,uid,last_online,linked,enrolled,grace_started,mail
alice,501,2026-01-05T08:00:00Z,true,Offline_TOTP,,a@example.com
bob,502,2025-12-20T08:00:00Z,yes,Offline_TOTP,,
carol,503,2026-01-05T08:00:00+01:00,1,OV_Push,,
dave,504,,false,,2026-01-04T09:00:00Z,\"d, e\"
erin,,,no,,,
breakglass,600,,0,,,
";

fn profile() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("decisions/profiles/standard.mobileconfig")
}

/// Explains a list under the standard profile: a grace of 48 hours, an offline period of 168.
fn explain(latchkey: &Latchkey, bytes: &[u8], format: &str) -> Ended {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("users.csv");
    std::fs::write(&list, bytes).unwrap();
    let (profile, list) = (profile().display().to_string(), list.display().to_string());
    let words = ["policy", "explain", &profile, "--inventory", &list, "--at", NOW, "--format", format];
    let ended = latchkey.run(words);
    let without = |text: String| text.replace(&list, "users.csv").replace(&profile, "standard.mobileconfig");
    Ended { stdout: without(ended.stdout), stderr: without(ended.stderr), ..ended }
}

/// Users with when and why they are denied without the network.
fn denied(table: &str) -> Vec<(String, String, String)> {
    let rows = table.lines().skip(1).map(|row| {
        let mut fields = row.split(',').map(str::to_owned);
        let mut next = || fields.next().unwrap();
        (next(), next(), next())
    });
    rows.collect()
}

fn expected() -> Vec<(String, String, String)> {
    [
        ("alice", "2026-01-12T08:00:00Z", "offline-over"),
        ("bob", NOW, "offline-over"),
        ("carol", NOW, "no-usable-factor"),
        ("dave", "2026-01-06T09:00:00Z", "grace-over"),
        ("erin", "2026-01-07T09:00:00Z", "grace-over"),
        ("breakglass", "", ""),
    ]
    .map(|(user, at, reason)| (user.to_owned(), at.to_owned(), reason.to_owned()))
    .to_vec()
}

#[test]
fn each_account_is_told_in_the_order_of_the_list() {
    let Some(latchkey) = latchkey() else { return };
    let ended = explain(&latchkey, LIST.as_bytes(), "csv");
    assert_eq!((ended.status, ended.stderr.as_str()), (Some(0), "users.csv: 1 column passed over: `mail`\n"));
    assert_eq!(denied(&ended.stdout), expected());
    assert!(ended.stdout.starts_with(
        "user,denied_at,reason,keys,online_denied_at,online_reason,online_keys\n\
         alice,2026-01-12T08:00:00Z,offline-over,AllowedFactors LoginPeriodWithOfflineFactor MFARequiredList \
         MFANotRequiredList OfflineLoginAllowed,,,\n"
    ));
}

#[test]
fn the_summary_counts_and_names_the_keys() {
    let Some(latchkey) = latchkey() else { return };
    let ended = explain(&latchkey, LIST.as_bytes(), "human");
    assert_eq!(ended.status, Some(0));
    insta::assert_snapshot!(ended.stdout);
}

#[test]
fn the_object_for_programs_keeps_its_shape() {
    let Some(latchkey) = latchkey() else { return };
    let ended = explain(&latchkey, LIST.as_bytes(), "json");
    assert_eq!(ended.status, Some(0));
    let value: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    insta::assert_snapshot!(format!("{value:#}"));
}

#[test]
fn it_does_not_matter_which_program_wrote_the_list() {
    let Some(latchkey) = latchkey() else { return };
    let semicolons = LIST.replace("\"d, e\"", "d").replace(',', ";");
    let quoted =
        LIST.replace("alice", "\"alice\"").replace("Offline_TOTP,,a@", "\"Offline_TOTP; OV_Push\",,a@");
    for text in [
        LIST.replace('\n', "\r\n"),
        format!("\u{feff}{LIST}"),
        semicolons.clone(),
        format!("sep=;\r\n{semicolons}"),
        LIST.replace("\"d, e\"", "d").replace(',', "\t"),
        quoted,
        LIST.trim_end().to_owned(),
        LIST.replace('\n', "\n\n"),
        LIST.replace("user,uid", " User , UID "),
    ] {
        let ended = explain(&latchkey, text.as_bytes(), "csv");
        assert_eq!(ended.status, Some(0), "{text}\n{}", ended.stderr);
        assert_eq!(denied(&ended.stdout), expected(), "{text}");
    }
    let wide: Vec<u8> = "\u{feff}user".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let ended = explain(&latchkey, &wide, "csv");
    assert_eq!(ended.status, Some(2));
    assert!(ended.stderr.contains("users.csv: it is UTF-16 text; save it as UTF-8"), "{}", ended.stderr);
}

#[test]
fn rows_that_are_wrong_cost_no_other_row() {
    let Some(latchkey) = latchkey() else { return };
    for end in ["\n", "\r\n"] {
        let wrong = "\
frank,x,2026-01-05T08:00:00Z,true,,,
grace,505,yesterday,true,,,

heidi,506,,perhaps,,,
ivan,507,,true,Offline_TOPT,,
,508,,true,,,
judy,509
";
        let text = format!("{LIST}{wrong}kim,510,,false,,,\n").replace('\n', end);
        let ended = explain(&latchkey, text.as_bytes(), "csv");
        assert_eq!(ended.status, Some(2), "{}", ended.stderr);
        let mut rows = expected();
        rows.push(("kim".into(), "2026-01-07T09:00:00Z".into(), "grace-over".into()));
        assert_eq!(denied(&ended.stdout), rows);
        assert_eq!(
            ended.stderr,
            "users.csv: 1 column passed over: `mail`\n\
             users.csv:8: `uid`: expected the number of an account, found `x`\n\
             users.csv:9: `last_online`: expected a time as in `2026-01-05T09:00:00Z`, or nothing, found `yesterday`\n\
             users.csv:11: `linked`: expected `true` or `false`, found `perhaps`\n\
             users.csv:12: `enrolled`: expected words of `AllowedFactors`, with blanks or `;` between, found \
             `Offline_TOPT`; perhaps `Offline_TOTP`\n\
             users.csv:13: `user`: expected the name of an account, found nothing\n\
             users.csv:14: the row has 2 fields, and the header 7\n\
             latchkey: 6 rows are not understood, and of 13 all others were judged\n"
        );
    }
}

#[test]
fn a_list_that_is_none_is_refused() {
    let Some(latchkey) = latchkey() else { return };
    let endless = format!("user,last_online,linked,enrolled\nalice,,true,\n\"{}", "x\n".repeat(1 << 20));
    for (text, expected) in [
        ("", "users.csv: it is empty; its first row must name the columns"),
        ("user,linked\n", "users.csv: line 1: there is no column `last_online`"),
        ("user,last_online,linked,enrolled\n", "users.csv: no account is in it"),
        (endless.as_str(), "users.csv: line 3: the row that begins here has no end within"),
    ] {
        let ended = explain(&latchkey, text.as_bytes(), "json");
        assert_eq!(ended.status, Some(2), "{}", ended.stdout);
        assert!(ended.stderr.contains(expected), "{}", ended.stderr);
    }
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let Some(latchkey) = latchkey() else { return };
    let profile = profile().display().to_string();
    for (more, expected) in [
        (vec!["--inventory", "-", "--format", "svg"], "has no picture"),
        (vec!["--format", "csv"], "name one with `--inventory`"),
        (vec!["--inventory", "nowhere.csv"], "nowhere.csv: there is no such file or folder"),
        (vec!["--inventory", "list.csv", "-o", "list.csv"], "would be written over itself"),
        (vec!["--inventory", "-", "--at", "today"], "invalid value"),
    ] {
        let ended = latchkey.run(["policy", "explain", &profile].into_iter().chain(more));
        assert_eq!(ended.status, Some(2), "{}", ended.stdout);
        assert!(ended.stderr.contains(expected), "{}", ended.stderr);
    }
}

#[test]
fn a_long_list_is_told_whole_and_in_order_to_a_file() {
    let Some(latchkey) = latchkey() else { return };
    let rows = (0..40_000).map(|number| format!("user{number},{NOW},true,Offline_TOTP\n"));
    let text = "user,last_online,linked,enrolled\n".to_owned() + &rows.collect::<String>();
    let folder = tempfile::tempdir().unwrap();
    let (list, table) = (folder.path().join("users.csv"), folder.path().join("out/table.csv"));
    std::fs::write(&list, text).unwrap();
    let words =
        ["policy", "explain"].map(PathBuf::from).into_iter().chain([profile(), "--inventory".into(), list]);
    let words = words.chain(["--at", NOW, "--format", "csv", "-o"].map(PathBuf::from)).chain([table.clone()]);
    let ended = latchkey.run(words);
    assert_eq!((ended.status, ended.stdout.as_str(), ended.stderr.as_str()), (Some(0), "", ""));
    let told = denied(&std::fs::read_to_string(table).unwrap());
    assert_eq!(told.len(), 40_000);
    for (number, (user, at, _)) in told.iter().enumerate() {
        assert_eq!((user.as_str(), at.as_str()), (format!("user{number}").as_str(), "2026-01-12T09:00:00Z"));
    }
}
