//! Every rule of the linter, and the one list of them.

mod accounts;
mod apple_payloads;
pub(super) mod companions;
mod envelopes;
mod factors;
pub(super) mod fleet_variables;
pub(super) mod generated_uuid;
pub(super) mod meanings;
mod organizations;
mod periods;
pub(super) mod variables;

pub(crate) mod admin_console_url;
pub(crate) mod any_identity;
pub(crate) mod bad_encoding;
pub(crate) mod broken_binary;
pub(crate) mod broken_configuration;
pub(crate) mod broken_managed_client;
pub(crate) mod broken_schema;
pub(crate) mod broken_signature;
pub(crate) mod capital_in_account;
pub(crate) mod certificate_for_user;
pub(crate) mod certificate_not_for_signing;
pub(crate) mod client_id_as_secret;
pub(crate) mod conflict_across_files;
pub(crate) mod conflicting_value;
pub(crate) mod contradictory_default;
pub(crate) mod contradictory_encryption;
pub(crate) mod credential_extension;
pub(crate) mod dead_factor;
pub(crate) mod deprecated_key;
pub(crate) mod device_variable_as_user;
pub(crate) mod differing_organizations;
pub(crate) mod differing_twins;
pub(crate) mod direct_downloads;
pub(crate) mod domain_twice;
pub(crate) mod duplicate_identifier;
pub(crate) mod duplicate_item;
pub(crate) mod duplicate_key;
pub(crate) mod duplicate_uuid;
pub(crate) mod empty_value;
pub(crate) mod entity_declaration;
pub(crate) mod envelope_key_in_settings;
pub(crate) mod everyone_exempt;
pub(crate) mod excluded_key;
pub(crate) mod extension_as_app;
pub(crate) mod factors_not_enforced;
pub(crate) mod fixed_account_name;
pub(crate) mod foreign_variable;
pub(crate) mod fractional_hours;
pub(crate) mod ignore_without_reason;
pub(crate) mod implicit_required_list;
pub(crate) mod incomplete_companions;
pub(crate) mod incomplete_manifest;
pub(crate) mod incomplete_schema;
pub(crate) mod incomplete_sso_urls;
pub(crate) mod insecure_url;
pub(crate) mod integer_for_boolean;
pub(crate) mod large_failure_budget;
pub(crate) mod linking_factor_not_allowed;
pub(crate) mod long_grace;
pub(crate) mod long_offline_period;
pub(crate) mod malformed_ignore;
pub(crate) mod malformed_manifest;
pub(crate) mod malformed_plist;
pub(crate) mod malformed_url;
pub(crate) mod malformed_uuid;
pub(crate) mod malformed_value;
pub(crate) mod manifest_disagrees;
pub(crate) mod manifest_gap;
pub(crate) mod miscased_key;
pub(crate) mod misplaced_setting;
pub(crate) mod misplaced_token;
pub(crate) mod missing_authsrv;
pub(crate) mod missing_content;
pub(crate) mod missing_declaration;
pub(crate) mod missing_display_name;
pub(crate) mod missing_envelope_key;
pub(crate) mod missing_key;
pub(crate) mod missing_profile;
pub(crate) mod missing_scope;
pub(crate) mod missing_second_app;
pub(crate) mod missing_twin;
pub(crate) mod misspelt_domain;
pub(crate) mod misspelt_payload_type;
pub(crate) mod mixed_carriers;
pub(crate) mod mixed_organization_domains;
pub(crate) mod nested_settings;
pub(crate) mod newer_macos_key;
pub(crate) mod no_break_glass;
pub(crate) mod no_grace;
pub(crate) mod no_offline_factor;
pub(crate) mod no_usable_factor;
pub(crate) mod no_way_in_offline;
pub(crate) mod nobody_required;
pub(crate) mod not_a_property_list;
pub(crate) mod odd_client_id;
pub(crate) mod odd_identifier;
pub(crate) mod offline_period_zero;
pub(crate) mod other_problem;
pub(crate) mod out_of_range;
pub(crate) mod password_expiry_beside_sync;
pub(crate) mod permissive_missing_profile;
pub(crate) mod placeholder_uuid;
pub(crate) mod placeholder_value;
pub(crate) mod plain_http_org;
pub(crate) mod plist_version;
pub(crate) mod private_recovery_key;
pub(crate) mod recovery_period_zero;
pub(crate) mod recovery_without_certificate;
pub(crate) mod refused_boolean;
pub(crate) mod refused_payload_type;
pub(crate) mod remote_exempt;
pub(crate) mod removable_profile;
pub(crate) mod repeat_across_files;
pub(crate) mod repeated_payload;
pub(crate) mod repeated_sso_url;
pub(crate) mod report_only;
pub(crate) mod required_and_exempt;
pub(crate) mod reserved_name;
pub(crate) mod root_not_a_dictionary;
pub(crate) mod root_not_reserved;
pub(crate) mod root_rewritten;
pub(crate) mod secret_in_file;
pub(crate) mod security_key_only;
pub(crate) mod self_removing_profile;
pub(crate) mod server_only_payload;
pub(crate) mod set_once_policy;
pub(crate) mod set_once_without_date;
pub(crate) mod shared_folder;
pub(crate) mod shared_identifier;
pub(crate) mod shared_identity;
pub(crate) mod shared_uuid;
pub(crate) mod short_offline_period;
pub(crate) mod short_prompt_timeout;
pub(crate) mod signed_profile;
pub(crate) mod small_failure_budget;
pub(crate) mod stale_baseline;
pub(crate) mod substituted_text;
pub(crate) mod suspicious_unit;
pub(crate) mod test_org;
pub(crate) mod text_before_declaration;
pub(crate) mod too_deep;
pub(crate) mod too_large;
pub(crate) mod too_large_for_target;
pub(crate) mod too_new_key;
pub(crate) mod unavailable_setting;
pub(crate) mod unconfirmed_value;
pub(crate) mod uncovered_background_item;
pub(crate) mod unescaped_character;
pub(crate) mod unknown_envelope_key;
pub(crate) mod unknown_factor;
pub(crate) mod unknown_key;
pub(crate) mod unknown_rule;
pub(crate) mod unknown_variable;
pub(crate) mod unlock_required;
pub(crate) mod unmarked_secret;
pub(crate) mod unmatchable_account;
pub(crate) mod unreadable_value;
pub(crate) mod unrelated_identifier;
pub(crate) mod unresolved_variable;
pub(crate) mod unshared_device_keys;
pub(crate) mod unsupported_key;
pub(crate) mod unsynchronized_password;
pub(crate) mod unusable_linking_factor;
pub(crate) mod unused_ignore;
pub(crate) mod unwanted_envelope;
pub(crate) mod unwanted_plist_root;
pub(crate) mod value_not_allowed;
pub(crate) mod variable_as_credential;
pub(crate) mod variable_at_setup;
pub(crate) mod variable_for_other_type;
pub(crate) mod variable_in_signed_profile;
pub(crate) mod weak_certificate_key;
pub(crate) mod wildcard_mixed;
pub(crate) mod windows_factor;
pub(crate) mod windows_key;
pub(crate) mod wrapped_payload_type;
pub(crate) mod wrong_envelope_value;
pub(crate) mod wrong_extension;
pub(crate) mod wrong_payload_type;
pub(crate) mod wrong_scope;
pub(crate) mod wrong_team;
pub(crate) mod wrong_type;

use latchkey_profile_schema::domain::{AGENT, DESKTOP_MFA, Domain};

use crate::facts::{Across, OneOfMany};
use crate::finding::Finding;
use crate::rule::Rule;
use crate::view::{FileView, PayloadView, SettingsView};

/// A rule, and where its findings come from.
pub(crate) struct Listed {
    /// The rule.
    pub(crate) rule: &'static Rule,
    /// Where its findings come from.
    pub(crate) check: Check,
}

/// Where the findings of a rule come from.
pub(crate) enum Check {
    /// Reading, opening, checking or judging a file found a problem, and the rule words it.
    Problems,
    /// The rule looks at a file.
    File(fn(&FileView<'_>) -> Vec<Finding>),
    /// The rule looks at each payload of any declared domain.
    Payload(fn(&PayloadView<'_>) -> Vec<Finding>),
    /// The rule looks at the settings of this domain as they are in force.
    Domain(&'static Domain, fn(&SettingsView<'_>) -> Vec<Finding>),
    /// The rule compares all files of a run.
    Files(fn(&[OneOfMany<'_>]) -> Vec<Across>),
}

/// Every rule, by name.
pub(crate) static RULES: &[Listed] = &[
    Listed { rule: &admin_console_url::RULE, check: Check::Payload(admin_console_url::check) },
    Listed { rule: &any_identity::RULE, check: Check::Domain(&AGENT, any_identity::check) },
    Listed { rule: &bad_encoding::RULE, check: Check::Problems },
    Listed { rule: &broken_binary::RULE, check: Check::Problems },
    Listed { rule: &broken_configuration::RULE, check: Check::Problems },
    Listed { rule: &broken_managed_client::RULE, check: Check::Problems },
    Listed { rule: &broken_schema::RULE, check: Check::Problems },
    Listed { rule: &broken_signature::RULE, check: Check::Problems },
    Listed { rule: &capital_in_account::RULE, check: Check::File(capital_in_account::check) },
    Listed { rule: &certificate_for_user::RULE, check: Check::Files(certificate_for_user::check) },
    Listed {
        rule: &certificate_not_for_signing::RULE,
        check: Check::Payload(certificate_not_for_signing::check),
    },
    Listed {
        rule: &client_id_as_secret::RULE,
        check: Check::Domain(&DESKTOP_MFA, client_id_as_secret::check),
    },
    Listed { rule: &conflict_across_files::RULE, check: Check::Files(conflict_across_files::check) },
    Listed { rule: &conflicting_value::RULE, check: Check::File(conflicting_value::check) },
    Listed { rule: &contradictory_default::RULE, check: Check::Problems },
    Listed { rule: &contradictory_encryption::RULE, check: Check::File(contradictory_encryption::check) },
    Listed { rule: &credential_extension::RULE, check: Check::Payload(credential_extension::check) },
    Listed { rule: &dead_factor::RULE, check: Check::Domain(&DESKTOP_MFA, dead_factor::check) },
    Listed { rule: &deprecated_key::RULE, check: Check::Payload(deprecated_key::check) },
    Listed { rule: &device_variable_as_user::RULE, check: Check::Payload(device_variable_as_user::check) },
    Listed { rule: &differing_organizations::RULE, check: Check::Files(differing_organizations::check) },
    Listed { rule: &differing_twins::RULE, check: Check::Files(differing_twins::check) },
    Listed { rule: &direct_downloads::RULE, check: Check::Payload(direct_downloads::check) },
    Listed { rule: &domain_twice::RULE, check: Check::Problems },
    Listed { rule: &duplicate_identifier::RULE, check: Check::File(duplicate_identifier::check) },
    Listed { rule: &duplicate_item::RULE, check: Check::Problems },
    Listed { rule: &duplicate_key::RULE, check: Check::Problems },
    Listed { rule: &duplicate_uuid::RULE, check: Check::File(duplicate_uuid::check) },
    Listed { rule: &empty_value::RULE, check: Check::Problems },
    Listed { rule: &entity_declaration::RULE, check: Check::Problems },
    Listed { rule: &envelope_key_in_settings::RULE, check: Check::File(envelope_key_in_settings::check) },
    Listed { rule: &everyone_exempt::RULE, check: Check::Domain(&DESKTOP_MFA, everyone_exempt::check) },
    Listed { rule: &excluded_key::RULE, check: Check::Problems },
    Listed { rule: &extension_as_app::RULE, check: Check::Payload(extension_as_app::check) },
    Listed { rule: &factors_not_enforced::RULE, check: Check::File(factors_not_enforced::check) },
    Listed { rule: &fixed_account_name::RULE, check: Check::Domain(&AGENT, fixed_account_name::check) },
    Listed { rule: &foreign_variable::RULE, check: Check::File(foreign_variable::check) },
    Listed { rule: &fractional_hours::RULE, check: Check::Domain(&DESKTOP_MFA, fractional_hours::check) },
    Listed { rule: &ignore_without_reason::RULE, check: Check::Problems },
    Listed {
        rule: &implicit_required_list::RULE,
        check: Check::Domain(&DESKTOP_MFA, implicit_required_list::check),
    },
    Listed { rule: &incomplete_companions::RULE, check: Check::Files(incomplete_companions::check) },
    Listed { rule: &incomplete_manifest::RULE, check: Check::Problems },
    Listed { rule: &incomplete_schema::RULE, check: Check::Problems },
    Listed { rule: &incomplete_sso_urls::RULE, check: Check::Payload(incomplete_sso_urls::check) },
    Listed { rule: &insecure_url::RULE, check: Check::Payload(insecure_url::check) },
    Listed { rule: &integer_for_boolean::RULE, check: Check::File(integer_for_boolean::check) },
    Listed { rule: &large_failure_budget::RULE, check: Check::Domain(&AGENT, large_failure_budget::check) },
    Listed {
        rule: &linking_factor_not_allowed::RULE,
        check: Check::Domain(&DESKTOP_MFA, linking_factor_not_allowed::check),
    },
    Listed { rule: &long_grace::RULE, check: Check::Domain(&DESKTOP_MFA, long_grace::check) },
    Listed {
        rule: &long_offline_period::RULE,
        check: Check::Domain(&DESKTOP_MFA, long_offline_period::check),
    },
    Listed { rule: &malformed_ignore::RULE, check: Check::Problems },
    Listed { rule: &malformed_manifest::RULE, check: Check::Problems },
    Listed { rule: &malformed_plist::RULE, check: Check::Problems },
    Listed { rule: &malformed_url::RULE, check: Check::Payload(malformed_url::check) },
    Listed { rule: &malformed_uuid::RULE, check: Check::Problems },
    Listed { rule: &malformed_value::RULE, check: Check::Problems },
    Listed { rule: &manifest_disagrees::RULE, check: Check::Problems },
    Listed { rule: &manifest_gap::RULE, check: Check::Problems },
    Listed { rule: &miscased_key::RULE, check: Check::Problems },
    Listed { rule: &misplaced_setting::RULE, check: Check::File(misplaced_setting::check) },
    Listed { rule: &misplaced_token::RULE, check: Check::Payload(misplaced_token::check) },
    Listed { rule: &missing_authsrv::RULE, check: Check::Payload(missing_authsrv::check) },
    Listed { rule: &missing_content::RULE, check: Check::Problems },
    Listed { rule: &missing_declaration::RULE, check: Check::File(missing_declaration::check) },
    Listed { rule: &missing_display_name::RULE, check: Check::File(missing_display_name::check) },
    Listed { rule: &missing_envelope_key::RULE, check: Check::Problems },
    Listed { rule: &missing_key::RULE, check: Check::Problems },
    Listed { rule: &missing_profile::RULE, check: Check::File(missing_profile::check) },
    Listed { rule: &missing_scope::RULE, check: Check::File(missing_scope::check) },
    Listed { rule: &missing_second_app::RULE, check: Check::Files(missing_second_app::check) },
    Listed { rule: &missing_twin::RULE, check: Check::Files(missing_twin::check) },
    Listed { rule: &misspelt_domain::RULE, check: Check::File(misspelt_domain::check) },
    Listed { rule: &misspelt_payload_type::RULE, check: Check::File(misspelt_payload_type::check) },
    Listed { rule: &mixed_carriers::RULE, check: Check::Problems },
    Listed {
        rule: &mixed_organization_domains::RULE,
        check: Check::Files(mixed_organization_domains::check),
    },
    Listed { rule: &nested_settings::RULE, check: Check::Payload(nested_settings::check) },
    Listed { rule: &newer_macos_key::RULE, check: Check::Payload(newer_macos_key::check) },
    Listed { rule: &no_break_glass::RULE, check: Check::Domain(&DESKTOP_MFA, no_break_glass::check) },
    Listed { rule: &no_grace::RULE, check: Check::Domain(&DESKTOP_MFA, no_grace::check) },
    Listed { rule: &no_offline_factor::RULE, check: Check::File(no_offline_factor::check) },
    Listed { rule: &no_usable_factor::RULE, check: Check::Domain(&DESKTOP_MFA, no_usable_factor::check) },
    Listed { rule: &no_way_in_offline::RULE, check: Check::File(no_way_in_offline::check) },
    Listed { rule: &nobody_required::RULE, check: Check::Domain(&DESKTOP_MFA, nobody_required::check) },
    Listed { rule: &not_a_property_list::RULE, check: Check::Problems },
    Listed { rule: &odd_client_id::RULE, check: Check::File(odd_client_id::check) },
    Listed { rule: &odd_identifier::RULE, check: Check::File(odd_identifier::check) },
    Listed {
        rule: &offline_period_zero::RULE,
        check: Check::Domain(&DESKTOP_MFA, offline_period_zero::check),
    },
    Listed { rule: &other_problem::RULE, check: Check::Problems },
    Listed { rule: &out_of_range::RULE, check: Check::Problems },
    Listed {
        rule: &password_expiry_beside_sync::RULE,
        check: Check::Files(password_expiry_beside_sync::check),
    },
    Listed {
        rule: &permissive_missing_profile::RULE,
        check: Check::Domain(&AGENT, permissive_missing_profile::check),
    },
    Listed { rule: &placeholder_uuid::RULE, check: Check::File(placeholder_uuid::check) },
    Listed { rule: &placeholder_value::RULE, check: Check::File(placeholder_value::check) },
    Listed { rule: &plain_http_org::RULE, check: Check::Payload(plain_http_org::check) },
    Listed { rule: &plist_version::RULE, check: Check::Problems },
    Listed { rule: &private_recovery_key::RULE, check: Check::Problems },
    Listed {
        rule: &recovery_period_zero::RULE,
        check: Check::Domain(&DESKTOP_MFA, recovery_period_zero::check),
    },
    Listed {
        rule: &recovery_without_certificate::RULE,
        check: Check::Files(recovery_without_certificate::check),
    },
    Listed { rule: &refused_boolean::RULE, check: Check::File(refused_boolean::check) },
    Listed { rule: &refused_payload_type::RULE, check: Check::File(refused_payload_type::check) },
    Listed { rule: &remote_exempt::RULE, check: Check::Domain(&AGENT, remote_exempt::check) },
    Listed { rule: &removable_profile::RULE, check: Check::File(removable_profile::check) },
    Listed { rule: &repeat_across_files::RULE, check: Check::Files(repeat_across_files::check) },
    Listed { rule: &repeated_payload::RULE, check: Check::File(repeated_payload::check) },
    Listed { rule: &repeated_sso_url::RULE, check: Check::Files(repeated_sso_url::check) },
    Listed { rule: &report_only::RULE, check: Check::Domain(&AGENT, report_only::check) },
    Listed {
        rule: &required_and_exempt::RULE,
        check: Check::Domain(&DESKTOP_MFA, required_and_exempt::check),
    },
    Listed { rule: &reserved_name::RULE, check: Check::File(reserved_name::check) },
    Listed { rule: &root_not_a_dictionary::RULE, check: Check::Problems },
    Listed { rule: &root_not_reserved::RULE, check: Check::Domain(&AGENT, root_not_reserved::check) },
    Listed { rule: &root_rewritten::RULE, check: Check::File(root_rewritten::check) },
    Listed { rule: &secret_in_file::RULE, check: Check::Payload(secret_in_file::check) },
    Listed { rule: &security_key_only::RULE, check: Check::Domain(&DESKTOP_MFA, security_key_only::check) },
    Listed { rule: &self_removing_profile::RULE, check: Check::File(self_removing_profile::check) },
    Listed { rule: &server_only_payload::RULE, check: Check::File(server_only_payload::check) },
    Listed { rule: &set_once_policy::RULE, check: Check::Problems },
    Listed { rule: &set_once_without_date::RULE, check: Check::File(set_once_without_date::check) },
    Listed { rule: &shared_folder::RULE, check: Check::Files(shared_folder::check) },
    Listed { rule: &shared_identifier::RULE, check: Check::Files(shared_identifier::check) },
    Listed { rule: &shared_identity::RULE, check: Check::Domain(&AGENT, shared_identity::check) },
    Listed { rule: &shared_uuid::RULE, check: Check::Files(shared_uuid::check) },
    Listed {
        rule: &short_offline_period::RULE,
        check: Check::Domain(&DESKTOP_MFA, short_offline_period::check),
    },
    Listed { rule: &short_prompt_timeout::RULE, check: Check::Domain(&AGENT, short_prompt_timeout::check) },
    Listed { rule: &signed_profile::RULE, check: Check::File(signed_profile::check) },
    Listed { rule: &small_failure_budget::RULE, check: Check::Domain(&AGENT, small_failure_budget::check) },
    Listed { rule: &stale_baseline::RULE, check: Check::Problems },
    Listed { rule: &substituted_text::RULE, check: Check::File(substituted_text::check) },
    Listed { rule: &suspicious_unit::RULE, check: Check::File(suspicious_unit::check) },
    Listed { rule: &test_org::RULE, check: Check::Domain(&DESKTOP_MFA, test_org::check) },
    Listed { rule: &text_before_declaration::RULE, check: Check::Problems },
    Listed { rule: &too_deep::RULE, check: Check::Problems },
    Listed { rule: &too_large::RULE, check: Check::Problems },
    Listed { rule: &too_large_for_target::RULE, check: Check::File(too_large_for_target::check) },
    Listed { rule: &too_new_key::RULE, check: Check::Payload(too_new_key::check) },
    Listed { rule: &unavailable_setting::RULE, check: Check::Domain(&AGENT, unavailable_setting::check) },
    Listed { rule: &unconfirmed_value::RULE, check: Check::Problems },
    Listed {
        rule: &uncovered_background_item::RULE,
        check: Check::Payload(uncovered_background_item::check),
    },
    Listed { rule: &unescaped_character::RULE, check: Check::Problems },
    Listed { rule: &unknown_envelope_key::RULE, check: Check::File(unknown_envelope_key::check) },
    Listed { rule: &unknown_factor::RULE, check: Check::Problems },
    Listed { rule: &unknown_key::RULE, check: Check::Problems },
    Listed { rule: &unknown_rule::RULE, check: Check::Problems },
    Listed { rule: &unknown_variable::RULE, check: Check::File(unknown_variable::check) },
    Listed { rule: &unlock_required::RULE, check: Check::Domain(&AGENT, unlock_required::check) },
    Listed { rule: &unmarked_secret::RULE, check: Check::Problems },
    Listed { rule: &unmatchable_account::RULE, check: Check::File(unmatchable_account::check) },
    Listed { rule: &unreadable_value::RULE, check: Check::Problems },
    Listed { rule: &unrelated_identifier::RULE, check: Check::File(unrelated_identifier::check) },
    Listed { rule: &unresolved_variable::RULE, check: Check::Problems },
    Listed { rule: &unshared_device_keys::RULE, check: Check::Files(unshared_device_keys::check) },
    Listed { rule: &unsupported_key::RULE, check: Check::Problems },
    Listed { rule: &unsynchronized_password::RULE, check: Check::Payload(unsynchronized_password::check) },
    Listed {
        rule: &unusable_linking_factor::RULE,
        check: Check::Domain(&DESKTOP_MFA, unusable_linking_factor::check),
    },
    Listed { rule: &unused_ignore::RULE, check: Check::Problems },
    Listed { rule: &unwanted_envelope::RULE, check: Check::File(unwanted_envelope::check) },
    Listed { rule: &unwanted_plist_root::RULE, check: Check::File(unwanted_plist_root::check) },
    Listed { rule: &value_not_allowed::RULE, check: Check::Problems },
    Listed { rule: &variable_as_credential::RULE, check: Check::Payload(variable_as_credential::check) },
    Listed { rule: &variable_at_setup::RULE, check: Check::Files(variable_at_setup::check) },
    Listed { rule: &variable_for_other_type::RULE, check: Check::Problems },
    Listed { rule: &variable_in_signed_profile::RULE, check: Check::File(variable_in_signed_profile::check) },
    Listed { rule: &weak_certificate_key::RULE, check: Check::Payload(weak_certificate_key::check) },
    Listed { rule: &wildcard_mixed::RULE, check: Check::Problems },
    Listed { rule: &windows_factor::RULE, check: Check::Problems },
    Listed { rule: &windows_key::RULE, check: Check::Problems },
    Listed { rule: &wrapped_payload_type::RULE, check: Check::File(wrapped_payload_type::check) },
    Listed { rule: &wrong_envelope_value::RULE, check: Check::Problems },
    Listed { rule: &wrong_extension::RULE, check: Check::Payload(wrong_extension::check) },
    Listed { rule: &wrong_payload_type::RULE, check: Check::Problems },
    Listed { rule: &wrong_scope::RULE, check: Check::File(wrong_scope::check) },
    Listed { rule: &wrong_team::RULE, check: Check::Payload(wrong_team::check) },
    Listed { rule: &wrong_type::RULE, check: Check::Problems },
];

/// Whether a rule compares files, so that what it finds in one hangs on which others are in the run.
pub(crate) fn compares_files(name: &str) -> bool {
    RULES.iter().any(|listed| listed.rule.name == name && matches!(listed.check, Check::Files(_)))
}

/// The rule of this name.
pub(crate) fn named(name: &str) -> Option<&'static Rule> {
    RULES.iter().map(|listed| listed.rule).find(|rule| rule.name == name)
}

#[cfg(test)]
mod tests;
