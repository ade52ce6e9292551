//! The reports of all files of a run to what only shows when they are seen together.

use super::report::{FileReport, TextOf};
use crate::batch::{by_threads, is_few};
use crate::facts::{Across, Facts, OneOfMany};
use crate::located::{Located, Other, Proof};
use crate::rules::{Check, RULES};

/// Adds what the rules find that compare files, and lets go of what they compared.
pub(crate) fn across(reports: &mut [FileReport]) {
    if reports.iter().all(|report| report.facts.is_empty()) {
        return;
    }
    let mut found = compare(reports);
    // Of many files that is as much memory as their findings take.
    reports.iter_mut().for_each(|report| report.facts = Facts::default());
    forget_decoded(&mut found, reports);
    let mut touched = Vec::with_capacity(found.len());
    for Across { rule, at_most, file, spot, message, help, consequence, related } in found {
        let related = related.into_iter().map(|(other, spot, message)| Other {
            file: reports.get(other).filter(|_| other != file).map(|report| report.name.clone()),
            spot,
            message: message.to_owned(),
        });
        let located = Located {
            rule,
            level: at_most.map_or(rule.level, |most| most.min(rule.level)),
            spot,
            message,
            help: Some(help.to_owned()),
            consequence: Some(consequence.to_owned()),
            targets: Vec::new(),
            related: related.collect(),
            fix: None,
            proof: Proof::Apart,
        };
        if let Some(report) = reports.get_mut(file) {
            report.findings.push(located);
            touched.push(file);
        }
    }
    touched.sort_unstable();
    touched.dedup();
    for file in touched {
        if let Some(report) = reports.get_mut(file) {
            report.sort();
        }
    }
}

fn compare(reports: &[FileReport]) -> Vec<Across> {
    let files: Vec<OneOfMany<'_>> =
        reports.iter().map(|report| OneOfMany { name: &report.name, facts: &report.facts }).collect();
    let checks = RULES.iter().filter_map(|listed| match listed.check {
        Check::Files(check) => Some(check),
        _ => None,
    });
    if is_few(files.len()) {
        return checks.flat_map(|check| check(&files)).collect();
    }
    by_threads(&checks.collect::<Vec<_>>(), 1, |check| check(&files)).into_iter().flatten().collect()
}

/// Beside another file nobody says that the lines are not the file's own.
fn forget_decoded(found: &mut [Across], reports: &[FileReport]) {
    let decoded = |other: usize| reports.get(other).is_some_and(|report| report.text_of == TextOf::Content);
    for Across { file, related, .. } in found {
        for (_, spot, _) in related.iter_mut().filter(|(other, ..)| other != file && decoded(*other)) {
            spot.range = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{TextOf, across};
    use crate::lint::testing::{payload, profile, report};
    use crate::options::Options;

    #[test]
    fn places_are_of_the_file_that_they_stand_in() {
        let file = |inside: &str| profile(&payload("org.latchkey.agent", inside));
        let first = file("\n\n<key>FailureBudget</key>\n<integer>5</integer>");
        let second = file("\n<key>FailureBudget</key><integer>6</integer>");
        let options = Options::default();
        let mut reports =
            vec![report("a.mobileconfig", first, &options), report("b.mobileconfig", second, &options)];
        across(&mut reports);
        let finding =
            reports[1].findings.iter().find(|found| found.rule.name == "conflict-across-files").unwrap();
        assert_eq!(finding.spot.range.unwrap().0.line, 2);
        assert_eq!(finding.related[0].file.as_deref(), Some("a.mobileconfig"));
        assert_eq!(finding.related[0].spot.range.unwrap().0.line, 4);
        let places: Vec<_> =
            reports[1].findings.iter().map(|found| found.spot.span.map(|span| span.start)).collect();
        assert!(places.is_sorted(), "{places:?}");
    }

    #[test]
    fn lines_of_what_another_file_holds_wrapped_are_not_given_as_its_own() {
        let file = |budget: u8| {
            let inside = format!("<key>FailureBudget</key><integer>{budget}</integer>");
            profile(&payload("org.latchkey.agent", &inside))
        };
        let options = Options::default();
        let mut reports = vec![report("a", file(5), &options), report("b", file(6), &options)];
        reports[0].text_of = TextOf::Content;
        across(&mut reports);
        let compared = reports[1].findings.iter().filter(|found| !found.related.is_empty());
        let others: Vec<_> = compared.flat_map(|found| &found.related).collect();
        assert!(!others.is_empty());
        for other in others {
            assert!(other.spot.range.is_none() && other.spot.key_path.is_some(), "{other:?}");
        }
    }

    #[test]
    fn no_secret_is_shown_beside_another_file() {
        let file = |secret: &str| {
            profile(&payload(
                "com.okta.deviceaccess.servicedaemon",
                &format!("<key>DMFAClientSecret</key><string>{secret}</string>"),
            ))
        };
        let options = Options::default();
        let mut reports = vec![
            report("a.mobileconfig", file("canary-one"), &options),
            report("b.mobileconfig", file("canary-two"), &options),
        ];
        across(&mut reports);
        assert!(reports[1].findings.iter().any(|found| found.rule.name == "conflict-across-files"));
        let human = crate::render::human::render(&reports, crate::commands::Screen::Plain);
        assert!(!human.contains("canary"), "{human}");
    }
}
