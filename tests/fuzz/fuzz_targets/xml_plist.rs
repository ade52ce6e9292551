//! Random bytes to [`latchkey_fuzz::xml_plist`].

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| latchkey_fuzz::xml_plist(bytes));
