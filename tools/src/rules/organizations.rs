//! The organizations that files name to the ones that differ from the first.

use std::collections::{BTreeMap, HashSet};

use latchkey_profile_schema::Segment;

use super::companions::is_okta_host;
use crate::facts::{Across, Mention, OneOfMany, What, mentions};
use crate::rule::Rule;

/// Where the host of an authority stands in a payload.
const AUTHORITY: [&str; 2] = ["PayloadContent", "URL"];

/// The most places that are shown beside a finding.
const SHOWN: usize = 8;

/// A host that differs from the one that the policy, or else the first setting, names.
pub(super) struct Difference<'f> {
    /// The host.
    pub(super) host: &'f str,
    /// Its places: the file and the setting.
    places: Vec<(usize, &'f Mention)>,
    /// The host that it differs from.
    pub(super) other: &'f str,
    /// Where that one stands.
    others: Vec<(usize, &'f Mention)>,
    /// Whether the two may be one organization without harm.
    pub(super) is_usual: bool,
}

/// Every host but the first, in the order of the files. The policy's own goes before all others.
pub(super) fn differences<'f>(files: &'f [OneOfMany<'_>]) -> Vec<Difference<'f>> {
    let is_policy = |mention: &Mention| {
        mention.spot.key_path.as_ref().is_some_and(|path| path.last_key() == Some("DMFAOrgURL"))
    };
    let mut by_host: BTreeMap<&str, Vec<(usize, &Mention)>> = BTreeMap::new();
    let mut order: Vec<&str> = Vec::new();
    let mut reference: Option<&str> = None;
    for (file, mention) in mentions(files, What::Organization) {
        let places = by_host.entry(&mention.text).or_default();
        if places.is_empty() {
            order.push(&mention.text);
        }
        places.push((file, mention));
        if reference.is_none() && is_policy(mention) {
            reference = Some(&mention.text);
        }
    }
    let Some(other) = reference.or_else(|| order.first().copied()) else { return Vec::new() };
    let others = by_host.get(other).cloned().unwrap_or_default();
    order
        .into_iter()
        .filter(|host| *host != other)
        .filter_map(|host| {
            let mut places = by_host.remove(host)?;
            let enrolls =
                |places: &[(usize, &Mention)]| places.iter().all(|(_, mention)| is_authority(mention));
            let is_usual = enrolls(&places) || enrolls(&others) || share_a_list(&places, &others);
            let others = others.iter().take(SHOWN).copied().collect();
            let is_certain = is_okta_host(host) && is_okta_host(other);
            if !(is_usual || is_certain) {
                places.retain(|(_, mention)| !is_authority(mention));
            }
            Some(Difference { host, places, other, others, is_usual })
        })
        .collect()
}

/// Whether it is a payload that gets a certificate that names the host. Okta's authority has no custom domain.
fn is_authority(mention: &Mention) -> bool {
    let keys = AUTHORITY.map(|key| Segment::Key(key.into()));
    mention.spot.key_path.as_ref().is_some_and(|path| path.segments().ends_with(&keys))
}

/// Whether one list of associated domains names both, as Okta asks for where an organization has two addresses.
fn share_a_list(places: &[(usize, &Mention)], others: &[(usize, &Mention)]) -> bool {
    fn lists<'f>(places: &[(usize, &'f Mention)]) -> HashSet<(usize, &'f [Segment])> {
        let list = |(file, mention): &(usize, &'f Mention)| {
            let (_, list) = mention.spot.key_path.as_ref()?.segments().split_last()?;
            let is_one = matches!(list.last(), Some(Segment::Key(key)) if **key == *"AssociatedDomains");
            is_one.then_some((*file, list))
        };
        places.iter().filter_map(list).collect()
    }
    !lists(places).is_disjoint(&lists(others))
}

impl Difference<'_> {
    /// Whether these are two organizations for certain, and not two addresses of one.
    pub(super) fn is_certain(&self) -> bool {
        is_okta_host(self.host) && is_okta_host(self.other)
    }

    /// A finding at its first place, with the others beside it.
    pub(super) fn across(
        self,
        rule: &'static Rule,
        message: String,
        help: &'static str,
        consequence: &'static str,
    ) -> Across {
        let (file, spot) =
            self.places.first().map_or_else(Default::default, |(file, first)| (*file, first.spot.clone()));
        let same = self.places.iter().skip(1).take(SHOWN).map(|place| (place, "this organization too"));
        let other = self.others.iter().map(|place| (place, "the other organization"));
        let related = same.chain(other).map(|((file, mention), words)| (*file, mention.spot.clone(), words));
        Across { rule, at_most: None, file, spot, message, help, consequence, related: related.collect() }
    }
}
