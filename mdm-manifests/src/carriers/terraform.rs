//! Settings to modules of Terraform, one file for each provider: each a folder with the configuration, what it needs,
//! and the profile where it is read from a file.

mod hcl;
mod jamfpro;
mod microsoft365;
mod secrets;
mod simplemdm;

pub(crate) use jamfpro::write as jamfpro;
pub(crate) use microsoft365::write as microsoft365;
pub(crate) use simplemdm::write as simplemdm;
