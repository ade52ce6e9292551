//! `malformed-plist`: XML that does not have the structure of a property list.

use latchkey_profile_schema::Place;
use latchkey_profile_schema::plist::{Markup, ParseProblem as P};

use crate::finding::{Finding, bytes_of};
use crate::fix::{Edit, Fix};
use crate::phrase::quoted;
use crate::rule::{Level, rule};

rule! {
    /// XML that is not well-formed, or not built as a property list is.
    ///
    /// # What it does
    /// Reports a tag without its end, an end without its tag, an element that no property list has, text between
    /// elements, a key without a value, a value without a key, a second root, an XML declaration that cannot be read, and
    /// (as a warning, since macOS passes over it) `--` in a comment.
    ///
    /// # Why it matters
    /// macOS reads all of a profile or nothing of it. One lost line and no setting arrives.
    ///
    /// # Example
    /// ```xml
    /// <key>OfflineLoginAllowed</key>
    /// <key>AdminEmail</key><string>helpdesk@example.com</string>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>OfflineLoginAllowed</key><true/>
    /// <key>AdminEmail</key><string>helpdesk@example.com</string>
    /// ```
    ///
    /// # Keys
    /// Any.
    static RULE = { name: "malformed-plist", level: Error, since: "0.1.0" };
}

/// Words a problem with the structure.
pub(crate) fn word(place: Place, problem: &P) -> Finding {
    let finding = |message: String, help: String| {
        let help = if message.contains("<<<<") || message.contains("====") || message.contains(">>>>") {
            MERGE.to_owned()
        } else {
            help
        };
        Finding::new(&RULE, place.clone(), message)
            .help(help)
            .consequence("macOS cannot read the file and applies none of its settings")
    };
    match problem {
        P::MisplacedDeclaration => finding(
            "`<?xml … ?>` stands here and not at the beginning of the file".into(),
            "delete everything before `<?xml`, or delete this declaration if it is a second one".into(),
        ),
        P::BadDeclaration => finding(
            "the XML declaration cannot be read".into(),
            format!("write {}, with straight quotation marks", quoted(DECLARATION)),
        )
        .fix(bytes_of(&place).map(|span| {
            Fix::safe(format!("write {}", quoted(DECLARATION)), [Edit::Text(span, DECLARATION.to_owned())])
        })),
        P::HyphensInComment => finding(
            "this comment has `--` in it, which XML forbids".into(),
            "write one hyphen, or a dash".into(),
        )
        .at_most(Level::Warning)
        .consequence("strict readers of XML refuse the whole file, servers of MDMs among them"),
        P::UnclosedBeforeKey { element, opened } => finding(
            format!("{} is not closed before this key", tag(element)),
            format!("write {} before it", end_tag(element)),
        )
        .related(Place::Bytes(*opened), format!("{} is opened here", tag(element))),
        P::UnclosedMarkup { markup } => {
            let (name, end) = match markup {
                Markup::Comment => ("comment", "-->"),
                Markup::CData => ("CDATA section", "]]>"),
                Markup::Instruction => ("processing instruction", "?>"),
                Markup::Doctype => ("DOCTYPE", ">"),
                Markup::Tag => ("tag", ">"),
            };
            finding(format!("this {name} has no end"), format!("close it with `{end}`"))
        }
        P::UnknownMarkup => finding(
            "`<!` begins nothing that XML knows".into(),
            "write `&lt;!` where text is meant, or `<!-- … -->` where a comment is".into(),
        ),
        P::UnclosedElement { element } => finding(
            format!("{} has no end tag", tag(element)),
            format!("add {} after its content", end_tag(element)),
        ),
        P::MismatchedEndTag { expected, found, opened } => finding(
            format!("{} closes {}", end_tag(found), tag(expected)),
            format!("write {} here, or add what is missing before it", end_tag(expected)),
        )
        .related(Place::Bytes(*opened), format!("{} is opened here", tag(expected))),
        P::StrayEndTag { found } => finding(
            format!("{} closes nothing", end_tag(found)),
            "delete it, or add its start tag".into(),
        ),
        P::UnknownElement { element, nearest } => finding(
            format!("no property list has an element {}", tag(element)),
            nearest.map_or_else(
                || "use `<string>`, `<integer>`, `<real>`, `<true/>`, `<false/>`, `<date>`, `<data>`, `<array>` or `<dict>`".into(),
                |nearest| match nearest {
                    "true" | "false" => format!("write {}", quoted(&format!("<{nearest}/>"))),
                    _ => format!("write {}", tag(nearest)),
                },
            ),
        ),
        P::NestedPlist => finding(
            "`<plist>` stands inside of a property list".into(),
            "keep one `<plist>` around everything; perhaps two files were pasted together".into(),
        ),
        P::ForeignAttribute { element, attribute } => finding(
            format!("{} has the attribute {}", tag(element), quoted(attribute)),
            "delete it; a property list has no attribute but `version` of `<plist>`".into(),
        )
        .fix(bytes_of(&place).map(|tag| {
            Fix::safe("delete it", [Edit::Attribute { tag, name: attribute.clone(), value: None }])
        })),
        P::BadAttributes { element } => finding(
            format!("the attributes of {} cannot be read", tag(element)),
            "write `name=\"value\"`, or delete them".into(),
        ),
        P::StrayText { found } => finding(
            format!("the text {} stands where only elements belong", quoted(found)),
            "put it into `<string>…</string>`, or delete it".into(),
        ),
        P::ElementInText { outer, inner, opened } if outer == inner => finding(
            format!("{} stands inside of {}, which holds text", tag(inner), tag(outer)),
            format!("write {} here: the slash is missing, or the whole tag before it", end_tag(outer)),
        )
        .related(Place::Bytes(*opened), format!("{} is opened here", tag(outer))),
        P::ElementInText { outer, inner, opened } => finding(
            format!("{} stands inside of {}, which holds text", tag(inner), tag(outer)),
            format!("close {} first", tag(outer)),
        )
        .related(Place::Bytes(*opened), format!("{} is opened here", tag(outer))),
        P::KeyOutsideDictionary => finding(
            "`<key>` stands outside of a dictionary".into(),
            "put keys and their values into `<dict>…</dict>`, or close the element before".into(),
        ),
        P::KeyWithoutValue { key } => {
            finding(format!("the key {} has no value", quoted(key)), "add its value after the key, or delete the key".into())
        }
        P::ValueWithoutKey { element } => finding(
            format!("{} in this dictionary has no key", tag(element)),
            "add `<key>…</key>` before it, or delete it if the value stands there twice".into(),
        ),
        P::NoValue => finding("`<plist>` is empty".into(), "put the settings into it".into()),
        P::SecondValue { element } => finding(
            format!("{} is a second value beside the root", tag(element)),
            "keep one value in `<plist>`, as a rule one `<dict>`".into(),
        ),
        _ => finding("the property list is malformed".into(), "compare this place with a profile that works".into()),
    }
}

/// How an XML declaration is written.
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

/// What to do with the marks that version control leaves where two changes meet.
const MERGE: &str = "a merge left both versions in the file: keep one, and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`";

fn tag(element: &str) -> String {
    quoted(&format!("<{element}>"))
}

fn end_tag(element: &str) -> String {
    quoted(&format!("</{element}>"))
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{found, messages_in, preferences};

    #[test]
    fn names_what_breaks_the_structure() {
        let cases = [
            ("<key>a</key><key>b</key><true/>", "the key `a` has no value"),
            ("<true/>", "`<true>` in this dictionary has no key"),
            ("<key>a</key><sting>b</sting>", "no property list has an element `<sting>`"),
            ("<key>a</key>b<true/>", "the text `b` stands where only elements belong"),
            ("<key>a</key><array>", "`</dict>` closes `<array>`"),
            (
                "<key>a</key><array><string>b</string><key>c</key><true/><key>d</key><true/>",
                "`<array>` is not closed before this key",
            ),
            ("<!-- a -- b --><key>a</key><true/>", "this comment has `--` in it, which XML forbids"),
            ("<key>a</key><true/></array>", "`</array>` closes `<dict>`"),
        ];
        for (inside, expected) in cases {
            let found = messages_in("malformed-plist", inside);
            assert_eq!(found.first().map(String::as_str), Some(expected), "{inside}: {found:?}");
            assert_eq!(found.len(), 1, "{inside}: {found:?}");
        }
    }

    #[test]
    fn the_help_writes_what_was_meant() {
        let help = |inside: &str| {
            let found = found("malformed-plist", preferences(inside).as_bytes(), None);
            found.into_iter().filter_map(|finding| finding.help).collect::<String>()
        };
        assert_eq!(help("<key>a</key><True/>"), "write `<true/>`");
        assert_eq!(help("<key>a</key><sting>b</sting>"), "write `<string>`");
        assert!(help("<key>a<key><true/>").starts_with("write `</key>` here"));
    }

    #[test]
    fn a_declaration_is_written_anew() {
        let file = "<?xml version=“1.0” encoding=“UTF-8”?>\n<plist version=\"1.0\"><dict/></plist>";
        let fixes =
            found("malformed-plist", file.as_bytes(), None).into_iter().filter_map(|finding| finding.fix);
        let texts: Vec<String> = fixes.flat_map(|fix| fix.edits).map(|edit| edit.text).collect();
        assert_eq!(texts, ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>"]);
    }
}
