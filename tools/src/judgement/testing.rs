//! What tests call: the text of a file and settings to its judged report.

use super::{Law, judge};
use crate::configuration::{Settings, parse};
use crate::lint::FileReport;
use crate::lint::testing::report;
use crate::options::Options;

/// The settings of a configuration that must be in order.
pub(crate) fn settings(text: &str) -> Settings {
    let (settings, mistakes) = parse(text.as_bytes());
    assert!(mistakes.is_empty(), "{mistakes:?}");
    settings
}

/// The report of a file `profiles/org.latchkey.agent.plist`, judged.
pub(crate) fn judged(text: &str, settings: &Settings) -> FileReport {
    let options = Options { targets: settings.targets.clone(), ..Options::default() };
    let mut report = report("org.latchkey.agent.plist", text, &options);
    judge(&mut report, &Law::new(settings, &settings.targets, "profiles/org.latchkey.agent.plist"));
    report
}
