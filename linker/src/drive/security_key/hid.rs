//! Security keys over USB HID: hidraw and udev on Linux, IOKit on macOS.

use std::panic::catch_unwind;

use ctap_hid_fido2::{HidInfo, HidParam, get_fidokey_devices};

use super::{SecurityKey, SecurityKeys};

pub(super) fn list() -> SecurityKeys {
    // The library panics where the HID service cannot be opened; a sign-in goes on without security keys then.
    match catch_unwind(get_fidokey_devices) {
        Ok(devices) => SecurityKeys::Plugged(devices.into_iter().map(SecurityKey::from).collect()),
        Err(_) => SecurityKeys::Unreadable,
    }
}

impl From<HidInfo> for SecurityKey {
    fn from(device: HidInfo) -> Self {
        Self {
            product: device.product_string,
            vendor_id: device.vid,
            product_id: device.pid,
            path: match device.param {
                HidParam::Path(path) => Some(path),
                HidParam::VidPid { .. } => None,
            },
        }
    }
}
