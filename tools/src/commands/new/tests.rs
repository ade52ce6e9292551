//! Interviews that are typed beforehand, and options that answer everything.

use clap::Parser;
use latchkey_mdm_manifests::{CARRIERS, Secrets, SettingsFile, Syntax, build, carriers};

use super::draft::Draft;
use super::interview::Interview;
use super::{FOLDER, files, told};
use crate::cli::{Cli, Command, NewArguments};
use crate::lint::{Source, lint};
use crate::options::Options;
use crate::rule::Level;
use crate::terminal::input::Input;

const ORGANIZATION: &str = "https://corp.okta.com";
const CLIENT: &str = "0oa1b2c3d4e5f6g7h8i9";

fn arguments(line: &str) -> NewArguments {
    let words = ["latchkey", "new"].into_iter().chain(line.split_whitespace());
    let Command::New(arguments) = Cli::try_parse_from(words).unwrap().command else {
        panic!("the words say `new`")
    };
    arguments
}

/// What comes of options and of typed lines, and what is shown; `None`: nobody types.
fn interviewed(options: &str, typed: Option<&[&str]>) -> (anyhow::Result<Draft>, String) {
    let mut shown = String::new();
    let mut show = |text: &str| shown.push_str(text);
    let arguments = arguments(options);
    let mut interview = Interview::new(typed.map(Input::typed), &mut show);
    let runtime = crate::commands::runtime().unwrap();
    let draft = runtime.block_on(interview.policy(&arguments));
    (draft, shown)
}

/// Options that answer the two questions which have no default, and more.
fn answered(more: &str) -> (Draft, String) {
    let (draft, shown) =
        interviewed(&format!("--organization {ORGANIZATION} --client-id {CLIENT} {more}"), None);
    (draft.unwrap(), shown)
}

/// Why options are refused.
fn refused(options: &str) -> String {
    format!("{:#}", interviewed(options, None).0.unwrap_err())
}

fn settings(draft: &Draft) -> String {
    let ready = files::ready(draft, &[]).unwrap();
    String::from_utf8(ready.artifacts[0].bytes.clone()).unwrap()
}

/// The lines of settings that are no comments.
fn values(draft: &Draft) -> String {
    let text = settings(draft);
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn options_alone_make_settings() {
    let (draft, shown) = answered("--break-glass breakglass --help-desk-mail it@example.com");
    assert_eq!(shown, "");
    insta::assert_snapshot!(settings(&draft));
    insta::assert_snapshot!(told(&draft));
}

#[test]
fn every_option_sets_its_keys() {
    let (draft, shown) = answered(
        "--require alice,bob carol --break-glass --factor OV_TOTP Offline_TOTP --offline-days 30 --grace-hours 36 \
         --help-desk-phone +15550100",
    );
    assert_eq!(shown, "");
    insta::assert_snapshot!(values(&draft), @r#"
    [profile]
    display_name = "Desktop MFA"
    identifier = "org.latchkey.desktop-mfa"
    organization = "corp.okta.com"
    scope = "System"
    ["com.okta.deviceaccess.servicedaemon"]
    DMFAClientID = "0oa1b2c3d4e5f6g7h8i9"
    DMFAOrgURL = "https://corp.okta.com"
    MFARequiredList = ["alice", "bob", "carol"]
    AllowedFactors = ["OV_TOTP", "Offline_TOTP"]
    AccountLinkingMFAFactor = "OV_TOTP"
    LoginPeriodWithoutEnrolledFactor = 36
    LoginPeriodWithOfflineFactor = 720
    OfflineLoginAllowed = true
    AdminPhone = "+15550100"
    "#);
}

#[test]
fn a_person_is_asked_warned_and_asked_again() {
    let typed = [
        "corp.okta.com",
        ORGANIZATION,
        "",
        CLIENT,
        "",
        "",
        "breakglass",
        "2",
        "7 days",
        "7",
        "4",
        "OV_Pusch",
        "9",
        "2 5",
        "",
        "0",
        "48",
        "helpdesk",
        "it@example.com",
        "none",
    ];
    let (draft, shown) = interviewed("", Some(&typed));
    insta::assert_snapshot!(shown);
    insta::assert_snapshot!(values(&draft.unwrap()), @r#"
    [profile]
    display_name = "Desktop MFA"
    identifier = "org.latchkey.desktop-mfa"
    organization = "corp.okta.com"
    scope = "System"
    ["com.okta.deviceaccess.servicedaemon"]
    DMFAClientID = "0oa1b2c3d4e5f6g7h8i9"
    DMFAOrgURL = "https://corp.okta.com"
    MFARequiredList = ["*"]
    MFANotRequiredList = ["breakglass"]
    AllowedFactors = ["OV_Push", "FIDO2_USB_key"]
    LoginPeriodWithoutEnrolledFactor = 48
    LoginPeriodWithOfflineFactor = 168
    OfflineLoginAllowed = true
    AdminEmail = "it@example.com"
    "#);
}

#[test]
fn what_an_option_answers_is_not_asked() {
    let typed = ["", "", ""];
    let options = "--everyone --no-offline --factor OV_Push --grace-hours 48 --help-desk-mail a@b.c \
                   --help-desk-phone 1 --break-glass x";
    let (draft, shown) = interviewed(&format!("--organization {ORGANIZATION} {options}"), Some(&[CLIENT]));
    assert!(draft.is_ok(), "{shown}");
    let asked = shown.lines().filter(|line| line.contains("/10  ")).collect::<Vec<_>>();
    assert_eq!(asked, ["2/10  Client ID"]);
    assert!(interviewed("", Some(&typed)).0.is_err());
}

#[test]
fn what_locks_people_out_is_said_at_once() {
    for (options, warning) in [
        ("", "no account is exempt"),
        ("--break-glass x --grace-hours 0", "the grace before linking is 0 hours"),
        ("--break-glass x --offline-days 2", "offline use ends before a weekend is over"),
        ("--break-glass x --offline-days 0.5", "the offline period is 12 hours, less than a day"),
        ("--break-glass x --no-offline", "offline use is not allowed"),
        ("--break-glass x --offline-days 0", "is 0, which blocks every offline factor"),
        ("--break-glass x --factor OV_Push", "lists no factor that works offline"),
    ] {
        let (_, shown) = answered(options);
        let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(shown.contains(warning), "`{warning}` for `{options}` in\n{shown}");
    }
    assert_eq!(answered("--break-glass x").1, "");
    assert_eq!(answered("--require alice").1, "");
}

#[test]
fn what_cannot_be_is_refused_by_the_name_of_its_option() {
    for (options, option, word) in [
        ("", "--organization URL", "nobody is there to answer"),
        ("--organization https://corp.okta.com", "--client-id ID", "nobody is there to answer"),
        ("--organization corp.okta.com", "--organization URL", "has no `https://`"),
        ("--organization https://corp.okta.com/x --client-id 0oa1", "--organization URL", "path"),
    ] {
        let message = refused(options);
        assert!(message.contains(option) && message.contains(word), "{options}: {message}");
    }
    for (options, word) in [
        ("--client-id 0oa\u{1b}[D", "`--client-id ID`: the answer holds a sign that cannot be seen"),
        ("--break-glass *", "`--break-glass NAME…`: `MFANotRequiredList` exempts everybody"),
        ("--offline-days week", "expected a number of days, or `no`, and found `week`"),
        ("--offline-days NaN", "expected a number of days, or `no`, and found `NaN`"),
        (
            "--offline-days=-1",
            "`--offline-days N or --no-offline`: expected 0 or more days, or `no`, and found `-1`",
        ),
        ("--offline-days -1", "expected 0 or more days, or `no`, and found `-1`"),
        ("--grace-hours -0.5", "`--grace-hours N`: expected 0 or more hours, and found `-0.5`"),
        ("--grace-hours=-1", "`--grace-hours N`: "),
        ("--factor OV_push", "`--factor NAME…`: `OV_push` "),
        ("--factor Offline_TOTP", "lists offline factors alone"),
        ("--factor 6", "expected a number from 1 to 5, and found `6`"),
        ("--help-desk-mail someone", "`--help-desk-mail MAIL`: `AdminEmail` holds `someone`"),
    ] {
        let client = if options.contains("--client-id") { "" } else { "--client-id 0oa1b2c3d4e5f6g7h8i9" };
        let message = refused(&format!("--organization {ORGANIZATION} {client} {options}"));
        assert!(message.contains(word), "{options}: {message}");
    }
}

#[test]
fn the_end_of_input_ends_the_interview() {
    let (draft, shown) = interviewed("", Some(&[ORGANIZATION]));
    assert_eq!(format!("{:#}", draft.unwrap_err()), "nobody is there to answer; give `--client-id ID`");
    assert!(shown.ends_with(": \n"), "{shown}");
}

#[test]
fn a_word_for_nobody_or_everybody_means_the_same_as_an_option_and_when_typed() {
    /// The value of a key; none where it is not set; an error is why it is refused.
    fn value(draft: anyhow::Result<Draft>, key: &str) -> Result<Option<Vec<String>>, String> {
        let draft = draft.map_err(|error| format!("{error:#}"))?;
        Ok(draft.value(key).map(|_| draft.texts(key).into_iter().map(str::to_owned).collect()))
    }
    let before = format!("--organization {ORGANIZATION} --client-id {CLIENT}");
    let rest = "--offline-days 7 --factor OV_Push Offline_TOTP --grace-hours 48 --help-desk-mail a@b.c";
    let phone = "--help-desk-phone 1";
    for (option, key, others, cases) in [
        (
            "--require",
            "MFARequiredList",
            format!("--break-glass bg {phone}"),
            &[
                ("alice bob", Some(&["alice", "bob"][..])),
                ("everybody", Some(&["*"])),
                ("All", Some(&["*"])),
                ("*", Some(&["*"])),
                ("none", None),
                ("Nobody", None),
                ("alice everybody", None),
                ("everybody alice", None),
                ("* alice", None),
                ("nobody alice", None),
            ][..],
        ),
        (
            "--break-glass",
            "MFANotRequiredList",
            format!("--everyone {phone}"),
            &[
                ("bg", Some(&["bg"])),
                ("none", Some(&[])),
                ("Nobody", Some(&[])),
                ("everybody", None),
                ("bg none", None),
                ("none bg", None),
            ],
        ),
    ] {
        for (words, expected) in cases {
            let (given, _) = interviewed(&format!("{before} {rest} {others} {option} {words}"), None);
            let given = value(given, key);
            // Twice: a remark asks again.
            let (typed, shown) = interviewed(&format!("{before} {rest} {others}"), Some(&[words, words]));
            let typed = value(typed, key);
            match (expected, given) {
                (None, Err(message)) => {
                    assert!(message.contains(option), "{option} {words}: {message}");
                    assert!(typed.is_err() && shown.contains("error: "), "{words}: {shown}");
                }
                (Some(expected), Ok(given)) => {
                    assert_eq!(given.clone().unwrap_or_default(), *expected, "{option} {words}");
                    assert_eq!(typed, Ok(given), "{option} {words}");
                }
                (_, given) => panic!("{option} {words}: {given:?}"),
            }
        }
    }
}

#[test]
fn none_is_no_text_to_show_and_no_mdm() {
    for word in ["none", "None", "nobody"] {
        let (draft, _) =
            answered(&format!("--break-glass bg --help-desk-mail {word} --help-desk-phone {word}"));
        assert_eq!((draft.value("AdminEmail"), draft.value("AdminPhone")), (None, None));
        assert!(told(&draft).contains("is not told whom to ask"));
    }
    assert!(refused("--organization none").contains("expected the URL of the organization, and found none"));
    assert!(answered("--break-glass bg --offline-days none").1.contains("offline use is not allowed"));
}

#[test]
fn an_account_that_is_required_and_exempt_is_not_told_to_be_both() {
    for options in
        ["--require alice --break-glass alice", "--require alice bob --break-glass bob alice carol"]
    {
        let message = refused(&format!("--organization {ORGANIZATION} --client-id {CLIENT} {options}"));
        assert!(message.starts_with("`--break-glass NAME…`: every account that must"), "{message}");
    }
    let told = told(&answered("--require alice bob --break-glass alice").0);
    assert!(
        told.contains("- `bob` must sign in with a second factor, and nobody else; `alice` is exempt"),
        "{told}"
    );
}

#[test]
fn all_factors_stand_alone_and_what_links_an_account_is_one_that_can() {
    let client = format!("--organization {ORGANIZATION} --client-id {CLIENT} --break-glass bg");
    for factors in ["* OV_Push", "OV_Push all", "1 2"] {
        let message = refused(&format!("{client} --factor {factors}"));
        assert!(message.contains("expected `*` for all factors"), "{factors}: {message}");
    }
    for (factors, linking, said) in [
        ("*", None, "every factor is allowed"),
        ("all", None, "every factor is allowed"),
        ("OV_Push Offline_TOTP", None, "in this order: "),
        ("OV_TOTP Offline_TOTP", Some("OV_TOTP"), "linked by the code of Okta Verify"),
        (
            "FIDO2_USB_key Offline_TOTP",
            Some("OV_Push"),
            "linked by a push of Okta Verify, since none of the factors",
        ),
    ] {
        let (draft, shown) = answered(&format!("--break-glass bg --factor {factors}"));
        let link = draft.value("AccountLinkingMFAFactor").and_then(|value| value.as_str());
        assert_eq!(link, linking, "{factors}");
        let told = told(&draft).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(said), "{told}");
        let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(
            shown.contains("which `AllowedFactors` does not list"),
            linking == Some("OV_Push"),
            "{shown}"
        );
    }
}

#[test]
fn the_summary_shuts_out_nobody_who_needs_no_factor() {
    for (options, reason, unlinked, others) in [
        ("--no-offline", "offline use is not allowed: ", true, false),
        ("--no-offline --grace-hours 0", "offline use is not allowed: ", false, false),
        ("--no-offline --break-glass bg", "offline use is not allowed: ", true, true),
        ("--require alice --offline-days 0", "the offline period is 0: ", true, true),
        ("--require alice --factor OV_Push", "none of the factors works offline: ", true, true),
    ] {
        let told = told(&answered(options).0).split_whitespace().collect::<Vec<_>>().join(" ");
        let line = told.split("- ").find(|line| line.contains("cannot be reached")).unwrap_or_default();
        assert!(
            line.starts_with(reason) && line.contains("nobody signs in who must use a second factor"),
            "{told}"
        );
        assert_eq!(line.contains("can still put that off"), unlinked, "{line}");
        assert_eq!(line.contains("whoever needs none still does"), others, "{line}");
    }
}

#[test]
fn the_summary_promises_no_offline_use_that_nobody_has() {
    for (options, promised) in [
        ("--factor OV_Push", false),
        ("--no-offline", false),
        ("--offline-days 0", false),
        ("--factor *", true),
        ("", true),
    ] {
        let told = told(&answered(options).0);
        assert_eq!(told.contains("without the network a factor"), promised, "{options}: {told}");
    }
}

#[test]
fn an_mdm_is_chosen_by_number_or_name() {
    let chosen = |options: &str, typed: Option<&[&str]>| {
        let mut shown = String::new();
        let mut show = |text: &str| shown.push_str(text);
        let arguments = arguments(options);
        let mut interview = Interview::new(typed.map(Input::typed), &mut show);
        let runtime = crate::commands::runtime().unwrap();
        let carriers = runtime.block_on(interview.carriers(&arguments));
        (carriers.map(|all| all.iter().map(|carrier| carrier.name).collect::<Vec<_>>()), shown)
    };
    assert_eq!(chosen("", None).0.unwrap(), Vec::<&str>::new());
    assert_eq!(chosen("", Some(&[""])).0.unwrap(), Vec::<&str>::new());
    for none in ["--mdm", "--mdm none", "--mdm Nobody"] {
        assert_eq!(chosen(none, Some(&[])).0.unwrap(), Vec::<&str>::new());
    }
    assert_eq!(chosen("", Some(&["none"])).0.unwrap(), Vec::<&str>::new());
    assert_eq!(chosen("--mdm Jamf,fleet jamf", None).0.unwrap(), ["jamf", "fleet"]);
    assert_eq!(chosen("", Some(&["1 kandji"])).0.unwrap(), [CARRIERS[0].name, "kandji"]);
    let (carriers, shown) = chosen("", Some(&["0", "kanji", "kandji"]));
    assert_eq!(carriers.unwrap(), ["kandji"]);
    assert!(shown.contains("found `0`") && shown.contains("perhaps `kandji`"), "{shown}");
    assert!(shown.lines().all(|line| line.chars().count() <= 100), "{shown}");
    assert!(format!("{:#}", chosen("--mdm kanji", None).0.unwrap_err()).contains("perhaps `kandji`"));
}

/// The settings as they are once the secret is filled in: no carrier's files have an error but of what it leaves open.
#[test]
fn what_is_written_is_built_and_linted_without_an_error() {
    let (draft, _) = answered("--break-glass breakglass");
    let text = settings(&draft);
    assert!(!text.contains("\nDMFAClientSecret"), "{text}");
    let text = text.replace("# DMFAClientSecret = \"…\"", "DMFAClientSecret = \"a-secret-of-the-app\"");
    let settings = SettingsFile::read(&text, Syntax::Toml).unwrap();
    for name in ["mobileconfig", "mcx", "kandji", "intune", "jamf", "fleet"] {
        let carrier = carriers::carrier_named(name).unwrap();
        // Beside profiles some carriers have lists of them in YAML, which are no business of the linter.
        let artifacts = build(&settings, carrier, Secrets::Write).unwrap().artifacts.into_iter();
        for artifact in
            artifacts.filter(|artifact| !artifact.path.ends_with("ml") || artifact.path.ends_with(".xml"))
        {
            let reports =
                lint(Source { name: artifact.path.clone(), bytes: artifact.bytes }, &Options::default());
            let errors: usize = reports.iter().map(|report| report.count(Level::Error)).sum();
            assert_eq!(errors, 0, "{}", artifact.path);
        }
    }
}

#[test]
fn every_carrier_can_be_made_and_says_where_the_secret_goes() {
    let (draft, _) = answered("--break-glass breakglass");
    for carrier in CARRIERS {
        let ready = files::ready(&draft, &[carrier]).unwrap();
        assert!(ready.artifacts.len() > 1, "{}", carrier.name);
        let next = ready.next(FOLDER.as_ref(), &[carrier]);
        assert!(next.contains("DMFAClientSecret") && next.contains("--with-secrets"), "{next}");
        assert!(next.lines().any(|line| line.starts_with("  latchkey ")), "{next}");
    }
    let next = files::ready(&draft, &[]).unwrap().next(FOLDER.as_ref(), &[]);
    let last: Vec<&str> = next.lines().rev().take(2).collect();
    let build = "latchkey build desktop-mfa/settings.toml --to mobileconfig --with-secrets -o desktop-mfa";
    assert_eq!(last, ["  latchkey lint desktop-mfa", &format!("  {build}")]);
    for (mdm, linted) in [("fleet", true), ("terraform-microsoft365", false), ("terraform-jamfpro", false)] {
        let carriers = [carriers::carrier_named(mdm).unwrap()];
        let next = files::ready(&draft, &carriers).unwrap().next(FOLDER.as_ref(), &carriers);
        assert_eq!(next.contains("  latchkey lint "), linted, "{next}");
    }
}
