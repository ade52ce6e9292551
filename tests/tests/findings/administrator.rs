//! Ten profiles as people really break them, mended with what the linter says and nothing else.
//!
//! `tests/profiles/administrator/STORY/` holds `broken`, one file or the files of one call, and `mended`, which is what
//! came of following the text of each finding. `expected.jsonl` is what is found before and after.

use std::path::{Path, PathBuf};

use latchkey_tests::command::latchkey;

use crate::case::{Case, entries, files, name, profiles, read};
use crate::is_set;
use crate::verdict::lint;

/// What stays where an MDM has no variable for the secret: the file is the MDM's own copy.
const STAYS: &str = "secret-in-file";

fn stories() -> Vec<Case> {
    let stories: Vec<Case> = entries(&profiles().join("administrator")).into_iter().map(read).collect();
    assert_eq!(stories.len(), 10);
    stories
}

/// The file or folder whose name begins like this.
fn part(folder: &Path, begins: &str) -> PathBuf {
    entries(folder).into_iter().find(|path| name(path).split('.').next() == Some(begins)).unwrap()
}

#[test]
fn what_the_linter_says_is_enough_to_mend_a_profile() {
    let Some(latchkey) = latchkey() else { return };
    let mut differing = Vec::new();
    for story in stories() {
        let options = story.options(crate::case::Side::Fails);
        let broken = part(&story.folder, "broken");
        let found = lint(&latchkey, &options, &files(&broken));
        assert!(found.findings.iter().any(|finding| finding["level"] == "error"), "{} is sound", story.name);
        let mut lines = found.lines(&story.folder, &broken);
        // Profiles of several teams never meet on one Mac, and are checked apart, as the linter says.
        for mended in files(&part(&story.folder, "mended")) {
            let found = lint(&latchkey, &options, std::slice::from_ref(&mended));
            let mut grave = found.grave();
            grave.retain(|rule| rule != STAYS);
            assert!(grave.is_empty(), "{}: {grave:?} after mending", story.name);
            assert!(found.unchecked(&[]).is_empty(), "{}: not all is checked", story.name);
            lines.extend(found.lines(&story.folder, &mended));
        }
        let path = story.folder.join("expected.jsonl");
        let found = lines.join("\n") + "\n";
        if std::fs::read_to_string(&path).unwrap_or_default() != found {
            if is_set("UPDATE_EXPECTED") {
                std::fs::write(&path, &found).unwrap();
            } else {
                differing.push(format!("{}\n{found}", story.name));
            }
        }
    }
    assert!(differing.is_empty(), "`UPDATE_EXPECTED=1` writes these anew\n{}", differing.join("\n"));
}
