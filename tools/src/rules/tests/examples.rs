//! The examples of the rules' pages, run: an *Example* yields a finding of its rule, an *Instead* yields none and is
//! sound.
//!
//! Each of the two sections holds fenced blocks. What a block is, its text says:
//!
//! - `<?xml`, `<!DOCTYPE`, `<plist`: a whole file, and so is every block whose language is not `xml`; TOML is a
//!   configuration;
//! - `<dict>`: payloads of a sound profile; the keys of the envelope that they lack are added, but for `PayloadType`;
//! - anything else: keys of a preference file. The domain is the one whose keys they match best, else Okta's.
//!
//! What the text cannot say stands after the language in parentheses, as in "xml (target=jamf in=payload)":
//! `in=payload` (keys of a payload's envelope), `in=profile` (keys of a profile's top level; in both, what is lacking is
//! added), `domain=NAME`, `target=NAME`, `okta-verify=VERSION`, `file=NAME`. `<dict>…</dict>` and `<array>…</array>`
//! stand for empty ones. The blocks of a rule that compares files are the files of one run; those of any other rule are
//! examples each for itself.

use clap::ValueEnum;
use latchkey_profile_schema::check::Delivered;
use latchkey_profile_schema::domain::{self, DESKTOP_MFA};
use latchkey_profile_schema::{Node, plist};

use super::*;
use crate::configuration::{self, Settings};
use crate::judgement::{Law, judge};
use crate::lint::testing::preferences;
use crate::lint::{FileReport, Source, across, lint, of_text};
use crate::options::Options;
use crate::rule::Level;
use crate::target::Target;

/// Why what schemas of the user find is not shown.
const BESIDE: &str = "it takes a schema beside the file";

/// Sections that no text can show, and why.
const NOT_SHOWN: &[(&str, &str, &str)] = &[
    ("broken-schema", "Example", BESIDE),
    ("broken-schema", "Instead", BESIDE),
    ("broken-signature", "Example", "signed files are binary"),
    ("broken-signature", "Instead", "signed files are binary"),
    ("excluded-key", "Example", BESIDE),
    ("excluded-key", "Instead", BESIDE),
    ("incomplete-schema", "Example", BESIDE),
    ("incomplete-schema", "Instead", BESIDE),
    ("manifest-gap", "Instead", "it takes every key of the domain"),
    ("other-problem", "Example", "whatever it is has no rule yet"),
    ("other-problem", "Instead", "whatever it is has no rule yet"),
    ("repeated-payload", "Example", BESIDE),
    ("repeated-payload", "Instead", BESIDE),
    ("signed-profile", "Example", "signed files are binary"),
    ("signed-profile", "Instead", "signed files are binary"),
    ("stale-baseline", "Example", "it takes a baseline beside the file"),
    ("stale-baseline", "Instead", "it takes a baseline beside the file"),
    ("too-deep", "Example", "it takes 512 levels"),
    ("too-deep", "Instead", "the opposite of what cannot be shown"),
    ("too-large", "Example", "it takes 16 MiB, or a binary file"),
    ("too-large", "Instead", "the opposite of what cannot be shown"),
    ("too-large-for-target", "Example", "it takes a megabyte"),
    ("too-large-for-target", "Instead", "the opposite of what cannot be shown"),
    ("unsupported-key", "Example", BESIDE),
    ("unsupported-key", "Instead", BESIDE),
    ("variable-in-signed-profile", "Example", "a signature is no text"),
    ("variable-in-signed-profile", "Instead", "the opposite of what cannot be shown"),
];

/// A fenced block.
#[derive(Debug, Default)]
struct Block {
    language: String,
    words: Vec<(String, String)>,
    text: String,
}

impl Block {
    fn word(&self, name: &str) -> Option<&str> {
        self.words.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn options(&self) -> Options {
        let target = |word: &str| Target::from_str(word, false).unwrap();
        let targets = self.words.iter().filter(|(name, _)| name == "target");
        Options {
            domain: self.word("domain").map(|name| domain::known(name).unwrap()),
            targets: targets.map(|(_, word)| target(word)).collect(),
            okta_verify: self.word("okta-verify").map(|version| version.parse().unwrap()),
            ..Options::default()
        }
    }

    /// The file that the block stands for, and what is assumed about it.
    fn file(&self, number: usize) -> (Source, Options) {
        let mut options = self.options();
        let text = self.text.trim_start();
        let shown = self.text.replace("<dict>…</dict>", "<dict/>").replace("<array>…</array>", "<array/>");
        let whole = ["<?xml", "<!DOCTYPE", "<plist"].iter().any(|start| text.starts_with(start));
        let (ending, contents) = if self.language != "xml" {
            (self.language.as_str(), self.text.clone())
        } else if whole {
            options.domain = options.domain.or_else(|| guessed(&shown)).or(Some(&DESKTOP_MFA));
            ("plist", shown)
        } else if text.starts_with("<dict") {
            ("mobileconfig", profile("", &completed(&shown, PAYLOAD)))
        } else {
            match self.word("in") {
                Some("payload") => ("mobileconfig", profile("", &payload(&shown))),
                Some("profile") => ("mobileconfig", profile(&shown, &payload(""))),
                Some(other) => panic!("there is no `in={other}`, but `in=payload` and `in=profile`"),
                None => {
                    let file = preferences(&shown);
                    options.domain = options.domain.or_else(|| guessed(&file)).or(Some(&DESKTOP_MFA));
                    ("plist", file)
                }
            }
        };
        let name = self.word("file").map_or_else(|| format!("example-{number}.{ending}"), str::to_owned);
        (Source { name, bytes: contents.into_bytes() }, options)
    }
}

const PAYLOAD: &[(&str, &str)] = &[
    ("PayloadVersion", "<integer>1</integer>"),
    ("PayloadIdentifier", "<string>com.example.mfa.payload</string>"),
    ("PayloadUUID", "<string>4E6B1F52-8F3D-4B0E-9C57-2A1D6F90B3C8</string>"),
];

const PROFILE: &[(&str, &str)] = &[
    ("PayloadType", "<string>Configuration</string>"),
    ("PayloadVersion", "<integer>1</integer>"),
    ("PayloadIdentifier", "<string>com.example.mfa</string>"),
    ("PayloadUUID", "<string>7D0A4C91-53E2-4F68-B1A7-8E39C2D5F014</string>"),
    ("PayloadScope", "<string>System</string>"),
    ("PayloadDisplayName", "<string>Desktop MFA</string>"),
];

/// The domain whose keys a preference file matches best.
fn guessed(file: &str) -> Option<&'static Domain> {
    plist::read(file.as_bytes()).document.and_then(|document| Delivered::guess(&document.root))
}

/// A profile with these keys at its top level and these payloads.
fn profile(keys: &str, payloads: &str) -> String {
    let content = ("PayloadContent", format!("<array>{payloads}</array>"));
    let dictionary = completed(&format!("<dict>{keys}</dict>"), PROFILE);
    let dictionary = completed(&dictionary, &[(content.0, content.1.as_str())]);
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\">{dictionary}</plist>")
}

/// A payload with these keys.
fn payload(keys: &str) -> String {
    let payload = completed(&format!("<dict>{keys}</dict>"), PAYLOAD);
    completed(&payload, &[("PayloadType", "<string>com.okta.deviceaccess.servicedaemon</string>")])
}

/// Dictionaries, each with the keys that it lacks; what cannot be read stays as it is. Further dictionaries get names
/// of their own.
fn completed(dictionaries: &str, keys: &[(&str, &str)]) -> String {
    const START: &str = "<plist version=\"1.0\"><array>";
    let reading = plist::read(format!("{START}{dictionaries}</array></plist>").as_bytes());
    let mut text = dictionaries.to_owned();
    let Some(document) = reading.document else { return text };
    let items: Vec<&Node> = document.root.items().iter().collect();
    for (index, item) in items.iter().enumerate().rev() {
        let lacking = keys.iter().filter(|(key, _)| item.get(key).is_none()).map(|(key, value)| {
            let value = match index {
                0 => (*value).to_owned(),
                _ => value
                    .replace("payload<", &format!("payload{index}<"))
                    .replace("3C8<", &format!("3C{index}<")),
            };
            format!("<key>{key}</key>{value}")
        });
        let lacking: String = lacking.collect();
        let start = item.span.unwrap().start as usize - START.len();
        let (before, element) = text.split_at(start);
        let (tag, after) = element.split_once('>').unwrap();
        text = match tag.strip_suffix('/') {
            Some(tag) => format!("{before}{tag}>{lacking}</dict>{after}"),
            None => format!("{before}{tag}>{lacking}{after}"),
        };
    }
    text
}

/// The fenced blocks of a section.
fn blocks(rule: &Rule, heading: &str) -> Vec<Block> {
    let mut lines = rule.lines().skip_while(|line| line.strip_prefix("# ") != Some(heading)).skip(1);
    let mut blocks = Vec::new();
    while let Some(line) = lines.next().filter(|line| !line.starts_with("# ")) {
        let Some(fence) = line.strip_prefix("```") else { continue };
        let (language, words) = fence.split_once(" (").unwrap_or((fence, ")"));
        let language = language.to_owned();
        let words = words.strip_suffix(')').unwrap_or_else(|| panic!("{}: {fence}", rule.name));
        let words = words.split_whitespace().map(|word| word.split_once('=').unwrap_or((word, "")));
        let words: Vec<_> = words.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        for (name, _) in &words {
            let known = ["in", "domain", "target", "okta-verify", "file"];
            assert!(
                known.contains(&name.as_str()),
                "{}: a block says {name}; known are {known:?}",
                rule.name
            );
        }
        let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        blocks.push(Block { language, words, text: text.join("\n") });
    }
    blocks
}

/// The reports of a file, which may describe settings, judged without a configuration; or of a configuration.
fn checked(source: Source, options: &Options) -> Vec<FileReport> {
    if source.name.ends_with(".toml") {
        let (_, mistakes) = configuration::parse(&source.bytes);
        return vec![of_text(source.name, source.bytes, mistakes)];
    }
    let mut reports = lint(source, options);
    let settings = Settings::default();
    reports.iter_mut().for_each(|report| judge(report, &Law::new(&settings, &options.targets, "")));
    reports
}

/// The reports of a section: one run of all blocks, or one for each.
fn runs(listed: &Listed, heading: &str) -> Vec<Vec<FileReport>> {
    let blocks = blocks(listed.rule, heading);
    let files = blocks.iter().zip(1..).map(|(block, number)| block.file(number));
    let reports = files.map(|(source, options)| checked(source, &options));
    match listed.check {
        Check::Files(_) if !blocks.is_empty() => {
            let mut reports: Vec<FileReport> = reports.flatten().collect();
            across(&mut reports);
            vec![reports]
        }
        _ => reports.collect(),
    }
}

/// What a run found, in words for a failing test.
fn said(run: &[FileReport]) -> String {
    let findings = run.iter().flat_map(|report| report.findings.iter().map(move |found| (report, found)));
    let lines =
        findings.map(|(report, found)| format!("{}: {}: {}", report.name, found.rule.name, found.message));
    let unchecked = run.iter().flat_map(|report| report.unchecked.iter().map(|part| part.reason.clone()));
    let texts = run.iter().map(|report| String::from_utf8_lossy(&report.text).into_owned());
    lines.chain(unchecked).chain(texts).collect::<Vec<_>>().join("\n")
}

fn yields(run: &[FileReport], rule: &Rule) -> bool {
    run.iter().flat_map(|report| &report.findings).any(|found| found.rule.name == rule.name)
}

#[test]
fn every_example_yields_a_finding_of_its_rule() {
    let mut failures = Vec::new();
    for listed in RULES {
        for (run, number) in runs(listed, "Example").iter().zip(1..) {
            if !yields(run, listed.rule) {
                failures.push(format!("{}: Example {number} yields\n{}", listed.rule.name, said(run)));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn every_instead_yields_none_of_its_rule_and_no_other_error() {
    let mut failures = Vec::new();
    for listed in RULES {
        for (run, number) in runs(listed, "Instead").iter().zip(1..) {
            let checked = run.iter().all(|report| report.checked);
            // A page shows the keys that matter, not all that are required.
            let error = |report: &FileReport| {
                report
                    .findings
                    .iter()
                    .any(|found| found.level == Level::Error && found.rule.name != "missing-key")
            };
            if !checked || yields(run, listed.rule) || run.iter().any(error) {
                failures.push(format!("{}: Instead {number} yields\n{}", listed.rule.name, said(run)));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn every_page_shows_an_example_unless_the_list_says_why_not() {
    let mut without = Vec::new();
    for listed in RULES {
        for heading in ["Example", "Instead"] {
            if blocks(listed.rule, heading).is_empty() {
                without.push((listed.rule.name, heading));
            }
        }
    }
    let known: Vec<_> = NOT_SHOWN.iter().map(|(rule, heading, _)| (*rule, *heading)).collect();
    assert_eq!(without, known, "a page shows a fenced block; see the head of this file for how it is read");
}
