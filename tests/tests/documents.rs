//! The documents name what is there.

#![expect(clippy::disallowed_methods, reason = "documents and folders are read to be compared")]
#![expect(clippy::unwrap_used, reason = "a test ends at the first surprise")]

use std::path::Path;

const PACKAGES: &[&str] = &["profile-schema", "mdm-manifests", "linker", "engine", "tools"];

fn read(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    std::fs::read_to_string(root.join(path)).unwrap()
}

/// The files at the top of a package, without their endings.
fn modules(package: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut modules: Vec<_> = std::fs::read_dir(root.join(package).join("src"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .filter(|stem| !matches!(stem.as_str(), "lib" | "main" | "tests"))
        .collect();
    modules.sort();
    modules
}

#[test]
fn the_map_of_the_code_names_every_file_at_the_top_of_a_package() {
    let map = read("ARCHITECTURE.md");
    let missing: Vec<_> = PACKAGES
        .iter()
        .flat_map(|package| modules(package).into_iter().map(move |module| (package, module)))
        .filter(|(package, module)| {
            let section = map.split("\n### ").find(|section| section.starts_with(&format!("`{package}`")));
            !section.unwrap().contains(&format!("`{module}`"))
        })
        .collect();
    assert!(missing.is_empty(), "ARCHITECTURE.md lacks {missing:?}");
}

#[test]
fn the_readme_names_every_command() {
    let Some(latchkey) = latchkey_tests::command::latchkey() else { return };
    let help = latchkey.run(["--help"]).stdout;
    let commands: Vec<_> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|command| *command != "help")
        .collect();
    assert!(commands.len() >= 8, "{commands:?}");
    let readme = read("README.md");
    let missing: Vec<_> =
        commands.into_iter().filter(|command| !readme.contains(&format!("`latchkey {command}"))).collect();
    assert!(missing.is_empty(), "README.md lacks {missing:?}");
}
