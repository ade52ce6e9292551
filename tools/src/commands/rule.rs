//! `latchkey rule`: a rule's name to its page, or the list of all.

use std::fmt::Write;

use anyhow::{Context, bail};
use latchkey_profile_schema::spelling;

use super::{Status, print};
use crate::cli::RuleArguments;
use crate::phrase::quoted;
use crate::rules::{self, RULES};

/// Prints the page of a rule, or one line for each.
pub(crate) fn run(arguments: &RuleArguments) -> anyhow::Result<Status> {
    let text = match &arguments.name {
        None => list().context("the list cannot be put together")?,
        Some(name) => match rules::named(name) {
            Some(rule) => rule.page(),
            None => bail!(unknown(name)),
        },
    };
    print(&text)?;
    Ok(Status::Done)
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
    fn a_page_begins_with_the_name() {
        let page = rules::named("unknown-key").map(crate::rule::Rule::page).unwrap_or_default();
        assert!(page.starts_with("unknown-key (warning, since 0.1.0)\n\nA key that the domain"), "{page}");
        assert!(page.contains("\n# Keys\nEvery key"), "{page}");
    }
}
