//! The arguments of `new`: an option for each question.

use std::path::PathBuf;

use clap::Args;

/// Ask what matters about a policy, and write its settings and what an MDM takes
///
/// Each question says what depends on it, and a choice that may lock people out says so at once. What an option
/// answers is not asked. Without a terminal nothing is asked: what no option answers takes its default, and where there
/// is none the run ends and names the option. The client secret is not asked for, and is in no file that is written.
///
/// All files are written, or none. Exit status: 0 done; 2 could not run.
#[derive(Args, Debug, Default)]
pub(crate) struct NewArguments {
    /// The Okta organization or its custom domain, such as `https://corp.okta.com`
    #[arg(long, value_name = "URL")]
    pub(crate) organization: Option<String>,

    /// The client ID of the Desktop MFA app
    #[arg(long, value_name = "ID")]
    pub(crate) client_id: Option<String>,

    /// Everybody must sign in with a second factor
    #[arg(long, conflicts_with = "require")]
    pub(crate) everyone: bool,

    /// The local accounts that must sign in with a second factor
    #[arg(long, value_name = "NAME", num_args = 1.., value_delimiter = ',')]
    pub(crate) require: Option<Vec<String>>,

    /// The local accounts that never need a second factor, for emergencies; without a name: none
    #[arg(long, value_name = "NAME", num_args = 0.., value_delimiter = ',')]
    pub(crate) break_glass: Option<Vec<String>>,

    /// For how many days after a sign-in online the device access code is enough
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) offline_days: Option<String>,

    /// Nobody who needs a second factor signs in without reaching the organization
    #[arg(long, conflicts_with = "offline_days")]
    pub(crate) no_offline: bool,

    /// The allowed factors in the order in which they are offered, such as `OV_Push`; `*` for all
    #[arg(long, value_name = "NAME", num_args = 1.., value_delimiter = ',')]
    pub(crate) factor: Option<Vec<String>>,

    /// For how many hours a user may put off linking the account
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) grace_hours: Option<String>,

    /// The mail address that a user who needs help is shown
    #[arg(long, value_name = "MAIL")]
    pub(crate) help_desk_mail: Option<String>,

    /// The telephone number that a user who needs help is shown
    #[arg(long, value_name = "NUMBER")]
    pub(crate) help_desk_phone: Option<String>,

    /// What the profile is deployed with: any carrier of `latchkey build`, such as `jamf` or `intune`; without a name: none
    /// yet
    #[arg(long, value_name = "NAME", num_args = 0.., value_delimiter = ',')]
    pub(crate) mdm: Option<Vec<String>>,

    /// Write the files into this folder
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,

    /// Replace files that exist
    #[arg(long)]
    pub(crate) force: bool,
}
