//! The bytes of one profile, in any carrier, to the settings it would put in force on a device.

use latchkey_profile_schema::carrier::{Payload, Scope};
use latchkey_profile_schema::check::Delivered;
use latchkey_profile_schema::domain::{DOMAINS, Domain};
use latchkey_profile_schema::{Problem, Settings, carrier, plist, resolve};

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

/// Reads a profile. `None` when its bytes are no property list at all; the problems then say why.
#[must_use]
pub fn read(bytes: &[u8]) -> (Option<Effect>, Vec<Problem>) {
    let reading = plist::read(bytes);
    let Some(document) = &reading.document else { return (None, reading.problems) };
    let contents = carrier::open(document);
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

/// The payload as the device would take it: enforced settings of our domains, for the device.
fn in_force<'d>(payload: &Payload<'d>) -> Option<Delivered<'d>> {
    let delivered = match payload.domain {
        Some(_) => Delivered::of(payload)?,
        None => Delivered::to(Delivered::guess(payload.settings)?, payload),
    };
    // A user may change what is not enforced, and a user's profile never decides for the device.
    (delivered.is_enforced() && payload.scope != Scope::User).then_some(delivered)
}
