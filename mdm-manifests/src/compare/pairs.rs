//! The payloads of one type in two files to pairs that differ least, in whatever order they stand.

use super::difference::Comparison;
use super::references::References;
use super::walk::Walk;
use crate::settings_file::DomainSettings;

/// So many comparisons of payloads are made; beyond, payloads are paired by their order. Real profiles hold a few of a
/// type.
const MOST_COMPARISONS: usize = 1_024;

/// For each payload its place in the first file and in the second; the order is that of the first, then the second.
pub(super) fn of(
    domain: &str,
    before: &[&DomainSettings],
    after: &[&DomainSettings],
) -> Vec<(Option<usize>, Option<usize>)> {
    let mut partners: Vec<Option<usize>> = vec![None; before.len()];
    let mut taken = vec![false; after.len()];
    for (left, right) in candidates(domain, before, after) {
        if let (Some(partner @ None), Some(taken @ false)) = (partners.get_mut(left), taken.get_mut(right)) {
            *partner = Some(right);
            *taken = true;
        }
    }
    let lonely = taken.iter().enumerate().filter(|(_, taken)| !**taken).map(|(right, _)| (None, Some(right)));
    partners.into_iter().enumerate().map(|(left, right)| (Some(left), right)).chain(lonely).collect()
}

/// Possible pairs, the best first. Where several are as good, the order does not depend on which file is the first:
/// pairs with one sum and one distance share no payload.
fn candidates(domain: &str, before: &[&DomainSettings], after: &[&DomainSettings]) -> Vec<(usize, usize)> {
    if before.len().saturating_mul(after.len()) > MOST_COMPARISONS {
        return (0..before.len().min(after.len())).map(|index| (index, index)).collect();
    }
    let mut costs: Vec<(usize, usize, usize)> = Vec::new();
    for (left, one) in before.iter().enumerate() {
        for (right, other) in after.iter().enumerate() {
            let mut count = Comparison::with_room(0);
            Walk::new(domain, &References::default(), &mut count).keys(&one.values, &other.values);
            costs.push((count.len(), left, right));
        }
    }
    costs.sort_by_key(|&(cost, left, right)| (cost, left + right, left.abs_diff(right), left));
    costs.into_iter().map(|(_, left, right)| (left, right)).collect()
}
