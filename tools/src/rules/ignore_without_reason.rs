//! `ignore-without-reason`: a finding that somebody wants ignored, without saying why.

use latchkey_profile_schema::{Place, Span};

use crate::finding::Finding;
use crate::rule::rule;

rule! {
    /// A comment that wants findings ignored and does not say why.
    ///
    /// # What it does
    /// Reports comments `latchkey: ignore` and `latchkey: ignore-file` that have no reason after a colon. Such a
    /// comment does not count: the findings stay.
    ///
    /// # Why it matters
    /// Some findings say that people are locked out. Whoever reads the file next year must be able to tell whether
    /// the reason still holds.
    ///
    /// # Example
    /// ```xml
    /// <!-- latchkey: ignore no-break-glass -->
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <!-- latchkey: ignore no-break-glass: kiosks are wiped, not recovered -->
    /// ```
    ///
    /// # Keys
    /// None: it is about comments.
    static RULE = { name: "ignore-without-reason", level: Warning, since: "0.1.0" };
}

/// Words a comment without a reason.
pub(crate) fn word(comment: Span, rules: &str) -> Finding {
    Finding::new(&RULE, Place::Bytes(comment), "no reason is given for what is ignored here")
        .help(format!("write why after a colon: `latchkey: ignore {rules}: …`"))
        .consequence("the comment does not count, and what it names is still reported")
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::messages_in;

    #[test]
    fn a_reason_is_asked_for() {
        let said = |comment: &str| {
            let found = "<key>Unheard</key><true/>";
            messages_in("ignore-without-reason", &format!("<!--{comment}-->{found}")).len()
        };
        assert_eq!(said("latchkey: ignore unknown-key"), 1);
        assert_eq!(said("latchkey: ignore unknown-key:  "), 1);
        assert_eq!(said("latchkey: ignore unknown-key: a test"), 0);
    }
}
