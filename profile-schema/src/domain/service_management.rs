//! The declaration of `com.apple.servicemanagement`: background items that users cannot switch off.

use schemars::JsonSchema;

use super::declaration::{Domain, DomainKind, KeyNames, generate};
use super::source;

/// `com.apple.servicemanagement`
pub static SERVICE_MANAGEMENT: Domain = Domain {
    name: "com.apple.servicemanagement",
    kind: DomainKind::PayloadType,
    file: "com.apple.servicemanagement.json",
    keys: KeyNames::Partial,
    generate: generate::<ServiceManagement>,
    committed: include_str!("../../schemas/com.apple.servicemanagement.json"),
};

/// # Managed login items
///
/// Which background items macOS allows without asking, and does not let users switch off.
#[derive(Clone, Debug, PartialEq, JsonSchema)]
#[schemars(extend("x-macos-since" = "13.0", "x-channel" = "system", "x-enrollment" = "approved-server"))]
pub struct ServiceManagement {
    /// # Rules
    ///
    /// One dictionary for each rule.
    #[schemars(rename = "Rules", extend(
        "x-required" = true,
        "x-consequence" = "a user can switch Okta's background items off, and sign-in then goes without them",
        "x-source" = source::SERVICE_MANAGEMENT,
    ))]
    pub rules: Option<Vec<ServiceManagementRule>>,
}

/// One rule of `Rules`.
#[derive(Clone, Debug, PartialEq, JsonSchema)]
pub struct ServiceManagementRule {
    /// # What is compared
    ///
    /// Which property of an item the value is compared with.
    #[schemars(rename = "RuleType", extend(
        "x-required" = true,
        "x-consequence" = "macOS refuses the payload, and users can switch the items off",
        "x-source" = source::SERVICE_MANAGEMENT,
    ))]
    pub rule_type: Option<RuleType>,

    /// # Value
    ///
    /// What the property must be, or begin with.
    #[schemars(rename = "RuleValue", length(min = 1), extend(
        "x-required" = true, "x-placeholder" = "B7F62B65BN",
        "x-consequence" = "the rule matches no item, and users can switch it off",
        "x-source" = source::SERVICE_MANAGEMENT,
    ))]
    pub rule_value: Option<String>,

    /// # Team
    ///
    /// The team identifier that an item must have besides.
    #[schemars(rename = "TeamIdentifier", pattern("^[A-Z0-9]{10}$"), extend(
        "x-placeholder" = "B7F62B65BN",
        "x-pattern-words" = "a team identifier, 10 capital letters and digits",
        "x-consequence" = "the rule matches no item, and users can switch it off",
        "x-source" = source::SERVICE_MANAGEMENT,
    ))]
    pub team_identifier: Option<String>,

    /// # Comment
    ///
    /// A text for whoever reads the profile.
    #[schemars(rename = "Comment", extend(
        "x-consequence" = "nobody sees what the rule is for",
        "x-source" = source::SERVICE_MANAGEMENT,
    ))]
    pub comment: Option<String>,
}

/// A word of `RuleType`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
pub enum RuleType {
    /// # Bundle identifier
    ///
    /// The bundle identifier is the value.
    BundleIdentifier,
    /// # Beginning of the bundle identifier
    ///
    /// The bundle identifier begins with the value.
    BundleIdentifierPrefix,
    /// # Label
    ///
    /// The label of the launchd job is the value.
    Label,
    /// # Beginning of the label
    ///
    /// The label of the launchd job begins with the value.
    LabelPrefix,
    /// # Team identifier
    ///
    /// The developer's team identifier is the value.
    TeamIdentifier,
}
