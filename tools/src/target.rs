//! Where a file will go: the MDMs and services whose own rules a check can apply.

use clap::ValueEnum;

/// A destination of a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ValueEnum)]
pub(crate) enum Target {
    /// Installed on the device by hand, or by an MDM that passes profiles on as they are
    Device,
    /// Jamf Pro
    Jamf,
    /// Kandji, now Iru
    Kandji,
    /// Microsoft Intune
    Intune,
    /// Fleet
    Fleet,
    /// Workspace ONE UEM
    WorkspaceOne,
    /// The device management built into Apple Business
    AppleBusiness,
}

impl Target {
    /// The word for it, on the command line and in every format.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Jamf => "jamf",
            Self::Kandji => "kandji",
            Self::Intune => "intune",
            Self::Fleet => "fleet",
            Self::WorkspaceOne => "workspace-one",
            Self::AppleBusiness => "apple-business",
        }
    }

    /// Its name as its vendor writes it.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Device => "the Mac",
            Self::Jamf => "Jamf Pro",
            Self::Kandji => "Kandji",
            Self::Intune => "Intune",
            Self::Fleet => "Fleet",
            Self::WorkspaceOne => "Workspace ONE",
            Self::AppleBusiness => "Apple Business",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_and_the_formats_use_one_word() {
        for target in Target::value_variants() {
            let typed = target.to_possible_value().map(|value| value.get_name().to_owned());
            assert_eq!(typed.as_deref(), Some(target.word()));
        }
    }
}
