//! `unreadable-value`: an element whose text is not what its name says.

use latchkey_profile_schema::plist::ParseProblem as P;
use latchkey_profile_schema::{Place, Span};

use crate::finding::{Finding, bytes_of};
use crate::fix::{Edit, Fix};
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// A number, date, boolean or data element whose text cannot be read as one.
    ///
    /// # What it does
    /// Reports `<integer>` and `<real>` that hold no number, `<date>` that holds no date, `<data>` that is no
    /// base64, and `<true>` or `<false>` that is not empty.
    ///
    /// # Why it matters
    /// macOS gives up on the whole file, or reads another value than was written.
    ///
    /// # Example
    /// ```xml
    /// <key>LoginPeriodWithOfflineFactor</key><real>168h</real>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>LoginPeriodWithOfflineFactor</key><real>168</real>
    /// ```
    ///
    /// # Keys
    /// Any.
    static RULE = { name: "unreadable-value", level: Error, since: "0.1.0" };
}

/// Words a problem with the text of an element.
pub(crate) fn word(place: Place, problem: &P) -> Finding {
    let (message, help) = match problem {
        P::BadInteger { found } => (format!("{} is no integer", quoted(found)), "write digits alone"),
        P::IntegerOutOfRange { found } => {
            (format!("the integer {} has more than 64 bits", quoted(found)), "write a smaller number")
        }
        P::BadReal { found } => (
            match found.trim().parse::<f64>() {
                Ok(_) => format!("{} is no finite number", quoted(found)),
                Err(_) => format!("{} is no number", quoted(found)),
            },
            "write digits alone, with a point where it is needed, such as `48` or `0.5`",
        ),
        P::BadDate { found } => {
            (format!("{} is no date", quoted(found)), "write it as `2026-01-31T12:00:00Z`")
        }
        P::BadData => ("the content of `<data>` is no base64".to_owned(), "encode it as base64"),
        P::BooleanWithContent { found } => (
            format!("a boolean holds the text {}", quoted(found)),
            "write `<true/>` or `<false/>`, with nothing in it",
        ),
        _ => ("the value cannot be read".to_owned(), "write it as its element says"),
    };
    let fix = bytes_of(&place).and_then(|span| mend(span, problem));
    Finding::new(&RULE, place, message)
        .help(help)
        .consequence("macOS cannot read the file, or reads another value than was meant")
        .fix(fix)
}

/// What the text says in an element that can hold it. Which of the two is right, nobody knows but the author.
fn mend(span: Span, problem: &P) -> Option<Fix> {
    let element = match problem {
        P::BooleanWithContent { found } => match found.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" | "1" => "<true/>".to_owned(),
            "false" | "no" | "0" => "<false/>".to_owned(),
            _ => return None,
        },
        P::BadInteger { found } => {
            let number = found.trim().parse::<f64>().ok().filter(|number| number.is_finite())?;
            format!("<real>{number}</real>")
        }
        _ => return None,
    };
    Some(Fix::guess(format!("write {}", quoted(&element)), [Edit::Text(span, element)]))
}

#[cfg(test)]
mod tests {
    use latchkey_profile_schema::domain::AGENT;

    use crate::lint::testing::{messages_in, preferences, report};
    use crate::options::Options;

    #[test]
    fn quotes_the_text() {
        let cases = [
            ("<key>a</key><integer>48h</integer>", "`48h` is no integer"),
            ("<key>a</key><real>often</real>", "`often` is no number"),
            ("<key>a</key><date>tomorrow</date>", "`tomorrow` is no date"),
            ("<key>a</key><data>%%%</data>", "the content of `<data>` is no base64"),
            ("<key>a</key><true>yes</true>", "a boolean holds the text `yes`"),
        ];
        for (inside, expected) in cases {
            assert_eq!(messages_in("unreadable-value", inside), [expected]);
        }
    }

    #[test]
    fn one_mistake_is_one_finding() {
        for inside in [
            "<key>FailureBudget</key><integer>5x</integer>",
            "<key>FailureBudget</key><integer>99999999999999999999999</integer>",
            "<key>SharedIdentityAllowed</key><true>yes</true>",
            "<key>ReservedAccounts</key><array><string>root</string><integer>x</integer></array>",
        ] {
            let text = preferences(inside);
            let options = Options { domain: Some(&AGENT), ..Options::default() };
            let found = report("test.plist", text, &options).findings;
            let rules: Vec<&str> = found.iter().map(|finding| finding.rule.name).collect();
            assert_eq!(rules, ["unreadable-value"], "{inside}");
        }
    }

    #[test]
    fn what_is_missing_beside_it_is_told() {
        let inside = "<key>DMFAClientID</key><string>0oa1</string><key>DMFAOrgURL</key>\
                      <string>https://corp.example.com</string><key>LoginPeriodWithOfflineFactor</key><real>x</real>";
        assert_eq!(messages_in("missing-key", inside), ["the required key `DMFAClientSecret` is missing"]);
    }

    #[test]
    fn a_secret_in_the_wrong_element_is_not_quoted() {
        assert_eq!(
            messages_in("unreadable-value", "<key>DMFAClientSecret</key><integer>hunter2</integer>"),
            ["`…` is no integer"]
        );
    }
}
