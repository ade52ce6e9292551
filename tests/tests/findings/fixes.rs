//! Every finding of the set that says it can be mended, mended: a second run changes nothing, nothing that can be
//! mended is left, and values differ only where the findings are.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use latchkey_profile_schema::opening;
use latchkey_profile_schema::{KeyPath, Node, Value as Plist};
use latchkey_tests::command::{Latchkey, latchkey};
use serde_json::Value;

use crate::case::{self, Case};
use crate::verdict::{Verdict, lint, text};
use crate::{LINTED, Linted, in_parallel};

/// How far mending goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mend {
    Safe,
    Unsafe,
}

impl Mend {
    fn options(self) -> Vec<String> {
        let words: &[&str] = if self == Self::Safe { &["--fix"] } else { &["--fix", "--unsafe-fixes"] };
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    /// Whether a finding says that this mends it.
    fn mends(self, finding: &Value) -> bool {
        let fix = &finding["fix"];
        !fix.is_null() && (self == Self::Unsafe || fix["safe"] == true)
    }
}

#[test]
fn mending_keeps_its_word_and_is_done_once() {
    let (Some(linted), Some(latchkey)) = (LINTED.as_ref(), latchkey()) else { return };
    let told = in_parallel(linted, |(case, files)| {
        let mut told = Told::default();
        for file in files {
            for mend in [Mend::Safe, Mend::Unsafe] {
                if file.verdict.findings.iter().any(|finding| mend.mends(finding)) {
                    told.mended += 1;
                    told.wrong.extend(mended(&latchkey, case, file, mend));
                }
            }
        }
        told
    });
    let wrong: Vec<&String> = told.iter().flat_map(|told| &told.wrong).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let mended: usize = told.iter().map(|told| told.mended).sum();
    assert!(mended >= 70, "{mended} files were mended");
}

#[derive(Default)]
struct Told {
    mended: usize,
    wrong: Vec<String>,
}

/// What is wrong with mending a file.
fn mended(latchkey: &Latchkey, case: &Case, file: &Linted, mend: Mend) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let copies = copied(&file.input, folder.path());
    let plain = case.options(file.side);
    let mending: Vec<String> = plain.iter().cloned().chain(mend.options()).collect();
    let before = contents(&copies);
    let _reported = lint(latchkey, &mending, &copies);
    let once = contents(&copies);
    let after = lint(latchkey, &plain, &copies);
    let again = lint(latchkey, &mending, &copies);

    let mut wrong = Vec::new();
    if contents(&copies) != once {
        wrong.push("mending again changes it again".to_owned());
    }
    if after.findings.len() != again.findings.len() {
        wrong.push("mending reports something else than looking".to_owned());
    }
    let left = after.findings.iter().filter(|finding| mend.mends(finding));
    wrong.extend(
        left.map(|finding| format!("`{}` is left at {}", text(&finding["rule"]), finding["key_path"])),
    );
    if before == once {
        wrong.push("nothing was mended".to_owned());
    }
    for ((path, before), once) in copies.iter().zip(&before).zip(&once) {
        let Some((was, is)) = values(before).zip(values(once)) else { continue };
        let places = places(&file.verdict, mend, &case::name(path));
        let changed =
            differing(&was, &is).into_iter().filter(|changed| !within(changed, &places, (&was, &is)));
        wrong.extend(changed.map(|changed| format!("{changed} is changed, beside {places:?}")));
    }
    let name = case::name(&file.input);
    let how = if mend == Mend::Safe { "safe" } else { "unsafe" };
    wrong.into_iter().map(|wrong| format!("{}/{name} ({how}): {wrong}", case.name)).collect()
}

/// Copies of the files of an input, below a folder.
fn copied(input: &Path, folder: &Path) -> Vec<PathBuf> {
    let parent = input.parent().unwrap();
    let copy = |file: PathBuf| {
        let copy = folder.join(file.strip_prefix(parent).unwrap());
        std::fs::create_dir_all(copy.parent().unwrap()).unwrap();
        std::fs::copy(&file, &copy).unwrap();
        copy
    };
    case::files(input).into_iter().map(copy).collect()
}

fn contents(files: &[PathBuf]) -> Vec<Vec<u8>> {
    files.iter().map(|file| std::fs::read(file).unwrap()).collect()
}

/// The places of the findings in a file that are to be mended.
fn places(verdict: &Verdict, mend: Mend, file: &str) -> Vec<String> {
    let of_file = |finding: &&Value| text(&finding["file"]).ends_with(file);
    let found = verdict.findings.iter().filter(of_file).filter(|finding| mend.mends(finding));
    found.filter_map(|finding| finding["key_path"].as_str().map(str::to_owned)).collect()
}

/// Whether a changed place is that of a finding, in it, its own key's under another name, or where its value has moved.
fn within(changed: &str, places: &[String], (was, is): (&Values, &Values)) -> bool {
    places.iter().any(|place| {
        let beside = place.rsplit_once('/').map_or("", |(parent, _)| parent);
        let inside = |path: &str| changed == path || changed.starts_with(&format!("{path}/"));
        let moved = || {
            let is_same_key = changed.rsplit('/').next() == place.rsplit('/').next();
            is_same_key && below(was, changed).is_empty() && below(is, changed) == below(was, place)
        };
        let name = changed.strip_prefix(beside).and_then(|rest| rest.strip_prefix('/')?.split('/').next());
        inside(place)
            || moved()
            || name.is_some_and(|name| {
                let sibling = format!("{beside}/{name}");
                let is_new = below(was, &sibling).is_empty();
                let is_leaf = changed == sibling;
                is_leaf || (is_new && below(is, &sibling) == below(was, place))
            })
    })
}

/// The values at and below a path, by the rest of their own.
fn below<'v>(values: &'v Values, path: &str) -> Vec<(&'v str, &'v str)> {
    let rest = |(at, value): (&'v String, &'v String)| {
        let rest = at.strip_prefix(path)?;
        (rest.is_empty() || rest.starts_with('/')).then_some((rest, value.as_str()))
    };
    values.iter().filter_map(rest).collect()
}

type Values = BTreeMap<String, String>;

/// Every value of the property list in a file by its path; none where it cannot be read.
fn values(bytes: &[u8]) -> Option<Values> {
    let opening = opening::open(bytes);
    let document = opening.contents.first()?.read().document?;
    let mut values = Values::new();
    gather(&document.root, &KeyPath::root(), &mut values);
    Some(values)
}

fn gather(node: &Node, path: &KeyPath, values: &mut Values) {
    match &node.value {
        Plist::Dictionary(entries) => {
            entries.iter().for_each(|entry| gather(&entry.node, &path.key(&entry.key), values));
        }
        Plist::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| gather(item, &path.index(index), values));
        }
        value => {
            values.insert(path.to_string(), format!("{value:?}"));
        }
    }
}

/// The paths at which two files have different values.
fn differing(one: &Values, other: &Values) -> BTreeSet<String> {
    let all = one.keys().chain(other.keys());
    all.filter(|path| one.get(*path) != other.get(*path)).cloned().collect()
}

#[test]
fn what_is_no_plain_text_is_left_as_it_is() {
    let (Some(linted), Some(latchkey)) = (LINTED.as_ref(), latchkey()) else { return };
    let sealed = ["binary", "binary-preference-file", "der", "ber", "pem", "graph", "graph-preferences"];
    let told = in_parallel(linted, |(case, files)| {
        let mut told = Told::default();
        let sealed = files.iter().filter(|file| sealed.contains(&case::carrier_of(&file.input).as_str()));
        for file in sealed.filter(|file| file.side == case::Side::Fails) {
            let folder = tempfile::tempdir().unwrap();
            let copies = copied(&file.input, folder.path());
            let before = contents(&copies);
            let options: Vec<String> =
                case.options(file.side).into_iter().chain(Mend::Unsafe.options()).collect();
            let _reported = lint(&latchkey, &options, &copies);
            told.mended += 1;
            if contents(&copies) != before {
                told.wrong.push(format!("{}/{}", case.name, case::name(&file.input)));
            }
        }
        told
    });
    let wrong: Vec<&String> = told.iter().flat_map(|told| &told.wrong).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(told.iter().map(|told| told.mended).sum::<usize>() >= 30, "too few such files");
}
