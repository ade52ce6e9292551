mod corpora;

use latchkey_profile_schema::domain::{AGENT, DESKTOP_MFA, Domain};

use super::*;
use crate::lint::lint;
use crate::lint::testing::{payload, payload_of, preferences, profile};
use crate::options::Options;

const OKTA: &str = "com.okta.deviceaccess.servicedaemon";

/// Looks for one rule alone, so that a case shows what its fixes do.
fn look<'a>(rule: &'a str, domain: Option<&'static Domain>) -> impl Fn(Source) -> Vec<FileReport> + 'a {
    move |source| {
        let mut reports = lint(source, &Options { domain, ..Options::default() });
        for report in &mut reports {
            report.findings.retain(|finding| finding.rule.name == rule);
        }
        reports
    }
}

fn mended(rule: &str, text: &str, domain: Option<&'static Domain>, allowed: Safety) -> Mended {
    let look = look(rule, domain);
    let source = Source { name: "test.plist".into(), bytes: text.as_bytes().to_vec() };
    let report = own(look(source)).expect("a property list");
    assert!(!report.findings.is_empty(), "{rule} finds nothing in {text}");
    let mended = mend(report, allowed, look);
    assert_eq!(mended.dropped, [], "{rule}: {text}");
    mended
}

/// What the fixes of a rule make of a text: they are safe, or none of them is.
fn check(rule: &str, domain: Option<&'static Domain>, before: &str, after: &str, safety: Safety) {
    let safe = mended(rule, before, domain, Safety::Safe);
    assert_eq!(safe.text.is_some(), safety == Safety::Safe, "{rule}: {before}: {:?}", safe.text);
    let all = mended(rule, before, domain, Safety::Unsafe);
    assert_eq!(all.text.as_deref(), Some(after), "{rule}");
    assert!(all.report.findings.is_empty(), "{rule}: {after}");
}

#[test]
fn settings_are_mended() {
    use Safety::{Safe, Unsafe};
    let factors = |items: &str| format!("<key>AllowedFactors</key><array>{items}</array>");
    let cases: &[(&str, String, String, Safety)] = &[
        (
            "wrong-type",
            "<key>OfflineLoginAllowed</key><string>yes</string>".into(),
            "<key>OfflineLoginAllowed</key><true/>".into(),
            Safe,
        ),
        (
            "wrong-type",
            "<key>OfflineLoginAllowed</key><integer>0</integer>".into(),
            "<key>OfflineLoginAllowed</key><false/>".into(),
            Safe,
        ),
        (
            "wrong-type",
            "<key>LoginPeriodWithOfflineFactor</key><string> 168 </string>".into(),
            "<key>LoginPeriodWithOfflineFactor</key><real>168</real>".into(),
            Safe,
        ),
        (
            "wrong-type",
            "<key>AdminPhone</key><integer>0800</integer>".into(),
            "<key>AdminPhone</key><string>800</string>".into(),
            Unsafe,
        ),
        (
            "wrong-type",
            "<key>MFARequiredList</key><string><![CDATA[a]]></string>".into(),
            "<key>MFARequiredList</key><array><string><![CDATA[a]]></string></array>".into(),
            Safe,
        ),
        (
            "miscased-key",
            "<key>MfaRequiredList</key><array/>".into(),
            "<key>MFARequiredList</key><array/>".into(),
            Safe,
        ),
        (
            "miscased-key",
            "<key>MfaRequiredList</key><array/><key>MFARequiredList</key><array/>".into(),
            "<key>MFARequiredList</key><array/>".into(),
            Unsafe,
        ),
        (
            "unknown-key",
            "<key>AllowedFactor</key><array/>".into(),
            "<key>AllowedFactors</key><array/>".into(),
            Unsafe,
        ),
        ("unknown-factor", factors("<string>ov_push</string>"), factors("<string>OV_Push</string>"), Safe),
        ("unknown-factor", factors("<string>OV_Posh</string>"), factors("<string>OV_Push</string>"), Unsafe),
        (
            "windows-factor",
            factors("<string>OV_Push</string><string>Offline_Security_key</string>"),
            factors("<string>OV_Push</string>"),
            Unsafe,
        ),
        (
            "windows-key",
            "<key>MFABypassList</key><array/>".into(),
            "<key>MFANotRequiredList</key><array/>".into(),
            Unsafe,
        ),
        ("windows-key", "<key>UseDirectAuth</key><true/>".into(), String::new(), Unsafe),
        (
            "windows-key",
            "<key>MaxLoginsWithOfflineFactor</key><integer>5</integer>".into(),
            String::new(),
            Unsafe,
        ),
        (
            "wildcard-mixed",
            factors("<string>OV_Push</string><string>*</string><string>OV_TOTP</string>"),
            factors("<string>*</string>"),
            Unsafe,
        ),
        (
            "duplicate-item",
            factors("<string>OV_Push</string><string>OV_Push</string><string>OV_Push</string>"),
            factors("<string>OV_Push</string>"),
            Safe,
        ),
        (
            "duplicate-key",
            "<key>a</key><dict><key>b</key><true/></dict><key>a</key><dict> <key>b</key> <true/> </dict>"
                .into(),
            "<key>a</key><dict><key>b</key><true/></dict>".into(),
            Safe,
        ),
        (
            "duplicate-key",
            "<key>a</key><true/><key>a</key><false/>".into(),
            "<key>a</key><false/>".into(),
            Unsafe,
        ),
        (
            "malformed-url",
            "<key>DMFAOrgURL</key><string>https://corp.okta.com/</string>".into(),
            "<key>DMFAOrgURL</key><string>https://corp.okta.com</string>".into(),
            Safe,
        ),
        (
            "malformed-url",
            "<key>DMFAOrgURL</key><string>HTTPS://corp.okta.com</string>".into(),
            "<key>DMFAOrgURL</key><string>https://corp.okta.com</string>".into(),
            Safe,
        ),
        (
            "malformed-url",
            "<key>DMFAOrgURL</key><string>corp.okta.com</string>".into(),
            "<key>DMFAOrgURL</key><string>https://corp.okta.com</string>".into(),
            Unsafe,
        ),
        (
            "insecure-url",
            "<key>DMFAOrgURL</key><string>http://corp.okta.com/</string>".into(),
            "<key>DMFAOrgURL</key><string>https://corp.okta.com</string>".into(),
            Unsafe,
        ),
        (
            "admin-console-url",
            "<key>DMFAOrgURL</key><string>https://corp-admin.okta.com</string>".into(),
            "<key>DMFAOrgURL</key><string>https://corp.okta.com</string>".into(),
            Unsafe,
        ),
        (
            "malformed-value",
            "<key>DMFAClientID</key><string> 0oa1\n</string>".into(),
            "<key>DMFAClientID</key><string>0oa1</string>".into(),
            Safe,
        ),
        ("empty-value", "<key>AdminPhone</key><string/>".into(), String::new(), Unsafe),
        (
            "unescaped-character",
            "<key>AdminPhone</key><string>a & b && c</string>".into(),
            "<key>AdminPhone</key><string>a &amp; b &amp;&amp; c</string>".into(),
            Safe,
        ),
        (
            "unescaped-character",
            "<key>AdminPhone</key><string>B&uuml;ro</string>".into(),
            "<key>AdminPhone</key><string>Büro</string>".into(),
            Safe,
        ),
        (
            "unescaped-character",
            "<key>AdminPhone</key><string>?a=1&b=2;</string>".into(),
            "<key>AdminPhone</key><string>?a=1&amp;b=2;</string>".into(),
            Safe,
        ),
        (
            "unescaped-character",
            "<key>AdminPhone</key><string>&office;</string>".into(),
            "<key>AdminPhone</key><string>&amp;office;</string>".into(),
            Unsafe,
        ),
        (
            "unreadable-value",
            "<key>OfflineLoginAllowed</key><true>no</true>".into(),
            "<key>OfflineLoginAllowed</key><false/>".into(),
            Unsafe,
        ),
        (
            "unreadable-value",
            "<key>LoginPeriodWithOfflineFactor</key><integer>1.5</integer>".into(),
            "<key>LoginPeriodWithOfflineFactor</key><real>1.5</real>".into(),
            Unsafe,
        ),
        ("malformed-plist", "<key>a</key><true b='c'  d=\"e\"/>".into(), "<key>a</key><true/>".into(), Safe),
        (
            "bad-encoding",
            "<key>a</key><string>b\u{1}c</string>".into(),
            "<key>a</key><string>bc</string>".into(),
            Unsafe,
        ),
    ];
    for (rule, before, after, safety) in cases {
        check(rule, Some(&DESKTOP_MFA), &preferences(before), &preferences(after), *safety);
    }
    let enforcement = |word: &str| preferences(&format!("<key>Enforcement</key><string>{word}</string>"));
    check("value-not-allowed", Some(&AGENT), &enforcement("Report"), &enforcement("report"), Safe);
    check("value-not-allowed", Some(&AGENT), &enforcement("enforced"), &enforcement("enforce"), Unsafe);
}

#[test]
fn files_and_envelopes_are_mended() {
    use Safety::{Safe, Unsafe};
    const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    const NEW: &str = "33BCF0D5-1B8F-56D6-B9DC-60D2CE3D1A2F";
    let plist = preferences("");
    let new = latchkey_mdm_manifests::uuid_for("com.example.payload");
    assert_eq!(new.len(), NEW.len());
    let one = |uuid: &str| profile(&payload_of("com.apple.dock", "com.example.payload", uuid, ""));
    let wrapper = |domain: &str, inside: &str| {
        profile(&payload(
            "com.apple.ManagedClient.preferences",
            &format!("<key>PayloadContent</key><dict><key>{domain}</key><dict>{inside}</dict></dict>"),
        ))
    };
    let item = |extra: &str| format!("<dict>{extra}<key>mcx_preference_settings</key><dict/></dict>");
    let sound = profile(&payload("com.apple.dock", ""));
    let date = "<key>mcx_data_timestamp</key><date>2026-01-01T00:00:00Z</date>";
    let cases: &[(&str, String, String, Safety)] = &[
        (
            "text-before-declaration",
            format!("\u{feff}\r\n {DECLARATION}{plist}"),
            format!("{DECLARATION}{plist}"),
            Safe,
        ),
        (
            "plist-version",
            "<plist version='1' ><dict/></plist>".into(),
            "<plist version='1.0' ><dict/></plist>".into(),
            Safe,
        ),
        (
            "plist-version",
            "<plist><dict/></plist>".into(),
            "<plist version=\"1.0\"><dict/></plist>".into(),
            Safe,
        ),
        (
            "bad-encoding",
            format!("{}{plist}", DECLARATION.replace("UTF-8", "latin1")),
            format!("{DECLARATION}{plist}"),
            Safe,
        ),
        (
            "malformed-uuid",
            one("{9b5dfa38-6b8a-4c0f-9d43-0c2e2d6f3d10}"),
            one("9b5dfa38-6b8a-4c0f-9d43-0c2e2d6f3d10"),
            Safe,
        ),
        (
            "malformed-uuid",
            one("9B5DFA386B8A4C0F9D430C2E2D6F3D10"),
            one("9B5DFA38-6B8A-4C0F-9D43-0C2E2D6F3D10"),
            Safe,
        ),
        ("malformed-uuid", one("not-a-uuid"), one(&new), Unsafe),
        ("placeholder-uuid", one("00000000-0000-0000-0000-000000000000"), one(&new), Unsafe),
        ("duplicate-uuid", one("00000000-0000-4000-8000-00000000000A"), one(&new), Unsafe),
        (
            "missing-envelope-key",
            sound.replacen("<key>PayloadVersion</key><integer>1</integer>", "", 1),
            {
                sound.replacen("<key>PayloadVersion</key><integer>1</integer>", "", 1).replace(
                    "</dict></array></dict>",
                    "</dict></array><key>PayloadVersion</key><integer>1</integer></dict>",
                )
            },
            Safe,
        ),
        (
            "wrong-envelope-value",
            sound.replacen("<integer>1</integer>", "<string>1</string>", 1),
            sound.clone(),
            Safe,
        ),
        (
            "wrong-envelope-value",
            sound.replacen("<integer>1</integer>", "<integer>2</integer>", 1),
            sound.clone(),
            Unsafe,
        ),
        ("wrong-envelope-value", sound.replacen("<string>System", "<string>system", 1), sound.clone(), Safe),
        ("wrong-payload-type", sound.replacen(">Configuration<", ">configuration<", 1), sound.clone(), Safe),
        (
            "wrong-payload-type",
            sound.replacen(">Configuration<", ">com.apple.dock<", 1),
            sound.clone(),
            Unsafe,
        ),
        (
            "wrong-scope",
            profile(&payload(OKTA, "")).replace(">System<", ">User<"),
            profile(&payload(OKTA, "")),
            Unsafe,
        ),
        ("missing-content", sound.replace("<array>", "").replace("</array>", ""), sound.clone(), Safe),
        (
            "misspelt-domain",
            profile(&payload("com.okta.deviceaccess.servicedeamon", "")),
            profile(&payload(OKTA, "")),
            Unsafe,
        ),
        (
            "misspelt-domain",
            wrapper("org.latchkey.agnet", &format!("<key>Forced</key><array>{}</array>", item(""))),
            wrapper("org.latchkey.agent", &format!("<key>Forced</key><array>{}</array>", item(""))),
            Unsafe,
        ),
        (
            "broken-managed-client",
            wrapper("a.b", &format!("<key>forced</key><array>{}</array>", item(""))),
            wrapper("a.b", &format!("<key>Forced</key><array>{}</array>", item(""))),
            Safe,
        ),
        (
            "broken-managed-client",
            wrapper("a.b", &format!("<key>Forced</key>{}", item(""))),
            wrapper("a.b", &format!("<key>Forced</key><array>{}</array>", item(""))),
            Safe,
        ),
        (
            "broken-managed-client",
            wrapper(
                "a.b",
                &format!("<key>Forced</key><array>{}</array>", item("").replace("settings", "setting")),
            ),
            wrapper("a.b", &format!("<key>Forced</key><array>{}</array>", item(""))),
            Unsafe,
        ),
        (
            "set-once-policy",
            wrapper("org.latchkey.agent", &format!("<key>Set-Once</key><array>{}</array>", item(date))),
            wrapper("org.latchkey.agent", &format!("<key>Forced</key><array>{}</array>", item(""))),
            Unsafe,
        ),
    ];
    for (rule, before, after, safety) in cases {
        check(rule, None, before, after, *safety);
    }
}

#[test]
fn two_copies_of_one_payload_get_two_uuids() {
    let one = payload("com.apple.dock", "");
    let all = mended("duplicate-uuid", &profile(&format!("{one}{one}{one}")), None, Safety::Unsafe);
    assert!(all.report.findings.is_empty());
    assert_eq!(all.fixed, 2);
}

#[test]
fn what_does_not_keep_its_word_is_dropped() {
    let text = preferences(
        "<key>OfflineLoginAllowed</key><string>true</string><key>AdminPhone</key><string>1</string>",
    );
    let broken: &[(&str, &str, Broken)] = &[
        ("<string>true</string>", "<string>yes</string>", Broken::OtherValues),
        ("<string>true</string>", "<true>", Broken::Unreadable),
        ("<string>1</string>", "<string>2</string>", Broken::OtherValues),
    ];
    for (from, to, why) in broken {
        let look = |source: Source| {
            let mut reports = look("wrong-type", Some(&DESKTOP_MFA))(source);
            for report in &mut reports {
                let text = String::from_utf8(report.text.to_vec()).unwrap();
                for fix in report.findings.iter_mut().filter_map(|finding| finding.fix.as_mut()) {
                    let edit = &mut fix.edits[0];
                    let start = text.find(from).unwrap();
                    edit.span.start = u32::try_from(start).unwrap();
                    edit.span.end = u32::try_from(start + from.len()).unwrap();
                    (*to).clone_into(&mut edit.text);
                }
            }
            reports
        };
        let source = Source { name: "test.plist".into(), bytes: text.clone().into_bytes() };
        let mended = mend(own(look(source)).unwrap(), Safety::Safe, look);
        assert_eq!(mended.text, None, "{to}");
        assert_eq!(mended.dropped.iter().map(|dropped| dropped.why).collect::<Vec<_>>(), [*why], "{to}");
    }
}

#[test]
fn torn_files_are_mended_or_left_alone() {
    let inside = "<key>AllowedFactors</key><array><string>ov_push</string><string>OV_Push</string></array>\
                  <key>MfaRequiredList</key>\n<string>a & b</string>\n<key>OfflineLoginAllowed</key><string>yes</string>\
                  <key>OfflineLoginAllowed</key><true/><key>DMFAOrgURL</key><string>corp.okta.com/</string>";
    let whole = profile(&(payload(OKTA, inside) + &payload("com.apple.dock", ""))).into_bytes();
    // A generator of Marsaglia's (xorshift), so that every run tries the same files.
    let mut state = 0x9E37_79B9_u32;
    let mut below = |limit: usize| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as usize % limit.max(1)
    };
    let rounds = option_env!("LATCHKEY_ROUNDS").and_then(|rounds| rounds.parse().ok()).unwrap_or(150);
    for _ in 0..rounds {
        let mut bytes = whole.clone();
        for _ in 0..=below(3) {
            let start = below(bytes.len());
            let piece: Vec<u8> = bytes[start..(start + below(40)).min(bytes.len())].to_vec();
            let to = below(bytes.len());
            match below(3) {
                0 => drop(bytes.drain(start..start + piece.len())),
                1 => drop(bytes.splice(to..to, piece)),
                _ => bytes[start] = whole[to % whole.len()],
            }
        }
        crate::fuzzing::fix(&bytes);
    }
}
