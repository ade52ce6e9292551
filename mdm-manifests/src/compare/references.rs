//! The payloads of two files to which UUIDs mean the same payload, since a server may give a payload another UUID and
//! write it wherever others refer to it.

use std::collections::HashMap;

use crate::settings_file::DomainSettings;

/// For each UUID of a file, in upper case, the number of the pair to which its payload belongs.
#[derive(Debug, Default)]
pub(super) struct References<'a> {
    before: HashMap<String, Pair<'a>>,
    after: HashMap<String, Pair<'a>>,
}

/// Payloads of one type that are held against each other, by their number among those of the type.
pub(super) type Pair<'a> = (&'a str, usize);

impl<'a> References<'a> {
    /// Takes over the UUIDs of two payloads, or of one alone, that are held against each other.
    pub(super) fn add(
        &mut self,
        pair: Pair<'a>,
        before: Option<&DomainSettings>,
        after: Option<&DomainSettings>,
    ) {
        let uuid = |side: Option<&DomainSettings>| Some((side?.uuid.as_deref()?.to_ascii_uppercase(), pair));
        self.before.extend(uuid(before));
        self.after.extend(uuid(after));
    }

    /// Whether two texts lead to the same payload, or are the same where they do not both lead to one.
    pub(super) fn same(&self, before: &str, after: &str) -> bool {
        if self.before.is_empty() || self.after.is_empty() {
            return before == after;
        }
        let number =
            |all: &HashMap<String, Pair<'a>>, text: &str| all.get(&text.to_ascii_uppercase()).copied();
        match (number(&self.before, before), number(&self.after, after)) {
            (Some(before), Some(after)) => before == after,
            _ => before == after,
        }
    }
}
