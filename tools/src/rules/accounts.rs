//! What several rules ask about lists of accounts: which keys hold one, and what happens to a name that matches nobody.

use latchkey_profile_schema::KeyPath;

use crate::view::FileView;

/// The keys that list local accounts, and what a name that matches nobody does there.
pub(super) const LISTS: &[(&str, &str)] = &[
    ("MFARequiredList", "the account that is meant signs in with the password alone"),
    (
        "MFANotRequiredList",
        "the account that is meant is not exempt, and is locked out when it has no second factor",
    ),
    ("ReservedAccounts", "the account that is meant is not reserved, and must use MFA"),
];

/// Every name in a list of accounts that is in force, with its place and what is at stake; `*` stands for all.
pub(super) fn listed<'a>(file: &FileView<'a>) -> Vec<(KeyPath, &'a str, &'static str)> {
    let mut names = Vec::new();
    for settings in file.domains {
        for (key, stake) in LISTS {
            let texts = settings.texts(key).unwrap_or_default();
            let named = texts.into_iter().filter(|(_, name)| *name != "*" && !name.is_empty());
            names.extend(named.map(|(path, name)| (path, name, *stake)));
        }
    }
    names
}
