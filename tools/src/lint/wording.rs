//! A problem of any room to the rule that words it: three matches that name every kind.
//!
//! The enums of problems may grow, so each match ends in a general rule; a new kind gets a line here.

use latchkey_profile_schema::carrier::CarrierProblem as C;
use latchkey_profile_schema::catalog::{CatalogKey, Fallback};
use latchkey_profile_schema::domain::{self, Domain};
use latchkey_profile_schema::library::Schema;
use latchkey_profile_schema::plist::ParseProblem as P;
use latchkey_profile_schema::{Document, KeyPath, KeyProblem as K, Place, Problem, ProblemKind, Segment};

use crate::finding::Finding;
use crate::rules::generated_uuid::Uuids;
use crate::rules::{
    bad_encoding, broken_binary, broken_managed_client, broken_signature, domain_twice, duplicate_item,
    duplicate_key, empty_value, entity_declaration, excluded_key, insecure_url, malformed_plist,
    malformed_url, malformed_uuid, malformed_value, miscased_key, missing_content, missing_envelope_key,
    missing_key, mixed_carriers, not_a_property_list, other_problem, out_of_range, placeholder_uuid,
    plist_version, private_recovery_key, root_not_a_dictionary, set_once_policy, text_before_declaration,
    too_deep, too_large, unconfirmed_value, unescaped_character, unknown_factor, unknown_key,
    unreadable_value, unsupported_key, value_not_allowed, wildcard_mixed, windows_factor, windows_key,
    wrong_envelope_value, wrong_payload_type, wrong_type,
};
use crate::view::catalog;

/// Words a problem with the bytes.
pub(super) fn parse(place: Place, problem: &P, document: Option<&Document>) -> Finding {
    match problem {
        P::NotAPropertyList { looks_like } => not_a_property_list::word(place, looks_like),
        P::TooLarge { .. } | P::TooManyElements | P::TooMuchText | P::TooManyProblems => {
            too_large::word(place, problem)
        }
        P::TooDeep => too_deep::word(place),
        P::NotUtf8
        | P::BadUtf16
        | P::DeclaredEncoding { .. }
        | P::ContradictedEncoding { .. }
        | P::ForbiddenCharacter { .. } => bad_encoding::word(place, problem),
        P::ByteOrderMark | P::BlankBeforeDeclaration => text_before_declaration::word(place, problem),
        P::PlistVersion { found } => plist_version::word(place, found.as_deref()),
        P::ForeignDoctype | P::MisplacedDoctype | P::EntitiesDeclared => {
            entity_declaration::word(place, problem)
        }
        P::MisplacedDeclaration
        | P::BadDeclaration
        | P::HyphensInComment
        | P::UnclosedBeforeKey { .. }
        | P::UnclosedMarkup { .. }
        | P::UnknownMarkup
        | P::UnclosedElement { .. }
        | P::MismatchedEndTag { .. }
        | P::StrayEndTag { .. }
        | P::UnknownElement { .. }
        | P::NestedPlist
        | P::ForeignAttribute { .. }
        | P::BadAttributes { .. }
        | P::StrayText { .. }
        | P::ElementInText { .. }
        | P::KeyOutsideDictionary
        | P::KeyWithoutValue { .. }
        | P::ValueWithoutKey { .. }
        | P::NoValue
        | P::SecondValue { .. } => malformed_plist::word(place, problem),
        P::DuplicateKey { key, first } => duplicate_key::word(place, key, *first, document),
        P::UnknownEntity { .. } | P::LoneAmpersand | P::BadCharacterReference { .. } => {
            unescaped_character::word(place, problem)
        }
        P::BadInteger { .. }
        | P::IntegerOutOfRange { .. }
        | P::BadReal { .. }
        | P::BadDate { .. }
        | P::BadData
        | P::BooleanWithContent { .. } => unreadable_value::word(place, problem),
        P::Binary(problem) => broken_binary::word(place, problem),
        P::Signature(problem) => broken_signature::word(place, problem),
        P::BrokenPem { .. }
        | P::TooManyLayers
        | P::SeveralPropertyLists { .. }
        | P::Payloads(_)
        | P::BrokenJson { .. }
        | P::NoGraphProperty { .. }
        | P::BadGraphProperty { .. } => not_a_property_list::wrapped(place, problem),
        _ => other_problem::word(place),
    }
}

/// Words a problem with the carrier. `Set-Once`, and a domain in two places, are mistakes for declared domains alone.
pub(super) fn carrier(place: Place, problem: &C, document: &Document) -> Option<Finding> {
    Some(match problem {
        C::RootNotADictionary { found } => root_not_a_dictionary::word(place, *found),
        C::WrongProfileType { .. } | C::NoPayloadType { .. } | C::PayloadTypeIllTyped { .. } => {
            wrong_payload_type::word(place, problem)
        }
        C::NoContent { .. }
        | C::ContentIllTyped { .. }
        | C::EmptyContent
        | C::PayloadNotADictionary { .. } => missing_content::word(place, problem, document),
        C::DomainNotADictionary { .. }
        | C::NoDelivery { .. }
        | C::UnknownDelivery { .. }
        | C::DeliveryIllTyped { .. }
        | C::EmptyDelivery
        | C::ItemNotADictionary { .. }
        | C::NoSettings { .. }
        | C::SettingsIllTyped { .. } => broken_managed_client::word(place, problem, document),
        C::SetOnce { domain } => {
            domain::named(domain)?;
            set_once_policy::word(place, domain, document)
        }
        C::SameDomainTwice { domain, first } => {
            let is_mixed = mixed_carriers::is_mixed(&place, first);
            // Some of Apple's are a payload type and a preference domain, which say different things.
            let is_ours = domain::known(domain).is_some();
            match is_mixed {
                true if is_ours || !domain.starts_with("com.apple.") => {
                    mixed_carriers::word(place, domain, first)
                }
                false if is_ours => domain_twice::word(place, domain, first),
                _ => return None,
            }
        }
        _ => other_problem::word(place),
    })
}

/// Words a problem with a setting; `depth` is how many segments of the path lead to the settings.
pub(super) fn key(
    place: Place,
    path: &KeyPath,
    problem: &K,
    domain: Option<&'static Domain>,
    depth: usize,
    document: Option<&Document>,
) -> Finding {
    let declared = domain.and_then(|domain| declared(domain, depth, path, problem));
    let stake = declared.map(|key| stake(domain, key, problem));
    let at_stake = stake.as_deref();
    match problem {
        K::UnknownKey { key, nearest } => unknown_key::word(
            place,
            key,
            nearest.as_deref(),
            domain.map_or("this domain", |domain| domain.name),
            holder(path, depth),
            document,
        ),
        K::MiscasedKey { key, expected } => miscased_key::word(place, key, expected, document),
        K::ForeignKey { key, platform, instead } => {
            windows_key::word(place, key, platform, instead, document)
        }
        K::MissingKey { key } if key == missing_key::CONTENT && is_flat(path, document) => {
            missing_key::flat(place, at_stake)
        }
        K::MissingKey { key } => {
            missing_key::word(place, key, declared.map(|key| key.title.as_str()), at_stake)
        }
        K::WrongType { expected, found, meant } => {
            wrong_type::word(place, path, (*expected, *found), meant.as_deref(), at_stake)
        }
        K::NotAllowed { found: Some(found), allowed, nearest } if is_factor(path) => {
            unknown_factor::word(place, found, allowed, nearest.as_deref(), at_stake)
        }
        K::NotAllowed { found, allowed, nearest } => {
            value_not_allowed::word(place, path, found.as_deref(), allowed, nearest.as_deref(), at_stake)
        }
        K::ForeignValue { found, platform, instead } => windows_factor::word(place, found, platform, instead),
        K::UnconfirmedValue { found, confirmed } => {
            unconfirmed_value::word(place, path, found, confirmed, declared).at_stake(at_stake)
        }
        K::OutOfRange { found, minimum, maximum } => {
            out_of_range::word(place, path, found, (minimum.as_deref(), maximum.as_deref()), at_stake)
        }
        K::EmptyValue => empty_value::word(place, path, declared, at_stake),
        K::InsecureUrl { found, instead } => insecure_url::word(place, path, found, instead),
        K::BadUrl { found, fault, instead } => {
            malformed_url::word(place, path, found, fault, instead.as_deref(), at_stake)
        }
        K::PatternMismatch { found: Some(found), .. } | K::DuplicateItem { found, .. }
            if private_recovery_key::is_private_key(found) =>
        {
            private_recovery_key::word(place)
        }
        K::PatternMismatch { found, expected } => {
            malformed_value::word(place, path, found.as_deref(), expected, at_stake)
        }
        K::DuplicateItem { found, first } => duplicate_item::word(place, path, found, *first),
        K::WildcardMixed { wildcard } => wildcard_mixed::word(place, path, wildcard, document),
        K::TooFewItems { found, minimum } => {
            out_of_range::items(place, path, *found, (Some(*minimum), None), at_stake)
        }
        K::TooManyItems { found, maximum } => {
            out_of_range::items(place, path, *found, (None, Some(*maximum)), at_stake)
        }
        K::OtherVersion { key, software, when } => unsupported_key::word(place, key, *software, when),
        K::ExcludedBy { key, by } => excluded_key::word(place, key, by),
        K::RequiredBy { key, by } => missing_key::required_by(place, key, by),
        _ => other_problem::word(place),
    }
}

/// Words a problem with a setting that a schema of the user describes; `depth` is as in [`key`].
pub(super) fn of_schema(
    place: Place,
    path: &KeyPath,
    problem: &K,
    schema: &Schema,
    depth: usize,
    document: &Document,
) -> Finding {
    match problem {
        K::UnknownKey { key, nearest } => {
            let holder = holder(path, depth);
            unknown_key::of_schema(
                place,
                key,
                nearest.as_deref(),
                &schema.payload_type,
                holder,
                Some(document),
            )
        }
        K::MissingKey { key } => {
            let inside = path.segments().get(depth..).unwrap_or_default();
            let missing = [inside, &[Segment::Key(key.as_str().into())]].concat();
            let title = schema.key(&missing).map(|key| key.title.as_str()).filter(|title| !title.is_empty());
            missing_key::word(place, key, title, None)
        }
        _ => self::key(place, path, problem, None, depth, Some(document)),
    }
}

/// Words a problem with a key of the envelope; `whose` is the word for it.
pub(super) fn envelope(
    place: Place,
    path: &KeyPath,
    problem: &K,
    domain: &Domain,
    whose: &str,
    uuids: &Uuids<'_>,
) -> Finding {
    let name = missing(problem).or_else(|| path.last_key());
    let consequence = name.and_then(|name| catalog(domain)?.key(name)).map(|key| key.consequence.as_str());
    match problem {
        K::MissingKey { key } => missing_envelope_key::word(place, key, whose, consequence, uuids),
        K::MiscasedKey { key, expected } => miscased_key::word(place, key, expected, Some(uuids.document)),
        K::PatternMismatch { found, .. } if path.last_key() == Some("PayloadUUID") => match found {
            Some(found) if placeholder_uuid::is_template(found) => {
                placeholder_uuid::word(place, path, found, uuids)
            }
            found => malformed_uuid::word(place, found.as_deref(), uuids),
        },
        _ => wrong_envelope_value::word(place, path, problem, consequence),
    }
}

/// Whether a problem of the carrier is about a `PayloadType`, which the envelope's schema would report again.
pub(super) fn is_about_type(problem: &Problem) -> bool {
    matches!(
        &problem.kind,
        ProblemKind::Carrier(
            C::WrongProfileType { .. } | C::NoPayloadType { .. } | C::PayloadTypeIllTyped { .. }
        )
    )
}

/// Whether a problem is an element whose text is not what its name says.
pub(super) const fn is_unreadable(problem: &Problem) -> bool {
    matches!(
        &problem.kind,
        ProblemKind::Parse(
            P::BadInteger { .. }
                | P::IntegerOutOfRange { .. }
                | P::BadReal { .. }
                | P::BadDate { .. }
                | P::BadData
                | P::BooleanWithContent { .. }
        )
    )
}

/// Whether a problem is about this key.
pub(super) fn concerns(problem: &K, path: &KeyPath, key: &str) -> bool {
    missing(problem).or_else(|| path.last_key()) == Some(key)
}

fn missing(problem: &K) -> Option<&str> {
    match problem {
        K::MissingKey { key } | K::RequiredBy { key, .. } => Some(key),
        _ => None,
    }
}

/// The key whose dictionary the last one of the path is in; none where that is the settings.
fn holder(path: &KeyPath, depth: usize) -> Option<&str> {
    let (_, above) = path.segments().get(depth..)?.split_last()?;
    above.iter().rev().find_map(|segment| match segment {
        Segment::Key(key) => Some(&**key),
        Segment::Index(_) => None,
    })
}

/// Whether a payload of SCEP has its settings beside its own keys.
fn is_flat(path: &KeyPath, document: Option<&Document>) -> bool {
    let payload = document.and_then(|document| document.at(path));
    payload.is_some_and(|payload| missing_key::INSIDE.iter().any(|key| payload.get(key).is_some()))
}

fn is_factor(path: &KeyPath) -> bool {
    matches!(path.last_key(), Some("AllowedFactors" | "AccountLinkingMFAFactor"))
}

/// The declaration of the key that a problem is about, at whatever depth.
fn declared(domain: &Domain, depth: usize, path: &KeyPath, problem: &K) -> Option<&'static CatalogKey> {
    let mut segments = path.segments().get(depth..)?.to_vec();
    segments.extend(missing(problem).map(|key| Segment::Key(key.into())));
    catalog(domain)?.declaration(&segments)
}

/// What the mistake leads to: the key's own consequence, and in a domain that the agent reads what a refused value
/// means for the policy.
fn stake(domain: Option<&Domain>, key: &CatalogKey, problem: &K) -> String {
    let is_read = domain.is_some_and(|domain| domain::named(domain.name).is_some());
    match (problem.refuses() && is_read, key.fallback) {
        (true, Fallback::Deny) => {
            format!(
                "{}; the Latchkey agent refuses the whole policy and keeps the last good one",
                key.consequence
            )
        }
        (true, Fallback::Default) => format!("{}; the Latchkey agent uses the default", key.consequence),
        (false, _) => key.consequence.clone(),
    }
}
