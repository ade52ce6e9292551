//! The bytes of one profile, in any carrier, to the settings it would put in force on a device.

use latchkey_profile_schema::carrier::{Payload, Scope};
use latchkey_profile_schema::check::Delivered;
use latchkey_profile_schema::domain::{DOMAINS, Domain};
use latchkey_profile_schema::resolve::Merged;
use latchkey_profile_schema::{Problem, Settings, carrier, opening, resolve};

/// What a profile would put in force.
#[derive(Debug)]
pub struct Effect {
    /// The settings, defaults filled in.
    pub settings: Settings,
    /// Everything wrong with the file, its carrier and its values.
    pub problems: Vec<Problem>,
    /// The domains of ours that it sets.
    pub domains: Vec<&'static Domain>,
}

/// Reads a profile, whatever it is wrapped in. `None` when its bytes are not one property list, or one that was altered
/// after it was signed; the problems then say why.
#[must_use]
pub fn read(bytes: &[u8]) -> (Option<Effect>, Vec<Problem>) {
    let opening = opening::open(bytes);
    let (reading, deployment) = match opening.single() {
        Ok(content) => (content.read(), content.deployment),
        Err(problems) => return (None, problems),
    };
    let Some(document) = &reading.document else { return (None, reading.problems) };
    let contents = carrier::open_deployed(document, deployment);
    let delivered: Vec<_> = contents.payloads.iter().filter_map(in_force).collect();
    let (settings, problems) = resolve::single(&delivered);
    let mut all = reading.problems;
    all.extend(contents.problems);
    all.extend(problems);
    let domains = DOMAINS
        .iter()
        .copied()
        .filter(|domain| delivered.iter().any(|payload| payload.domain.name == domain.name))
        .collect();
    (Some(Effect { settings, problems: all, domains }), Vec::new())
}

/// The values that payloads of known domains would put in force, for [`resolve::resolve`]; equal for profiles that differ
/// in layout alone. Whose preferences a preference file holds, the caller knows.
#[must_use]
pub fn values<'p, 'd: 'p>(payloads: impl IntoIterator<Item = (&'static Domain, &'p Payload<'d>)>) -> Merged {
    let payloads = payloads.into_iter();
    let delivered: Vec<_> =
        payloads.filter_map(|(domain, payload)| held_to(Delivered::to(domain, payload), payload)).collect();
    resolve::values(&delivered)
}

/// The payload as the device would take it: enforced settings of our domains, for the device.
fn in_force<'d>(payload: &Payload<'d>) -> Option<Delivered<'d>> {
    let delivered = match payload.domain {
        Some(_) => Delivered::of(payload)?,
        None => Delivered::to(Delivered::guess(payload.settings)?, payload),
    };
    held_to(delivered, payload)
}

/// What a device is held to: a user may change what is not enforced, and a user's profile never decides for the device.
fn held_to<'d>(delivered: Delivered<'d>, payload: &Payload<'d>) -> Option<Delivered<'d>> {
    (delivered.is_enforced() && payload.scope != Scope::User).then_some(delivered)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROFILE: &str =
        "<plist version=\"1.0\"><dict><key>FailureBudget</key><integer>5</integer></dict></plist>";

    #[test]
    fn the_wrapping_does_not_matter() {
        let wide: Vec<u8> = PROFILE.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let jamf = format!(
            "<os_x_configuration_profile><general><payloads><![CDATA[{PROFILE}]]></payloads></general>\
             </os_x_configuration_profile>"
        );
        let (plain, _) = read(PROFILE.as_bytes());
        let plain = plain.expect("an effect");
        for bytes in [wide.as_slice(), jamf.as_bytes()] {
            let (effect, problems) = read(bytes);
            let effect = effect.unwrap_or_else(|| panic!("{problems:?}"));
            assert_eq!(effect.settings, plain.settings);
            assert_eq!(effect.domains.len(), 1);
        }
    }

    #[test]
    fn values_in_force_are_equal_in_any_layout_and_make_the_same_settings() {
        let values = |text: &str, scope: Scope| {
            let reading = latchkey_profile_schema::plist::read(text.as_bytes());
            let document = reading.document.expect("a property list");
            let mut payloads = carrier::open(&document).payloads;
            payloads.iter_mut().for_each(|payload| payload.scope = scope);
            let agent = latchkey_profile_schema::domain::known("org.latchkey.agent").expect("a domain");
            super::values(payloads.iter().map(|payload| (agent, payload)))
        };
        let plain = values(PROFILE, Scope::System);
        assert_eq!(plain, values(&PROFILE.replace("><", ">\n<"), Scope::System));
        assert_ne!(plain, values(&PROFILE.replace('5', "6"), Scope::System));
        assert!(values(PROFILE, Scope::User).is_empty());
        assert_eq!(resolve::resolve(&plain).0, read(PROFILE.as_bytes()).0.expect("an effect").settings);
    }

    #[test]
    fn what_jamf_installs_for_users_has_no_effect() {
        let domains = |level: &str| {
            let jamf = format!(
                "<os_x_configuration_profile><general><level>{level}</level><payloads><![CDATA[{PROFILE}]]></payloads>\
                 </general></os_x_configuration_profile>"
            );
            read(jamf.as_bytes()).0.map(|effect| effect.domains.len())
        };
        assert_eq!([domains("computer"), domains("user")], [Some(1), Some(0)]);
    }

    #[test]
    fn what_is_not_one_sound_file_has_no_effect() {
        let detached =
            b"\x30\x80\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02\xA0\x80\x30\x80\x02\x01\x01\x31\x00\
            \x30\x80\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x01\0\0\x31\x00\0\0\0\0\0\0";
        for bytes in [b"".as_slice(), b"{}", detached] {
            let (effect, problems) = read(bytes);
            assert!(effect.is_none() && !problems.is_empty());
        }
    }
}
