//! The profile that settings make to what the linter says of it, where the settings have it.

use latchkey_profile_schema::carrier::{self, Payload};
use latchkey_profile_schema::{KeyPath, Part, plist};

use super::{Source, lint};
use crate::located::Located;
use crate::options::Options;
use crate::rule::{Level, Rule};
use crate::rules::{foreign_variable, placeholder_value};

/// A finding, and where it stands in the settings and what of that it is about, where it has a place there.
pub(crate) type Made = (Located, Option<(KeyPath, Part)>);

/// What is found in a profile that was made of settings, but for placeholders: each with its place in the settings.
/// `None` where the profile cannot be read.
///
/// What a target minds about a profile is not minded about this one, which goes nowhere; but for variables that it does
/// not replace. They may be meant as they are written, so they are a warning.
pub(crate) fn made(profile: Vec<u8>, options: &Options) -> Option<Vec<Made>> {
    let document = plist::read(&profile).document?;
    let payloads = carrier::open(&document).payloads;
    let report = lint(Source { name: String::new(), bytes: profile }, options).pop()?;
    let is = |finding: &Located, rule: &'static Rule| std::ptr::eq(finding.rule, rule);
    let findings = report.findings.into_iter().filter(|finding| {
        !is(finding, &placeholder_value::RULE)
            && (finding.targets.is_empty() || is(finding, &foreign_variable::RULE))
    });
    let placed = findings.map(|mut finding| {
        if is(&finding, &foreign_variable::RULE) {
            finding.level = finding.level.min(Level::Warning);
        }
        let place = finding.spot.key_path.as_ref().and_then(|path| {
            let is_key = finding.spot.span.is_some() && finding.spot.span == document.span(path, Part::Key);
            Some((in_settings(path, &payloads)?, if is_key { Part::Key } else { Part::Value }))
        });
        (finding, place)
    });
    Some(placed.collect())
}

/// The path of a place in the settings that a payload holds; several payloads of one type stand there in a list.
fn in_settings(path: &KeyPath, payloads: &[Payload<'_>]) -> Option<KeyPath> {
    let (index, payload) = payloads
        .iter()
        .enumerate()
        .find(|(_, payload)| path.segments().starts_with(payload.path.segments()))?;
    let same = |other: &&Payload<'_>| other.domain == payload.domain;
    let mut own = KeyPath::root().key(payload.domain?);
    if payloads.iter().filter(same).count() > 1 {
        own = own.index(payloads.iter().take(index).filter(same).count());
    }
    let below = path.segments().get(payload.path.segments().len()..)?;
    Some(KeyPath::from([own.segments(), below].concat()))
}
