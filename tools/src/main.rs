//! The `latchkey` command line.

fn main() {}
