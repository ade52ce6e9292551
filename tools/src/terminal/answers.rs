//! What options answer beforehand, and what a typed line answers.

use latchkey_linker::step::{Answer, Question};
use latchkey_linker::{Factor, Secret};

use super::texts;

/// What the options of the command line answer.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    /// `--account`
    pub(crate) account: Option<String>,
    /// `--factor`
    pub(crate) factor: Option<Factor>,
    /// `--code`, good for one question.
    pub(crate) code: Option<Secret>,
    /// `--postpone`
    pub(crate) postpone: bool,
    /// Whether somebody can be asked what no option answers.
    pub(crate) person: bool,
}

/// What the options say to a question.
#[derive(Debug)]
pub(crate) enum Given {
    /// This.
    Answer(Answer),
    /// That the attempt ends here: an answer was given once and was not right.
    GiveUp,
    /// Nothing.
    Nothing,
}

impl Answers {
    pub(crate) fn take(&mut self, question: &Question) -> Given {
        match question {
            Question::BeginLinking { postponable: true }
            | Question::BeginOfflineCode { postponable: true }
                if self.postpone =>
            {
                Given::Answer(Answer::Later)
            }
            // Declining keeps nobody out, and without a person nobody can scan a code.
            Question::BeginOfflineCode { .. } if self.postpone || !self.person => Given::GiveUp,
            Question::BeginLinking { .. } if self.account.is_some() || !self.person => {
                Given::Answer(Answer::Yes)
            }
            Question::Username { .. } => {
                self.account.take().map_or(Given::Nothing, |name| Given::Answer(Answer::Username(name)))
            }
            Question::ChooseFactor(factors) => match self.factor {
                Some(factor) if factors.contains(&factor) => Given::Answer(Answer::Factor(factor)),
                Some(_) | None => Given::Nothing,
            },
            Question::Code { again, .. } => match self.code.take() {
                Some(code) => Given::Answer(Answer::Code(code)),
                None if again.is_some() && !self.person => Given::GiveUp,
                None => Given::Nothing,
            },
            Question::BeginLinking { .. }
            | Question::BeginOfflineCode { .. }
            | Question::ConfirmOfflineCode { .. } => Given::Nothing,
        }
    }
}

/// The option that answers a question.
pub(crate) const fn option_for(question: &Question) -> &'static str {
    match question {
        Question::BeginLinking { .. } | Question::BeginOfflineCode { .. } => "--postpone",
        Question::Username { .. } => "--account OKTA-USERNAME",
        Question::ChooseFactor(_) => "--factor NAME",
        Question::Code { .. } | Question::ConfirmOfflineCode { .. } => "--code CODE",
    }
}

/// Reads a typed line. `None` gives up; an error is a hint what to type.
pub(crate) fn read(question: &Question, line: &str) -> Result<Option<Answer>, &'static str> {
    let text = line.trim();
    if texts::is_give_up(text) {
        return Ok(None);
    }
    match question {
        Question::BeginLinking { postponable } | Question::BeginOfflineCode { postponable } => match text {
            "" | "y" | "yes" => Ok(Some(Answer::Yes)),
            "later" | "l" if *postponable => Ok(Some(Answer::Later)),
            _ if *postponable => Err("press Enter to go on, or type `later`"),
            _ => Err("press Enter to go on, or type `q` to give up"),
        },
        Question::Username { suggestion } => match (text, suggestion) {
            ("", Some(suggestion)) => Ok(Some(Answer::Username(suggestion.clone()))),
            ("", None) => Err("type your Okta username"),
            (name, _) => Ok(Some(Answer::Username(name.to_owned()))),
        },
        Question::ChooseFactor(factors) => {
            let by_number =
                || text.parse::<usize>().ok()?.checked_sub(1).and_then(|index| factors.get(index));
            let chosen = if text.is_empty() { factors.first() } else { by_number() };
            let chosen = chosen.copied().or_else(|| Factor::from_word(text).filter(|f| factors.contains(f)));
            chosen
                .map(|factor| Some(Answer::Factor(factor)))
                .ok_or("type one of the numbers, or press Enter for the first")
        }
        Question::Code { .. } | Question::ConfirmOfflineCode { .. } => match text {
            "" => Err("type the six digits, `other` for another method, or `q` to give up"),
            other if texts::is_another(other) && matches!(question, Question::Code { .. }) => {
                Ok(Some(Answer::AnotherFactor))
            }
            code => Ok(Some(Answer::Code(Secret::new(code.replace(' ', ""))))),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_or_a_word_chooses_a_factor() {
        let question = Question::ChooseFactor(vec![Factor::Push, Factor::OfflineCode]);
        let chosen = |line| match read(&question, line) {
            Ok(Some(Answer::Factor(factor))) => Some(factor),
            _ => None,
        };
        assert_eq!(chosen(""), Some(Factor::Push));
        assert_eq!(chosen("2"), Some(Factor::OfflineCode));
        assert_eq!(chosen("offline-code"), Some(Factor::OfflineCode));
        assert_eq!(chosen("0"), None);
        assert_eq!(chosen("3"), None);
        assert_eq!(chosen("otp"), None);
    }

    #[test]
    fn blanks_in_a_code_are_left_out() {
        let question = Question::Code { factor: Factor::Otp, again: None };
        assert!(
            matches!(read(&question, " 123 456 "), Ok(Some(Answer::Code(code))) if code.expose() == "123456")
        );
        assert!(matches!(read(&question, "q"), Ok(None)));
    }

    #[test]
    fn a_code_of_the_command_line_is_good_once() {
        let mut answers = Answers { code: Some(Secret::new("123456".to_owned())), ..Answers::default() };
        let question = Question::Code { factor: Factor::Otp, again: None };
        assert!(matches!(answers.take(&question), Given::Answer(Answer::Code(_))));
        assert!(matches!(answers.take(&question), Given::Nothing));
    }
}
