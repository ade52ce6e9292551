//! One file a carrier: settings in their written order to the files that the carrier is.

pub(crate) mod intune;
pub(crate) mod kandji;
pub(crate) mod managed_client;
pub(crate) mod mobileconfig;
pub(crate) mod preference_file;
