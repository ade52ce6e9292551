//! The bytes of any carrier back to the settings in them.

mod elsewhere;
mod error;
mod export;
mod profile;
mod references;
mod terraform;

use std::collections::{HashMap, hash_map};

use latchkey_profile_schema::carrier::{self, CarrierProblem, Delivery, Payload};
use latchkey_profile_schema::check::Delivered;
use latchkey_profile_schema::opening::{self, Content};
use latchkey_profile_schema::plist::ParseProblem;
use latchkey_profile_schema::{
    Document, Entry, KeyPath, Node, Place, Problem, ProblemKind, Value, domain, plist,
};

use self::references::References;
use self::terraform::Embedded;
use crate::carriers::intune::suffix;
use crate::carriers::mobileconfig::is_of_apple;
use crate::settings_file::{DomainSettings, Means, ProfileScope, SettingsFile};
use crate::tree;

pub use elsewhere::Elsewhere;
pub use error::ReadError;

/// Reads the settings out of one file of a carrier: a profile with payloads of either kind, signed or not, one payload,
/// a preference file, an Intune fragment, a Jamf upload, a body of Microsoft Graph or Apple Business, or a
/// configuration of Terraform with the text in it. Keys and
/// domains that nobody declared are kept.
///
/// The name tells the domain of a preference file: `<domain>.plist` or `<domain>.intune.plist`, behind any folders.
/// Where that is no declared domain, it is the one that declares most of the keys; where none declares any, the name
/// is taken at its word.
///
/// # Errors
///
/// Where the bytes or the carrier are not sound, so that what they mean is not certain; and where the file only says
/// in which other file the settings are.
pub fn read_back(name: &str, bytes: &[u8]) -> Result<SettingsFile, ReadError> {
    if bytes.len() > plist::MAX_BYTES {
        return Err(ReadError::TooLarge { bytes: bytes.len(), limit: plist::MAX_BYTES });
    }
    if let Some(text) = terraform::text(name, bytes) {
        return embedded(&terraform::read(text)?);
    }
    let opening = opening::open(bytes);
    match opening.single() {
        Ok(content) => property_list(content, |settings| domain_of_file(name, settings)),
        Err(problems) => match export::inside(bytes, &problems) {
            Some(inside) => {
                let opening = opening::open(&inside);
                let content = opening.single().map_err(ReadError::Problems)?;
                property_list(content, |settings| domain_of_file(name, settings))
            }
            None => Err(match elsewhere::find(bytes, &problems) {
                Some(elsewhere) => ReadError::Elsewhere(elsewhere),
                None => ReadError::Problems(problems),
            }),
        },
    }
}

/// The settings of the texts in a configuration of Terraform: one profile, or preference files of one or more domains.
fn embedded(texts: &[Embedded]) -> Result<SettingsFile, ReadError> {
    let mut all: Option<SettingsFile> = None;
    for Embedded { text, domain, name, for_users } in texts {
        if texts.len() > 1 && domain.is_none() {
            let kind = ProblemKind::Parse(ParseProblem::SeveralPropertyLists { count: texts.len() });
            return Err(ReadError::Problems(vec![Problem { place: Place::File, kind }]));
        }
        let opening = opening::open(text.as_bytes());
        let content = opening.single().map_err(ReadError::Problems)?;
        let argument = || ReadError::NoDomain { name: name.clone().unwrap_or_default() };
        let mut settings = property_list(content, |_| domain.clone().ok_or_else(argument))?;
        if let Some((domain, name)) = domain.as_ref().zip(name.as_ref()) {
            let without = name.strip_suffix(&suffix(domain)).unwrap_or(name);
            without.clone_into(&mut settings.profile.display_name);
        }
        if *for_users {
            settings.profile.scope = ProfileScope::User;
        }
        match &mut all {
            Some(all) => all.domains.append(&mut settings.domains),
            None => all = Some(settings),
        }
    }
    all.ok_or(ReadError::NoSettings)
}

/// `otherwise` names the domain of settings that do not say it themselves.
fn property_list(
    content: &Content<'_>,
    otherwise: impl Fn(&Node) -> Result<String, ReadError>,
) -> Result<SettingsFile, ReadError> {
    let reading = content.read();
    let sound = reading.is_sound();
    let Some(document) = reading.document.filter(|_| sound) else {
        return Err(ReadError::Problems(reading.problems));
    };
    if elsewhere::is_information(&document.root) {
        return Err(ReadError::Elsewhere(Elsewhere::kandji()));
    }
    let contents = carrier::open_deployed(&document, content.deployment);
    if contents.problems.iter().any(hides_settings) {
        return Err(ReadError::Problems(contents.problems));
    }
    let mut settings = SettingsFile { profile: profile::options(&contents, content), domains: Vec::new() };
    let mut places = Places::new();
    let references = References::of(&contents);
    for payload in &contents.payloads {
        let domain = match payload.domain.or(content.domain.as_deref()) {
            Some(domain) => domain.to_owned(),
            None => otherwise(payload.settings)?,
        };
        let means = means(payload, &domain, &document);
        let kind = DomainSettings {
            uuid: references.to(payload).filter(|_| means == Means::Payload),
            means,
            ..DomainSettings::new(domain, Vec::new())
        };
        add(&mut settings, &mut places, kind, payload)?;
    }
    if settings.domains.is_empty() {
        return Err(ReadError::NoSettings);
    }
    Ok(settings)
}

/// Whether settings may be missing from what was read. That settings are set once is odd, and so is a domain in several
/// payloads, and all of them are there.
fn hides_settings(problem: &Problem) -> bool {
    let harmless = |problem: &CarrierProblem| {
        matches!(problem, CarrierProblem::SetOnce { .. } | CarrierProblem::SameDomainTwice { .. })
    };
    !matches!(&problem.kind, ProblemKind::Carrier(problem) if harmless(problem))
}

/// How a payload's settings reach their reader.
fn means(payload: &Payload<'_>, domain: &str, document: &Document) -> Means {
    match payload.delivery {
        Delivery::Direct if is_of_apple(domain) => Means::Payload,
        Delivery::SetOnce { timestamp } => {
            let item = payload.path.segments().split_last().map(|(_, item)| KeyPath::from(item.to_vec()));
            let date = || document.at(&item?.key("mcx_data_timestamp")).map(|node| node.value.clone());
            let date = if timestamp { date() } else { None };
            let timestamp = date.and_then(|date| match date {
                Value::Date(date) => Some(date),
                _ => None,
            });
            Means::SetOnce { timestamp }
        }
        Delivery::Direct | Delivery::Bare | Delivery::Forced => Means::Enforced,
    }
}

/// Where the value of a key stands: by the number of its domain, then among its values.
type Places = HashMap<(usize, String), usize>;

/// Preferences of a domain are one, however many payloads hold them; no key may have two values, since nothing says
/// which one wins. Each payload that macOS reads itself stands alone.
fn add(
    settings: &mut SettingsFile,
    places: &mut Places,
    kind: DomainSettings,
    payload: &Payload<'_>,
) -> Result<(), ReadError> {
    let same = |there: &DomainSettings| {
        there.domain == kind.domain && there.means == kind.means && kind.means != Means::Payload
    };
    let index = settings.domains.iter().position(same).unwrap_or_else(|| {
        settings.domains.push(kind);
        settings.domains.len() - 1
    });
    let Some(DomainSettings { domain, values, .. }) = settings.domains.get_mut(index) else {
        return Ok(());
    };
    for Entry { key, node, .. } in payload.entries() {
        let value = tree::unlocated(node);
        match places.entry((index, key.clone())) {
            hash_map::Entry::Occupied(place)
                if values.get(*place.get()).is_some_and(|(_, there)| *there == value) => {}
            hash_map::Entry::Occupied(_) => {
                return Err(ReadError::TwoValues { domain: domain.clone(), key: key.clone() });
            }
            hash_map::Entry::Vacant(place) => {
                place.insert(values.len());
                values.push((key.clone(), value));
            }
        }
    }
    Ok(())
}

fn domain_of_file(name: &str, settings: &Node) -> Result<String, ReadError> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let stem = stem.strip_suffix(".intune").unwrap_or(stem);
    domain::known(stem)
        .or_else(|| Delivered::guess(settings))
        .map(|domain| domain.name)
        .or_else(|| is_reverse_dns(stem).then_some(stem))
        .map(str::to_owned)
        .ok_or_else(|| ReadError::NoDomain { name: name.to_owned() })
}

/// Whether a file's stem is a preference domain by the look of it: at least three words with dots between.
fn is_reverse_dns(stem: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty()
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    stem.split('.').count() >= 3 && stem.split('.').all(word)
}
