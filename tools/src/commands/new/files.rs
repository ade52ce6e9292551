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
use crate::files::is_looked_at;
use crate::lint::{self, Source};
use crate::options::Options;
use crate::phrase::{one_line, quoted};
use crate::rule::Level;

/// What the settings are called.
pub(super) const SETTINGS: &str = "settings.toml";

/// Files that are ready to be written.
#[derive(Debug)]
pub(super) struct Ready {
    /// The settings first.
    pub(super) artifacts: Vec<Artifact>,
    /// Where the secret goes, a sentence each.
    secrets: Vec<String>,
    /// What the linter makes of them as they are.
    verdict: Verdict,
}

/// What the linter makes of files that are not filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// It has nothing against them.
    Sound,
    /// It misses the secret, which has to be filled in first.
    Unfinished,
    /// It reads none of them, or minds what only the MDM fills in.
    None,
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
        verdict: Verdict::None,
    };
    let mut is_open = carriers.is_empty();
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
        is_open |= !placeholders.is_empty();
        ready.artifacts.extend(artifacts);
    }
    ready.verdict = if is_open { Verdict::Unfinished } else { verdict(&ready.artifacts) };
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
        let names: Vec<&str> = carriers.iter().map(|carrier| carrier.name).collect();
        let to = if names.is_empty() { "mobileconfig".to_owned() } else { names.join(" ") };
        let targets: String = carriers
            .iter()
            .filter_map(|carrier| carrier.target)
            .map(|name| format!(" --target {name}"))
            .collect();
        let force = if names.is_empty() { "" } else { " --force" };
        let build = |secrets| format!("  latchkey build {settings} --to {to}{secrets} -o {folder}{force}\n");
        let lint = format!("  latchkey lint {folder}{targets}\n");
        let (filled, changed) = (
            "\nNext, with `DMFAClientSecret` in the settings:\n".to_owned(),
            "\nAfter each change of the settings:\n".to_owned(),
        );
        text.extend(match self.verdict {
            Verdict::Unfinished => vec![filled, build(" --with-secrets"), lint],
            Verdict::Sound => vec!["\nNext:\n".to_owned(), lint, changed, build("")],
            Verdict::None => vec![changed, build("")],
        });
        text
    }
}

/// What the linter makes of files that nobody has to fill in by hand.
fn verdict(artifacts: &[Artifact]) -> Verdict {
    let sources = artifacts.iter().filter(|artifact| is_looked_at(Path::new(&artifact.path)));
    let reports = sources.flat_map(|Artifact { path, bytes }| {
        lint::lint(Source { name: path.clone(), bytes: bytes.clone() }, &Options::default())
    });
    let mut verdict = Verdict::None;
    for report in reports {
        if report.count(Level::Error) > 0 {
            return Verdict::None;
        }
        if report.checked {
            verdict = Verdict::Sound;
        }
    }
    verdict
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
