//! Keeps sensitive values out of settings that are written for others to see, and finds what is still to be filled in.

use std::collections::HashMap;

use latchkey_profile_schema::check::is_secret;
use latchkey_profile_schema::{
    Catalog, KeyPath, KeyProblem, Place, Problem, ProblemKind, Segment, Value, domain,
};

use crate::placeholder::{is_placeholder, is_variable, word_for};
use crate::settings_file::{DomainSettings, SettingsFile};
use crate::stand_in::{FilledIn, StandIn};
use crate::tree;

/// A text that stands elsewhere is hidden there too when it is the value of a secret of so many bytes; shorter ones may
/// stand there by chance.
const SHORTEST: usize = 8;

/// Puts what stands for them in the place of sensitive values, wherever these stand. A misspelt key is as sensitive as
/// the right one.
pub(super) fn leave_out(settings: &mut SettingsFile, stand_in: StandIn) {
    let mut hiding = Hiding { stand_in, hidden: HashMap::new(), taken: HashMap::new(), texts: Vec::new() };
    hiding.keep_free(settings);
    for settings in &mut settings.domains {
        let declared = sensitive_keys(&settings.domain);
        for (key, value) in &mut settings.values {
            let same = declared.iter().find(|name| name.eq_ignore_ascii_case(key));
            hiding.hide(same.unwrap_or(key), value);
        }
    }
    // The longest first, so that no part of it is left where another is a part of it.
    hiding.texts.sort_by_key(|(secret, _)| std::cmp::Reverse(secret.len()));
    for (_, value) in settings.domains.iter_mut().flat_map(|settings| &mut settings.values) {
        hiding.hide_in_text(value);
    }
}

struct Hiding {
    stand_in: StandIn,
    /// For each name of a variable the values that were taken out, each once, with what stands for it.
    hidden: HashMap<String, Vec<(Value, String)>>,
    /// What stands for a value, and that value.
    taken: HashMap<String, Value>,
    /// Secrets that are texts, with what stands for each.
    texts: Vec<(String, String)>,
}

impl Hiding {
    /// What stands in the settings already for a value is not taken for another.
    fn keep_free(&mut self, settings: &SettingsFile) {
        let stand_in = self.stand_in;
        tree::texts(&settings.document().root, &KeyPath::root(), &mut |_, text| {
            let is_variable =
                matches!(stand_in, StandIn::Variable(variable) if variable.name(text).is_some());
            if is_variable || is_placeholder(text) {
                self.taken.insert(text.to_owned(), Value::String(text.to_owned()));
            }
        });
    }

    fn hide(&mut self, key: &str, value: &mut Value) {
        if is_secret(key) {
            // What an MDM fills in is no secret.
            if !value.as_str().is_some_and(is_variable) {
                let text = self.name(key, value);
                self.remember(value, &text);
                // No MDM replaces a text inside of data; the type is kept for whoever fills it in.
                *value = match value {
                    Value::Data(_) => Value::Data(text.into_bytes()),
                    _ => Value::String(text),
                };
            }
            return;
        }
        match value {
            Value::Dictionary(entries) => {
                entries.iter_mut().for_each(|entry| self.hide(&entry.key, &mut entry.node.value));
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.hide(key, &mut item.value)),
            _ => {}
        }
    }

    /// What stands for the value of a key. Two secrets under one name, such as those of two servers, need two, however
    /// the keys are spelt.
    fn name(&mut self, key: &str, value: &Value) -> String {
        let Self { stand_in, hidden, taken, .. } = self;
        let is_data = matches!(value, Value::Data(_));
        let stand_in = if is_data { StandIn::Placeholder } else { *stand_in };
        let hidden = hidden.entry(word_for(key)).or_default();
        if let Some((_, text)) = hidden.iter().find(|(there, _)| there == value) {
            return text.clone();
        }
        let mut number = hidden.len() + 1;
        let text = loop {
            let numbered = if number == 1 { key.to_owned() } else { format!("{key}{number}") };
            let text = stand_in.text(&numbered);
            if taken.get(&text).is_none_or(|there| there == value) {
                break text;
            }
            number += 1;
        };
        taken.insert(text.clone(), value.clone());
        hidden.push((value.clone(), text.clone()));
        text
    }

    /// Takes over the texts of a secret, to look for them elsewhere.
    fn remember(&mut self, value: &Value, stand_in: &str) {
        match value {
            Value::String(text)
                if text.len() >= SHORTEST
                    && !is_placeholder(text)
                    && self.texts.iter().all(|(there, _)| there != text) =>
            {
                self.texts.push((text.clone(), stand_in.to_owned()));
            }
            Value::Dictionary(entries) => {
                entries.iter().for_each(|entry| self.remember(&entry.node.value, stand_in));
            }
            Value::Array(items) => items.iter().for_each(|item| self.remember(&item.value, stand_in)),
            _ => {}
        }
    }

    fn hide_in_text(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                for (secret, stand_in) in &self.texts {
                    if text != stand_in && text.contains(secret) {
                        *text = text.replace(secret, stand_in);
                    }
                }
            }
            Value::Dictionary(entries) => {
                entries.iter_mut().for_each(|entry| self.hide_in_text(&mut entry.node.value));
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.hide_in_text(&mut item.value)),
            _ => {}
        }
    }
}

/// Sets what stands for it where the problem is a secret that must be set and is not; whether it was that.
pub(super) fn stand_in(settings: &mut SettingsFile, problem: &Problem, stand_in: StandIn) -> bool {
    let (ProblemKind::Key(KeyProblem::MissingKey { key }), Place::Path(path, _)) =
        (&problem.kind, &problem.place)
    else {
        return false;
    };
    let [Segment::Key(domain)] = path.segments() else {
        return false;
    };
    if !sensitive_keys(domain).contains(key) {
        return false;
    }
    let value = (key.clone(), Value::String(stand_in.text(key)));
    match settings.domains.iter_mut().find(|settings| *settings.domain == **domain) {
        Some(settings) => settings.values.push(value),
        None => settings.domains.push(DomainSettings::new(domain.to_string(), vec![value])),
    }
    true
}

/// The keys whose values are still to come: those that somebody fills in, and those that a program does.
pub(super) fn open(settings: &SettingsFile, stand_in: StandIn) -> (Vec<KeyPath>, Vec<FilledIn>) {
    let mut placeholders = Vec::new();
    let mut filled_in = Vec::new();
    tree::texts(&settings.document().root, &KeyPath::root(), &mut |at, text| {
        let variable = match stand_in {
            StandIn::Variable(variable) => variable.name(text).map(|name| (variable.of, name)),
            StandIn::Placeholder => None,
        };
        match variable {
            Some((by, name)) => filled_in.push(FilledIn { key: at.clone(), by, name }),
            None if is_placeholder(text) => placeholders.push(at.clone()),
            None => {}
        }
    });
    tree::data(&settings.document().root, &KeyPath::root(), &mut |at, data| {
        if std::str::from_utf8(data).is_ok_and(is_placeholder) {
            placeholders.push(at.clone());
        }
    });
    (placeholders, filled_in)
}

fn sensitive_keys(name: &str) -> Vec<String> {
    let catalog = domain::known(name).and_then(Catalog::declared);
    let keys = catalog.into_iter().flat_map(Catalog::every_key).filter(|key| key.sensitive);
    keys.map(|key| key.name.clone()).collect()
}
