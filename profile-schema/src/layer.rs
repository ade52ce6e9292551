//! Who set a value, and which of several wins.

/// A source of values; a later one wins over an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// The default of the declaration.
    BuiltIn,
    /// The local file of a machine without an MDM, owned by root.
    LocalFile,
    /// The managed preferences of the device.
    ManagedDevice,
}

impl Layer {
    /// The plain name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::BuiltIn => "built in",
            Self::LocalFile => "local file",
            Self::ManagedDevice => "managed device file",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_managed_device_file_wins() {
        assert_eq!(
            [Layer::ManagedDevice, Layer::BuiltIn, Layer::LocalFile].into_iter().max(),
            Some(Layer::ManagedDevice)
        );
    }
}
