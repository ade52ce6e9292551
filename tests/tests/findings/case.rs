//! A folder under `tests/profiles/` to the files of its case: what its `case.toml` describes, and what stands in it.
//!
//! The tables `[fails]` and `[passes]` describe one file each, or several of one call as `[fails.NAME]`. A key with a dot
//! in it is a preference domain, its text the keys of that domain. What a sound profile needs besides is added, unless
//! the text has it or `without` names it. Further keys: `profile` (keys of the top level), `payload` (keys of the first
//! payload's envelope), `payloads` (payloads as they are), `file` (a whole file as it is), `replace` (texts of the property
//! list and what comes in their place), `cut` (how many bytes the finished file lacks at its end), `carriers`, `options`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

/// The domain of a file that names none.
pub(crate) const OKTA: &str = "com.okta.deviceaccess.servicedaemon";
/// The agent's own domain.
pub(crate) const AGENT: &str = "org.latchkey.agent";

/// What a file is to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// The rule finds something.
    Fails,
    /// It does not, and nothing else does.
    Passes,
}

/// A folder of files about one thing.
#[derive(Debug)]
pub(crate) struct Case {
    /// The name of the folder: a rule's, or a word for the story.
    pub(crate) name: String,
    pub(crate) folder: PathBuf,
    /// What the files are called with on the command line.
    options: Vec<String>,
    /// Rules above `info` whose findings come along, since the defect cannot be had without them.
    pub(crate) also: Vec<String>,
    /// Payload types that nothing describes, and that come along.
    pub(crate) unchecked: Vec<String>,
    pub(crate) fails: Described,
    pub(crate) passes: Described,
}

/// One side of a case, as it is described.
#[derive(Debug, Default)]
pub(crate) struct Described {
    /// The files of one call: their names, empty where there is one.
    pub(crate) files: BTreeMap<String, Description>,
    /// The carriers that stand in the folder.
    pub(crate) carriers: Vec<String>,
    options: Vec<String>,
}

/// One file, as it is described.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Description {
    /// Domains and the keys of each.
    pub(crate) domains: BTreeMap<String, String>,
    pub(crate) profile: String,
    pub(crate) payload: String,
    pub(crate) payloads: String,
    pub(crate) file: Option<String>,
    pub(crate) without: Vec<String>,
    pub(crate) replace: Vec<(String, String)>,
    pub(crate) cut: usize,
}

impl Side {
    pub(crate) const ALL: [Self; 2] = [Self::Fails, Self::Passes];

    /// What the names of its files begin with.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Fails => "fails",
            Self::Passes => "passes",
        }
    }
}

impl Case {
    pub(crate) fn side(&self, side: Side) -> &Described {
        match side {
            Side::Fails => &self.fails,
            Side::Passes => &self.passes,
        }
    }

    /// Arguments of the command line for a side.
    pub(crate) fn options(&self, side: Side) -> Vec<String> {
        let folder = self.folder.display().to_string();
        let all = self.options.iter().chain(&self.side(side).options);
        all.map(|option| option.replace("{folder}", &folder)).collect()
    }

    /// What is handed to the linter for a side: a file, or a folder of the files of one call.
    pub(crate) fn inputs(&self, side: Side) -> Vec<PathBuf> {
        let begins = |path: &PathBuf| name(path).starts_with(&format!("{}.", side.word()));
        entries(&self.folder).into_iter().filter(begins).collect()
    }
}

/// The files of an input: itself, or all in the folder. Walking a folder passes over some, and here none is.
pub(crate) fn files(input: &Path) -> Vec<PathBuf> {
    if input.is_dir() {
        entries(input).iter().flat_map(|path| files(path)).collect()
    } else {
        vec![input.to_owned()]
    }
}

/// The carrier that the name of a file or folder says, `jamf` in `fails.jamf.xml`.
pub(crate) fn carrier_of(path: &Path) -> String {
    name(path).split('.').nth(1).unwrap().to_owned()
}

pub(crate) fn name(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

/// What stands in a folder, sorted.
pub(crate) fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries
}

/// The folder of all cases.
pub(crate) fn profiles() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("profiles")
}

/// Every case about a rule, sorted.
pub(crate) fn cases() -> Vec<Case> {
    let cases: Vec<Case> = entries(&profiles())
        .into_iter()
        .filter(|path| path.is_dir() && name(path) != "administrator")
        .map(read)
        .collect();
    assert!(cases.len() > 100, "{} cases", cases.len());
    cases
}

/// Reads a folder.
pub(crate) fn read(folder: PathBuf) -> Case {
    let name = name(&folder);
    let text = std::fs::read_to_string(folder.join("case.toml")).unwrap_or_default();
    let mut table: Table = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut side = |side: &str| match table.remove(side) {
        Some(Value::Table(described)) => read_side(described),
        _ => Described::default(),
    };
    let (fails, passes) = (side("fails"), side("passes"));
    let mut words = |key: &str| list(&mut table, key);
    let (options, also, unchecked) = (words("options"), words("also"), words("unchecked"));
    let case = Case { name, folder, options, also, unchecked, fails, passes };
    assert!(table.is_empty(), "{}: unknown {table:?}", case.name);
    case
}

fn read_side(mut table: Table) -> Described {
    let carriers = list(&mut table, "carriers");
    let options = list(&mut table, "options");
    let several = table.values().all(Value::is_table) && !table.is_empty();
    let files = if several {
        let file = |(name, value)| match value {
            Value::Table(table) => (name, read_file(table)),
            other => panic!("{other}"),
        };
        table.into_iter().map(file).collect()
    } else {
        BTreeMap::from([(String::new(), read_file(table))])
    };
    Described { files, carriers, options }
}

fn read_file(mut table: Table) -> Description {
    let mut text = |key: &str| table.remove(key).map(|value| value.as_str().unwrap().to_owned());
    let (profile, payload, payloads, file) =
        (text("profile"), text("payload"), text("payloads"), text("file"));
    let without = list(&mut table, "without");
    let replace =
        list(&mut table, "replace").chunks(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect();
    let cut = table.remove("cut").map_or(0, |cut| usize::try_from(cut.as_integer().unwrap()).unwrap());
    let domain = |(key, value): (String, Value)| {
        assert!(key.contains('.'), "`{key}` is no domain, and no key of a file");
        (key, value.as_str().unwrap().to_owned())
    };
    let mut domains: BTreeMap<String, String> = table.into_iter().map(domain).collect();
    if domains.is_empty() && payloads.is_none() && file.is_none() {
        domains.insert(OKTA.to_owned(), String::new());
    }
    let [profile, payload, payloads] = [profile, payload, payloads].map(Option::unwrap_or_default);
    Description { domains, profile, payload, payloads, file, without, replace, cut }
}

fn list(table: &mut Table, key: &str) -> Vec<String> {
    let Some(value) = table.remove(key) else { return Vec::new() };
    value.as_array().unwrap().iter().map(|item| item.as_str().unwrap().to_owned()).collect()
}
