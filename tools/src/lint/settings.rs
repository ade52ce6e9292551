//! What is wrong with settings to a report of the text that they were written in.

use latchkey_mdm_manifests::settings_file::{Syntax, places};
use latchkey_profile_schema::check::is_secret;
use latchkey_profile_schema::text::{LineIndex, Position};
use latchkey_profile_schema::{
    Document, KeyPath, KeyProblem, Node, Part, Place, Places, Problem, ProblemKind, Segment, Span, Value,
    domain,
};

use super::made::Made;
use super::report::{FileReport, of_text, sort};
use super::secret::{self, Hidden};
use super::wording;
use crate::finding::Finding;
use crate::located::{Located, Spot};
use crate::rules::wrong_type;

/// The text of a settings file.
pub(crate) struct Written<'a> {
    name: &'a str,
    text: &'a str,
    document: Option<Document>,
}

impl<'a> Written<'a> {
    /// The text of a file that was read as settings.
    pub(crate) fn new(name: &'a str, text: &'a str, syntax: Syntax) -> Self {
        Self { name, text, document: places(text, syntax) }
    }

    /// The report of problems whose paths lead as in the settings' own document.
    pub(crate) fn problems(&self, problems: &[Problem]) -> FileReport {
        let places = self.places();
        let index = LineIndex::new(self.text.as_bytes());
        let findings = problems.iter().filter_map(|problem| {
            let (ProblemKind::Key(kind), Place::Path(path, part)) = (&problem.kind, &problem.place) else {
                return None;
            };
            let finding = worded(problem.place.clone(), path, kind);
            Some(Located::at(finding, spot(places.as_ref(), &index, path, *part)))
        });
        self.report(findings.collect())
    }

    /// The report of findings about something that the settings make; each comes with its place in the settings, where
    /// it has one.
    pub(crate) fn findings(&self, findings: Vec<Made>) -> FileReport {
        let places = self.places();
        let index = LineIndex::new(self.text.as_bytes());
        let placed = findings.into_iter().map(|(mut located, place)| {
            located.spot = match place {
                Some((path, part)) => spot(places.as_ref(), &index, &path, part),
                None => Spot::default(),
            };
            located.related.clear();
            located.fix = None;
            located
        });
        self.report(placed.collect())
    }

    /// Where a place in the settings begins in the text.
    pub(crate) fn position(&self, path: &KeyPath, part: Part) -> Option<Position> {
        let index = LineIndex::new(self.text.as_bytes());
        spot(self.places().as_ref(), &index, path, part).range.map(|(start, _)| start)
    }

    fn places(&self) -> Option<Places<'_>> {
        self.document.as_ref().map(Places::of)
    }

    fn report(&self, mut findings: Vec<Located>) -> FileReport {
        sort(&mut findings);
        let mut secrets = Vec::new();
        if let Some(document) = &self.document {
            hide(&document.root, false, &mut secrets);
        }
        let secrets = secret::in_settings(secrets, self.text.as_bytes());
        let hidden = Hidden::new(self.text.as_bytes(), &secrets, None);
        findings.iter_mut().for_each(|finding| hidden.hide(finding));
        FileReport { secrets, ..of_text(self.name.to_owned(), self.text.as_bytes().to_vec(), findings) }
    }
}

/// A problem of a key in words; a settings file is written in another syntax than the elements of a property list.
fn worded(place: Place, path: &KeyPath, problem: &KeyProblem) -> Finding {
    let (named, depth) = match path.segments() {
        [Segment::Key(name), Segment::Index(_), ..] => (Some(name), 2),
        [Segment::Key(name), ..] => (Some(name), 1),
        _ => (None, 1),
    };
    let finding = wording::key(place, path, problem, named.and_then(|name| domain::known(name)), depth, None);
    match problem {
        KeyProblem::WrongType { expected, .. } => finding.help(wrong_type::advice_in_words(*expected)),
        _ => finding,
    }
}

/// Where a path stands, or what is nearest around it.
fn spot(places: Option<&Places<'_>>, index: &LineIndex<'_>, path: &KeyPath, part: Part) -> Spot {
    let mut way = path.segments();
    let mut part = part;
    let span = loop {
        if way.is_empty() {
            break None;
        }
        if let Some(span) = places.and_then(|places| places.span(&way.to_vec().into(), part)) {
            break Some(span);
        }
        (way, part) = (way.split_last().map_or(&[][..], |(_, around)| around), Part::Key);
    };
    Spot { key_path: Some(path.clone()), span, range: span.map(|span| index.range(span)) }
}

/// The places of values that belong to keys of secrets.
fn hide(node: &Node, is_hidden: bool, secrets: &mut Vec<Span>) {
    match &node.value {
        Value::Dictionary(entries) => {
            entries.iter().for_each(|entry| hide(&entry.node, is_hidden || is_secret(&entry.key), secrets));
        }
        Value::Array(items) => items.iter().for_each(|item| hide(item, is_hidden, secrets)),
        _ if is_hidden => secrets.extend(node.span),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use latchkey_mdm_manifests::{BuildError, Secrets, SettingsFile, build, carriers};

    /// Lines, columns and messages of what is wrong with a text.
    fn told(text: &str, syntax: Syntax) -> Vec<String> {
        let settings = SettingsFile::read(text, syntax).unwrap();
        let mcx = carriers::carrier_named("mcx").unwrap();
        let Err(BuildError::Problems(problems)) = build(&settings, mcx, Secrets::Placeholder) else {
            return Vec::new();
        };
        let report = Written::new("settings", text, syntax).problems(&problems);
        let told = report.findings.iter().map(|found| {
            let at = found.spot.range.unwrap().0;
            format!("{}:{} {}", at.line, at.column, found.message)
        });
        told.collect()
    }

    #[test]
    fn problems_have_the_lines_of_the_settings() {
        let toml = "[\"com.okta.deviceaccess.servicedaemon\"]\nDMFAClientID = \"0oa1b2c3d4e5f6g7h8i9\"\n\
                    DMFAOrgURL = \"https://corp.okta.com\"\nAllowedFactors = [\"OV_Push\", \"OV_Pusch\"]\n";
        let factor = "`OV_Pusch` is not one of the factors";
        let yaml = "com.okta.deviceaccess.servicedaemon:\n  DMFAClientID: 0oa1b2c3d4e5f6g7h8i9\n  \
                    DMFAOrgURL: https://corp.okta.com\n  AllowedFactors:\n  - OV_Push\n  - OV_Pusch\n";
        let json = "{\"com.okta.deviceaccess.servicedaemon\":{\"DMFAClientID\":\"0oa1b2c3d4e5f6g7h8i9\",\n\
                    \"DMFAOrgURL\":\"https://corp.okta.com\",\n\"AllowedFactors\":[\"OV_Push\",\"OV_Pusch\"]}}";
        for (text, syntax, place) in
            [(toml, Syntax::Toml, "4:30"), (yaml, Syntax::Yaml, "6:5"), (json, Syntax::Json, "3:29")]
        {
            let found = told(text, syntax);
            assert!(
                matches!(found.as_slice(), [one] if one.starts_with(&format!("{place} {factor}"))),
                "{found:?}"
            );
        }
    }

    #[test]
    fn what_is_found_in_the_profile_points_to_the_key_or_to_the_value() {
        let text = "[\"com.okta.deviceaccess.servicedaemon\"]\nDMFAClientID = \"0oa1b2c3d4e5f6g7h8i9\"\n\
                    DMFAOrgURL = \"https://corp.okta.com\"\nMFARequiredLst = [\"*\"]\nMFANotRequiredList = [\"Bg\"]\n";
        let settings = SettingsFile::read(text, Syntax::Toml).unwrap();
        let mcx = carriers::carrier_named("mcx").unwrap();
        let profile = build(&settings, mcx, Secrets::Placeholder).unwrap().artifacts.remove(0);
        let found = crate::lint::made(profile.bytes, &crate::options::Options::default()).unwrap();
        let report = Written::new("settings", text, Syntax::Toml).findings(found);
        let places = report.findings.iter().map(|found| {
            let at = found.spot.range.unwrap().0;
            format!("{}:{} {}", at.line, at.column, found.rule.name)
        });
        let places: Vec<String> = places.collect();
        for place in ["4:1 unknown-key", "5:23 capital-in-account"] {
            assert!(places.iter().any(|found| found == place), "{places:?}");
        }
    }

    #[test]
    fn what_is_missing_stands_at_its_table_and_secrets_are_hidden() {
        let text = "[\"com.okta.deviceaccess.servicedaemon\"]\nDMFAClientSecret = \"hunter2hunter2\"\n\
                    [[\"com.apple.security.scep\"]]\n[[\"com.apple.security.scep\"]]\nPayloadContent = { URL = 1, Challenge = \"tiger4\" }\n";
        let found = told(text, Syntax::Toml);
        assert!(
            found.iter().any(|line| line.starts_with("1:1 ") && line.contains("DMFAOrgURL")),
            "{found:?}"
        );
        assert!(
            found.iter().any(|line| line.starts_with("3:1 ") && line.contains("PayloadContent")),
            "{found:?}"
        );
        assert!(found.iter().any(|line| line.starts_with("5:26 ") && line.contains("URL")), "{found:?}");
        let report = Written::new("settings", text, Syntax::Toml).problems(&[]);
        let hidden =
            report.secrets.iter().map(|span| text.get(span.start as usize..span.end as usize).unwrap());
        assert_eq!(hidden.collect::<Vec<_>>(), ["\"hunter2hunter2\"", "\"tiger4\""]);
    }
}
