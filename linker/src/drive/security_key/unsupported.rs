//! A build without USB HID.

use super::SecurityKeys;

pub(super) fn list() -> SecurityKeys {
    SecurityKeys::Unsupported
}
