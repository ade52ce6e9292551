//! Logins as transcripts: one line a step, `what the machine asks for | what the world answers`.

mod enrolment;
mod link;
mod offline;
mod online;
mod random;
mod requests;
mod secrecy;
mod stage;
mod trouble;
