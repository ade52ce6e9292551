//! A name to the account's number, as this machine knows it.

use nix::unistd::User;

/// The account of this name: its canonical name and number. `None` where there is none.
pub(crate) fn named(name: &str) -> anyhow::Result<Option<(String, u32)>> {
    let found = User::from_name(name)?;
    Ok(found.map(|user| (user.name, user.uid.as_raw())))
}

/// The name of this machine, for labels.
pub(crate) fn machine_name() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}
