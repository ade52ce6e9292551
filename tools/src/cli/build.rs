//! The arguments of `build`.

use std::path::PathBuf;

use clap::Args;

/// Build profiles from settings in TOML, JSON or YAML
///
/// All files are written, or none. Exit status: 0 done; 1 the settings do not fit the declaration; 2 could not run.
#[derive(Args, Debug)]
#[command(override_usage = "latchkey build <SETTINGS> --to <CARRIER>… [OPTIONS]")]
pub(crate) struct BuildArguments {
    /// The settings, or `-`
    #[arg(value_name = "SETTINGS")]
    pub(crate) settings: Option<PathBuf>,

    /// What is to carry them, with blanks or commas between: `mobileconfig`, `mcx`, `plist`, `jamf`, `kandji`, `intune`,
    /// `intune-management`, `intune-cd`, `fleet`, `workspace-one`, `mosyle`, `addigy`, `simplemdm`, `apple-business`,
    /// `ddm`, `terraform-jamfpro`, `terraform-microsoft365`, `terraform-simplemdm`
    #[arg(long, required = true, num_args = 1.., value_delimiter = ',', value_name = "CARRIER")]
    pub(crate) to: Vec<String>,

    /// Add what belongs beside the settings, as far as they do not say it: `desktop-mfa` or `desktop-password-sync`, or
    /// of those only `okta-verify`, `platform-sso`, `associated-domains`, `scep`, `background-items`
    #[arg(long = "set", value_delimiter = ',', value_name = "NAME")]
    pub(crate) sets: Vec<String>,

    /// Write the files into this folder; without it, the only file is printed
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,

    /// Write secrets as they are, into files that only you can read; without it, placeholders stand for them
    #[arg(long)]
    pub(crate) with_secrets: bool,

    /// Sign each whole profile with the private key in this PEM file (RSA, P-256 or P-384), or `-`
    #[arg(long, value_name = "KEY", requires = "certificate")]
    pub(crate) sign: Option<PathBuf>,

    /// The certificate of that key in PEM, and in the same file those between it and its root
    #[arg(long, value_name = "PEM", requires = "sign")]
    pub(crate) certificate: Option<PathBuf>,

    /// Replace files that exist
    #[arg(long)]
    pub(crate) force: bool,
}
