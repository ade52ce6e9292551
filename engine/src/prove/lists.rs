//! Settings with lists of any length to settings that say the same of fewer accounts.

use std::collections::{HashMap, HashSet};

use latchkey_profile_schema::Settings;

use super::alternatives::SOMEBODY;
use super::people::like_unlisted;

/// The same settings, in whose lists the first name stands for all that are in the same lists of all of these settings;
/// the lists tell them apart in nothing else. Names that mean more than themselves stay.
pub(super) fn shortened<const N: usize>(all: [&Settings; N]) -> [Settings; N] {
    let mut lists_of: HashMap<&str, u32> = HashMap::new();
    for (list, at) in all.iter().flat_map(|settings| lists(settings)).zip(0..) {
        for name in list {
            *lists_of.entry(name).or_default() |= 1_u32 << at;
        }
    }
    let in_order = || all.iter().flat_map(|settings| lists(settings)).flatten().map(String::as_str);
    let mut kept = HashSet::from(["*", "root", SOMEBODY]);
    kept.extend(like_unlisted(in_order()));
    let mut known = HashSet::new();
    kept.extend(in_order().filter(|name| *name != "root" && known.insert(lists_of.get(name))));
    all.map(|settings| {
        let mut settings = settings.clone();
        let Settings { desktop_mfa, agent, .. } = &mut settings;
        for list in
            [&mut desktop_mfa.mfa_required, &mut desktop_mfa.mfa_not_required, &mut agent.reserved_accounts]
        {
            let mut once = HashSet::new();
            list.retain(|name| kept.get(name.as_str()).is_some_and(|name| once.insert(*name)));
        }
        settings
    })
}

fn lists(settings: &Settings) -> [&Vec<String>; 3] {
    let Settings { desktop_mfa, agent, .. } = settings;
    [&desktop_mfa.mfa_required, &desktop_mfa.mfa_not_required, &agent.reserved_accounts]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(long: [&[&str]; 3], short: [&[&str]; 3]) {
        let settings = |lists: [&[&str]; 3]| {
            let [required, exempt, reserved] =
                lists.map(|list| list.iter().map(|name| (*name).to_owned()).collect());
            let mut settings = Settings::default();
            settings.desktop_mfa.mfa_required = required;
            settings.desktop_mfa.mfa_not_required = exempt;
            settings.agent.reserved_accounts = reserved;
            settings
        };
        assert_eq!(shortened([&settings(long)]), [settings(short)]);
    }

    #[test]
    fn the_first_name_stands_for_those_in_the_same_lists() {
        check([&["a", "b", "b", "c"], &["b", "d", "e"], &[]], [&["a", "b"], &["b", "d"], &[]]);
        check([&["a", "b"], &["c", "d"], &["d", "b", "x"]], [&["a", "b"], &["c", "d"], &["d", "b", "x"]]);
    }

    #[test]
    fn names_that_mean_more_than_themselves_stay() {
        check([&["a", "*"], &["b", "root"], &["c", "*"]], [&["a", "*"], &["b", "root"], &["c", "*"]]);
        let alice: &[&str] = &["a", "alice", "alicea", "aliced"];
        check([alice, &[], &[]], [&["a", "alicea"], &[], &[]]);
        check([&["root", "a", "somebody-else"], &[], &[]], [&["root", "a", "somebody-else"], &[], &[]]);
    }

    #[test]
    fn what_either_of_two_tells_apart_stays() {
        let settings = |names: &[&str]| {
            let mut settings = Settings::default();
            settings.desktop_mfa.mfa_not_required = names.iter().map(|name| (*name).to_owned()).collect();
            settings
        };
        let (before, after) = (settings(&["a", "b", "c"]), settings(&["c", "d", "e"]));
        assert_eq!(shortened([&before, &after]), [settings(&["a", "c"]), settings(&["c", "d"])]);
    }
}
