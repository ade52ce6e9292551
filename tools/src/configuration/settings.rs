//! The options of a configuration to settings: names become rules and targets, patterns can be matched.

use std::collections::HashMap;
use std::path::PathBuf;

use clap::ValueEnum as _;
use latchkey_engine::prove::Property;

use super::glob::Glob;
use super::options::{
    ConfigurationOptions, Deny, IgnoreOptions, PathOptions, PropertyWord, RuleOptions, WaiveOptions,
};
use super::pattern::KeyPattern;
use crate::located::Located;
use crate::rule::Level;
use crate::rules;
use crate::target::Target;
use crate::version::Version;

/// What a configuration decides; without one, nothing.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    /// Where the files will go.
    pub(crate) targets: Vec<Target>,
    /// The oldest Okta Verify in use.
    pub(crate) okta_verify: Option<Version>,
    /// Folders of schemas, relative to the configuration's.
    pub(crate) schemas: Vec<PathBuf>,
    /// The baseline, relative to the configuration's folder.
    pub(crate) baseline: Option<PathBuf>,
    /// What fails the run beside errors.
    pub(crate) deny: Option<Deny>,
    exclude: Vec<Glob>,
    rules: Levels,
    target_rules: Vec<(Target, Levels)>,
    paths: Vec<(Vec<Glob>, Levels)>,
    ignores: Vec<Ignore>,
    waives: Vec<Waive>,
}

/// A property that may break in some profiles.
#[derive(Debug)]
struct Waive {
    property: Property,
    path: Option<Glob>,
    reason: String,
}

/// The level of rules by name; none where nothing is reported.
pub(crate) type Levels = HashMap<&'static str, Option<Level>>;

/// Findings that the configuration accepts.
#[derive(Debug)]
struct Ignore {
    rule: &'static str,
    path: Option<Glob>,
    key_path: Option<KeyPattern>,
    reason: String,
}

impl Settings {
    /// The settings of options that the schema found in order.
    pub(super) fn of(options: ConfigurationOptions) -> Self {
        let lint = options.lint;
        let target = |word: &str| Target::from_str(word, false).ok();
        Self {
            targets: lint.targets.iter().filter_map(|word| target(word)).collect(),
            okta_verify: lint.okta_verify.and_then(|version| version.parse().ok()),
            schemas: lint.schemas.into_iter().map(PathBuf::from).collect(),
            baseline: lint.baseline.map(PathBuf::from),
            deny: lint.deny,
            exclude: globs(&lint.exclude),
            rules: levels(&lint.rules),
            target_rules: lint
                .target
                .iter()
                .filter_map(|(word, options)| Some((target(word)?, levels(&options.rules))))
                .collect(),
            paths: lint
                .paths
                .iter()
                .map(|PathOptions { paths, rules }| (globs(paths), levels(rules)))
                .collect(),
            ignores: lint.ignore.into_iter().filter_map(Ignore::of).collect(),
            waives: options.prove.waive.into_iter().filter_map(Waive::of).collect(),
        }
    }

    /// Whether a file is left out when a folder is checked.
    pub(crate) fn excludes(&self, path: &str) -> bool {
        self.exclude.iter().any(|glob| glob.covers(path))
    }

    /// The levels for one file, the ones that win first.
    pub(crate) fn levels_of_path(&self, path: &str) -> Vec<&Levels> {
        let covering =
            self.paths.iter().rev().filter(|(globs, _)| globs.iter().any(|glob| glob.covers(path)));
        covering.map(|(_, levels)| levels).collect()
    }

    /// The level of a rule for files that go to a target, where the configuration says so.
    pub(crate) fn level_of_target(&self, rule: &str, target: Target) -> Option<Option<Level>> {
        let theirs = self.target_rules.iter().find(|(named, _)| *named == target)?;
        theirs.1.get(rule).copied()
    }

    /// The level of a rule, where the configuration says so.
    pub(crate) fn level(&self, rule: &str) -> Option<Option<Level>> {
        self.rules.get(rule).copied()
    }

    /// Why a finding in this file is accepted, if it is.
    pub(crate) fn accepts(&self, path: &str, finding: &Located) -> Option<&str> {
        let ignore = self.ignores.iter().find(|ignore| {
            ignore.rule == finding.rule.name
                && ignore.path.as_ref().is_none_or(|glob| glob.covers(path))
                && ignore.key_path.as_ref().is_none_or(|pattern| {
                    finding.spot.key_path.as_ref().is_some_and(|path| pattern.covers(path))
                })
        })?;
        Some(&ignore.reason)
    }
}

impl Settings {
    /// Why a property may break in this profile, if it may.
    pub(crate) fn waives(&self, path: &str, property: Property) -> Option<&str> {
        let waive = self.waives.iter().find(|waive| {
            waive.property == property && waive.path.as_ref().is_none_or(|glob| glob.covers(path))
        })?;
        Some(&waive.reason)
    }
}

impl Waive {
    fn of(options: WaiveOptions) -> Option<Self> {
        Some(Self {
            property: match options.property {
                PropertyWord::LockOut => Property::LockOut,
                PropertyWord::WayPast => Property::WayPast,
                PropertyWord::UnboundedOffline => Property::UnboundedOffline,
                PropertyWord::DeadSetting => Property::DeadSetting,
                PropertyWord::UnsafeTime => Property::UnsafeTime,
            },
            path: options.path.map(|text| Glob::parse(&text)).transpose().ok()?,
            reason: options.reason,
        })
    }
}

impl Ignore {
    fn of(options: IgnoreOptions) -> Option<Self> {
        Some(Self {
            rule: rules::named(&options.rule)?.name,
            // A pattern that is none must not become every path.
            path: options.path.map(|text| Glob::parse(&text)).transpose().ok()?,
            key_path: options.key_path.as_deref().map(KeyPattern::parse),
            reason: options.reason,
        })
    }
}

fn globs(texts: &[String]) -> Vec<Glob> {
    texts.iter().filter_map(|text| Glob::parse(text).ok()).collect()
}

fn levels(options: &RuleOptions) -> Levels {
    let levels = options.iter().map(|(name, level)| Some((rules::named(name)?.name, level.level())));
    levels.flatten().collect()
}
