//! A decision allocates nothing, whichever row it comes from.

use std::time::Duration;

use latchkey_engine::decision::VerdictKind;
use latchkey_engine::policy::{Platform, Policy, PolicyStatus};
use latchkey_engine::request::{Origin, Request, Service, Subject};
use latchkey_engine::state::{MachineState, SubjectState};
use latchkey_engine::time::{BootId, Reading};
use latchkey_engine::{Facts, decide, profile};
use latchkey_linker::UnixTime;

const PROFILE: &str = "<plist version=\"1.0\"><dict>\
    <key>DMFAClientID</key><string>0oa1</string><key>DMFAClientSecret</key><string>s3cret</string>\
    <key>DMFAOrgURL</key><string>https://corp.example.com</string>\
    <key>LoginPeriodWithoutEnrolledFactor</key><real>48</real>\
    <key>MFARequiredList</key><array><string>alice</string><string>root</string></array>\
    <key>MFANotRequiredList</key><array><string>breakglass</string></array>\
    </dict></plist>";

#[test]
fn a_decision_allocates_nothing() {
    let (effect, _) = profile::read(PROFILE.as_bytes());
    let policy = Policy::compile(&effect.unwrap().settings, Platform::MacOs).unwrap();
    let reading = Reading {
        wall: UnixTime(1_767_603_600),
        boot_id: BootId::parse("00000000-0000-4000-8000-000000000000").unwrap(),
        since_boot: Duration::from_secs(60),
        running: Duration::from_secs(60),
    };
    let (machine, subject) = (MachineState::default(), SubjectState::default());
    let mut permits = 0;
    for (uid, name, service) in [
        (501, "alice", "login"),
        (501, "alice", "unlock"),
        (501, "alice", "sshd"),
        (502, "breakglass", "login"),
        (503, "bob", "sudo"),
        (0, "root", "login"),
        (0, "root", "sshd"),
    ] {
        let mut kind = VerdictKind::Deny;
        let counted = allocation_counter::measure(|| {
            let request = Request {
                subject: Subject { uid, name },
                service: Service::named(service),
                origin: Origin::Local,
            };
            let facts = Facts::of(Some(&policy), &machine, &subject, &reading);
            kind = decide(&PolicyStatus::Present(&policy), &request, &facts).verdict.kind();
        });
        assert_eq!(counted.count_total, 0, "{name} at {service}");
        permits += u32::from(kind == VerdictKind::Permit);
    }
    assert_eq!(permits, 4, "exempt, not required, service exempt, reserved");
}
