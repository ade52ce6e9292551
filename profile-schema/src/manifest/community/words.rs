//! The words of community manifests: their keys with types, and what some keys may say.

use crate::document::PlistType::{self, Array, Boolean, Data, Date, Dictionary, Integer, String};

/// What `pfm_type` may be.
pub(super) const TYPES: &[&str] =
    &["string", "boolean", "integer", "real", "date", "data", "array", "dictionary", "dict"];

/// What `pfm_require` may be.
pub(super) const REQUIRE: &[&str] = &["always", "always-nested", "push"];

/// What `pfm_platforms` may hold.
pub(super) const PLATFORMS: &[&str] = &["macOS", "iOS", "tvOS", "watchOS", "visionOS"];

/// What `pfm_targets` may hold.
pub(super) const TARGETS: &[&str] = &["system", "user", "system-managed", "user-managed"];

/// The keys of a manifest, of its settings and of its conditions whose type does not depend on the setting.
pub(super) const KEYS: &[(&str, PlistType)] = &[
    ("pfm_allowed_file_types", Array),
    ("pfm_app_deprecated", String),
    ("pfm_app_max", String),
    ("pfm_app_min", String),
    ("pfm_app_url", String),
    ("pfm_conditionals", Array),
    ("pfm_date_allow_past", Boolean),
    ("pfm_date_style", String),
    ("pfm_default_copy", String),
    ("pfm_description", String),
    ("pfm_description_extended", String),
    ("pfm_description_reference", String),
    ("pfm_documentation_url", String),
    ("pfm_domain", String),
    ("pfm_enabled", Boolean),
    ("pfm_exclude", Array),
    ("pfm_excluded", Boolean),
    ("pfm_format", String),
    ("pfm_format_version", Integer),
    ("pfm_hidden", String),
    ("pfm_icon", Data),
    ("pfm_interaction", String),
    ("pfm_ios_deprecated", String),
    ("pfm_ios_max", String),
    ("pfm_ios_min", String),
    ("pfm_last_modified", Date),
    ("pfm_macos_deprecated", String),
    ("pfm_macos_max", String),
    ("pfm_macos_min", String),
    ("pfm_n_platforms", Array),
    ("pfm_name", String),
    ("pfm_note", String),
    ("pfm_platforms", Array),
    ("pfm_range_list", Array),
    ("pfm_range_list_allow_custom_value", Boolean),
    ("pfm_range_list_titles", Array),
    ("pfm_repetition_max", Integer),
    ("pfm_repetition_min", Integer),
    ("pfm_require", String),
    ("pfm_required", Boolean),
    ("pfm_segments", Dictionary),
    ("pfm_sensitive", Boolean),
    ("pfm_subdomain", String),
    ("pfm_subkeys", Array),
    ("pfm_substitution_variables", Dictionary),
    ("pfm_supervised", Boolean),
    ("pfm_targets", Array),
    ("pfm_title", String),
    ("pfm_tvos_deprecated", String),
    ("pfm_tvos_max", String),
    ("pfm_tvos_min", String),
    ("pfm_type", String),
    ("pfm_type_input", String),
    ("pfm_unique", Boolean),
    ("pfm_user_approved", Boolean),
    ("pfm_value_copy", String),
    ("pfm_value_decimal_places", Integer),
    ("pfm_value_import_processor", String),
    ("pfm_value_info_processor", String),
    ("pfm_value_inverted", Boolean),
    ("pfm_value_processor", String),
    ("pfm_value_unique", Boolean),
    ("pfm_value_unit", String),
    ("pfm_version", Integer),
    ("pfm_view", String),
];

/// Keys whose type is the setting's, or any.
pub(super) const FREE: &[&str] = &[
    "pfm_default",
    "pfm_distribution",
    "pfm_documentation",
    "pfm_range_max",
    "pfm_range_min",
    "pfm_unique_value",
    "pfm_value_placeholder",
];
