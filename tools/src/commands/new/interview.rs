//! Questions to a person, lines to answers; what an option answers is not asked.

use std::path::PathBuf;

use anyhow::{anyhow, bail};
use latchkey_mdm_manifests::{CARRIERS, CarrierTarget, wrapped};

use super::answer::{ALL, is_none};
use super::draft::{Draft, Judgement, Remark};
use super::question::{FACTORS, Question, REQUIRED, declared, factors, words};
use super::questions::QUESTIONS;
use crate::cli::NewArguments;
use crate::commands::build::carrier_named;
use crate::phrase::quoted;
use crate::terminal::input::{Input, Line};

/// How wide a line is; narrow enough for every terminal.
const WIDTH: usize = 78;

/// The option that says for which MDM.
const MDM_OPTION: &str = "--mdm NAME";

/// Someone who is asked, or nobody.
pub(super) struct Interview<'a> {
    /// Lines that are typed; `None` where nobody can be asked.
    input: Option<Input>,
    /// Where everything is shown.
    show: &'a mut dyn FnMut(&str),
}

impl<'a> Interview<'a> {
    pub(super) fn new(input: Option<Input>, show: &'a mut dyn FnMut(&str)) -> Self {
        Self { input, show }
    }

    /// Whether somebody can be asked.
    pub(super) const fn has_person(&self) -> bool {
        self.input.is_some()
    }

    /// Shows a text.
    pub(super) fn say(&mut self, text: &str) {
        (self.show)(text);
    }

    /// Every question's answer.
    pub(super) async fn policy(&mut self, arguments: &NewArguments) -> anyhow::Result<Draft> {
        let open = QUESTIONS.iter().filter(|question| (question.given)(arguments).is_none()).count();
        if self.has_person() && open > 0 {
            self.paragraph(
                "",
                "What is asked here becomes the settings of Okta Desktop MFA. Enter takes the answer in brackets; \
                 Ctrl-C ends at any time, and nothing is written before the end.",
            );
        }
        let mut draft = Draft::default();
        for question in QUESTIONS {
            draft = match ((question.given)(arguments), self.has_person()) {
                (Some(words), _) => self.given(question, &draft, &words)?,
                (None, true) => self.asked(question, &draft).await?,
                (None, false) => {
                    let default = (question.default)(question, draft.values());
                    self.given(question, &draft, &default.ok_or_else(|| missing(question.option))?)?
                }
            };
        }
        Ok(draft)
    }

    /// For which MDM; none: for none yet.
    pub(super) async fn carriers(
        &mut self,
        arguments: &NewArguments,
    ) -> anyhow::Result<Vec<&'static CarrierTarget>> {
        if let Some(names) = &arguments.mdm {
            return carriers(names.iter().map(String::as_str));
        }
        if !self.has_person() {
            return Ok(Vec::new());
        }
        let number = QUESTIONS.len() + 1;
        self.say(&format!("\n{number}/{number}  The MDM that deploys the profile\n"));
        self.paragraph(
            "  ",
            "Its files are made of the settings right away, and of changed ones by `latchkey build`.",
        );
        for (index, carrier) in CARRIERS.iter().enumerate() {
            self.choice(index + 1, carrier.name, carrier.title);
        }
        loop {
            let line = self.line("which MDM, by number or name", Some("none yet"), MDM_OPTION).await?;
            match carriers(words(&line).iter().map(String::as_str)) {
                Ok(carriers) => return Ok(carriers),
                Err(error) => self.say(&format!("  {error:#}\n")),
            }
        }
    }

    /// Into which folder, of somebody who has seen what is to be written.
    pub(super) async fn folder(&mut self, default: &str) -> anyhow::Result<PathBuf> {
        let line = self.line("\nwrite it into the folder", Some(default), "-o DIR").await?;
        let line = line.trim();
        Ok(PathBuf::from(if line.is_empty() { default } else { line }))
    }

    /// Takes the answer of an option, or a default where nobody is asked.
    fn given(
        &mut self,
        question: &'static Question,
        draft: &Draft,
        words: &[String],
    ) -> anyhow::Result<Draft> {
        match draft.answer(question, words) {
            Judgement::Taken(draft, remarks) => {
                self.remarks(&remarks);
                Ok(draft)
            }
            Judgement::Refused(remarks) => bail!("`{}`: {}", question.option, in_a_line(&remarks)),
        }
    }

    /// Asks until an answer is taken. After a remark the same answer is the default, so that Enter keeps it.
    async fn asked(&mut self, question: &'static Question, draft: &Draft) -> anyhow::Result<Draft> {
        self.explain(question);
        let mut default = (question.default)(question, draft.values());
        let mut draft = draft.clone();
        loop {
            let shown = default.as_ref().map(|words| shown(question, words));
            let line = self.line(question.asks, shown.as_deref(), question.option).await?;
            let words = match (line.trim(), &default) {
                ("", None) => continue,
                ("", Some(words)) => words.clone(),
                (line, _) => question.words(line),
            };
            match draft.answer(question, &words) {
                Judgement::Refused(remarks) => self.remarks(&remarks),
                Judgement::Taken(next, remarks) if remarks.is_empty() => return Ok(next),
                Judgement::Taken(next, remarks) => {
                    self.remarks(&remarks);
                    self.paragraph("  ", "Enter keeps this answer; another one replaces it.");
                    (default, draft) = (Some(words), next);
                }
            }
        }
    }

    /// What the declaration says of a question's keys.
    fn explain(&mut self, question: &Question) {
        let number = QUESTIONS.iter().position(|other| other.key == question.key).unwrap_or_default() + 1;
        let title = declared(question.key).map_or(question.key, |key| key.title.as_str());
        self.say(&format!("\n{number}/{}  {title}\n", QUESTIONS.len() + 1));
        if let Some(key) = declared(question.key) {
            self.paragraph("  ", &key.description);
            self.paragraph("  ", &format!("If wrong: {}.", key.consequence));
            if let (Some(example), None) = (&key.placeholder, (question.default)(question, &[])) {
                self.paragraph("  ", &format!("Such as `{example}`."));
            }
        }
        self.paragraph("  ", question.hint);
        if question.key == FACTORS {
            for (index, factor) in factors().iter().enumerate() {
                let name = factor.value.as_str().unwrap_or_default();
                self.choice(index + 1, name, &factor.description);
            }
        }
    }

    fn remarks(&mut self, remarks: &[Remark]) {
        for remark in remarks {
            self.paragraph("  ", &format!("{}: {}", remark.level.word(), remark.message));
            if let Some(consequence) = &remark.consequence {
                self.paragraph("    ", consequence);
            }
            if let Some(help) = &remark.help {
                self.paragraph("    ", &format!("help: {help}"));
            }
        }
    }

    /// One of several to choose from; what does not fit beside its name stands under it.
    fn choice(&mut self, number: usize, name: &str, text: &str) {
        const NAME: usize = 18;
        const BEFORE: usize = NAME + 7;
        let mut lines = wrapped(text, WIDTH - BEFORE).into_iter();
        let first = if name.len() > NAME { None } else { lines.next() };
        let beside = format!("  {number:>2}  {name:<NAME$} {}", first.unwrap_or_default());
        self.say(&format!("{}\n", beside.trim_end()));
        lines.for_each(|line| self.say(&format!("{:BEFORE$}{line}\n", "")));
    }

    /// A paragraph, indented.
    fn paragraph(&mut self, indentation: &str, text: &str) {
        for line in wrapped(text, WIDTH - indentation.len()) {
            self.say(&format!("{indentation}{line}\n"));
        }
    }

    /// A line that is typed.
    async fn line(
        &mut self,
        asks: &str,
        default: Option<&str>,
        option: &'static str,
    ) -> anyhow::Result<String> {
        let default = default.map(|default| format!(" [{default}]")).unwrap_or_default();
        self.say(&format!("{asks}{default}: "));
        let Some(input) = &mut self.input else { return Err(missing(option)) };
        match input.next().await {
            Line::Text(line) => Ok(line),
            Line::End => {
                self.say("\n");
                Err(missing(option))
            }
        }
    }
}

/// Remarks as one sentence after the other, on a line.
pub(super) fn in_a_line(remarks: &[Remark]) -> String {
    let all = remarks.iter().flat_map(|remark| std::iter::once(&remark.message).chain(&remark.help));
    all.map(String::as_str).collect::<Vec<_>>().join("; ")
}

fn missing(option: &str) -> anyhow::Error {
    anyhow!("nobody is there to answer; give `{option}`")
}

/// An answer as it could be typed.
fn shown(question: &Question, words: &[String]) -> String {
    match words {
        [] => "none".to_owned(),
        [only] if only == ALL && question.key == REQUIRED => "everybody".to_owned(),
        words => words.join(" "),
    }
}

/// Carriers by their names or numbers, each once; none for no words, and for one that says so.
fn carriers<'w>(words: impl Iterator<Item = &'w str>) -> anyhow::Result<Vec<&'static CarrierTarget>> {
    let mut carriers: Vec<&'static CarrierTarget> = Vec::new();
    let words: Vec<&str> = words.map(str::trim).filter(|word| !word.is_empty()).collect();
    if let [only] = words.as_slice()
        && is_none(only)
    {
        return Ok(carriers);
    }
    for word in words {
        let carrier = match word.parse::<usize>() {
            Ok(number) => number.checked_sub(1).and_then(|index| CARRIERS.get(index)).ok_or_else(|| {
                anyhow!("expected a number from 1 to {}, and found {}", CARRIERS.len(), quoted(word))
            })?,
            Err(_) => carrier_named(&word.to_lowercase())?,
        };
        if !carriers.iter().any(|there| there.name == carrier.name) {
            carriers.push(carrier);
        }
    }
    Ok(carriers)
}
