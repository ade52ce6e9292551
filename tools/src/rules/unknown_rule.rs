//! `unknown-rule`: an ignored rule that does not exist.

use latchkey_profile_schema::{Place, Span};

use crate::finding::Finding;
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// A comment that wants a rule ignored which does not exist.
    ///
    /// # What it does
    /// Compares the names in comments `latchkey: ignore` and `latchkey: ignore-file` with the linter's rules.
    ///
    /// # Why it matters
    /// A misspelt name ignores nothing, so what was meant is still reported.
    ///
    /// # Example
    /// ```xml
    /// <!-- latchkey: ignore no-break-glas: kiosks are wiped, not recovered -->
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <!-- latchkey: ignore no-break-glass: kiosks are wiped, not recovered -->
    /// ```
    ///
    /// # Keys
    /// None: it is about comments.
    static RULE = { name: "unknown-rule", level: Warning, since: "0.1.0" };
}

/// Words a name that is no rule's, with the nearest that is.
pub(crate) fn word(comment: Span, name: &str, nearest: Option<&str>) -> Finding {
    Finding::new(&RULE, Place::Bytes(comment), format!("unknown rule {}", quoted(name)))
        .help(match nearest {
            Some(nearest) => format!("perhaps {}", quoted(nearest)),
            None => "`latchkey rule` lists them all".to_owned(),
        })
        .consequence("nothing is ignored under this name")
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::messages_in;

    #[test]
    fn names_are_compared_with_the_rules() {
        let said = |rules: &str| {
            messages_in(
                "unknown-rule",
                &format!("<!-- latchkey: ignore {rules}: a test --><key>A</key><true/>"),
            )
        };
        assert_eq!(said("unknown-keys, no-break-glass"), ["unknown rule `unknown-keys`"]);
        assert!(said("unknown-key").is_empty());
    }
}
