//! A draft to the files that are written, and to what is to be done with them.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context as _, bail};
use latchkey_mdm_manifests::build::Build;
use latchkey_mdm_manifests::{
    Artifact, CarrierTarget, Secrets, SettingsFile, Syntax, build, explained, placeholder_for, wrapped,
};

use super::draft::Draft;
use super::interview::in_a_line;
use crate::phrase::{one_line, quoted};

/// What the settings are called.
pub(super) const SETTINGS: &str = "settings.toml";

/// Files that are ready to be written.
#[derive(Debug)]
pub(super) struct Ready {
    /// The settings first.
    pub(super) artifacts: Vec<Artifact>,
    /// Where the secret goes, a sentence each.
    secrets: Vec<String>,
}

/// Makes the settings, and of what is in them the files of each carrier.
pub(super) fn ready(draft: &Draft, carriers: &[&'static CarrierTarget]) -> anyhow::Result<Ready> {
    let errors = draft.errors();
    if !errors.is_empty() {
        bail!("the answers do not fit together: {}", in_a_line(&errors));
    }
    let text = explained(&draft.settings()).context("the settings cannot be written")?;
    let settings = SettingsFile::read(&text, Syntax::Toml).context("the settings cannot be read back")?;
    let mut ready = Ready {
        artifacts: vec![Artifact { path: SETTINGS.to_owned(), bytes: text.into_bytes() }],
        secrets: Vec::new(),
    };
    for carrier in carriers {
        let Build { artifacts, placeholders, filled_in, .. } =
            build(&settings, carrier, Secrets::Placeholder).with_context(|| carrier.name.to_owned())?;
        let open = placeholders.iter().filter_map(|path| path.last_key());
        ready.secrets.extend(open.map(|key| {
            let text = placeholder_for(key);
            format!(
                "{}: write `{key}` where {} stands, where the profile is deployed",
                carrier.name,
                quoted(&text)
            )
        }));
        ready.secrets.extend(filled_in.iter().map(|open| {
            let key = open.key.last_key().unwrap_or_default();
            format!("{}: give {} the value of `{key}` under the name `{}`", carrier.name, open.by, open.name)
        }));
        ready.artifacts.extend(artifacts);
    }
    let mut seen = BTreeSet::new();
    if let Some(twice) = ready.artifacts.iter().find(|artifact| !seen.insert(artifact.path.as_str())) {
        bail!(
            "two of the MDMs have a file {}; make them one by one, each with a folder of its own",
            quoted(&twice.path)
        );
    }
    Ok(ready)
}

impl Ready {
    /// What remains to be done: the secret, then commands.
    pub(super) fn next(&self, folder: &Path, carriers: &[&'static CarrierTarget]) -> String {
        let settings = for_a_shell(&folder.join(SETTINGS));
        let folder = for_a_shell(folder);
        let mut text = String::from("\nThe client secret is in none of these files.\n");
        for line in &self.secrets {
            text.push_str(&listed(line));
        }
        text.push_str(&listed(&format!(
            "{}write `DMFAClientSecret` into {} and build with `--with-secrets`; keep both to yourself then",
            if self.secrets.is_empty() { "" } else { "or " },
            quoted(&settings)
        )));
        text.push_str("\nNext:\n");
        let names: Vec<&str> = carriers.iter().map(|carrier| carrier.name).collect();
        let to = if names.is_empty() { "mobileconfig".to_owned() } else { names.join(" ") };
        let targets: String = carriers
            .iter()
            .filter_map(|carrier| carrier.target)
            .map(|name| format!(" --target {name}"))
            .collect();
        let force = if names.is_empty() { "" } else { " --force" };
        let lint = format!("  latchkey lint {folder}{targets}\n");
        let build = format!("  latchkey build {settings} --to {to} --with-secrets -o {folder}{force}\n");
        if names.is_empty() {
            text.extend([build, lint]);
        } else {
            text.extend([lint, build]);
        }
        text
    }
}

/// An item of a list.
fn listed(text: &str) -> String {
    let lines = wrapped(text, 76);
    let lines = lines.iter().enumerate();
    lines.map(|(index, line)| format!("{} {line}\n", if index == 0 { "-" } else { " " })).collect()
}

/// A path as a shell takes it.
fn for_a_shell(path: &Path) -> String {
    let path = one_line(&path.display().to_string());
    let is_plain = |sign: char| sign.is_alphanumeric() || "/._-+@:,%".contains(sign);
    if path.chars().all(is_plain) { path } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_quoted_where_a_shell_would_part_them() {
        for (path, expected) in
            [("out/a-b.c", "out/a-b.c"), ("my files", "'my files'"), ("it's", r"'it'\''s'"), ("Büro", "Büro")]
        {
            assert_eq!(for_a_shell(Path::new(path)), expected);
        }
    }
}
