//! A file that describes settings, to findings: community manifests and custom schemas for Jamf.

use std::sync::Arc;

use latchkey_profile_schema::manifest::{JsonReading, check, read_json, recognize, recognize_json};
use latchkey_profile_schema::opening::Origin;
use latchkey_profile_schema::plist::Reading;
use latchkey_profile_schema::problem::{Disagreement, ManifestFault, ManifestProblem};
use latchkey_profile_schema::{Document, KeyPath, Node, Place, Problem, ProblemKind, Span, domain};

use super::report::{self, FileReport, Found};
use super::{secret, wording};
use crate::finding::{Finding, path_of};
use crate::options::Options;
use crate::phrase::quoted;
use crate::rules::{
    contradictory_default, incomplete_manifest, malformed_manifest, manifest_disagrees, manifest_gap,
    other_problem, secret_in_file, unmarked_secret,
};

/// The findings of a property list that is a manifest; `None` for any other.
pub(super) fn of_plist(document: &Document, file: &str) -> Option<Vec<Finding>> {
    let kind = recognize(document)?;
    Some(words(&check(document, kind, file), Some(document)))
}

/// The report of JSON from which Jamf draws a form; `None` for any other file. JSON that cannot be read is taken for
/// such a schema where it has the word for its settings.
pub(super) fn of_json(name: &str, file: &Arc<Vec<u8>>, options: &Options) -> Option<FileReport> {
    if file.trim_ascii_start().first() != Some(&b'{') {
        return None;
    }
    let (reading, findings, secrets) = read(file, name)?;
    let content = report::Content {
        name,
        part: None,
        text: Arc::clone(file),
        origin: &Origin::File,
        reading: &reading,
        secrets,
    };
    Some(report::locate(content, Found { findings, checked: true, ..Found::default() }, options))
}

/// What is in the file, what is wrong with it, and where it gives secrets.
fn read(bytes: &[u8], file: &str) -> Option<(Reading, Vec<Finding>, Vec<Span>)> {
    const WORD: &[u8] = b"\"properties\"";
    let JsonReading { document, mut problems } = read_json(bytes);
    let kind = match &document {
        Some(document) => {
            let kind = recognize_json(document)?;
            problems.extend(check(document, kind, file));
            Some(kind)
        }
        None if bytes.windows(WORD.len()).any(|window| window == WORD) => None,
        None => return None,
    };
    let findings = words(&problems, document.as_ref());
    let secrets = secret::in_json(document.as_ref(), kind, bytes);
    Some((Reading { document, ..Reading::default() }, findings, secrets))
}

fn words(problems: &[Problem], document: Option<&Document>) -> Vec<Finding> {
    let stands_for_another = |place: &Place| {
        let node = path_of(place).and_then(|path| document?.at(path));
        node.and_then(Node::as_str).is_some_and(secret_in_file::stands_for_another)
    };
    let kinds = problems.iter().filter_map(|problem| match &problem.kind {
        ProblemKind::Manifest(ManifestProblem { fault: ManifestFault::PresetSecret, .. })
            if stands_for_another(&problem.place) =>
        {
            None
        }
        ProblemKind::Manifest(kind) => Some((problem.place.clone(), kind)),
        _ => None,
    });
    kinds.map(|(place, kind)| word(place, kind)).collect()
}

/// Words one problem.
fn word(place: Place, ManifestProblem { setting, fault }: &ManifestProblem) -> Finding {
    let setting = setting.as_deref();
    let named = || setting.map_or_else(|| "a setting".to_owned(), quoted);
    match fault {
        ManifestFault::Malformed(fault) => malformed_manifest::word(place, setting, fault),
        ManifestFault::Incomplete(fault) => incomplete_manifest::word(place, setting, fault),
        ManifestFault::Contradictory(fault) => contradictory_default::word(place, setting, fault),
        ManifestFault::Disagrees(Disagreement::Refused { domain, problem }) => {
            let path = KeyPath::root().key(setting.unwrap_or_default());
            manifest_disagrees::refused(wording::key(place, &path, problem, domain::known(domain), 0, None))
        }
        ManifestFault::Disagrees(Disagreement::Type { domain, found, declared }) => {
            manifest_disagrees::types(place, &named(), domain, (*found, *declared))
        }
        ManifestFault::Disagrees(Disagreement::ItemType { domain, found, declared }) => {
            let subject = format!("an item of {}", named());
            manifest_disagrees::types(place, &subject, domain, (*found, *declared))
        }
        ManifestFault::Lacks { domain, keys } => manifest_gap::word(place, domain, keys),
        ManifestFault::Disagrees(Disagreement::Unit { domain, found, declared }) => {
            manifest_disagrees::units(place, &named(), domain, (*found, *declared))
        }
        ManifestFault::PresetSecret => secret_in_file::preset(place, &named()),
        ManifestFault::UnmarkedSecret => unmarked_secret::word(place, setting),
        _ => other_problem::word(place),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reported(name: &str, text: &str) -> Option<Vec<String>> {
        let report = crate::lint::testing::report(name, text, &Options::default());
        let line = |found: &crate::located::Located| {
            let at = found.spot.range.map(|(start, _)| format!("{}:{}", start.line, start.column));
            format!("{} {}: {}", at.unwrap_or_default(), found.rule.name, found.message)
        };
        let manifest = report.findings.iter().any(|found| found.rule.name.contains("manifest"));
        manifest.then(|| {
            report.findings.iter().filter(|found| found.rule.name != "manifest-gap").map(line).collect()
        })
    }

    #[test]
    fn a_schema_is_told_what_a_profile_would_be() {
        let text = "{\"title\": \"A\", \"description\": \"A\", \"__preferencedomain\": \"org.latchkey.agent\",\n\
            \"properties\": {\n\"Enforcement\": {\"type\": \"string\", \"title\": \"A\", \"property_order\": 1, \
            \"enum\": [\"audit\"]},\n\"Enforcment\": {\"type\": \"string\", \"title\": \"A\", \
            \"property_order\": 2}}}";
        let start = "manifest-disagrees: the manifest offers what a profile must not hold:";
        let expected = [
            format!("3:79 {start} `Enforcement` is `audit`, not `enforce` or `report`"),
            format!("4:1 {start} `org.latchkey.agent` has no key `Enforcment`"),
        ];
        assert_eq!(reported("a.json", text).unwrap(), expected);
    }

    #[test]
    fn what_a_form_presets_is_judged() {
        let found = |title: &str, default: &str| {
            let text = format!(
                "{{\"title\": \"A\", \"description\": \"A\", \"__preferencedomain\": \
                 \"com.okta.deviceaccess.servicedaemon\", \"properties\": {{\"DMFAClientSecret\": {{\"type\": \
                 \"string\", \"title\": \"A\", \"property_order\": 1, \"default\": \"{default}\"}}, \
                 \"LoginPeriodWithOfflineFactor\": {{\"type\": \"number\", \"title\": \"{title}\", \
                 \"property_order\": 2}}}}}}"
            );
            let report = crate::lint::testing::report("a.json", text, &Options::default());
            let rules = report.findings.into_iter().map(|found| found.rule.name);
            rules.filter(|rule| *rule != "manifest-gap").collect::<Vec<_>>()
        };
        assert_eq!(found("Period (days)", ""), ["manifest-disagrees"]);
        assert_eq!(found("Period in hours, not days", "hunter2-canary"), ["secret-in-file"]);
        assert_eq!(found("Period", "YOUR_DMFA_CLIENT_SECRET"), Vec::<&str>::new());
    }

    #[test]
    fn no_output_shows_a_secret_of_a_manifest() {
        let shown = |name: &str, text: &str| {
            let reports = [crate::lint::testing::report(name, text, &Options::default())];
            assert!(!reports[0].findings.is_empty(), "{text}");
            crate::render::human::render(&reports, crate::commands::Screen::Plain)
                + &crate::render::json::render(&reports, &[]).unwrap()
                + &crate::render::sarif::render(&reports, &[]).unwrap()
        };
        let plist = "<plist version=\"1.0\"><dict><key>pfm_domain</key><string>com.okta.deviceaccess.servicedaemon</string>\
            <key>pfm_subkeys</key><array><dict><key>pfm_name</key><string>DMFAClientSecret</string>\
            <key>pfm_type</key><string>string</string><key>pfm_format</key><string>^[a-z]$</string>\
            <key>pfm_default</key><string>hunter2-canary</string></dict></array></dict></plist>";
        let json = "{\"title\": \"A\", \"properties\": {\"DMFAClientSecret\": {\"type\": \"string\", \
            \"property_order\": 1, \"enum\": [\"a\"], \"default\": \"hunter2-canary\"}}}";
        let broken = json.replace("1,", "1");
        for (name, text) in [("a.plist", plist), ("a.json", json), ("a.json", &broken)] {
            let shown = shown(name, text);
            assert!(!shown.contains("canary"), "{shown}");
        }
    }

    #[test]
    fn broken_json_and_other_json_are_told_apart() {
        let broken = reported("a.json", "{\"properties\": {,}}").unwrap();
        assert!(broken[0].contains("malformed-manifest: this is no JSON: "), "{broken:?}");
        for text in ["{\"a\": 1}", "{\"a\": 1", "", "<plist version=\"1.0\"><dict/></plist>"] {
            assert_eq!(reported("a.json", text), None, "{text}");
        }
    }

    #[test]
    fn a_manifest_is_recognized() {
        let text = "<plist version=\"1.0\"><dict><key>pfm_domain</key><string>a</string></dict></plist>";
        let found = reported("a.plist", text).unwrap();
        assert!(
            found.contains(&"1:22 malformed-manifest: the manifest has no `pfm_title`".to_owned()),
            "{found:?}"
        );
    }
}
