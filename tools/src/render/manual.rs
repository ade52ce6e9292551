//! Every rule to the manual page, as Markdown: a table of all, then a section for each.

use std::fmt::Write;

use crate::rules::RULES;

/// The manual page.
pub(crate) fn render() -> String {
    let mut text = String::from(
        "<!-- Generated from `tools/src/rules/`: `cargo run -- rule --write` writes it anew. -->\n\n\
         # The rules of `latchkey lint`\n\n\
         `latchkey rule NAME` prints each of these pages. The examples are tests: each *Example* is reported, and\n\
         each *Instead* is not. `…` stands for what is not shown.\n\n\
         | Rule | Level | Since | What it reports |\n| --- | --- | --- | --- |\n",
    );
    for listed in RULES {
        let rule = listed.rule;
        let summary = rule.summary.trim().replace('|', "\\|");
        line(
            &mut text,
            format_args!("| [`{0}`](#{0}) | {1} | {2} | {summary} |", rule.name, rule.levels(), rule.since),
        );
    }
    for listed in RULES {
        let rule = listed.rule;
        line(&mut text, format_args!("\n## {}\n\n*{}, since {}*\n", rule.name, rule.levels(), rule.since));
        text.push_str(&rule.markdown("###"));
    }
    text
}

/// Writing to a string cannot fail.
fn line(text: &mut String, line: std::fmt::Arguments<'_>) {
    let _ = writeln!(text, "{line}");
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_committed_page_is_what_the_rules_say() {
        let same = super::render() == include_str!("../../rules.md");
        assert!(same, "`cargo run -- rule --write` brings tools/rules.md up to date");
    }
}
