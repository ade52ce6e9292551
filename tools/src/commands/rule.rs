//! `latchkey rule`: a rule's name to its page, or the list of all.

use std::fmt::Write;

use anyhow::{Context, anyhow};
use latchkey_profile_schema::spelling;
use serde::Serialize;

use super::{Status, print};
use crate::cli::{RuleArguments, RuleFormat};
use crate::generate;
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::rules::{self, RULES};

/// The version of the shape of `--format json`.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Output {
    version: u32,
    rules: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    name: &'static str,
    level: &'static str,
    on: Vec<On>,
    since: &'static str,
    summary: &'static str,
    page: String,
}

#[derive(Serialize)]
struct On {
    target: &'static str,
    level: &'static str,
}

/// Prints the page of a rule, or one line for each, or writes the manual page.
pub(crate) fn run(arguments: &RuleArguments) -> anyhow::Result<Status> {
    if let Some(file) = &arguments.write {
        generate::rules(file)?;
        print(&format!("{}\n", file.display()))?;
        return Ok(Status::Done);
    }
    let named =
        arguments.name.as_deref().map(|name| rules::named(name).ok_or_else(|| anyhow!(unknown(name))));
    let text = match (named.transpose()?, arguments.format) {
        (None, RuleFormat::Human) => list().context("the list cannot be put together")?,
        (Some(rule), RuleFormat::Human) => rule.page(),
        (None, RuleFormat::Json) => json(RULES.iter().map(|listed| listed.rule))?,
        (Some(rule), RuleFormat::Json) => json([rule])?,
    };
    print(&text)?;
    Ok(Status::Done)
}

fn json(rules: impl IntoIterator<Item = &'static Rule>) -> serde_json::Result<String> {
    let entry = |rule: &'static Rule| Entry {
        name: rule.name,
        level: rule.level.word(),
        on: rule.on.iter().map(|(target, level)| On { target: target.word(), level: level.word() }).collect(),
        since: rule.since,
        summary: rule.summary.trim(),
        page: rule.markdown("#"),
    };
    let output = Output { version: VERSION, rules: rules.into_iter().map(entry).collect() };
    Ok(serde_json::to_string(&output)? + "\n")
}

fn list() -> Result<String, std::fmt::Error> {
    let width = RULES.iter().map(|listed| listed.rule.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for listed in RULES {
        let rule = listed.rule;
        writeln!(text, "{:width$}  {:7}  {}", rule.name, rule.level.word(), rule.summary.trim())?;
    }
    Ok(text)
}

fn unknown(name: &str) -> String {
    let nearest = spelling::nearest(name, RULES.iter().map(|listed| listed.rule.name));
    match nearest {
        Some(nearest) => format!("there is no rule {}; perhaps {}", quoted(name), quoted(nearest)),
        None => format!("there is no rule {}; `latchkey rule` lists them all", quoted(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_name_is_answered_with_the_nearest() {
        assert_eq!(unknown("unknown-keys"), "there is no rule `unknown-keys`; perhaps `unknown-key`");
        assert_eq!(unknown("x"), "there is no rule `x`; `latchkey rule` lists them all");
    }

    #[test]
    fn the_shape_for_programs_is_frozen() {
        let text = rules::named("report-only").map(|rule| json([rule]).unwrap());
        insta::assert_snapshot!(text.unwrap_or_default());
    }

    #[test]
    fn a_page_begins_with_the_name() {
        let page = rules::named("unknown-key").map(crate::rule::Rule::page).unwrap_or_default();
        assert!(page.starts_with("unknown-key (warning, since 0.1.0)\n\nA key that the domain"), "{page}");
        assert!(page.contains("\n# Keys\nEvery key"), "{page}");
    }
}
