//! `malformed-ignore`: a comment for the linter that it does not understand.

use latchkey_profile_schema::{Place, Span};

use crate::finding::Finding;
use crate::rule::rule;

rule! {
    /// A comment for the linter that it does not understand.
    ///
    /// # What it does
    /// Reports comments that begin with `latchkey:` and go on neither with `ignore` nor with `ignore-file`, that name no
    /// rule, or that lack the colon or the small letters.
    ///
    /// # Why it matters
    /// Somebody meant to have a finding ignored, and it is not.
    ///
    /// # Example
    /// ```xml
    /// <!-- latchkey: ingore no-break-glass: kiosks are wiped, not recovered -->
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <!-- latchkey: ignore no-break-glass: kiosks are wiped, not recovered -->
    /// ```
    ///
    /// # Keys
    /// None: it is about comments.
    static RULE = { name: "malformed-ignore", level: Warning, since: "0.1.0" };
}

/// Words a comment that says something else, or names no rule.
pub(crate) fn word(comment: Span, message: String) -> Finding {
    Finding::new(&RULE, Place::Bytes(comment), message)
        .help("write `latchkey: ignore RULE: reason` before the key, or `latchkey: ignore-file RULE: reason`")
        .consequence("the comment does not count")
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::messages_in;

    #[test]
    fn a_comment_must_say_what_is_ignored() {
        let said = |comment: &str| messages_in("malformed-ignore", &format!("<!-- {comment} -->"));
        assert_eq!(said("latchkey: ingore a: b"), ["expected `ignore` or `ignore-file`, found `ingore`"]);
        assert_eq!(said("latchkey: ignore : why"), ["no rule is named"]);
        assert_eq!(said("latchkey: ignore: why"), ["no rule is named"]);
        let commas = "names of rules stand without a comma between them";
        assert_eq!(said("latchkey: ignore unknown-key no-break-glass: why"), [commas]);
        assert!(said("latchkey: ignore unknown-key: why").is_empty());
        let begins = ["expected `latchkey:` at its beginning"];
        assert_eq!(said("latchkey ignore unknown-key: why"), begins);
        assert_eq!(said("Latchkey: Ignore unknown-key: why"), begins);
        assert_eq!(said("latchkey-ignore unknown-key: why"), begins);
        assert!(said("made with latchkey: build").is_empty());
        assert!(said("latchkey builds this file").is_empty());
    }
}
