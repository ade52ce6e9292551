//! The rules to the descriptors by which other programs know them.

use super::log::{About, DefaultConfiguration, Descriptor, Driver, Help, Text, Tool, level};
use super::message;
use crate::rule::{Level, Rule};
use crate::rules::RULES;

/// The linter with every rule, in the order of their indexes.
pub(super) fn tool() -> Tool {
    const VERSION: &str = env!("CARGO_PKG_VERSION");
    let rules = RULES.iter().map(|listed| descriptor(listed.rule));
    Tool {
        driver: Driver {
            name: "Latchkey",
            version: VERSION,
            semantic_version: VERSION,
            rules: rules.collect(),
        },
    }
}

fn descriptor(rule: &'static Rule) -> Descriptor {
    Descriptor {
        id: rule.name,
        short_description: Text::new(rule.summary.trim()),
        full_description: Text::new(message::sentence(&rule.section("What it does"))),
        help: Help { text: rule.page(), markdown: rule.markdown("#") },
        default_configuration: DefaultConfiguration { level: level(rule.level) },
        properties: About { since: rule.since, tags: ["mdm"], severity: severity(rule.level) },
    }
}

/// GitHub's words.
const fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "recommendation",
    }
}
