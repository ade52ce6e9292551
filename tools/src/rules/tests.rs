//! The list of rules as a whole.

mod examples;

use std::fmt::Write;

use super::*;

#[test]
fn names_levels_and_summaries() {
    let mut list = String::new();
    for listed in RULES {
        let rule = listed.rule;
        writeln!(list, "{:<28} {:<8} {}", rule.name, rule.level.word(), rule.summary.trim()).unwrap();
    }
    insta::assert_snapshot!(list);
}

#[test]
fn names_are_kebab_case_in_order_and_used_once() {
    let names: Vec<&str> = RULES.iter().map(|listed| listed.rule.name).collect();
    assert!(names.iter().all(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')));
    assert!(names.is_sorted() && names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
}

#[test]
fn every_rule_file_is_listed() {
    let files =
        include_str!("../rules.rs").lines().filter(|line| line.starts_with("pub(crate) mod ")).count();
    assert_eq!(RULES.len(), files);
}

#[test]
fn every_page_has_every_heading() {
    for listed in RULES {
        let page = listed.rule.page();
        let headings: Vec<&str> = page.lines().filter(|line| line.starts_with("# ")).collect();
        assert_eq!(
            headings,
            ["# What it does", "# Why it matters", "# Example", "# Instead", "# Keys"],
            "{}",
            listed.rule.name
        );
        assert!(listed.rule.summary.trim().ends_with('.'), "{}", listed.rule.name);
    }
}
