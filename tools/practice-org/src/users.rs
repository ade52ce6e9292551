//! The people of the organization: a small TOML file turned into accounts.
//!
//! ```toml
//! [[user]]
//! username = "alice@example.com"
//! sub = "00uALICE0000000000"       # default: made from the username, the same every time
//! status = "active"                # or "suspended", "not-assigned"
//! factors = ["push", "otp"]
//! otp_seed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"   # base32; default: made at start
//! number_challenge = true          # default: as the organization says
//! password = "…"                   # for the password grant; default: none works
//! second_factor = true             # whether a password alone is not enough
//! ```

use std::ops::Range;

use aws_lc_rs::digest;
use serde::Deserialize;
use toml::Spanned;
use totp_rs::Secret as Seed;

use crate::secret::Secret;

/// A way to prove that one is the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Factor {
    /// A push to the phone.
    Push,
    /// The six-digit code of the account on the phone.
    Otp,
}

/// Whether the user may sign in at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// May sign in.
    #[default]
    Active,
    /// The account is suspended.
    Suspended,
    /// The account is active, but the application is not assigned to it.
    NotAssigned,
}

/// Everybody who has an account.
#[derive(Clone, Debug)]
pub struct Users(Vec<User>);

#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) username: String,
    pub(crate) sub: String,
    pub(crate) status: Status,
    pub(crate) factors: Vec<Factor>,
    pub(crate) otp_seed: Option<HiddenSeed>,
    pub(crate) number_challenge: Option<bool>,
    pub(crate) password: Option<Secret>,
    pub(crate) second_factor: bool,
}

/// A seed that `Debug` does not print.
#[derive(Clone)]
pub(crate) struct HiddenSeed(pub(crate) Seed);

impl std::fmt::Debug for HiddenSeed {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Seed")
    }
}

/// Why a file of users cannot be used, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct UsersError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub problem: UsersProblem,
}

/// What is wrong in a file of users. No seed and no password is in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UsersProblem {
    /// Not TOML, an unknown key, or a value of the wrong type.
    #[error("{0}")]
    Syntax(String),
    /// No `[[user]]` at all.
    #[error("no `[[user]]` found")]
    Nobody,
    /// An empty username.
    #[error("`username` is empty")]
    EmptyUsername,
    /// Two users of one name; case does not count.
    #[error("username `{0}` is taken by an earlier user")]
    UsernameTaken(String),
    /// Two users with one `sub`.
    #[error("sub `{0}` is taken by an earlier user")]
    SubTaken(String),
    /// The seed is not base32.
    #[error("`otp_seed` is not base32 (A to Z and 2 to 7, no padding)")]
    SeedNotBase32,
    /// The seed is too short.
    #[error("`otp_seed` holds {bytes} bytes, and at least 16 are needed")]
    SeedTooShort {
        /// How many bytes it decodes to.
        bytes: usize,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    user: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    username: Spanned<String>,
    sub: Option<Spanned<String>>,
    #[serde(default)]
    status: Status,
    factors: Vec<Factor>,
    otp_seed: Option<Spanned<String>>,
    number_challenge: Option<bool>,
    password: Option<String>,
    #[serde(default = "yes")]
    second_factor: bool,
}

const fn yes() -> bool {
    true
}

impl Users {
    /// Reads the file's text.
    ///
    /// # Errors
    /// The first mistake and its line.
    pub fn read(text: &str) -> Result<Self, UsersError> {
        let at = |span: Option<Range<usize>>, problem| UsersError { line: line_of(text, span), problem };
        let file: File = toml::from_str(text)
            .map_err(|error| at(error.span(), UsersProblem::Syntax(error.message().replace('\n', "; "))))?;
        if file.user.is_empty() {
            return Err(at(None, UsersProblem::Nobody));
        }
        let mut users: Vec<User> = Vec::new();
        for entry in file.user {
            let name_span = Some(entry.username.span());
            let sub_span = entry.sub.as_ref().map_or_else(|| name_span.clone(), |sub| Some(sub.span()));
            let seed_span = entry.otp_seed.as_ref().map(Spanned::span);
            let user = User::from_entry(entry).map_err(|problem| at(seed_span, problem))?;
            if user.username.is_empty() {
                return Err(at(name_span, UsersProblem::EmptyUsername));
            }
            if users.iter().any(|earlier| earlier.username.eq_ignore_ascii_case(&user.username)) {
                return Err(at(name_span, UsersProblem::UsernameTaken(user.username)));
            }
            if users.iter().any(|earlier| earlier.sub == user.sub) {
                return Err(at(sub_span, UsersProblem::SubTaken(user.sub)));
            }
            users.push(user);
        }
        Ok(Self(users))
    }

    /// One active user, `alice@example.com`, with push and one-time code; the seed is made at start.
    #[must_use]
    pub fn sample() -> Self {
        let username = "alice@example.com".to_owned();
        Self(vec![User {
            sub: default_sub(&username),
            username,
            status: Status::Active,
            factors: vec![Factor::Push, Factor::Otp],
            otp_seed: None,
            number_challenge: None,
            password: None,
            second_factor: true,
        }])
    }

    /// Everybody's username, in the file's order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|user| user.username.as_str())
    }

    pub(crate) fn into_vec(self) -> Vec<User> {
        self.0
    }
}

impl User {
    fn from_entry(entry: Entry) -> Result<Self, UsersProblem> {
        let username = entry.username.into_inner();
        let otp_seed = entry.otp_seed.map(|seed| read_seed(seed.get_ref())).transpose()?;
        Ok(Self {
            sub: entry.sub.map_or_else(|| default_sub(&username), Spanned::into_inner),
            username,
            status: entry.status,
            factors: entry.factors,
            otp_seed,
            number_challenge: entry.number_challenge,
            password: entry.password.map(Secret::new),
            second_factor: entry.second_factor,
        })
    }

    /// Whether `login` names this user: the username, or the part before `@`; case does not count.
    pub(crate) fn answers_to(&self, login: &str) -> bool {
        let short = self.username.split_once('@').map(|(short, _)| short);
        self.username.eq_ignore_ascii_case(login)
            || short.is_some_and(|short| short.eq_ignore_ascii_case(login))
    }
}

fn read_seed(text: &str) -> Result<HiddenSeed, UsersProblem> {
    let seed = Seed::try_from_base32(text).map_err(|_| UsersProblem::SeedNotBase32)?;
    // RFC 4226 section 4, R6: at least 128 bits.
    match seed.as_bytes().len() {
        bytes @ ..16 => Err(UsersProblem::SeedTooShort { bytes }),
        _ => Ok(HiddenSeed(seed)),
    }
}

/// An ID in the shape of Okta's: `00u` and 17 more characters, the same for the same username.
fn default_sub(username: &str) -> String {
    let hash = digest::digest(&digest::SHA256, username.to_ascii_lowercase().as_bytes());
    let hexadecimal: String = hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("00u{}", hexadecimal.chars().take(17).collect::<String>())
}

fn line_of(text: &str, span: Option<Range<usize>>) -> usize {
    let start = span.map_or(0, |span| span.start);
    1 + text.bytes().take(start).filter(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::{Users, UsersProblem};

    const SEED: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[track_caller]
    fn refused(text: &str, line: usize) -> UsersProblem {
        let error = Users::read(text).unwrap_err();
        assert_eq!(error.line, line, "{error}");
        error.problem
    }

    #[test]
    fn a_mistake_is_reported_with_its_line() {
        let alice = "[[user]]\nusername = \"alice@example.com\"\nfactors = [\"push\"]\n";
        assert_eq!(refused("", 1), UsersProblem::Nobody);
        assert!(matches!(refused("[[user]]\nusername = 3\n", 2), UsersProblem::Syntax(_)));
        assert!(matches!(refused(&format!("{alice}colour = \"red\"\n"), 4), UsersProblem::Syntax(_)));
        assert!(matches!(
            refused("[[user]]\nusername = \"a\"\nfactors = [\"sms\"]\n", 3),
            UsersProblem::Syntax(_)
        ));
        assert_eq!(refused("[[user]]\nusername = \"\"\nfactors = []\n", 2), UsersProblem::EmptyUsername);
        assert_eq!(
            refused(&format!("{alice}{}", alice.replace("alice@", "ALICE@")), 5),
            UsersProblem::UsernameTaken("ALICE@example.com".to_owned())
        );
        assert_eq!(refused(&format!("{alice}otp_seed = \"not base32!\"\n"), 4), UsersProblem::SeedNotBase32);
        assert_eq!(
            refused(&format!("{alice}otp_seed = \"GEZDGNBV\"\n"), 4),
            UsersProblem::SeedTooShort { bytes: 5 }
        );
        let (first, second) =
            ("sub = \"00u1\"\n", "[[user]]\nusername = \"bob\"\nfactors = []\nsub = \"00u1\"\n");
        assert_eq!(refused(&format!("{alice}{first}{second}"), 8), UsersProblem::SubTaken("00u1".to_owned()));
    }

    #[test]
    fn no_secret_is_printed() {
        let text = format!(
            "[[user]]\nusername = \"a\"\nfactors = []\npassword = \"hunter2\"\notp_seed = \"{SEED}\"\n"
        );
        let printed = format!("{:?}", Users::read(&text).unwrap());
        assert!(
            !printed.contains("hunter2") && !printed.contains(SEED) && !printed.contains("49, 50"),
            "{printed}"
        );
    }

    #[test]
    fn the_default_sub_is_stable_and_has_the_shape_of_an_okta_id() {
        let sub = |users: Users| users.into_vec().remove(0).sub;
        assert_eq!(sub(Users::sample()), sub(Users::sample()));
        assert_eq!(sub(Users::sample()).len(), 20);
    }
}
