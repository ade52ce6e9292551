//! What fuzz targets call: any bytes to nothing, or to a panic where a property of the linter does not hold for them.

use latchkey_profile_schema::plist;

use crate::configuration;
use crate::fix::Safety;
use crate::lint::{Source, lint};
use crate::mend::{mend, own};
use crate::options::Options;

/// Reads a configuration, and judges a path by it.
pub fn configuration(bytes: &[u8]) {
    let (settings, mistakes) = configuration::parse(bytes);
    let _ = (settings.excludes("a/b.plist"), settings.levels_of_path("a/b.plist"), mistakes.len());
}

/// Mends a file as far as it can be, and holds the text against what is promised of it.
///
/// # Panics
///
/// Where a file that could be read cannot be read any more, or mending it again would change it once more. That no
/// other value changes is part of mending itself.
pub fn fix(bytes: &[u8]) {
    let options = Options::default();
    let look = |source| lint(source, &options);
    let source = |bytes: &[u8]| Source { name: "input.mobileconfig".to_owned(), bytes: bytes.to_vec() };
    for allowed in [Safety::Safe, Safety::Unsafe] {
        let Some(report) = own(look(source(bytes))) else { continue };
        let once = mend(report, allowed, look);
        let Some(text) = once.text else { continue };
        let readable = |bytes| plist::read(bytes).document.is_some();
        assert!(!readable(bytes) || readable(text.as_bytes()), "it can be read no more: {text}");
        let again = own(look(source(text.as_bytes()))).map(|report| mend(report, allowed, look));
        assert!(again.is_some(), "it is no property list any more: {text}");
        let changed = again.and_then(|again| again.text).filter(|_| once.settled);
        assert!(changed.is_none(), "a second time changes it: {text}\n{changed:?}");
    }
}
