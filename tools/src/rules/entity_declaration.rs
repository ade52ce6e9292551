//! `entity-declaration`: a DOCTYPE that defines its own entities, or is not the one of property lists.

use latchkey_profile_schema::Place;
use latchkey_profile_schema::plist::ParseProblem as P;

use crate::finding::Finding;
use crate::rule::rule;

rule! {
    /// A DOCTYPE that declares entities, or is not Apple's.
    ///
    /// # What it does
    /// Reports an internal subset, where entities are declared, a DOCTYPE other than Apple's, and one in the wrong
    /// place. Nothing is ever fetched or expanded.
    ///
    /// # Why it matters
    /// A few lines of entities can grow to gigabytes, and external ones read files of whoever opens the profile.
    /// No profile needs them.
    ///
    /// # Example
    /// ```xml
    /// <!DOCTYPE plist [ <!ENTITY org "Example Corp"> ]>
    /// <plist version="1.0"><dict>…</dict></plist>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
    /// <plist version="1.0"><dict>…</dict></plist>
    /// ```
    ///
    /// # Keys
    /// None.
    static RULE = { name: "entity-declaration", level: Error, since: "0.1.0" };
}

/// Words a problem with the DOCTYPE.
pub(crate) fn word(place: Place, problem: &P) -> Finding {
    let (message, help) = match problem {
        P::EntitiesDeclared => (
            "the DOCTYPE declares entities, so the file is not read any further",
            "delete the `[ … ]` part, and write the text where an entity stands for it",
        ),
        P::MisplacedDoctype => (
            "a DOCTYPE stands after the first element, or there are two",
            "keep one, directly after the XML declaration",
        ),
        _ => (
            "the DOCTYPE is not the one of property lists",
            "write `<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">`",
        ),
    };
    Finding::new(&RULE, place, message).help(help).consequence("macOS and MDM servers refuse the file")
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::messages;

    #[test]
    fn entities_are_never_expanded() {
        let bomb = b"<?xml version=\"1.0\"?><!DOCTYPE plist [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><plist version=\"1.0\"><string>&b;</string></plist>";
        assert_eq!(
            messages("entity-declaration", bomb),
            ["the DOCTYPE declares entities, so the file is not read any further"]
        );
    }
}
