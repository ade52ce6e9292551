//! The declaration to JSON Schema files (draft 2020-12), one a domain.
//!
//! What the derive macro writes is brought into one plain shape: no null branches, words of an enum as `enum` with
//! their titles beside it, the type of the property list and the display order on every key.

mod shape;

use serde_json::Value;

use crate::domain::{self, Domain};

/// The schema of a domain, generated from its declaration.
#[must_use]
pub fn generate(domain: &Domain) -> Value {
    shape::shaped(domain, (domain.generate)().to_value())
}

/// Every schema file: its name and its contents.
#[must_use]
pub fn files() -> Vec<(&'static str, String)> {
    domain::every().map(|domain| (domain.file, format!("{:#}\n", generate(domain)))).collect()
}

/// The committed schema of a domain, as text.
#[must_use]
pub const fn committed(domain: &Domain) -> &'static str {
    domain.committed
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "the drift test compares and repairs committed files")]

    use std::path::Path;

    use super::*;

    #[test]
    fn committed_schemas_are_what_the_declaration_generates() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
        let repair = std::env::var("UPDATE_SCHEMAS").is_ok_and(|value| value == "1");
        let mut drifted = Vec::new();
        for (name, contents) in files() {
            let path = folder.join(name);
            if std::fs::read_to_string(&path).ok().as_deref() != Some(contents.as_str()) {
                if repair {
                    std::fs::write(&path, contents).expect("a schema can be written");
                }
                drifted.push(name);
            }
        }
        assert!(
            drifted.is_empty() || repair,
            "{drifted:?} drifted from the declaration; run `UPDATE_SCHEMAS=1 cargo test -p latchkey-profile-schema` to repair it"
        );
    }

    #[test]
    fn every_schema_is_valid_by_its_own_meta_schema() {
        for domain in domain::every() {
            let verdict = jsonschema::meta::validate(&generate(domain)).map_err(|error| error.to_string());
            assert_eq!(verdict, Ok(()), "{}", domain.name);
        }
    }

    /// The checker evaluates the schemas as draft 7, so nothing may stand in them that means something else there.
    #[test]
    fn only_keywords_that_every_draft_shares_are_used() {
        const SHARED: [&str; 16] = [
            "$id",
            "$schema",
            "title",
            "description",
            "default",
            "type",
            "enum",
            "required",
            "properties",
            "additionalProperties",
            "items",
            "uniqueItems",
            "pattern",
            "minLength",
            "minimum",
            "maximum",
        ];
        fn walk(schema: &Value, name: &str) {
            let Some(keywords) = schema.as_object() else { return };
            for (keyword, value) in keywords {
                let shared = SHARED.contains(&keyword.as_str());
                assert!(shared || keyword.starts_with("x-"), "{name}: `{keyword}`");
                match keyword.as_str() {
                    "properties" => {
                        value.as_object().into_iter().flatten().for_each(|(_, key)| walk(key, name))
                    }
                    "items" | "additionalProperties" => walk(value, name),
                    _ => {}
                }
            }
        }
        for domain in domain::every() {
            walk(&generate(domain), domain.name);
        }
    }

    #[test]
    fn no_schema_says_null() {
        for (name, contents) in files() {
            assert!(!contents.contains("null"), "{name}");
        }
    }

    #[test]
    fn no_file_lies_beside_the_declared_ones() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
        let declared: Vec<_> = files().into_iter().map(|(name, _)| name.to_owned()).collect();
        for entry in std::fs::read_dir(folder).expect("the folder is there") {
            let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
            assert!(declared.contains(&name), "{name} belongs to no domain");
        }
    }
}
