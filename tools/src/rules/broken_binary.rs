//! `broken-binary`: a binary property list that is truncated or damaged.

use latchkey_profile_schema::Place;
use latchkey_profile_schema::plist::BinaryProblem as B;

use crate::finding::Finding;
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// A binary property list that is truncated or damaged.
    ///
    /// # What it does
    /// Reports what in the file's tables does not hold, with the offset in bytes.
    ///
    /// # Why it matters
    /// Nothing of a damaged binary file can be trusted. Most often the copy was cut short.
    ///
    /// # Example
    /// The first eight bytes of a binary file, whose copy was cut short there:
    /// ```text
    /// bplist00
    /// ```
    ///
    /// # Instead
    /// The file copied again, or in the XML form, which `plutil -convert xml1` writes on a Mac:
    /// ```xml
    /// <?xml version="1.0" encoding="UTF-8"?>
    /// <plist version="1.0"><dict>…</dict></plist>
    /// ```
    ///
    /// # Keys
    /// Any.
    static RULE = { name: "broken-binary", level: Error, since: "0.1.0" };
}

/// Words what does not hold.
pub(crate) fn word(place: Place, problem: &B) -> Finding {
    let message = match problem {
        B::UnknownVersion { found } => {
            format!("the binary property list has the version {}, not `00`", quoted(found))
        }
        B::Truncated { bytes } => {
            format!("the binary property list ends after {bytes} bytes, before it is complete")
        }
        B::BadIntegerSize { size } => {
            format!(
                "the binary property list is cut off or damaged: its end speaks of integers of {size} bytes"
            )
        }
        B::BadObjectCount { count } => {
            format!("the binary property list claims {count} values, for which it has no room")
        }
        B::OffsetTablePastEnd { offset, count } => {
            format!("the table of {count} values begins at byte {offset} and runs past the end of the file")
        }
        B::UnknownObject { object, count } => format!("value {object} is referred to, and there are {count}"),
        B::ObjectPastEnd { object, offset } => {
            format!("value {object} begins at byte {offset} and runs past the end of the values")
        }
        B::UnknownType { marker, offset } => format!("byte {offset} is 0x{marker:02X}, which is no type"),
        B::Uid { offset } => format!("byte {offset} begins a UID, which only keyed archives have"),
        B::Cycle { object } => format!("value {object} holds itself"),
        B::KeyNotAString { offset } => format!("byte {offset} begins a key that is no string"),
        B::BadText { offset } => format!("byte {offset} begins a string that cannot be read"),
        B::IntegerOutOfRange { offset } => format!("byte {offset} begins an integer of more than 64 bits"),
        B::BadReal { offset } => format!("byte {offset} begins a number that is not finite"),
        B::BadDate { offset } => format!("byte {offset} begins a date outside of the years 0 to 9999"),
        _ => "the binary property list is damaged".to_owned(),
    };
    Finding::new(&RULE, place, message)
        .help("copy or export the file again; on a Mac `plutil -lint` tells whether it is whole")
        .consequence("macOS cannot read the file and applies none of its settings")
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::messages;

    #[test]
    fn a_cut_file_is_told_from_other_formats() {
        let found = messages("broken-binary", b"bplist00\xd0");
        assert_eq!(found, ["the binary property list ends after 9 bytes, before it is complete"]);
    }
}
