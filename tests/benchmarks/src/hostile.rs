//! Profiles that are legal, and as hard to prove as one can be.

use std::fmt::Write as _;

/// Names in a list.
const NAMES: usize = 10_000;

/// Services with a rule of their own.
const SERVICES: usize = 200;

/// Each by its name, as the file that an MDM delivers.
#[must_use]
pub fn profiles() -> Vec<(&'static str, String)> {
    let ((okta, agent), services) = (lists(), services());
    let everything = format!("{FACTORS}{PERIODS}{okta}");
    let everything_of_agent = format!("{services}{LIMITS}{WORDS}{agent}");
    vec![
        ("10,000 names in each list", profile(&okta, &agent)),
        ("10,000 names, the same in each list", {
            let name = |at: usize| format!("account-{at}");
            let list = |key| array(key, (0..NAMES).map(name));
            profile(&list("MFARequiredList"), &list("ReservedAccounts"))
        }),
        ("200 services", profile("", &services)),
        ("every factor", profile(FACTORS, KEY)),
        ("all periods different", profile(PERIODS, LIMITS)),
        ("everything but long lists", profile(&format!("{FACTORS}{PERIODS}"), &format!("{LIMITS}{WORDS}"))),
        ("everything", profile(&everything, &everything_of_agent)),
        ("everything, to report", {
            let report = "<key>Enforcement</key><string>report</string>";
            profile(&everything, &format!("{everything_of_agent}{report}"))
        }),
    ]
}

const FACTORS: &str = "<key>AllowedFactors</key><array><string>Offline_TOTP</string><string>FIDO2_USB_key</string>\
    <string>OV_TOTP</string><string>OV_Push</string></array>\
    <key>AccountLinkingMFAFactor</key><string>OV_TOTP</string>";

const KEY: &str = "<key>OfflineSecurityKeyAllowed</key><true/>";

const PERIODS: &str = "<key>LoginPeriodWithoutEnrolledFactor</key><real>37.5</real>\
    <key>LoginPeriodWithOfflineFactor</key><real>171.25</real><key>OfflineLoginAllowed</key><true/>\
    <key>DeviceRecoveryPINDuration</key><real>61</real>";

const LIMITS: &str =
    "<key>FailureBudget</key><integer>997</integer><key>FailureRefillMinutes</key><real>53</real>";

const WORDS: &str = "<key>OfflineSecurityKeyAllowed</key><true/><key>LinkMatch</key><string>any</string>\
    <key>SharedIdentityAllowed</key><true/><key>MissingProfile</key><string>deny</string>\
    <key>AccountName</key><string>{user}@corp.example.com</string><key>RecoveryRecipients</key><array>\
    <string>age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj</string></array>";

/// Lists that overlap in every way, so that there is an account of each class.
fn lists() -> (String, String) {
    let name = |at: usize| format!("account-{at}");
    let list = |key, start: usize| array(key, (start..start + NAMES).map(name));
    let okta = list("MFARequiredList", 0) + &list("MFANotRequiredList", NAMES / 2);
    (okta, list("ReservedAccounts", NAMES / 4))
}

fn array(key: &str, names: impl Iterator<Item = String>) -> String {
    let mut text = format!("<key>{key}</key><array>");
    names.for_each(|name| _ = write!(text, "<string>{name}</string>"));
    text + "</array>"
}

fn services() -> String {
    let known = ["gdm-password", "kde", "sudo-i", "su-l", "sshd", "login", "sudo"].map(str::to_owned);
    let names = known.into_iter().chain((0..SERVICES).map(|at| format!("service-{at}")));
    let mut text = "<key>Services</key><dict>".to_owned();
    for (name, at) in names.take(SERVICES).zip(0..) {
        let rule = if at % 3 == 0 { "exempt" } else { "require" };
        let _ = write!(text, "<key>{name}</key><string>{rule}</string>");
    }
    text + "</dict>"
}

fn profile(okta: &str, agent: &str) -> String {
    let okta = format!(
        "<key>DMFAClientID</key><string>0oa1</string><key>DMFAClientSecret</key><string>s</string>\
         <key>DMFAOrgURL</key><string>https://corp.example.com</string>{okta}"
    );
    let payload = |domain: &str, number: u8, inside: &str| {
        format!(
            "<dict><key>PayloadType</key><string>{domain}</string><key>PayloadVersion</key><integer>1</integer>\
             <key>PayloadIdentifier</key><string>com.example.{number}</string>\
             <key>PayloadUUID</key><string>7D0A4C91-53E2-4F68-B1A7-8E39C2D5F01{number}</string>{inside}</dict>"
        )
    };
    let payloads =
        [("com.okta.deviceaccess.servicedaemon", 1, okta.as_str()), ("org.latchkey.agent", 2, agent)];
    let payloads: String =
        payloads.iter().map(|(domain, number, inside)| payload(domain, *number, inside)).collect();
    format!(
        "<plist version=\"1.0\"><dict><key>PayloadType</key><string>Configuration</string>\
         <key>PayloadVersion</key><integer>1</integer><key>PayloadIdentifier</key><string>com.example</string>\
         <key>PayloadUUID</key><string>7D0A4C91-53E2-4F68-B1A7-8E39C2D5F010</string>\
         <key>PayloadContent</key><array>{payloads}</array></dict></plist>"
    )
}
