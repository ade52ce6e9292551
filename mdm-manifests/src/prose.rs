//! What is known about a key beside its description, to sentences. Code stands in backticks, as it does in descriptions.

use latchkey_profile_schema::catalog::{CatalogKey, Unit};

/// The versions that read the key, in sentences.
pub(crate) fn versions(key: &CatalogKey, application: &str) -> Vec<String> {
    let sentences = [
        key.since.as_ref().map(|version| format!("Since {application} {version}.")),
        key.until.as_ref().map(|version| format!("Until {application} {version}.")),
        key.macos_since.as_ref().map(|version| format!("Since macOS {version}.")),
        key.macos_until.as_ref().map(|version| format!("Until macOS {version}.")),
        key.macos_deprecated.as_ref().map(|version| format!("Out of use since macOS {version}.")),
        key.deprecated.then(|| "Out of use.".to_owned()),
    ];
    sentences.into_iter().flatten().collect()
}

/// What other keys have to say about this one.
pub(crate) fn conditions(key: &CatalogKey) -> Option<String> {
    if let Some(unless) = &key.required_unless {
        let is = if unless.values.is_empty() { "set".to_owned() } else { either(&unless.values) };
        return Some(format!("Needed unless `{}` of `{}` is {is}.", unless.key, unless.domain));
    }
    let when = key.required_when.as_ref()?;
    Some(format!("Needed where `{}` is {}.", when.key, either(&when.values)))
}

/// Values that are known, where others are as good.
pub(crate) fn suggested(key: &CatalogKey) -> Option<String> {
    let [first, rest @ ..] = key.suggested.as_slice() else { return None };
    let rest: String = rest.iter().map(|value| format!(", `{value}`")).collect();
    Some(format!("Known values: `{first}`{rest}."))
}

/// How several values stand in one text.
pub(crate) fn separator(key: &CatalogKey) -> Option<String> {
    let separator = key.separator.as_ref()?;
    Some(format!("Several values stand in one text, with `{separator}` between them."))
}

/// What whoever delivers a secret must know, where the description does not say it: a manifest of ours does.
pub(crate) fn exposure(key: &CatalogKey) -> Option<&'static str> {
    const EXPOSURE: &str = "Whoever can read the profile can read this value.";
    (key.sensitive && !key.description.contains(EXPOSURE)).then_some(EXPOSURE)
}

/// What a mistake does.
pub(crate) fn consequence(key: &CatalogKey) -> Option<String> {
    let consequence = key.consequence.trim_end_matches('.');
    (!consequence.is_empty()).then(|| format!("If wrong: {consequence}."))
}

/// The unit of a length of time, as a word.
pub(crate) fn unit(key: &CatalogKey) -> Option<Unit> {
    key.unit.filter(|unit| *unit != Unit::Count)
}

/// Sentences after a text.
pub(crate) fn after<S: AsRef<str>>(text: &str, sentences: impl IntoIterator<Item = S>) -> String {
    let mut all = text.trim_end().to_owned();
    for sentence in sentences {
        if !all.is_empty() {
            all.push(' ');
        }
        all.push_str(sentence.as_ref());
    }
    all
}

/// The words of a text in lines of so many characters; a word that is longer has a line of its own.
#[must_use]
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A text for an editor that shows it as it is: code is set in quotation marks.
pub(crate) fn plain(text: &str) -> String {
    let mut parts = text.split('`');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for (index, part) in parts.enumerate() {
        plain.push(if index % 2 == 0 { '“' } else { '”' });
        plain.push_str(part);
    }
    plain
}

fn either(values: &[String]) -> String {
    match values {
        [] => "set".to_owned(),
        [only] => format!("`{only}`"),
        [first @ .., last] => {
            let first: Vec<String> = first.iter().map(|value| format!("`{value}`")).collect();
            format!("{} or `{last}`", first.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use latchkey_profile_schema::catalog::RequiredWhen;
    use latchkey_profile_schema::document::PlistType;

    use super::*;

    #[test]
    fn code_is_quoted() {
        assert_eq!(plain("with `*` or `any` x"), "with “*” or “any” x");
        assert_eq!(plain("none"), "none");
    }

    #[test]
    fn lines_end_between_words() {
        assert_eq!(wrapped("one two  three\nfour", 9), ["one two", "three", "four"]);
        assert_eq!(wrapped("exactly nine", 12), ["exactly nine"]);
        assert_eq!(wrapped("a unbreakable b", 3), ["a", "unbreakable", "b"]);
        assert!(wrapped(" ", 3).is_empty());
    }

    #[test]
    fn sentences_follow_a_text_or_stand_alone() {
        assert_eq!(after("A.", ["B.", "C."]), "A. B. C.");
        assert_eq!(after("", ["B."]), "B.");
        assert_eq!(after("A.", None::<String>), "A.");
    }

    #[test]
    fn values_are_listed_as_in_a_sentence() {
        let mut key = CatalogKey::named("A", PlistType::String);
        assert_eq!(conditions(&key), None);
        for (values, expected) in
            [("", "set"), ("a", "`a`"), ("a b", "`a` or `b`"), ("a b c", "`a`, `b` or `c`")]
        {
            let values = values.split_whitespace().map(str::to_owned).collect();
            key.required_when = Some(RequiredWhen { key: "B".into(), values });
            assert_eq!(conditions(&key).unwrap(), format!("Needed where `B` is {expected}."));
        }
    }
}
