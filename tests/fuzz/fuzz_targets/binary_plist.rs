//! Random bytes to [`latchkey_fuzz::binary_plist`].

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| latchkey_fuzz::binary_plist(bytes));
