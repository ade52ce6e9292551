//! `placeholder-value`: a text of a template that nobody has replaced.

mod elsewhere;

use latchkey_mdm_manifests::is_placeholder;
use latchkey_profile_schema::domain;
use latchkey_profile_schema::plist::MAX_PROBLEMS;
use latchkey_profile_schema::{CatalogKey, KeyPath, Node, Segment, Value};

use super::companions::is_okta_host;
use crate::finding::{Finding, value_at};
use crate::phrase::{key, quoted};
use crate::rule::{Level, rule};
use crate::view::{FileView, PayloadView, catalog};

rule! {
    /// A text that stands in a template for the real one.
    ///
    /// # What it does
    /// Reports `YOUR_DMFA_CLIENT_SECRET` and the like, which `latchkey build` writes in place of secrets, and texts
    /// of samples: `your-org`, `customerorg`, `add-your-…`, `<…>`, `mycompany.okta.com`, `0oaxxxxxxxx`; and words that
    /// stand for a value, such as `secret`, `REDACTED`, `CLIENT_ID`, `TODO`, `****`. Hosts of `example.com` are none.
    /// `{{client_id}}` without a target, and a `YOUR_…` in a name of the envelope or in a domain that is not declared,
    /// are warnings.
    ///
    /// # Why it matters
    /// The profile is complete to every program that reads it, and nobody can sign in.
    ///
    /// # Example
    /// ```xml
    /// <key>DMFAClientSecret</key><string>YOUR_DMFA_CLIENT_SECRET</string>
    /// ```
    ///
    /// # Instead
    /// The value of the app, in the MDM's own copy of the profile and not in a repository, or a variable of the MDM:
    /// ```xml
    /// <key>DMFAClientSecret</key><string>$FLEET_SECRET_DMFA_CLIENT_SECRET</string>
    /// ```
    ///
    /// # Keys
    /// Every text.
    static RULE = { name: "placeholder-value", level: Error, since: "0.1.0" };
}

/// Looks through every text.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = file.payloads.iter().flat_map(of_declared).collect();
    elsewhere::look(file, &mut findings);
    findings
}

fn of_declared(settings: &PayloadView<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for entry in settings.entries() {
        look(&entry.node, &|| settings.path(&entry.key), settings, &mut findings);
    }
    findings
}

/// Looks at a text, and at every text in a list or dictionary.
fn look(node: &Node, path: &dyn Fn() -> KeyPath, settings: &PayloadView<'_>, findings: &mut Vec<Finding>) {
    match &node.value {
        Value::String(text) if findings.len() < MAX_PROBLEMS && is_template_text(text) => {
            findings.push(finding(text, path(), settings));
        }
        // An MDM may know a variable of any name; which, only its administrators do.
        Value::String(text)
            if findings.len() < MAX_PROBLEMS
                && settings.options.targets.is_empty()
                && is_stand_in_variable(text.trim()) =>
        {
            findings.push(finding(text, path(), settings).at_most(Level::Warning));
        }
        Value::Array(items) => {
            // Accounts may be called by any word.
            let is_sample = |item: &Node| item.as_str().is_none_or(is_sample);
            for (index, item) in items.iter().enumerate().filter(|(_, item)| is_sample(item)) {
                look(item, &|| path().index(index), settings, findings);
            }
        }
        Value::Dictionary(entries) => {
            for entry in entries {
                look(&entry.node, &|| path().key(&entry.key), settings, findings);
            }
        }
        _ => {}
    }
}

fn finding(text: &str, path: KeyPath, settings: &PayloadView<'_>) -> Finding {
    let below = path.segments().get(settings.payload.path.segments().len()..).unwrap_or_default();
    let declared = catalog(settings.domain).and_then(|catalog| catalog.declaration(below));
    // A key that is not declared may be a misspelt one, and its value a secret.
    let held = if declared.is_none_or(|key| key.sensitive) {
        "a placeholder".to_owned()
    } else {
        format!("the placeholder {}", quoted(text))
    };
    let companion = declared.filter(|_| domain::named(settings.domain.name).is_none());
    let consequence = companion.map_or_else(
        || "the organization does not know the value, and every sign-in fails".to_owned(),
        |key| key.consequence.clone(),
    );
    Finding::new(&RULE, value_at(path.clone()), format!("{} still holds {held}", key(&path)))
        .help(help(declared))
        .consequence(consequence)
}

/// Where the real value is to be had.
fn help(declared: Option<&CatalogKey>) -> &'static str {
    match declared {
        Some(key) if key.name == "DMFAClientID" => {
            "write the client ID that the app Desktop MFA shows in Okta's Admin Console"
        }
        Some(key) if key.name == "DMFAClientSecret" => {
            "write the secret that the app Desktop MFA shows in Okta's Admin Console, in the MDM's copy of the profile alone"
        }
        Some(key) if !key.sensitive => "write the real value",
        _ => "write the real value; a secret belongs into the MDM's copy alone",
    }
}

/// Whether a text comes from a template: what we write ourselves, what the vendor's samples hold, or a word for a value.
pub(crate) fn is_template_text(text: &str) -> bool {
    is_sample(text) || is_stand_in(text.trim())
}

/// Whether the text at a path is reported here, so that it need not be sound in any other way.
pub(crate) fn tells(path: &KeyPath, text: &str) -> bool {
    match path.segments().last() {
        Some(Segment::Index(_)) => is_sample(text),
        _ => is_template_text(text),
    }
}

/// Whether a text comes from a template for certain, whatever it is for.
pub(crate) fn is_sample(text: &str) -> bool {
    let trimmed = text.trim();
    is_placeholder(text)
        || holds_sample(trimmed.as_bytes())
        || (trimmed.len() > 2 && trimmed.starts_with('<') && trimmed.ends_with('>'))
        || is_masked(trimmed.strip_prefix("0oa").unwrap_or(trimmed))
        || trimmed.starts_with("0oaEXAMPLE")
        || is_sample_host(trimmed)
}

/// Whether a text is one sign again and again: `xxxxxxxx`, `****`, `...`.
fn is_masked(text: &str) -> bool {
    let mut signs = text.chars();
    let Some(first) = signs.next() else { return false };
    let least = if first == '…' {
        1
    } else if first == '.' {
        3
    } else {
        4
    };
    let is_mask = matches!(first, 'x' | 'X' | '*' | '•' | '.' | '…' | '?' | '#');
    is_mask && text.chars().count() >= least && signs.all(|sign| sign.eq_ignore_ascii_case(&first))
}

/// Names that samples have for an organization, where the vendor's domain follows.
const NAMES: &[&str] = &[
    "company",
    "company-name",
    "companyname",
    "example",
    "my-company",
    "my-domain",
    "my-org",
    "mycompany",
    "mydomain",
    "myorg",
    "orgname",
    "subdomain",
];

/// Whether a text leads to the host of a sample: `https://mycompany.okta.com`.
fn is_sample_host(text: &str) -> bool {
    let Some((before, _)) = text.split_once(".okta") else { return false };
    let name = before.rsplit(['/', ':', '@']).next().unwrap_or(before);
    let host = text.get(before.len() - name.len()..).and_then(|rest| rest.split(['/', ':', '?', '#']).next());
    let name = name.strip_suffix("-admin").unwrap_or(name);
    NAMES.iter().any(|known| name.eq_ignore_ascii_case(known)) && host.is_some_and(is_okta_host)
}

/// Words that stand where a value is to come, without what parts them.
const STAND_INS: &[&str] = &[
    "clientid",
    "clientsecret",
    "dummy",
    "fixme",
    "insertclientid",
    "insertclientsecret",
    "insertsecret",
    "placeholder",
    "redacted",
    "replaceme",
    "secret",
    "tbd",
    "todo",
];

/// Whether a text is nothing but a word for a value: `REPLACE_ME`, `(secret)`, `%CLIENT_ID%`, `CLIENT_ID_HERE`.
fn is_stand_in(text: &str) -> bool {
    const LONGEST: usize = 32;
    if text.len() > LONGEST || !text.is_ascii() {
        return false;
    }
    let pairs = [('(', ')'), ('[', ']'), ('{', '}'), ('%', '%')];
    let inner =
        pairs.iter().find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close)).unwrap_or(text);
    let lower = inner.to_ascii_lowercase();
    let letters = || lower.bytes().filter(|sign| !matches!(sign, b'-' | b'_' | b' '));
    let is_here = ["-here", "_here", " here"].iter().any(|end| lower.ends_with(end));
    (is_here && letters().all(|sign| sign.is_ascii_lowercase()))
        || STAND_INS.iter().any(|word| letters().eq(word.bytes()))
}

/// Whether a text is a word for a value as templates have it: `{{client_id}}`.
fn is_stand_in_variable(text: &str) -> bool {
    let inner = text.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}"));
    inner.is_some_and(|inner| is_stand_in(inner.trim()))
}

/// Words of samples. They begin with one of a few pairs of letters, see below.
const WORDS: &[&str] = &[
    "your-org",
    "yourorg",
    "your_org",
    "your-domain",
    "yourdomain",
    "your-company",
    "yourcompany",
    "your-client",
    "youroktadomain",
    "your_client",
    "customerorg",
    "add-your-",
    "replace-with-",
    "replace_with_",
    "insert-your",
    "change-me",
    "change_me",
    "changeme",
];

/// Whether words of a sample stand in a text, in capitals or not.
fn holds_sample(text: &[u8]) -> bool {
    let begins = |rest: &[u8], words: &str| {
        rest.get(..words.len()).is_some_and(|start| start.eq_ignore_ascii_case(words.as_bytes()))
    };
    // Each text of each file is looked at, and few of their letters begin any word.
    text.iter().enumerate().any(|(at, letter)| {
        let rest = text.get(at..).unwrap_or_default();
        let next = rest.get(1).map_or(0, |next| next | 0x20);
        let might_begin = [b"ad", b"ch", b"cu", b"in", b"re", b"yo"].contains(&&[letter | 0x20, next]);
        might_begin && WORDS.iter().any(|words| begins(rest, words))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing::paths_in;

    #[test]
    fn every_sample_is_found() {
        for words in WORDS {
            assert!(holds_sample(format!("https://{}", words.to_uppercase()).as_bytes()), "{words}");
        }
        assert!(!holds_sample(b"your own"));
    }

    #[test]
    fn an_account_may_be_called_by_any_word() {
        let accounts = |name: &str| {
            let inside = format!("<key>MFANotRequiredList</key><array><string>{name}</string></array>");
            paths_in("placeholder-value", &inside).len()
        };
        assert_eq!([accounts("dummy"), accounts("secret"), accounts("your-client")], [0, 0, 1]);
    }

    #[test]
    fn templates_are_told_from_values() {
        let text = |text: &str| {
            paths_in("placeholder-value", &format!("<key>DMFAClientID</key><string>{text}</string>"))
        };
        for placeholder in [
            "YOUR_DMFA_CLIENT_ID",
            "add-your-client-id",
            "&lt;client id&gt;",
            "https://your-org.okta.com",
            "your_client_id",
            "xxxxxxxx",
            "0oaxxxxxxxxxxxxxxxxx",
            "0oa...",
            "****",
            "REPLACE_ME",
            "TODO",
            "%CLIENT_ID%",
            "{client_id}",
            "client id",
            "client-secret-here",
            "(secret)",
            "REDACTED",
            "dummy",
            "https://mycompany.okta.com",
            "https://company-admin.oktapreview.com/",
            "https://{yourOktaDomain}",
            "https://example.okta.com",
            "0oaEXAMPLE0000000000",
            "{{client_id}}",
        ] {
            assert_eq!(text(placeholder), ["/DMFAClientID"], "{placeholder}");
        }
        for value in [
            "https://corp.example.com",
            "https://goodcompany.okta.com",
            "$CLIENTID",
            "${CLIENT_ID}",
            "{{serialnumber}}",
            "atmosphere",
            "xx",
            "secretary",
        ] {
            assert!(text(value).is_empty(), "{value}");
        }
    }
}
