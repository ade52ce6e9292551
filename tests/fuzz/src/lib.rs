//! Any bytes to nothing, or to a panic where a property of the project does not hold for them: one function a target.
//!
//! The fuzzer calls these, and so does the plain test that replays the cases kept under `cases/`. To add a target: a
//! function here and its entry in [`TARGETS`], its seeds in `seeds`, and a first case under `cases/`.

mod opening;
mod property_list;
mod reports;
mod schemas;

/// A property of any bytes.
pub type Property = fn(&[u8]);

/// Every target by its name.
pub const TARGETS: &[(&str, Property)] = &[
    ("binary_plist", binary_plist),
    ("configuration", latchkey::fuzzing::configuration),
    ("fix", latchkey::fuzzing::fix),
    ("lint", reports::hold),
    ("opening", opening::holds),
    ("schemas", schemas::hold),
    ("xml_plist", property_list::holds),
];

/// Bytes taken for a binary property list; what a mutation did to the first of them is undone.
fn binary_plist(bytes: &[u8]) {
    const MAGIC: &[u8] = b"bplist00";
    let rest = bytes.get(MAGIC.len()..).unwrap_or_default();
    property_list::holds(&[MAGIC, rest].concat());
}
