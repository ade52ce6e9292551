//! What a file says that another file of the same run may contradict.

mod companions;
mod digest;
mod gather;

use std::borrow::Cow;
use std::sync::Arc;

use latchkey_profile_schema::text::{LineIndex, Position};
use latchkey_profile_schema::{KeyPath, Part, Span};

use crate::located::Spot;
use crate::rule::{Level, Rule};

/// What one file says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    /// Names that no two profiles may share.
    pub(crate) identities: Vec<Identity>,
    /// Settings of preference domains that it puts in force.
    pub(crate) settings: Vec<Setting>,
    /// A digest of everything that its payloads say, the same in whatever carrier and under whatever names.
    pub(crate) content: u64,
    /// What it asks of other files.
    pub(crate) needs: Vec<Need>,
    /// What it offers to other files.
    pub(crate) offers: Vec<Offer>,
    /// What it says of the payloads beside Desktop MFA.
    pub(crate) mentions: Vec<Mention>,
    /// Whether it is a whole profile; anything else holds no other payloads, and says nothing of them.
    pub(crate) is_profile: bool,
}

/// Something that a file says of the payloads beside Desktop MFA.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    /// What it is about.
    pub(crate) what: What,
    /// What it says; empty where that it is there says all.
    pub(crate) text: String,
    /// Where it stands.
    pub(crate) spot: Spot,
}

/// What files say of the payloads beside Desktop MFA.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// The host of the organization.
    Organization,
    /// An app of Okta that has associated domains, by its identifier.
    OktaApp,
    /// Platform SSO by Okta's extension.
    PlatformSso,
    /// Platform SSO whose keys are not shared by all users of the Mac.
    UnsharedKeys,
    /// Registration in Setup Assistant.
    SetupRegistration,
    /// A URL that some extension for single sign-on answers for.
    SignOnUrl,
    /// A variable in place of the user's name.
    UserVariable,
    /// The version of the protocol of Platform SSO.
    ProtocolVersion,
    /// The client ID of password sync.
    PasswordSync,
    /// A payload that gets one user a certificate, by the host of the authority.
    UserCertificate,
    /// Local passwords that expire.
    PasswordExpiry,
}

/// Something that some file of the run must offer.
#[derive(Clone, Debug)]
pub(crate) struct Need {
    /// What.
    pub(crate) what: Offer,
    /// The key that asks for it.
    pub(crate) key: String,
    /// Where the key stands.
    pub(crate) spot: Spot,
}

/// What a file offers to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Offer {
    /// A payload that gets the device, and not one user alone, a certificate.
    Certificate,
}

impl Facts {
    /// Whether there is nothing that another file could contradict.
    pub(crate) const fn is_empty(&self) -> bool {
        self.identities.is_empty()
            && self.settings.is_empty()
            && self.needs.is_empty()
            && self.offers.is_empty()
            && self.mentions.is_empty()
    }

    /// Finds out where everything stands in the text. What knows its bytes already is not looked for again: there may
    /// be as many settings as a dictionary has keys.
    pub(crate) fn locate(
        &mut self,
        span: impl Fn(&KeyPath, Part) -> Option<Span>,
        in_text: impl Fn(Span) -> Span,
        index: &LineIndex<'_>,
    ) {
        let identities = self.identities.iter_mut().map(|identity| &mut identity.spot);
        let needs = self.needs.iter_mut().map(|need| &mut need.spot);
        let mentions = self.mentions.iter_mut().map(|mention| &mut mention.spot);
        for spot in identities.chain(needs).chain(mentions) {
            let found = || spot.key_path.as_ref().and_then(|path| span(path, Part::Value));
            spot.span = spot.span.or_else(found).map(&in_text);
            spot.range = spot.span.map(|span| index.range(span));
        }
        for Setting { span, range, .. } in &mut self.settings {
            *span = span.map(&in_text);
            *range = span.map(|span| index.range(span));
        }
    }

    /// The first of its names of a kind.
    pub(crate) fn identity(&self, kind: IdentityKind) -> Option<&Identity> {
        self.identities.iter().find(|identity| identity.kind == kind)
    }
}

/// A name that no two profiles may share.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    /// Which of the names.
    pub(crate) kind: IdentityKind,
    /// The name as it is compared.
    pub(crate) name: String,
    /// Where it stands.
    pub(crate) spot: Spot,
}

/// The names that no two profiles may share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum IdentityKind {
    /// `PayloadIdentifier` of a profile.
    ProfileIdentifier,
    /// `PayloadUUID` of a profile.
    ProfileUuid,
    /// `PayloadUUID` of a payload.
    PayloadUuid,
    /// The folder of a profile, where each profile needs one of its own.
    Folder,
}

/// A setting that a file puts in force. There are more of them than of anything else.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    /// What it has in common with those beside it.
    pub(crate) given: Arc<Given>,
    /// The key.
    pub(crate) key: Cow<'static, str>,
    /// A digest of the value, the same for the same value.
    pub(crate) value: u64,
    /// The bytes of the value.
    pub(crate) span: Option<Span>,
    /// The same as lines and columns.
    pub(crate) range: Option<(Position, Position)>,
}

impl Setting {
    /// What two settings have in common that meet on a Mac.
    pub(crate) fn name(&self) -> (&str, &str, Audience) {
        (&self.given.domain, &self.key, self.given.audience)
    }

    /// Where the value stands.
    pub(crate) fn spot(&self) -> Spot {
        Spot { key_path: Some(self.given.path.key(&self.key)), span: self.span, range: self.range }
    }
}

/// What the settings of a payload have in common.
#[derive(Debug)]
pub(crate) struct Given {
    /// The domain.
    pub(crate) domain: Cow<'static, str>,
    /// Whether the domain is declared here.
    pub(crate) declared: bool,
    /// For whom: what one user is given never meets what the device is given.
    pub(crate) audience: Audience,
    /// Where they stand.
    pub(crate) path: KeyPath,
}

/// For whom settings are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Audience {
    /// The device, or whoever an MDM takes a profile without a scope to be for.
    Device,
    /// One user.
    User,
}

/// One of the files of a run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OneOfMany<'a> {
    /// What it is called.
    pub(crate) name: &'a str,
    /// What it says.
    pub(crate) facts: &'a Facts,
}

/// Where something was looked for in vain.
pub(crate) const fn here(files: &[OneOfMany<'_>]) -> &'static str {
    if files.len() > 1 { "in these files" } else { "in this file" }
}

/// Everything that files say of one thing, with the index of the file.
pub(crate) fn mentions<'f>(
    files: &'f [OneOfMany<'_>],
    what: What,
) -> impl Iterator<Item = (usize, &'f Mention)> {
    let all = files
        .iter()
        .enumerate()
        .flat_map(|(file, one)| one.facts.mentions.iter().map(move |mention| (file, mention)));
    all.filter(move |(_, mention)| mention.what == what)
}

/// A finding about one of the files, made by comparing it with others.
#[derive(Debug)]
pub(crate) struct Across {
    /// Whose finding it is.
    pub(crate) rule: &'static Rule,
    /// What it is at most, where the rule's own level would be too grave.
    pub(crate) at_most: Option<Level>,
    /// The file, by its index.
    pub(crate) file: usize,
    /// Where in it.
    pub(crate) spot: Spot,
    /// What was found.
    pub(crate) message: String,
    /// What to do.
    pub(crate) help: &'static str,
    /// What happens otherwise.
    pub(crate) consequence: &'static str,
    /// Places that belong to it: the file by its index, where in it, and what stands there.
    pub(crate) related: Vec<(usize, Spot, &'static str)>,
}
