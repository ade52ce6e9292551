//! `unused-ignore`: a finding that somebody wants ignored, and that is not there.

use latchkey_profile_schema::Place;

use crate::finding::Finding;
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// A comment that ignores nothing.
    ///
    /// # What it does
    /// Reports each rule that a comment `latchkey: ignore` or `latchkey: ignore-file` names and that found nothing in
    /// what the comment concerns: the key or item after it, or the file. Rules that compare files are left out, since
    /// they may find something when other files are checked too.
    ///
    /// # Why it matters
    /// The mistake was mended, or the comment stands in the wrong place. Left there, it hides the next mistake of the
    /// kind.
    ///
    /// # Example
    /// ```xml
    /// <!-- latchkey: ignore unknown-key: a key of our own -->
    /// <key>AllowedFactors</key><array><string>OV_Push</string></array>
    /// ```
    ///
    /// # Instead
    /// The key without the comment:
    ///
    /// ```xml
    /// <key>AllowedFactors</key><array><string>OV_Push</string></array>
    /// ```
    ///
    /// # Keys
    /// None: it is about comments.
    static RULE = { name: "unused-ignore", level: Warning, since: "0.1.0" };
}

/// What a comment concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Concerned {
    /// The whole file.
    File,
    /// The key or item after it.
    Next,
    /// Nothing, since nothing stands after it.
    Nothing,
}

/// Words a rule that found nothing.
pub(crate) fn word(rule: &str, concerned: Concerned) -> Finding {
    let rule = quoted(rule);
    let (message, help) = match concerned {
        Concerned::File => (format!("{rule} is ignored, but finds nothing in this file"), "remove it"),
        Concerned::Next => (
            format!("{rule} is ignored, but finds nothing in what stands next"),
            "remove it, or write the comment directly before the key or item that it is about",
        ),
        Concerned::Nothing => (
            format!("{rule} is ignored, but nothing stands after this comment"),
            "write the comment directly before the key or item that it is about",
        ),
    };
    Finding::new(&RULE, Place::File, message)
        .help(help)
        .consequence("the next mistake of the kind would be hidden")
}

#[cfg(test)]
mod tests {
    use crate::configuration::Settings;
    use crate::judgement::testing::judged;
    use crate::lint::testing::preferences;

    fn said(inside: &str) -> Vec<String> {
        let report = judged(&preferences(inside), &Settings::default());
        let unused = report.findings.into_iter().filter(|finding| finding.rule.name == "unused-ignore");
        unused.map(|finding| finding.message).collect()
    }

    #[test]
    fn an_ignore_must_ignore_something() {
        let comment = "<!-- latchkey: ignore unknown-key: a test -->";
        assert_eq!(
            said(&format!("{comment}<key>Issuer</key><string>https://a.example</string>")),
            ["`unknown-key` is ignored, but finds nothing in what stands next"]
        );
        assert_eq!(
            said(&format!("<key>Unheard</key><true/>{comment}")),
            ["`unknown-key` is ignored, but nothing stands after this comment"]
        );
        assert!(said(&format!("{comment}<key>Unheard</key><true/>")).is_empty());
    }
}
