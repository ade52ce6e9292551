//! What fuzz targets call: any bytes to nothing, or to a panic where a property of the linter does not hold for them.

use std::sync::Arc;

use clap::ValueEnum;
use latchkey_profile_schema::library::Library;
use latchkey_profile_schema::plist;

use crate::baseline::Baseline;
use crate::commands::Screen;
use crate::configuration;
use crate::fix::Safety;
use crate::lint::{Source, across, lint, of_library};
use crate::mend::{mend, own};
use crate::options::Options;
use crate::render;
use crate::rule::Level;
use crate::target::Target;

/// Reads a configuration and judges a path by it, and reads a baseline.
pub fn configuration(bytes: &[u8]) {
    let (settings, mistakes) = configuration::parse(bytes);
    let _ = (settings.excludes("a/b.plist"), settings.levels_of_path("a/b.plist"), mistakes.len());
    let _ = Baseline::read(bytes).map_err(|error| error.to_string());
}

/// A report in every format.
#[derive(Clone, Debug, Default)]
pub struct Rendered {
    /// For people, without colours.
    pub human: String,
    /// The frozen JSON.
    pub json: String,
    /// SARIF, for code scanning.
    pub sarif: String,
    /// Workflow commands of GitHub.
    pub github: String,
    /// JUnit's XML.
    pub junit: String,
}

impl Rendered {
    /// Every format by its name.
    #[must_use]
    pub fn all(&self) -> [(&'static str, &str); 5] {
        [
            ("human", &self.human),
            ("json", &self.json),
            ("sarif", &self.sarif),
            ("github", &self.github),
            ("junit", &self.junit),
        ]
    }
}

/// Checks a file for every target, alone and beside a copy of itself, by schemas that the user brought.
#[must_use]
pub fn rendered(name: &str, bytes: &[u8], schemas: &Arc<Library>) -> Rendered {
    let options = Options {
        targets: Target::value_variants().to_vec(),
        okta_verify: "9.30".parse().ok(),
        schemas: Some(Arc::clone(schemas)),
        ..Options::default()
    };
    let source = |name: String| Source { name, bytes: bytes.to_vec() };
    let mut reports = lint(source(name.to_owned()), &options);
    reports.extend(lint(source(format!("beside/{name}")), &options));
    across(&mut reports);
    reports.extend(of_library(schemas));
    Rendered {
        human: render::human::render(&reports, Screen::Plain),
        json: render::json::render(&reports, &[]).unwrap_or_default(),
        sarif: render::sarif::render(&reports, &[]).unwrap_or_default(),
        github: render::github::render(&reports, &[]),
        junit: render::junit::render(&reports, &[], Level::Warning),
    }
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
