//! The declaration of one domain to its JSON Schema (draft 2020-12): the committed file, and of somebody else's schema
//! a file that says the same in the same words.

mod property;

use latchkey_profile_schema::catalog::{Channel, Enrollment, Repetition};
use latchkey_profile_schema::{Catalog, domain, schema};
use serde_json::Value;

use crate::artifact::{Artifact, file_name};
use crate::manifest::Manifest;
use property::Schema;

/// `<domain>.schema.json`: `<domain>.json` is the schema that Jamf Pro takes, which is another one.
pub(crate) fn manifest(catalog: &Catalog) -> Manifest {
    let path = format!("{}.schema.json", file_name(&catalog.domain));
    let declared = domain::known(&catalog.domain).filter(|domain| Catalog::declared(domain) == Some(catalog));
    if let Some(domain) = declared {
        let artifacts = vec![Artifact::new(path, schema::committed(domain))];
        return Manifest { artifacts, ..Manifest::default() };
    }
    let artifacts = vec![Artifact::new(path, format!("{:#}\n", written(catalog)))];
    Manifest { artifacts, omitted: property::untold(&catalog.keys, ""), caution: None }
}

/// The schema in the words of the committed ones; what only this project's policy asks about a key is not in it.
fn written(catalog: &Catalog) -> Value {
    let mut schema = Schema::default();
    schema.set("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.set("$id", format!("urn:latchkey:schema:{}", catalog.domain));
    schema.set("x-domain", catalog.domain.as_ref());
    schema.text("title", &catalog.title);
    schema.text("description", &catalog.description);
    schema.set("type", "object");
    schema.option("x-macos-since", catalog.macos_since.as_deref());
    schema.option("x-channel", catalog.channel.map(channel));
    schema.option("x-multiple", catalog.repetition.map(repetition));
    schema.option("x-enrollment", catalog.enrollment.map(enrollment));
    schema.option("x-source", catalog.documentation.as_deref());
    schema.list("x-other-keys", &catalog.other_keys);
    schema.keys(&catalog.keys);
    schema.into()
}

const fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::System => "system",
        Channel::User => "user",
        Channel::Both => "both",
    }
}

const fn repetition(repetition: Repetition) -> &'static str {
    match repetition {
        Repetition::Once => "once",
        Repetition::Several => "several",
    }
}

const fn enrollment(enrollment: Enrollment) -> &'static str {
    match enrollment {
        Enrollment::ApprovedServer => "approved-server",
        Enrollment::ApprovedServerOrPerson => "approved-server-or-person",
    }
}

#[cfg(test)]
mod tests {
    use latchkey_profile_schema::domain::{COMPANIONS, DOMAINS};

    use super::*;

    /// Takes away what a catalog does not tell from its absence, and what only this project's policy asks.
    fn plain(schema: &mut Value) {
        match schema {
            Value::Object(keywords) => {
                for keyword in ["x-decides", "x-fallback", "x-key-names"] {
                    keywords.remove(keyword);
                }
                keywords.values_mut().for_each(plain);
            }
            Value::Array(items) => items.iter_mut().for_each(plain),
            _ => {}
        }
    }

    #[test]
    fn a_schema_that_is_written_says_what_the_committed_one_does() {
        for domain in DOMAINS.iter().chain(COMPANIONS) {
            let mut committed: Value = serde_json::from_str(schema::committed(domain)).unwrap();
            plain(&mut committed);
            let mut written = written(&Catalog::of(domain));
            plain(&mut written);
            assert_eq!(written, committed, "{}", domain.name);
        }
    }

    #[test]
    fn somebody_elses_schema_of_a_declared_domain_is_not_taken_for_the_declaration() {
        let mut catalog = Catalog::of(&domain::DESKTOP_MFA).into_owned();
        let of = |catalog: &Catalog| manifest(catalog).artifacts;
        let path = format!("{}.schema.json", domain::DESKTOP_MFA.name);
        let committed = Artifact::new(path, schema::committed(&domain::DESKTOP_MFA));
        assert_eq!(of(&catalog), [committed]);
        catalog.keys.truncate(1);
        assert!(!String::from_utf8_lossy(&of(&catalog)[0].bytes).contains("MFARequiredList"));
    }
}
