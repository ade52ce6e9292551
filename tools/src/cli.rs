//! The arguments of every subcommand: types only, no behaviour.

mod build;
mod new;
mod policy;
mod prove;

use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};

use crate::target::Target;
use crate::version::Version;

pub(crate) use build::BuildArguments;
pub(crate) use new::NewArguments;
pub(crate) use policy::{
    ExplainArguments, ExplainFormat, PolicyArguments, PolicyCommand, SimulateArguments, SimulateFormat,
};
pub(crate) use prove::{Numbered, ProveArguments, ProveFormat, Waived};

/// One declaration of an Okta desktop-MFA policy: checked, built for an MDM, and tried out.
///
/// Exit status: 0 clean or done, 1 something was found, 2 could not run.
#[derive(Debug, Parser)]
#[command(name = "latchkey", version, propagate_version = true, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Lint(LintArguments),
    Rule(RuleArguments),
    Schema(SchemaArguments),
    Manifest(ManifestArguments),
    New(NewArguments),
    Build(BuildArguments),
    Convert(ConvertArguments),
    Diff(DiffArguments),
    Policy(PolicyArguments),
    Try(TryArguments),
    Login(LoginArguments),
    PracticeOrg(PracticeOrgArguments),
    Lsp(LspArguments),
}

/// Check profiles and preference files in any carrier
///
/// Folders are walked for `.mobileconfig` and `.plist`, and for `.xml` and `.json` that hold a profile or a schema for
/// Jamf Pro; `-` is standard input. What is hidden or named by a `.gitignore` is passed over. A `latchkey.toml` that is
/// named is checked as a configuration.
///
/// Exit status: 0 clean; 1 an error was found, or a warning with `--deny warnings`; 2 a named path is missing or
/// unreadable, or nothing was checked.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("mending").args(["fix", "diff"]).multiple(true))]
pub(crate) struct LintArguments {
    /// Files, folders or `-`
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// How findings are printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,

    /// Where the files will go; what that MDM minds is checked too. May be given several times
    #[arg(long, value_enum, value_name = "NAME")]
    pub(crate) target: Vec<Target>,

    /// The oldest Okta Verify in use; keys that it does not read yet are reported
    #[arg(long, value_name = "VERSION")]
    pub(crate) okta_verify: Option<Version>,

    /// A checkout of Apple's device-management schema (YAML), or a folder of community manifests: payloads that they
    /// describe are checked in depth. May be given several times
    #[arg(long, value_name = "DIR")]
    pub(crate) schemas: Vec<PathBuf>,

    /// The preference domain of files that do not say theirs
    #[arg(long, value_name = "NAME")]
    pub(crate) domain: Option<String>,

    /// Findings of this level fail the run too
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub(crate) deny: Option<Denied>,

    /// The configuration of every file; without it, each file has the nearest `latchkey.toml` in its folder or above
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub(crate) config: Option<PathBuf>,

    /// Look for no configuration
    #[arg(long)]
    pub(crate) no_config: bool,

    /// The findings that are accepted; what is new is reported, and what is gone
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,

    /// Write all that is found now into the baseline, that of `--baseline` or of the configuration
    #[arg(long)]
    pub(crate) write_baseline: bool,

    /// Mend what can be mended for certain, and report what remains; what comments, the configuration or a baseline accept
    /// is left as it is
    #[arg(long)]
    pub(crate) fix: bool,

    /// Show what mending would change, and write nothing; exit status 1 when it would
    #[arg(long)]
    pub(crate) diff: bool,

    /// Mend by guesses too, and by what changes what a device does
    #[arg(long, requires = "mending")]
    pub(crate) unsafe_fixes: bool,

    /// Treat files that are named as if a folder had been: what is excluded, or is something else, is passed over. For
    /// hooks, which name every file that changed
    #[arg(long)]
    pub(crate) as_in_folder: bool,

    /// Look at files of folders too that a `.gitignore` names
    #[arg(long)]
    pub(crate) no_gitignore: bool,

    /// Succeed although nothing was checked
    #[arg(long)]
    pub(crate) allow_nothing: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people: the line, what is wrong, what to do, what happens otherwise
    Human,
    /// For programs: one object, its shape is frozen
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// JUnit's XML, for test reports
    Junit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Denied {
    Warnings,
}

/// Explain a rule of the linter, or list them all
#[derive(Args, Debug)]
pub(crate) struct RuleArguments {
    /// The rule; without it, all are listed
    #[arg(value_name = "NAME")]
    pub(crate) name: Option<String>,

    /// How rules are printed
    #[arg(long, value_enum, default_value_t = RuleFormat::Human)]
    pub(crate) format: RuleFormat,

    /// Write the manual page of all rules into this file, as the project keeps it
    #[arg(
        long,
        value_name = "FILE",
        num_args = 0..=1,
        default_missing_value = "tools/rules.md",
        conflicts_with_all = ["name", "format"]
    )]
    pub(crate) write: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RuleFormat {
    /// For people: the page of a rule, or a line for each
    Human,
    /// For programs: one object for a rule, or a list of all
    Json,
}

/// Print the JSON Schema of a preference domain or of `latchkey.toml`, or list the domains
#[derive(Args, Debug)]
pub(crate) struct SchemaArguments {
    /// The preference domain, `latchkey.toml` or `scenario.toml`; without it, all domains are listed
    #[arg(value_name = "DOMAIN")]
    pub(crate) domain: Option<String>,

    /// Write every schema file into this folder, as the project keeps them
    #[arg(
        long,
        value_name = "DIR",
        num_args = 0..=1,
        default_missing_value = "profile-schema/schemas",
        conflicts_with = "domain"
    )]
    pub(crate) write: Option<PathBuf>,
}

/// Print the declaration in the shape of an MDM's editor
///
/// `jamf` is Jamf Pro's custom schema, `profile-manifest` a community manifest for ProfileCreator and iMazing Profile
/// Editor, `json-schema` a JSON Schema (2020-12), `markdown` a page to read. What a target has no form for is named on
/// standard error. All files are written, or none.
#[derive(Args, Debug)]
pub(crate) struct ManifestArguments {
    /// What to make: `jamf`, `profile-manifest`, `json-schema`, `markdown`
    #[arg(required = true, value_name = "TARGET")]
    pub(crate) targets: Vec<String>,

    /// Write the files into this folder; without it, the only file is printed
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,

    /// The preference domain or payload type; without it, all of them
    #[arg(long, value_name = "NAME")]
    pub(crate) domain: Option<String>,

    /// Somebody else's schema instead of the declaration: a community manifest (a property list with `pfm_domain`), a
    /// file of Apple's device-management schema (YAML), or `-`
    #[arg(long, value_name = "FILE", conflicts_with = "domain")]
    pub(crate) from: Option<PathBuf>,

    /// Replace files that exist
    #[arg(long)]
    pub(crate) force: bool,
}

/// Convert a profile or preference file to other carriers
///
/// Reads whatever an MDM exports, signed files too, and keeps keys and domains that nobody declared. What cannot be kept is
/// said on standard error. All files are written, or none. Exit status: 0 done; 1 the file is not sound; 2 could not run.
#[derive(Args, Debug)]
#[command(override_usage = "latchkey convert <FILE> --to <CARRIER>… [OPTIONS]")]
pub(crate) struct ConvertArguments {
    /// The file, in any carrier, or `-`
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,

    /// What is to carry the settings: a carrier of `build`, or `settings` for a settings file in TOML; with blanks or commas
    /// between
    #[arg(long, required = true, num_args = 1.., value_delimiter = ',', value_name = "CARRIER")]
    pub(crate) to: Vec<String>,

    /// Write the files into this folder; without it, the only file is printed
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,

    /// The preference domain of a file that does not say its own
    #[arg(long, value_name = "NAME")]
    pub(crate) domain: Option<String>,

    /// Write secrets as they are, into files that only you can read; without it, placeholders stand for them
    #[arg(long)]
    pub(crate) with_secrets: bool,

    /// Replace files that exist
    #[arg(long)]
    pub(crate) force: bool,
}

/// Tell what differs in meaning between two files, whatever their carriers
///
/// Profiles, preference files, exports of an MDM and settings files are compared by what they set, each difference with its
/// effect on the policy. What servers rewrite makes no difference. Secrets are compared and never shown.
///
/// Exit status: 0 the settings mean the same; 1 they differ; 2 could not run.
#[derive(Args, Debug)]
pub(crate) struct DiffArguments {
    /// The file before, in any carrier, or `-`
    #[arg(value_name = "BEFORE")]
    pub(crate) before: PathBuf,

    /// The file after, or `-`
    #[arg(value_name = "AFTER")]
    pub(crate) after: PathBuf,

    /// How differences are printed
    #[arg(long, value_enum, default_value_t = DiffFormat::Human)]
    pub(crate) format: DiffFormat,

    /// The preference domain of files that do not say their own
    #[arg(long, value_name = "NAME")]
    pub(crate) domain: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// For people: by domain, with the effect of each difference
    Human,
    /// For programs: one object, its shape is frozen
    Json,
}

/// Play the main job on this machine: link an account and sign in, online and offline
///
/// A practice organization is started on a loopback address, a sample profile is built, read and checked, and a
/// made-up account signs in four times. Nothing is left behind. Exit status: 0 when the story ended as it must.
#[derive(Args, Debug)]
pub(crate) struct TryArguments {
    /// Answer as the phone would, and ask nothing
    #[arg(long)]
    pub(crate) auto: bool,
}

/// Play one sign-in in the terminal, against the profile's organization
///
/// What an option answers is not asked. Without a terminal, a question that no option answers ends the attempt and
/// names the option. Exit status: 0 permit, 1 deny, 2 could not run.
#[derive(Args, Debug)]
pub(crate) struct LoginArguments {
    /// The profile that is in force, in any carrier
    #[arg(long, value_name = "FILE")]
    pub(crate) profile: PathBuf,

    /// The local account
    #[arg(long, value_name = "NAME")]
    pub(crate) user: String,

    /// The account's number, to play one that this machine does not have
    #[arg(long, value_name = "NUMBER")]
    pub(crate) uid: Option<u32>,

    /// The username at Okta
    #[arg(long, value_name = "OKTA-USERNAME")]
    pub(crate) account: Option<String>,

    /// The method: `push`, `otp` or `offline-code`
    #[arg(long, value_name = "NAME")]
    pub(crate) factor: Option<String>,

    /// The code, good for one question
    #[arg(long, value_name = "CODE")]
    pub(crate) code: Option<Hidden>,

    /// Put off what can be put off
    #[arg(long)]
    pub(crate) postpone: bool,

    /// Play a machine without a network
    #[arg(long)]
    pub(crate) offline: bool,

    /// Keep links, codes and counters in this folder; without it they are forgotten afterwards
    #[arg(long, value_name = "DIR")]
    pub(crate) state: Option<PathBuf>,

    /// The PAM service or authorization right
    #[arg(long, value_name = "NAME", default_value = "login")]
    pub(crate) service: String,

    /// How the sign-in is shown
    #[arg(long, value_enum, default_value_t = LoginFormat::Human)]
    pub(crate) format: LoginFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LoginFormat {
    /// A story
    Human,
    /// One object a line, the last being the reply
    Json,
}

/// Run an Okta-compatible organization on a loopback address, with a phone page for each user
#[derive(Args, Debug)]
pub(crate) struct PracticeOrgArguments {
    /// The port; any free one when left out
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub(crate) port: u16,

    /// The users and their factors, TOML; `alice@example.com` when left out
    #[arg(long, value_name = "FILE")]
    pub(crate) users: Option<PathBuf>,

    /// The client ID of the one application
    #[arg(long, value_name = "ID", default_value = "0oaPractice000000000")]
    pub(crate) client_id: String,

    /// The client secret; a public client when left out
    #[arg(long, value_name = "SECRET")]
    pub(crate) client_secret: Option<Hidden>,

    /// Ask for no number at a push
    #[arg(long)]
    pub(crate) no_number: bool,

    /// Misbehave like this
    #[arg(long, value_name = "NAME")]
    pub(crate) fault: Option<String>,
}

/// Serve an editor: problems as you type, explanations, completion, fixes
///
/// Speaks the Language Server Protocol on standard input and output; the editor starts it. What `latchkey.toml` says
/// beside a file or above it counts as for `lint`.
#[derive(Args, Debug)]
pub(crate) struct LspArguments {
    /// Speak on standard input and output, which is what it does anyway; many editors say so
    #[arg(long)]
    pub(crate) stdio: bool,
}

/// An argument that is never printed.
#[derive(Clone)]
pub(crate) struct Hidden(String);

impl Hidden {
    /// The text itself.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Hidden {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl std::fmt::Debug for Hidden {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Hidden")
    }
}
