//! Answers to settings, and each new answer to what the linter says of it.

use latchkey_mdm_manifests::build::emit;
use latchkey_mdm_manifests::{DomainSettings, ProfileOptions, Secrets, SettingsFile, carriers};
use latchkey_profile_schema::domain::DESKTOP_MFA;
use latchkey_profile_schema::{KeyPath, Part, Segment, Value};

use super::answer::ALL;
use super::question::{
    DAY, EXEMPT, OFFLINE_ALLOWED, OFFLINE_PERIOD, ORGANIZATION, Question, REQUIRED, declared,
};
use super::questions::QUESTIONS;
use crate::lint;
use crate::located::Located;
use crate::options::Options;
use crate::phrase::is_unprintable;
use crate::rule::Level;

/// What is answered so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    values: Vec<(String, Value)>,
    answered: Vec<&'static str>,
    remarked: Vec<String>,
}

/// What is to be known about an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Remark {
    /// How grave it is.
    pub(super) level: Level,
    /// What is the matter.
    pub(super) message: String,
    /// What happens then.
    pub(super) consequence: Option<String>,
    /// What to do.
    pub(super) help: Option<String>,
}

/// What becomes of an answer.
#[derive(Debug)]
pub(super) enum Judgement {
    /// It is taken; the remarks are new.
    Taken(Draft, Vec<Remark>),
    /// It does not fit the declaration.
    Refused(Vec<Remark>),
}

impl Draft {
    /// The values so far.
    pub(super) fn values(&self) -> &[(String, Value)] {
        &self.values
    }

    /// The value of a key.
    pub(super) fn value(&self, key: &str) -> Option<&Value> {
        self.values.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The texts in the list of a key.
    pub(super) fn texts(&self, key: &str) -> Vec<&str> {
        match self.value(key) {
            Some(Value::Array(items)) => items.iter().filter_map(|item| item.as_str()).collect(),
            _ => Vec::new(),
        }
    }

    /// Judges an answer by what it makes of the settings.
    pub(super) fn answer(&self, question: &'static Question, words: &[String]) -> Judgement {
        if words.iter().any(|word| word.chars().any(is_unprintable)) {
            return Judgement::Refused(vec![Remark::plain("the answer holds a sign that cannot be seen")]);
        }
        let values = match (question.read)(question, words) {
            Ok(values) => values,
            Err(expected) => return Judgement::Refused(vec![Remark::plain(expected)]),
        };
        let mut draft = self.clone();
        draft.values.retain(|(key, _)| question.keys().all(|own| own != key));
        draft.values.extend(values.into_iter().map(|(key, value)| (key.to_owned(), value)));
        draft.answered.extend(question.keys());

        let (mut refused, mut remarks) = (Vec::new(), draft.own_remarks(question));
        for (finding, place) in draft.findings() {
            let is_own =
                place.as_ref().and_then(key).is_some_and(|key| question.keys().any(|own| own == key));
            if is_own && finding.level == Level::Error {
                refused.push(Remark::of(finding));
            } else if (is_own && finding.level == Level::Warning) || draft.completes(question, &finding) {
                remarks.push(Remark::of(finding));
            }
        }
        refused.extend(draft.nobody_left(question));
        if !refused.is_empty() {
            return Judgement::Refused(refused);
        }
        remarks.retain(|remark| !draft.remarked.contains(&remark.message));
        draft.remarked.extend(remarks.iter().map(|remark| remark.message.clone()));
        Judgement::Taken(draft, remarks)
    }

    /// What the linter says is wrong with the whole.
    pub(super) fn errors(&self) -> Vec<Remark> {
        let of_keys = self.findings().into_iter().filter(|(_, place)| place.as_ref().and_then(key).is_some());
        of_keys.filter(|(finding, _)| finding.level == Level::Error).map(|(it, _)| Remark::of(it)).collect()
    }

    /// The settings that the answers make.
    pub(super) fn settings(&self) -> SettingsFile {
        let organization = match self.value(ORGANIZATION) {
            Some(Value::String(url)) => {
                url.split("://").nth(1).and_then(|rest| rest.split([':', '/']).next())
            }
            _ => None,
        };
        let mut profile = ProfileOptions::default();
        if let Some(host) = organization.filter(|host| !host.is_empty()) {
            profile.organization = host.to_owned();
        }
        SettingsFile { profile, domains: vec![DomainSettings::new(DESKTOP_MFA.name, self.values.clone())] }
    }

    fn findings(&self) -> Vec<lint::Made> {
        let profile = carriers::carrier_named("mcx")
            .and_then(|carrier| emit(&self.settings(), carrier, Secrets::Placeholder).ok())
            .and_then(|build| build.artifacts.into_iter().next());
        let findings = profile.and_then(|profile| lint::made(profile.bytes, &Options::default()));
        findings.unwrap_or_default()
    }

    /// Whether a finding is about this question's keys and others, and all of them that are ever asked for are answered:
    /// nobody is warned of what a later answer settles.
    fn completes(&self, question: &Question, finding: &Located) -> bool {
        let section = finding.rule.section("Keys");
        let named: Vec<&str> = section.split('`').skip(1).step_by(2).collect();
        let asked = |key: &&str| QUESTIONS.iter().any(|question| question.keys().any(|own| own == *key));
        // Errors elsewhere are of what is not answered yet, or never asked for: the client secret.
        finding.level < Level::Error
            && question.keys().any(|own| named.contains(&own))
            && named.iter().filter(|key| asked(key)).all(|key| self.answered.contains(key))
    }

    /// Why an answer that exempts everybody who is required is not taken: the policy would ask nobody for anything.
    fn nobody_left(&self, question: &Question) -> Option<Remark> {
        let (required, exempt) = (self.texts(REQUIRED), self.texts(EXEMPT));
        let is_exempt = |name: &&str| *name != ALL && exempt.contains(name);
        if question.key != EXEMPT || required.is_empty() || !required.iter().all(is_exempt) {
            return None;
        }
        Some(Remark {
            level: Level::Error,
            message: "every account that must sign in with a second factor would be exempt".to_owned(),
            consequence: Some("exempt wins, and nobody needs a second factor".to_owned()),
            help: Some("exempt another account than those that are required, or none".to_owned()),
        })
    }

    /// What the linter does not mind, and whoever chooses should know.
    fn own_remarks(&self, question: &Question) -> Vec<Remark> {
        /// From Friday evening to Monday morning, and some.
        const WEEKEND: f64 = 3.0 * DAY;
        let consequence = |key: &str| declared(key).map(|key| key.consequence.clone());
        if question.key != OFFLINE_PERIOD {
            return Vec::new();
        }
        let remark = match (self.value(OFFLINE_ALLOWED), self.value(OFFLINE_PERIOD)) {
            (Some(Value::Boolean(false)), _) => Remark {
                level: Level::Warning,
                message: "offline use is not allowed".to_owned(),
                consequence: consequence(OFFLINE_ALLOWED),
                help: Some("allow some days, unless that is meant".to_owned()),
            },
            (_, Some(Value::Real(hours))) if *hours >= DAY && *hours < WEEKEND => Remark {
                level: Level::Warning,
                message: "offline use ends before a weekend is over".to_owned(),
                consequence: consequence(OFFLINE_PERIOD),
                help: Some("allow 3 days or more".to_owned()),
            },
            _ => return Vec::new(),
        };
        vec![remark]
    }
}

impl Remark {
    fn plain(message: impl Into<String>) -> Self {
        Self { level: Level::Error, message: message.into(), consequence: None, help: None }
    }

    fn of(finding: Located) -> Self {
        let Located { level, message, consequence, help, .. } = finding;
        Self { level, message, consequence, help }
    }
}

/// The key of the policy that a path in the settings leads to, or into.
fn key((path, _): &(KeyPath, Part)) -> Option<&str> {
    match path.segments() {
        [Segment::Key(domain), Segment::Key(key), ..] if **domain == *DESKTOP_MFA.name => Some(key),
        _ => None,
    }
}
