//! Names that look like ours and belong elsewhere: the Windows product's values, and what macOS has instead.

use super::desktop_mfa::DESKTOP_MFA;

/// A name that some other platform knows.
#[derive(Debug, PartialEq, Eq)]
pub struct Foreign {
    /// The name of the key, or the factor.
    pub name: &'static str,
    /// Where it means something.
    pub platform: &'static str,
    /// The keys that do the same here; none where nothing does.
    pub instead: &'static [&'static str],
}

const WINDOWS: &str = "Windows";

/// Names of Windows registry values that published material puts into macOS profiles.
pub static KEYS: &[Foreign] = &[
    Foreign { name: "MFABypassList", platform: WINDOWS, instead: &["MFANotRequiredList"] },
    Foreign {
        name: "MaxLoginsWithoutEnrolledFactors",
        platform: WINDOWS,
        instead: &["LoginPeriodWithoutEnrolledFactor"],
    },
    Foreign {
        name: "MaxLoginsWithOfflineFactor",
        platform: WINDOWS,
        instead: &["LoginPeriodWithOfflineFactor"],
    },
    Foreign { name: "MFAGracePeriodInMinutes", platform: WINDOWS, instead: &[] },
    Foreign { name: "AdminContactInfo", platform: WINDOWS, instead: &["AdminEmail", "AdminPhone"] },
    Foreign { name: "OnlineLoginAllowed", platform: WINDOWS, instead: &[] },
    Foreign { name: "UseDirectAuth", platform: WINDOWS, instead: &[] },
    Foreign { name: "ExcludePasswordCredProvider", platform: WINDOWS, instead: &[] },
    Foreign { name: "CredProvidersToExclude", platform: WINDOWS, instead: &[] },
];

/// Words of the Windows product's `AllowedFactors` that macOS does not list.
pub static FACTORS: &[Foreign] = &[Foreign { name: "Offline_Security_key", platform: WINDOWS, instead: &[] }];

/// The foreign key of this name, in whatever case it is written, when it is met in this domain.
#[must_use]
pub fn key(domain: &str, name: &str) -> Option<&'static Foreign> {
    let known = if domain == DESKTOP_MFA.name { KEYS } else { &[] };
    known.iter().find(|foreign| foreign.name.eq_ignore_ascii_case(name))
}

/// The foreign factor of this name, in whatever case it is written.
#[must_use]
pub fn factor(name: &str) -> Option<&'static Foreign> {
    FACTORS.iter().find(|foreign| foreign.name.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::AllowedFactor;

    #[test]
    fn what_to_use_instead_exists() {
        let catalog = crate::Catalog::of(&DESKTOP_MFA);
        for foreign in KEYS {
            assert_eq!(catalog.key(foreign.name), None, "{}", foreign.name);
            for key in foreign.instead {
                assert!(catalog.key(key).is_some(), "{key}");
            }
        }
        for foreign in FACTORS {
            for word in foreign.instead {
                assert!(serde_json::from_value::<AllowedFactor>((*word).into()).is_ok(), "{word}");
            }
        }
    }

    #[test]
    fn a_foreign_name_is_foreign_in_its_own_domain_only() {
        assert!(key(DESKTOP_MFA.name, "mfabypasslist").is_some());
        assert_eq!(key("org.latchkey.agent", "MFABypassList"), None);
    }
}
