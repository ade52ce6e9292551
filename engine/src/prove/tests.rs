use std::collections::BTreeMap;

use super::*;
use crate::scenario::{Profiles, Scenario, run};

const OKTA: &str = "<key>DMFAClientID</key><string>0oa1</string><key>DMFAClientSecret</key><string>s</string>\
    <key>DMFAOrgURL</key><string>https://corp.example.com</string>";

/// A profile of Okta's keys and of the agent's.
fn settings(okta: &str, agent: &str) -> Settings {
    let payload = |domain: &str, number: u8, inside: &str| {
        format!(
            "<dict><key>PayloadType</key><string>{domain}</string><key>PayloadVersion</key><integer>1</integer>\
             <key>PayloadIdentifier</key><string>com.example.{number}</string>\
             <key>PayloadUUID</key><string>7D0A4C91-53E2-4F68-B1A7-8E39C2D5F01{number}</string>{inside}</dict>"
        )
    };
    let okta = payload("com.okta.deviceaccess.servicedaemon", 1, &format!("{OKTA}{okta}"));
    let agent = if agent.is_empty() { String::new() } else { payload("org.latchkey.agent", 2, agent) };
    let profile = format!(
        "<plist version=\"1.0\"><dict><key>PayloadType</key><string>Configuration</string>\
         <key>PayloadVersion</key><integer>1</integer><key>PayloadIdentifier</key><string>com.example</string>\
         <key>PayloadUUID</key><string>7D0A4C91-53E2-4F68-B1A7-8E39C2D5F010</string>\
         <key>PayloadContent</key><array>{okta}{agent}</array></dict></plist>"
    );
    let (effect, problems) = crate::profile::read(profile.as_bytes());
    effect.unwrap_or_else(|| panic!("{problems:?}")).settings
}

fn proof(okta: &str, agent: &str) -> Proof {
    let settings = settings(okta, agent);
    let proof = prove(&settings, Platform::MacOs).unwrap();
    assert!(proof.complete);
    for finding in &proof.findings {
        for story in finding.breaks.iter().filter_map(|found| match found {
            Break::Story(story) => Some(story),
            Break::Key(_) | Break::Factor(_) => None,
        }) {
            replays(story, &settings);
        }
    }
    proof
}

/// The story is one that scenarios can tell, and everything in it comes as it says.
fn replays(story: &Story, settings: &Settings) {
    struct One<'s>(&'s Settings);
    impl Profiles for One<'_> {
        fn policy(&self, _: &str, platform: Platform) -> Result<Option<Policy>, std::io::Error> {
            Ok(Policy::compile(self.0, platform).ok())
        }
    }
    let text = story.scenario("it.mobileconfig", Platform::MacOs, "a title");
    let scenario = Scenario::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    for line in run(&scenario, &One(settings)).unwrap() {
        assert_eq!(line.unmet, None, "{line:?}\n{text}");
    }
}

fn broken(proof: &Proof) -> Vec<&'static str> {
    proof
        .findings
        .iter()
        .filter(|finding| !finding.breaks.is_empty())
        .map(|found| found.property.word())
        .collect()
}

fn bounds(proof: &Proof, property: Property) -> BTreeMap<Limit, Option<u64>> {
    let finding = proof.findings.iter().find(|finding| finding.property == property).unwrap();
    finding.bounds.iter().map(|bound| (bound.what.clone(), bound.seconds)).collect()
}

fn dead(proof: &Proof) -> Vec<String> {
    let finding = proof.findings.iter().find(|finding| finding.property == Property::DeadSetting).unwrap();
    let name = |found: &Break| match found {
        Break::Key(key) => key.name().to_owned(),
        Break::Factor(word) => word.clone(),
        Break::Story(_) => String::new(),
    };
    finding.breaks.iter().map(name).collect()
}

const SOUND: &str = "<key>AllowedFactors</key><array><string>OV_Push</string><string>FIDO2_USB_key</string>\
    <string>Offline_TOTP</string></array><key>LoginPeriodWithoutEnrolledFactor</key><real>48</real>\
    <key>LoginPeriodWithOfflineFactor</key><real>168</real><key>MFARequiredList</key><array><string>*</string></array>\
    <key>MFANotRequiredList</key><array><string>breakglass</string></array><key>OfflineLoginAllowed</key><true/>";

#[test]
fn a_sound_profile_holds_on_all_five() {
    let proof = proof(SOUND, "");
    assert!(broken(&proof).is_empty(), "{:?}", proof.findings);
    assert_eq!(bounds(&proof, Property::LockOut), BTreeMap::from([(Limit::WaitAtMost, Some(900))]));
    assert_eq!(
        bounds(&proof, Property::UnboundedOffline),
        BTreeMap::from([(Limit::Offline, Some(168 * 3_600)), (Limit::Grace, Some(48 * 3_600))])
    );
    let passwords = bounds(&proof, Property::WayPast);
    assert_eq!(passwords.get(&Limit::Password(Class::Exempt)), Some(&None));
    assert_eq!(passwords.get(&Limit::Grace), Some(&Some(48 * 3_600)));
}

#[test]
fn an_offline_period_of_nothing_makes_offline_use_dead() {
    let proof = proof(
        "<key>LoginPeriodWithOfflineFactor</key><real>0</real><key>OfflineLoginAllowed</key><true/>",
        "",
    );
    assert_eq!(broken(&proof), ["dead-setting"]);
    assert_eq!(dead(&proof), ["OfflineLoginAllowed"]);
    assert!(bounds(&proof, Property::UnboundedOffline).contains_key(&Limit::NeverOffline));
}

#[test]
fn offline_factors_alone_lock_out_once_their_period_is_over() {
    let only = "<key>AllowedFactors</key><array><string>Offline_TOTP</string></array>";
    let linking = "<key>AccountLinkingMFAFactor</key><string>OV_Push</string>";
    let proof = proof(&format!("{only}{linking}"), "");
    assert_eq!(broken(&proof), ["lock-out"]);
    let Some(Break::Story(story)) = proof.findings[0].breaks.first() else { panic!("no story") };
    // Linked, enrolled, and then the only factor that is allowed proves nothing to the organization.
    assert!(story.moves.len() <= 3, "{:?}", story.moves);
}

#[test]
fn a_factor_that_the_offline_rules_forbid_is_dead() {
    let factors =
        "<key>AllowedFactors</key><array><string>OV_Push</string><string>Offline_TOTP</string></array>";
    let proof = proof(&format!("{factors}<key>OfflineLoginAllowed</key><false/>"), "");
    assert_eq!(dead(&proof), ["Offline_TOTP"]);
}

#[test]
fn where_everyone_is_exempt_the_bound_says_so_and_the_rest_is_dead() {
    let everyone = "<key>MFANotRequiredList</key><array><string>*</string></array>";
    let proof = proof(&format!("{everyone}<key>LoginPeriodWithoutEnrolledFactor</key><real>48</real>"), "");
    assert_eq!(dead(&proof), ["LoginPeriodWithoutEnrolledFactor"]);
    assert_eq!(bounds(&proof, Property::LockOut), BTreeMap::from([(Limit::NobodyAsked, None)]));
    let passwords = bounds(&proof, Property::WayPast);
    assert_eq!(passwords, BTreeMap::from([(Limit::Password(Class::Exempt), None)]));
}

#[test]
fn where_whoever_is_required_is_exempt_all_that_is_asked_is_dead() {
    let lists = "<key>MFARequiredList</key><array><string>alice</string></array>\
        <key>MFANotRequiredList</key><array><string>alice</string></array>";
    let proof = proof(&format!("{lists}<key>LoginPeriodWithOfflineFactor</key><real>24</real>"), "");
    assert_eq!(dead(&proof), ["LoginPeriodWithOfflineFactor"]);
}

#[test]
fn where_nobody_is_required_the_bound_says_so() {
    let proof = proof("<key>MFARequiredList</key><array/>", "");
    assert_eq!(bounds(&proof, Property::LockOut), BTreeMap::from([(Limit::NobodyAsked, None)]));
    assert_eq!(
        bounds(&proof, Property::WayPast),
        BTreeMap::from([(Limit::Password(Class::NotRequired), None)])
    );
}

#[test]
fn without_a_grace_nobody_comes_in_before_linking() {
    let proof = proof("<key>LoginPeriodWithoutEnrolledFactor</key><real>0</real>", "");
    assert!(broken(&proof).is_empty(), "{:?}", proof.findings);
    assert!(!bounds(&proof, Property::WayPast).contains_key(&Limit::Grace));
}

#[test]
fn a_period_shorter_than_a_weekend_is_in_the_bound() {
    let proof = proof("<key>LoginPeriodWithOfflineFactor</key><real>24</real>", "");
    assert_eq!(bounds(&proof, Property::UnboundedOffline).get(&Limit::Offline), Some(&Some(86_400)));
}

#[test]
fn a_recovery_window_is_dead_without_recipients_and_counts_with_one() {
    let window = "<key>DeviceRecoveryPINDuration</key><real>30</real>";
    assert_eq!(dead(&proof(window, "")), ["DeviceRecoveryPINDuration"]);
    let recipient = "<key>RecoveryRecipients</key><array>\
        <string>age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj</string></array>";
    let proof = proof(window, recipient);
    assert!(broken(&proof).is_empty(), "{:?}", proof.findings);
    assert_eq!(bounds(&proof, Property::WayPast).get(&Limit::Recovery), Some(&Some(1_800)));
}

#[test]
fn a_policy_that_only_reports_has_no_bound() {
    let proof = proof(SOUND, "<key>Enforcement</key><string>report</string>");
    assert_eq!(broken(&proof), ["unbounded-offline"]);
    assert_eq!(bounds(&proof, Property::WayPast), BTreeMap::from([(Limit::Report, None)]));
}

#[test]
fn a_period_that_nobody_sees_the_end_of_is_none() {
    let proof = proof("<key>LoginPeriodWithOfflineFactor</key><real>1000000</real>", "");
    assert_eq!(broken(&proof), ["unbounded-offline"]);
}

#[test]
fn a_factor_to_link_with_that_nobody_can_use_locks_out() {
    let keys_alone = "<key>AllowedFactors</key><array><string>FIDO2_USB_key</string></array>";
    let proof = proof(keys_alone, "");
    assert_eq!(broken(&proof), ["lock-out"]);
}

#[test]
fn each_account_stands_for_its_class() {
    let lists = "<key>MFARequiredList</key><array><string>bob</string><string>root</string></array>\
        <key>MFANotRequiredList</key><array><string>eve</string></array>";
    let policy = Policy::compile(&settings(lists, ""), Platform::MacOs).unwrap();
    let classes: Vec<(Class, String)> =
        people(&policy, Platform::MacOs).into_iter().map(|person| (person.class, person.name)).collect();
    let expected = [
        (Class::Required, "bob"),
        (Class::Exempt, "eve"),
        (Class::NotRequired, "alice"),
        (Class::Reserved, "root"),
    ];
    assert_eq!(classes, expected.map(|(class, name)| (class, name.to_owned())));
}

#[test]
fn a_change_says_who_is_kept_out_and_who_gets_in() {
    let week = "<key>LoginPeriodWithOfflineFactor</key><real>168</real>";
    let days = "<key>LoginPeriodWithOfflineFactor</key><real>48</real>";
    let of = |before: &str, after: &str| {
        let after = settings(after, "");
        let change = change(&settings(before, ""), &after, Platform::MacOs).unwrap();
        assert!(change.complete);
        for story in change.kept_out.iter().chain(&change.let_in) {
            replays(story, &after);
        }
        (change.kept_out.is_some(), change.let_in.is_some())
    };
    assert_eq!(of(week, week), (false, false));
    assert_eq!(of(week, days), (true, false));
    assert_eq!(of(days, week), (false, true));
    let exempt = "<key>MFANotRequiredList</key><array><string>kiosk</string></array>";
    assert_eq!(of("", exempt), (false, true));
    assert!(of(exempt, "").0);
}

#[test]
fn a_change_is_seen_by_an_account_that_only_one_of_the_profiles_names() {
    let exempt = |names: &str| settings(&format!("<key>MFANotRequiredList</key><array>{names}</array>"), "");
    let (one, two) = ("<string>bob</string>", "<string>bob</string><string>carol</string>");
    let change = change(&exempt(one), &exempt(two), Platform::MacOs).unwrap();
    assert_eq!(change.let_in.map(|story| story.person.name).as_deref(), Some("carol"));
}

#[test]
fn a_rule_for_one_service_leaves_the_others_of_its_kind() {
    let services = "<key>Services</key><dict><key>screensaver</key><string>require</string></dict>";
    let exempt = Limit::Service("kde".to_owned());
    assert_eq!(bounds(&proof(SOUND, services), Property::WayPast).get(&exempt), Some(&None));
}

#[test]
fn a_grace_that_is_never_reached_is_no_bound() {
    // Nobody can be asked to link, so nothing can be put off, online or not.
    let keys = "<key>AllowedFactors</key><array><string>FIDO2_USB_key</string></array>\
        <key>LoginPeriodWithoutEnrolledFactor</key><real>48</real>\
        <key>MFARequiredList</key><array><string>bob</string></array>";
    let reserved = "<key>ReservedAccounts</key><array><string>kiosk</string></array>";
    assert!(!bounds(&proof(keys, reserved), Property::WayPast).contains_key(&Limit::Grace));
}

#[test]
fn where_everyone_is_exempt_no_offline_code_is_offered_either() {
    let proof = proof(
        "<key>MFANotRequiredList</key><array><string>*</string></array><key>OfflineLoginAllowed</key><true/>\
         <key>AllowedFactors</key><array><string>OV_Push</string><string>Offline_TOTP</string></array>",
        "",
    );
    assert_eq!(dead(&proof), ["AllowedFactors", "OfflineLoginAllowed", "OV_Push", "Offline_TOTP"]);
}

#[test]
fn who_may_be_linked_counts_at_other_services_than_the_first() {
    let agent = "<key>LinkMatch</key><string>any</string>\
        <key>Services</key><dict><key>login</key><string>exempt</string></dict>";
    assert!(dead(&proof(SOUND, agent)).iter().all(|key| key != "LinkMatch"));
}

#[test]
fn an_offline_code_is_enrolled_at_whichever_login_asks() {
    let services = |gdm: &str| {
        let agent = format!("<key>Services</key><dict><key>login</key><string>exempt</string>{gdm}</dict>");
        bounds(&proof(SOUND, &agent), Property::UnboundedOffline).contains_key(&Limit::Offline)
    };
    assert!(services("<key>gdm-password</key><string>require</string>"));
    assert!(!services(""));
}

#[test]
fn reserved_accounts_are_judged_by_name_and_number() {
    let lists = "<key>MFARequiredList</key><array><string>bob</string></array>";
    let reserved = Limit::Password(Class::Reserved);
    assert!(
        bounds(&proof(lists, ""), Property::WayPast).contains_key(&reserved),
        "a system account of that name"
    );
    let named = "<key>ReservedAccounts</key><array><string>kiosk</string></array>";
    assert_eq!(dead(&proof(lists, named)), Vec::<String>::new());
}
