//! Every file of every target, byte for byte.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use latchkey_mdm_manifests::{Artifact, CARRIERS, MANIFESTS, manifest};
use latchkey_profile_schema::Catalog;

const REPAIR: &str = "UPDATE_GOLDEN=1 cargo test -p latchkey-mdm-manifests";

#[test]
fn every_target_makes_its_golden_files() {
    let made = made();
    if std::env::var("UPDATE_GOLDEN").is_ok() {
        update(&made);
    }
    let found = found();
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&made), names(&found), "other files than the golden ones; if that is meant: {REPAIR}");
    for (path, bytes) in &made {
        let (made, golden) = (String::from_utf8_lossy(bytes), String::from_utf8_lossy(&found[path]));
        assert!(made == golden, "{path} changed; if that is meant: {REPAIR}\n{made}");
    }
}

#[test]
fn files_end_with_one_newline_and_have_no_carriage_return() {
    for (path, bytes) in made() {
        assert!(bytes.ends_with(b"\n") && !bytes.ends_with(b"\n\n"), "{path}");
        assert!(!bytes.contains(&b'\r'), "{path}");
    }
}

fn made() -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut add = |target: &str, artifacts: Vec<Artifact>| {
        for artifact in artifacts {
            let path = format!("{target}/{}", artifact.path);
            assert!(files.insert(path, artifact.bytes).is_none(), "two files of one name in {target}");
        }
    };
    for target in MANIFESTS {
        for domain in super::declared() {
            add(&format!("manifest-{}", target.name), manifest(target, &Catalog::of(domain)).artifacts);
        }
    }
    for target in CARRIERS {
        add(target.name, super::built(target.name));
    }
    files
}

/// The files in the folders of targets, whatever targets there are.
fn found() -> BTreeMap<String, Vec<u8>> {
    let root = super::golden();
    let mut files = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if folder != root {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}

fn update(made: &BTreeMap<String, Vec<u8>>) {
    let root = super::golden();
    for stale in found().keys().filter(|path| !made.contains_key(*path)) {
        fs::remove_file(root.join(stale)).unwrap();
    }
    for (path, bytes) in made {
        let file = root.join(path);
        fs::create_dir_all(file.parent().unwrap_or(Path::new("."))).unwrap();
        fs::write(file, bytes).unwrap();
    }
}
