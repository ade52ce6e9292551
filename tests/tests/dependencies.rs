//! What stands on what: crates on crates as the design draws them, no runtime and no TLS where there is no world, no
//! unsafe code but in the two packages that need it, and a reason beside every dependency.

#![expect(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test reads the workspace, asks cargo, and fails loudly"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Every package, and the packages of the workspace that it may stand on.
const STANDS_ON: &[(&str, &[&str])] = &[
    ("latchkey-profile-schema", &[]),
    ("latchkey-mdm-manifests", &["latchkey-profile-schema"]),
    ("latchkey-linker", &[]),
    ("latchkey-engine", &["latchkey-profile-schema", "latchkey-linker"]),
    ("latchkey-wire", &[]),
    ("latchkeyd", &["latchkey-engine", "latchkey-wire"]),
    ("pam_latchkey", &["latchkey-wire"]),
    ("latchkey-login-window", &["latchkey-wire"]),
    (
        "latchkey",
        &[
            "latchkey-profile-schema",
            "latchkey-mdm-manifests",
            "latchkey-linker",
            "latchkey-engine",
            "latchkey-wire",
            "latchkeyd",
            "latchkey-practice-org",
        ],
    ),
    ("latchkey-practice-org", &[]),
];

/// Nothing stands on the outside view, so it may stand on everything.
const OUTSIDE: &str = "latchkey-tests";

/// The packages that speak C with the system.
const MAY_BE_UNSAFE: &[&str] = &["pam_latchkey", "latchkey-login-window"];

/// Runtimes, HTTP clients and TLS.
const OF_THE_WORLD: &[&str] =
    &["async-std", "h2", "hyper", "native-tls", "openssl", "reqwest", "rustls", "smol", "tokio", "ureq"];

/// A package of the workspace.
struct Package {
    name: String,
    manifest: PathBuf,
    /// Whom it stands on, tests apart.
    dependencies: Vec<String>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn cargo(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO"));
    let output =
        command.args(arguments).args(["--locked", "--offline"]).current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn packages() -> Vec<Package> {
    let metadata = cargo(&["metadata", "--format-version", "1", "--no-deps"]);
    let metadata: Value = serde_json::from_str(&metadata).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let packages = metadata["packages"].as_array().unwrap().iter();
    let packages = packages.map(|package| Package {
        name: text(&package["name"]),
        manifest: PathBuf::from(text(&package["manifest_path"])),
        dependencies: package["dependencies"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|dependency| dependency["kind"] != "dev")
            .map(|dependency| text(&dependency["name"]))
            .collect(),
    });
    packages.collect()
}

/// The packages under this one, itself included, without those that only its tests or its build need.
fn under(package: &str, features: &[&str]) -> BTreeSet<String> {
    let asked = ["tree", "--package", package, "--edges", "normal", "--prefix", "none", "--format", "{p}"];
    let tree = cargo(&[&asked, features].concat());
    tree.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

fn of_the_world(packages: &BTreeSet<String>) -> Vec<&str> {
    packages.iter().map(String::as_str).filter(|name| OF_THE_WORLD.contains(name)).collect()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The lines of a table of a manifest, each with the line above it.
fn entries(manifest: &str, is_table: impl Fn(&str) -> bool) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let (mut inside, mut above) = (false, "");
    for line in manifest.lines() {
        if let Some(table) = line.strip_prefix('[') {
            inside = is_table(table.trim_end_matches(']'));
        } else if inside && line.starts_with(|first: char| first.is_ascii_lowercase()) {
            found.push((line, above));
        }
        above = line;
    }
    found
}

#[test]
fn crates_stand_only_on_those_that_the_design_allows() {
    let packages = packages();
    let members: BTreeSet<_> = packages.iter().map(|package| package.name.as_str()).collect();
    for package in packages.iter().filter(|package| package.name != OUTSIDE) {
        let allowed = STANDS_ON.iter().find(|(name, _)| *name == package.name);
        let Some((_, allowed)) = allowed else { panic!("`{}` is in no row of the table", package.name) };
        let stands_on = package.dependencies.iter().filter(|name| members.contains(name.as_str()));
        let forbidden: Vec<_> = stands_on.filter(|name| !allowed.contains(&name.as_str())).collect();
        assert_eq!(forbidden, Vec::<&String>::new(), "{}", package.name);
    }
}

#[test]
fn the_login_machine_has_no_runtime_and_no_tls() {
    assert_eq!(of_the_world(&under("latchkey-linker", &[])), Vec::<&str>::new());
    // Were the names wrong, this would find nothing either.
    let driven = under("latchkey-linker", &["--features", "drive"]);
    for name in ["reqwest", "rustls", "tokio"] {
        assert!(of_the_world(&driven).contains(&name), "{name}");
    }
}

#[test]
fn declaration_and_manifests_touch_no_world() {
    for package in ["latchkey-profile-schema", "latchkey-mdm-manifests"] {
        assert_eq!(of_the_world(&under(package, &[])), Vec::<&str>::new(), "{package}");
    }
}

#[test]
fn no_crate_but_two_may_be_unsafe() {
    let workspace = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    assert!(workspace.contains("\nunsafe_code = \"deny\"\n"));
    for package in packages().iter().filter(|package| !MAY_BE_UNSAFE.contains(&package.name.as_str())) {
        let manifest = std::fs::read_to_string(&package.manifest).unwrap();
        assert!(manifest.contains("\n[lints]\nworkspace = true\n"), "{}", package.manifest.display());
        let mut files = Vec::new();
        for folder in ["src", "tests"].map(|folder| package.manifest.with_file_name(folder)) {
            if folder.exists() {
                sources(&folder, &mut files);
            }
        }
        assert!(!files.is_empty(), "{}", package.name);
        for file in files.iter().filter(|file| !file.ends_with("tests/tests/dependencies.rs")) {
            let text = std::fs::read_to_string(file).unwrap();
            let odd =
                text.lines().find(|line| line.contains("unsafe_code") && *line != "#![forbid(unsafe_code)]");
            assert_eq!(odd, None, "{}", file.display());
        }
    }
}

#[test]
fn every_dependency_has_its_reason_beside_it() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let entries = entries(&manifest, |table| table == "workspace.dependencies");
    assert!(entries.len() > 30, "{}", entries.len());
    let bare = entries.iter().filter(|(line, _)| !line.contains("path = "));
    let bare: Vec<_> = bare.filter(|(_, above)| !(above.starts_with("# ") && above.ends_with('.'))).collect();
    assert_eq!(bare, Vec::<&(&str, &str)>::new());
}

#[test]
fn every_crate_takes_its_dependencies_from_the_workspace() {
    for package in packages() {
        let manifest = std::fs::read_to_string(&package.manifest).unwrap();
        let entries = entries(&manifest, |table| table.ends_with("dependencies"));
        let own: Vec<_> = entries.iter().filter(|(line, _)| !line.contains("workspace = true")).collect();
        assert_eq!(own, Vec::<&(&str, &str)>::new(), "{}", package.name);
    }
}
