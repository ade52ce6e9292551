//! Dice to a profile as an administrator could write it, with periods of a few steps.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Seconds of a step: longer than clocks may disagree.
pub(crate) const STEP: u32 = 900;

/// A period that nobody lives to see the end of, in steps.
pub(crate) const ENDLESS: u32 = 4_000_000;

/// The keys that a profile sets; `None` where it leaves one out. Periods are in steps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) required: Option<Vec<&'static str>>,
    pub(crate) exempt: Option<Vec<&'static str>>,
    pub(crate) reserved: Option<Vec<&'static str>>,
    pub(crate) factors: Option<Vec<&'static str>>,
    pub(crate) linking: Option<&'static str>,
    pub(crate) grace: Option<u32>,
    /// Always set: what it is when left out is too long to step through.
    pub(crate) offline_period: u32,
    pub(crate) offline_allowed: Option<bool>,
    pub(crate) window: Option<u32>,
    pub(crate) report: Option<bool>,
    pub(crate) any_identity: Option<bool>,
    pub(crate) shared: Option<bool>,
    /// By name: whether the service is exempt.
    pub(crate) services: Option<BTreeMap<&'static str, bool>>,
    pub(crate) missing: Option<&'static str>,
    pub(crate) budget: Option<u32>,
    pub(crate) refill: Option<u32>,
    pub(crate) offline_key: Option<bool>,
    pub(crate) recipients: Option<bool>,
}

/// The same numbers for the same seed.
#[derive(Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    /// A number below this one; splitmix64.
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % end as u64).unwrap()
    }

    fn is_one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    fn some<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        (!self.is_one_in(2)).then(|| self.one(of))
    }

    /// Some of these in any order, none twice.
    fn list<T: Copy>(&mut self, of: &[T], most: usize) -> Vec<T> {
        let mut left = of.to_vec();
        let count = self.below(most.min(of.len()) + 1);
        (0..count).map(|_| left.remove(self.below(left.len()))).collect()
    }
}

pub(crate) const FACTORS: &[&str] = &["OV_Push", "OV_TOTP", "FIDO2_USB_key", "Offline_TOTP"];
const LINKING: &[&str] = &["OV_Push", "OV_TOTP", "FIDO2_USB_key"];
const MISSING: &[&str] = &["last-known-good", "deny", "permit"];
const SERVICES: &[&str] = &[
    "login",
    "unlock",
    "sudo",
    "su",
    "ssh",
    "gdm-password",
    "screensaver",
    "kde",
    "sudo-i",
    "sshd",
    "other",
    "cups",
];
const NAMES: &[&str] = &["alice", "bob", "root", "kiosk"];

impl Written {
    pub(crate) fn draw(dice: &mut Dice) -> Self {
        let everybody = |dice: &mut Dice, times| match dice.is_one_in(times) {
            true => vec!["*"],
            false => dice.list(NAMES, 2),
        };
        let period = |dice: &mut Dice| match dice.is_one_in(40) {
            true => ENDLESS,
            false => dice.one(&[0, 1, 1, 2, 2, 3]),
        };
        let is_set = |dice: &mut Dice| !dice.is_one_in(3);
        Self {
            required: (!dice.is_one_in(3)).then(|| everybody(dice, 2)),
            exempt: dice.is_one_in(2).then(|| everybody(dice, 12)),
            reserved: dice.is_one_in(3).then(|| dice.list(NAMES, 2)),
            factors: is_set(dice).then(|| match dice.is_one_in(8) {
                true => vec!["*"],
                false => dice.list(FACTORS, 4),
            }),
            linking: dice.some(LINKING),
            grace: is_set(dice).then(|| period(dice)),
            offline_period: period(dice),
            offline_allowed: dice.some(&[true, true, false]),
            window: dice.some(&[0, 1, 2]),
            report: dice.is_one_in(6).then(|| dice.is_one_in(2)),
            any_identity: dice.is_one_in(3).then(|| dice.is_one_in(2)),
            shared: dice.is_one_in(3).then(|| dice.is_one_in(2)),
            services: dice.is_one_in(2).then(|| {
                let names = match dice.is_one_in(12) {
                    true => SERVICES.to_vec(),
                    false => dice.list(SERVICES, 3),
                };
                let exempt = dice.is_one_in(6);
                names.into_iter().map(|name| (name, exempt || dice.is_one_in(2))).collect()
            }),
            missing: dice.is_one_in(3).then(|| dice.one(MISSING)),
            budget: Some(dice.one(&[1, 2, 3])),
            refill: dice.some(&[1, 2]),
            offline_key: dice.is_one_in(3).then(|| dice.is_one_in(2)),
            recipients: dice.is_one_in(3).then(|| !dice.is_one_in(4)),
        }
    }

    pub(crate) fn enforced(&self) -> Self {
        Self { report: self.report.map(|_| false), ..self.clone() }
    }

    /// As the file that an MDM delivers.
    pub(crate) fn xml(&self) -> String {
        let (mut okta, mut agent) = (String::new(), String::new());
        let hours = |steps: u32| format!("<real>{}</real>", f64::from(steps) * f64::from(STEP) / 3_600.0);
        let minutes = |steps: u32| format!("<real>{}</real>", f64::from(steps) * f64::from(STEP) / 60.0);
        let text = |text: &str| format!("<string>{text}</string>");
        let array =
            |words: &[&str]| format!("<array>{}</array>", words.iter().map(|w| text(w)).collect::<String>());
        let yes = |yes: bool| if yes { "<true/>".to_owned() } else { "<false/>".to_owned() };
        let put = |to: &mut String, key: &str, value: Option<String>| {
            if let Some(value) = value {
                let _ = writeln!(to, "<key>{key}</key>{value}");
            }
        };
        put(&mut okta, "DMFAClientID", Some(text("0oa1")));
        put(&mut okta, "DMFAClientSecret", Some(text("s")));
        put(&mut okta, "DMFAOrgURL", Some(text("https://corp.example.com")));
        put(&mut okta, "MFARequiredList", self.required.as_deref().map(array));
        put(&mut okta, "MFANotRequiredList", self.exempt.as_deref().map(array));
        put(&mut okta, "AllowedFactors", self.factors.as_deref().map(array));
        put(&mut okta, "AccountLinkingMFAFactor", self.linking.map(text));
        put(&mut okta, "LoginPeriodWithoutEnrolledFactor", self.grace.map(hours));
        put(&mut okta, "LoginPeriodWithOfflineFactor", Some(hours(self.offline_period)));
        put(&mut okta, "OfflineLoginAllowed", self.offline_allowed.map(yes));
        put(&mut okta, "DeviceRecoveryPINDuration", self.window.map(minutes));
        put(&mut agent, "Enforcement", self.report.map(|r| text(if r { "report" } else { "enforce" })));
        put(
            &mut agent,
            "LinkMatch",
            self.any_identity.map(|any| text(if any { "any" } else { "account-name" })),
        );
        put(&mut agent, "SharedIdentityAllowed", self.shared.map(yes));
        put(
            &mut agent,
            "Services",
            self.services.as_ref().map(|services| {
                let rule = |exempt: bool| text(if exempt { "exempt" } else { "require" });
                let rules =
                    services.iter().map(|(name, &exempt)| format!("<key>{name}</key>{}", rule(exempt)));
                format!("<dict>{}</dict>", rules.collect::<String>())
            }),
        );
        put(&mut agent, "MissingProfile", self.missing.map(text));
        put(&mut agent, "FailureBudget", self.budget.map(|budget| format!("<integer>{budget}</integer>")));
        put(&mut agent, "FailureRefillMinutes", self.refill.map(minutes));
        put(&mut agent, "OfflineSecurityKeyAllowed", self.offline_key.map(yes));
        put(
            &mut agent,
            "RecoveryRecipients",
            self.recipients.map(|has| match has {
                true => array(&["age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"]),
                false => array(&[]),
            }),
        );
        put(&mut agent, "ReservedAccounts", self.reserved.as_deref().map(array));
        let payload = |domain: &str, number: u8, inside: &str| {
            format!(
                "<dict><key>PayloadType</key><string>{domain}</string><key>PayloadVersion</key><integer>1</integer>\
                 <key>PayloadIdentifier</key><string>com.example.{number}</string>\
                 <key>PayloadUUID</key><string>7D0A4C91-53E2-4F68-B1A7-8E39C2D5F01{number}</string>\n{inside}</dict>"
            )
        };
        let okta = payload("com.okta.deviceaccess.servicedaemon", 1, &okta);
        let agent = if agent.is_empty() { agent } else { payload("org.latchkey.agent", 2, &agent) };
        format!(
            "<plist version=\"1.0\"><dict><key>PayloadType</key><string>Configuration</string>\
             <key>PayloadVersion</key><integer>1</integer><key>PayloadIdentifier</key><string>com.example</string>\
             <key>PayloadUUID</key><string>7D0A4C91-53E2-4F68-B1A7-8E39C2D5F010</string>\
             <key>PayloadContent</key><array>{okta}{agent}</array></dict></plist>"
        )
    }
}
