//! The declaration of one domain to a page that a person reads, in a browser or on GitHub.
//!
//! GitHub Flavored Markdown: headings, tables, quotes and links, and no HTML.

mod facts;
mod text;

use latchkey_profile_schema::catalog::{Channel, Conditions, Enrollment, Repetition};
use latchkey_profile_schema::domain::DomainKind;
use latchkey_profile_schema::{Catalog, CatalogKey};

use crate::artifact::{Artifact, file_name};
use crate::manifest::{Manifest, Omission, Omitted};
use crate::prose;
use facts::{Fact, default, kind, limits};
use text::{Anchors, code, link, prose as escaped};

/// `<domain>.md`
pub(crate) fn manifest(catalog: &Catalog) -> Manifest {
    let mut page = Page { catalog, text: String::new(), omitted: Vec::new() };
    page.head();
    let entries = entries(catalog);
    page.overview(&entries);
    for entry in &entries {
        page.section(entry);
    }
    page.others(&catalog.other_keys, "The payload");
    let path = format!("{}.md", file_name(&catalog.domain));
    let mut text = page.text.trim_end().to_owned();
    text.push('\n');
    Manifest { artifacts: vec![Artifact::new(path, text)], omitted: page.omitted, caution: None }
}

/// A key that has a section, at whatever depth it is.
struct Entry<'a> {
    key: &'a CatalogKey,
    /// The names that lead to it.
    names: Vec<&'a str>,
    heading: String,
    anchor: String,
}

impl Entry<'_> {
    fn path(&self) -> String {
        self.names.join("/")
    }
}

/// All keys with a section, each before what is inside of it.
fn entries(catalog: &Catalog) -> Vec<Entry<'_>> {
    let mut anchors = Anchors::default();
    // The headings before those of the keys.
    let _ = (anchors.of(&catalog.title), anchors.of("Keys"));
    let mut open: Vec<(Vec<&str>, &CatalogKey)> =
        catalog.keys.iter().rev().map(|key| (vec![key.name.as_str()], key)).collect();
    let mut entries = Vec::new();
    while let Some((names, key)) = open.pop() {
        let element =
            std::iter::successors(Some(key), |key| key.item.as_deref().or(key.map_value.as_deref()));
        let inside: Vec<&CatalogKey> = element.flat_map(|key| &key.keys).collect();
        for below in inside.into_iter().rev() {
            let mut names = names.clone();
            names.push(&below.name);
            open.push((names, below));
        }
        let heading = names.iter().map(|name| code(name)).collect::<Vec<_>>().join(" › ");
        let anchor = anchors.of(&heading);
        entries.push(Entry { key, names, heading, anchor });
    }
    entries
}

struct Page<'a> {
    catalog: &'a Catalog,
    text: String,
    omitted: Vec<Omitted>,
}

impl Page<'_> {
    fn head(&mut self) {
        let catalog = self.catalog;
        self.block(&format!("# {}", escaped(&catalog.title)));
        self.block(&escaped(&catalog.description));
        let named = match catalog.kind {
            DomainKind::Preferences => "Preference domain",
            DomainKind::PayloadType | DomainKind::Envelope => "Payload type",
        };
        let delivered = catalog.channel.map(|channel| match channel {
            Channel::System => "the Mac, through the device channel",
            Channel::User => "users, through the user channel",
            Channel::Both => "the Mac or users",
        });
        let repetition = catalog.repetition.map(|repetition| match repetition {
            Repetition::Once => "one payload",
            Repetition::Several => "any number of payloads",
        });
        let enrollment = catalog.enrollment.map(|enrollment| match enrollment {
            Enrollment::ApprovedServer => "an approved MDM server alone",
            Enrollment::ApprovedServerOrPerson => "an approved MDM server, or a person",
        });
        self.table(&[
            (named, Some(code(&catalog.domain))),
            ("Delivered to", delivered.map(str::to_owned)),
            ("In one profile", repetition.map(str::to_owned)),
            ("Accepted from", enrollment.map(str::to_owned)),
            ("Since macOS", catalog.macos_since.as_deref().map(escaped)),
            ("Documentation", catalog.documentation.as_deref().and_then(link)),
        ]);
    }

    /// One line for each key, which leads to its section.
    fn overview(&mut self, entries: &[Entry<'_>]) {
        self.block("## Keys");
        let mut table = "| Key | Type | Default | What |\n| --- | --- | --- | --- |\n".to_owned();
        for Entry { key, names, anchor, .. } in entries {
            let indent = "\u{2003}".repeat(names.len().saturating_sub(1));
            let needed = if key.required && key.required_unless.is_none() { ", **required**" } else { "" };
            table.push_str(&format!(
                "| {indent}[{}](#{anchor}) | {}{needed} | {} | {} |\n",
                code(&key.name),
                kind(key),
                default(key).unwrap_or_default(),
                escaped(&key.title),
            ));
        }
        self.block(table.trim_end());
    }

    fn section(&mut self, entry: &Entry<'_>) {
        let key = entry.key;
        self.block(&format!("### {}", entry.heading));
        let title = key.title.trim_end_matches('.');
        let bold = if title.is_empty() { String::new() } else { format!("**{}.** ", escaped(title)) };
        let described = prose::after(
            &key.description,
            prose::suggested(key)
                .into_iter()
                .chain(prose::separator(key))
                .chain(prose::conditions(key))
                .chain(prose::exposure(key).map(str::to_owned)),
        );
        self.block(format!("{bold}{}", escaped(&described)).trim_end());
        let application = &self.catalog.application;
        let facts: Vec<Fact> = limits(key, application);
        self.table(&facts);
        self.values(key);
        if !key.consequence.is_empty() {
            self.block(&format!("> **If wrong:** {}.", escaped(key.consequence.trim_end_matches('.'))));
        }
        self.others(&key.other_keys, &entry.heading);
        if let Some(page) = link(&key.source) {
            self.block(&format!("Source: {page}"));
        }
        if key.conditions == Conditions::Untold {
            self.omitted.push(Omitted { key: entry.path(), reason: Omission::Conditions });
        }
    }

    /// The values to choose from.
    fn values(&mut self, key: &CatalogKey) {
        let allowed = key.allowed_anywhere();
        if allowed.is_empty() {
            return;
        }
        let owner = key.item.as_deref().or(key.map_value.as_deref());
        let is_doubtful = |value: &str| {
            let unconfirmed =
                key.unconfirmed.iter().chain(owner.into_iter().flat_map(|owner| &owner.unconfirmed));
            unconfirmed.into_iter().any(|name| name == value)
        };
        let mut table = "| Value | Meaning |\n| --- | --- |\n".to_owned();
        for value in allowed {
            let written = facts::written(&value.value);
            let same = value.value.as_str() == Some(value.title.as_str());
            let title = if same { String::new() } else { escaped(&value.title) };
            let description = escaped(&value.description);
            let between = if title.is_empty() || description.is_empty() { "" } else { ": " };
            let note = if value.value.as_str().is_some_and(is_doubtful) {
                " *Not documented for this key.*"
            } else {
                ""
            };
            table.push_str(&format!("| {written} | {title}{between}{description}{note} |\n"));
        }
        self.block(table.trim_end());
    }

    /// Keys that are known by name alone.
    fn others(&mut self, names: &[String], owner: &str) {
        if !names.is_empty() {
            let names: Vec<String> = names.iter().map(|name| code(name)).collect();
            self.block(&format!(
                "{owner} has these keys too, which are not described here: {}.",
                names.join(", ")
            ));
        }
    }

    /// Facts beside their names, those that are known.
    fn table(&mut self, facts: &[Fact]) {
        let rows: String = facts
            .iter()
            .filter_map(|(name, fact)| Some(format!("| {name} | {} |\n", fact.as_ref()?)))
            .collect();
        if !rows.is_empty() {
            self.block(format!("| | |\n| --- | --- |\n{rows}").trim_end());
        }
    }

    fn block(&mut self, text: &str) {
        if !text.is_empty() {
            self.text.push_str(text);
            self.text.push_str("\n\n");
        }
    }
}
