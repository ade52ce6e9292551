//! Any bytes to nothing, or to a panic where a property of the project does not hold for them: one function a target.
//!
//! The fuzz targets call these, and so does the plain test that replays the cases kept under `cases/`. To add a target:
//! a function here and its entry in [`TARGETS`], three lines under `fuzz_targets/` and a `[[bin]]` in `Cargo.toml`, and
//! its seeds in `seeds`.

mod property_list;

/// A property of any bytes.
pub type Property = fn(&[u8]);

/// Every target by its name.
pub const TARGETS: &[(&str, Property)] = &[("binary_plist", binary_plist), ("xml_plist", xml_plist)];

/// Bytes taken for a binary property list; what a mutation did to the first of them is undone.
pub fn binary_plist(bytes: &[u8]) {
    const MAGIC: &[u8] = b"bplist00";
    let rest = bytes.get(MAGIC.len()..).unwrap_or_default();
    property_list::holds(&[MAGIC, rest].concat());
}

/// Bytes taken for whatever they are, which is mostly XML.
pub fn xml_plist(bytes: &[u8]) {
    property_list::holds(bytes);
}
