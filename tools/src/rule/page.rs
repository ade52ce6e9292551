//! The doc comment of a rule to its page, for the terminal and as Markdown.

use clap::ValueEnum;

use super::Rule;
use crate::target::Target;

impl Rule {
    /// The page as it was written, line by line.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &'static str> {
        self.explanation.trim_end().lines().map(|line| line.strip_prefix(' ').unwrap_or(line))
    }

    /// The page for the terminal: the name, the facts, and the text.
    pub(crate) fn page(&self) -> String {
        format!("{} ({}, since {})\n\n{}", self.name, self.levels(), self.since, self.markdown("#"))
    }

    /// The text as Markdown, with headings of this level.
    pub(crate) fn markdown(&self, heading: &str) -> String {
        let mut text = String::new();
        for line in self.lines() {
            match (line.strip_prefix("# "), line.strip_prefix("```").and_then(|fence| fence.split_once(" (")))
            {
                (Some(title), _) => text.extend([heading, " ", title]),
                (None, Some((language, words))) => {
                    text.extend([&caption(words.trim_end_matches(')')), "\n```", language]);
                }
                (None, None) => text.push_str(line),
            }
            text.push('\n');
        }
        text
    }

    /// The text under a heading, as one paragraph.
    pub(crate) fn section(&self, heading: &str) -> String {
        let lines = self.lines().skip_while(|line| line.strip_prefix("# ") != Some(heading)).skip(1);
        lines.take_while(|line| !line.starts_with("# ")).collect::<Vec<_>>().join(" ").trim().to_owned()
    }

    /// The level, and where it is another one.
    pub(crate) fn levels(&self) -> String {
        let there =
            self.on.iter().map(|(target, level)| format!(", {} for {}", level.word(), target.title()));
        format!("{}{}", self.level.word(), there.collect::<String>())
    }
}

/// What the words behind the language of an example say, for people.
fn caption(words: &str) -> String {
    let said = words.split_whitespace().map(|word| match word.split_once('=').unwrap_or((word, "")) {
        ("in", "profile") => "at the top level of a profile".to_owned(),
        ("in", "payload") => "in a payload".to_owned(),
        ("target", name) => {
            let target = Target::value_variants().iter().find(|target| target.word() == name);
            format!("for {}", target.map_or(name, |target| target.title()))
        }
        ("domain", name) => format!("settings of `{name}`"),
        ("okta-verify", version) => format!("with Okta Verify {version}"),
        ("file", name) => format!("`{name}`"),
        _ => word.to_owned(),
    });
    let said = said.collect::<Vec<_>>().join(", ");
    let mut characters = said.chars();
    let first: String = characters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}:", characters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    #[test]
    fn words_behind_a_language_become_a_caption() {
        assert_eq!(caption("in=payload target=jamf"), "In a payload, for Jamf Pro:");
        assert_eq!(caption("file=a.plist"), "`a.plist`:");
        let page = rules::named("wrong-scope").unwrap().page();
        assert!(page.contains("\n# Example\nAt the top level of a profile:\n```xml\n<key>"), "{page}");
    }

    #[test]
    fn a_section_is_one_paragraph() {
        let keys = rules::named("everyone-exempt").unwrap().section("Keys");
        assert_eq!(keys, "`MFANotRequiredList`");
        assert_eq!(rules::named("everyone-exempt").unwrap().section("Nothing"), "");
    }
}
