//! The file of a scenario to what comes of it: played, with the settings behind each decision, or everything that is
//! wrong with it.

mod mistakes;
mod shelf;

use std::path::Path;

use latchkey_engine::scenario::{Scenario, Transcript, schema as raw, transcript};
use serde_json::Value;

use crate::files;
use crate::toml_file::without_null;

pub(crate) use mistakes::Told;
pub(crate) use shelf::Shelf;

/// How the file is called where its folder is searched, and its schema.
pub(crate) const FILE_NAME: &str = "scenario.toml";

/// A scenario that was played.
pub(crate) struct Played {
    /// As it is written.
    pub(crate) scenario: Scenario,
    /// What came of it.
    pub(crate) transcript: Transcript,
}

/// A scenario that was not.
pub(crate) struct Broken {
    /// Its text, as far as it was read.
    pub(crate) text: Vec<u8>,
    /// What is wrong with it, in the order of the file.
    pub(crate) mistakes: Vec<Told>,
}

/// Plays the scenario in a file; `-` is standard input. Its profiles are looked for beside it.
pub(crate) fn play(file: &Path, shelf: &Shelf) -> Result<Played, Broken> {
    let broken = |text: Vec<u8>, mistakes| Broken { text, mistakes };
    let bytes =
        files::read(file).map_err(|error| broken(Vec::new(), vec![Told::whole(error.to_string())]))?;
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let told =
                Told { help: Some("save it as UTF-8".to_owned()), ..Told::whole("it is not UTF-8 text") };
            return Err(broken(error.into_bytes(), vec![told]));
        }
    };
    let played = Scenario::parse(&text).and_then(|scenario| {
        let transcript = transcript(&scenario, &shelf.beside(folder(file)))?;
        Ok(Played { scenario, transcript })
    });
    played.map_err(|error| {
        let mistakes = mistakes::tell(&error, &text);
        broken(text.into_bytes(), mistakes)
    })
}

/// The folder from which a scenario names its profiles.
pub(crate) fn folder(file: &Path) -> &Path {
    if file.as_os_str() == "-" { Path::new("") } else { file.parent().unwrap_or(Path::new("")) }
}

/// The schema of a scenario.
#[must_use]
pub(crate) fn schema() -> Value {
    without_null(raw())
}

/// The schema as the committed file has it.
#[must_use]
pub(crate) fn schema_file() -> String {
    format!("{:#}\n", schema())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "the drift test compares and repairs a committed file")]

    use super::*;

    #[test]
    fn the_committed_schema_is_what_the_types_generate() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenario.schema.json");
        let generated = schema_file();
        if std::env::var("UPDATE_SCHEMAS").is_ok_and(|value| value == "1") {
            std::fs::write(&path, &generated).unwrap();
        }
        assert!(
            std::fs::read_to_string(&path).unwrap_or_default() == generated,
            "scenario.schema.json drifted from the types; run `cargo run -- schema scenario.toml > tools/scenario.schema.json`"
        );
    }

    #[test]
    fn the_schema_is_valid_and_says_no_null() {
        let schema = schema();
        assert_eq!(jsonschema::meta::validate(&schema).map_err(|error| error.to_string()), Ok(()));
        assert!(!schema.to_string().contains("null"));
    }

    #[test]
    fn any_text_gets_an_answer() {
        let whole = "profile = 'x'\n[[subject]]\nname = 'a'\nuid = 1\n[[step]]\nat = '+1h'\nattempt = { subject = 'b' }\n";
        for end in 0..=whole.len() {
            let text = whole.get(..end).unwrap();
            if let Err(error) = Scenario::parse(text) {
                assert!(!mistakes::tell(&error, text).is_empty(), "{text}");
            }
        }
        for text in ["\0", "profile = '\u{202e}'\nstep = 1", &"[".repeat(10_000), &"a.".repeat(10_000)] {
            let error = Scenario::parse(text).unwrap_err();
            assert!(!mistakes::tell(&error, text).is_empty());
        }
    }
}
