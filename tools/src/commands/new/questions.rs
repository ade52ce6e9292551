//! The questions: what each asks, which option answers it, and how its answer is read.

use latchkey_profile_schema::Value;

use super::answer::{self, ALL};
use super::question::{
    CLIENT_ID, CODE, DAY, EXEMPT, FACTORS, GRACE, LINKING, Line, MAIL, OFFLINE_ALLOWED, OFFLINE_CODE,
    OFFLINE_PERIOD, ORGANIZATION, PHONE, PUSH, Question, REQUIRED, declared,
};

/// The questions in the order in which they are asked: each stands on those before it.
pub(super) static QUESTIONS: &[Question] = &[
    Question {
        asks: "the URL of the organization",
        option: "--organization URL",
        key: ORGANIZATION,
        also: &[],
        hint: "",
        given: |arguments| arguments.organization.clone().map(|url| vec![url]),
        default: |_, _| None,
        read: answer::text,
        line: Line::Whole,
    },
    Question {
        asks: "the client ID of the Desktop MFA app",
        option: "--client-id ID",
        key: CLIENT_ID,
        also: &[],
        hint: "The client secret belongs to it; it is not asked for here, and no file will hold it.",
        given: |arguments| arguments.client_id.clone().map(|id| vec![id]),
        default: |_, _| None,
        read: answer::text,
        line: Line::Whole,
    },
    Question {
        asks: "who must sign in with a second factor",
        option: "--require NAME… or --everyone",
        key: REQUIRED,
        also: &[],
        hint: "Names with blanks between them, or `everybody`.",
        given: |arguments| match arguments.everyone {
            true => Some(vec![ALL.to_owned()]),
            false => arguments.require.clone(),
        },
        default: |_, _| Some(vec![ALL.to_owned()]),
        read: answer::required,
        line: Line::Words,
    },
    Question {
        asks: "which accounts are kept for emergencies, without a second factor",
        option: "--break-glass NAME…",
        key: EXEMPT,
        also: &[],
        hint: "Names with blanks between them. The usual choice is one local account with a long password that nobody \
               uses otherwise; it must exist on the computers.",
        given: |arguments| arguments.break_glass.clone(),
        default: |_, _| Some(Vec::new()),
        read: answer::names,
        line: Line::Words,
    },
    Question {
        asks: "for how many days offline use is allowed",
        option: "--offline-days N or --no-offline",
        key: OFFLINE_PERIOD,
        also: &[OFFLINE_ALLOWED],
        hint: "A number of days, or `no`.",
        given: |arguments| match arguments.no_offline {
            true => Some(vec!["no".to_owned()]),
            false => arguments.offline_days.clone().map(|days| vec![days]),
        },
        default: |question, _| {
            let hours = declared(question.key)?.default.as_ref()?.as_f64()?;
            Some(vec![(hours / DAY).to_string()])
        },
        read: answer::offline,
        line: Line::Whole,
    },
    Question {
        asks: "which factors, in the order in which they are offered",
        option: "--factor NAME…",
        key: FACTORS,
        also: &[LINKING],
        hint: "Numbers or names with blanks between them:",
        given: |arguments| arguments.factor.clone(),
        default: |_, before| {
            let offline = before
                .iter()
                .any(|(key, value)| key == OFFLINE_ALLOWED && matches!(value, Value::Boolean(true)));
            let factors = if offline { &[PUSH, OFFLINE_CODE][..] } else { &[PUSH, CODE] };
            Some(factors.iter().map(|factor| (*factor).to_owned()).collect())
        },
        read: answer::factors,
        line: Line::Words,
    },
    Question {
        asks: "for how many hours a user may put off linking the account",
        option: "--grace-hours N",
        key: GRACE,
        also: &[],
        hint: "A number of hours; two working days are usual.",
        given: |arguments| arguments.grace_hours.clone().map(|hours| vec![hours]),
        default: |question, _| Some(vec![declared(question.key)?.placeholder.clone()?]),
        read: answer::hours,
        line: Line::Whole,
    },
    Question {
        asks: "the mail address of the help desk",
        option: "--help-desk-mail MAIL",
        key: MAIL,
        also: &[],
        hint: "",
        given: |arguments| arguments.help_desk_mail.clone().map(|mail| vec![mail]),
        default: |_, _| Some(Vec::new()),
        read: answer::text,
        line: Line::Whole,
    },
    Question {
        asks: "the telephone number of the help desk",
        option: "--help-desk-phone NUMBER",
        key: PHONE,
        also: &[],
        hint: "",
        given: |arguments| arguments.help_desk_phone.clone().map(|number| vec![number]),
        default: |_, _| Some(Vec::new()),
        read: answer::text,
        line: Line::Whole,
    },
];
