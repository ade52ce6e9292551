//! The bytes of a CMS structure to its parts (RFC 5652 sections 3 and 5), in BER or DER.
//!
//! The library's reader recurses only where this file does, and keeps a stack on the heap where it passes over values:
//! every such walk is limited in depth here.

use bcder::decode::{Constructed, Content, DecodeError, Source};
use bcder::{Mode, Oid, Tag};
use x509_cert::der::asn1::ObjectIdentifier;

/// The deepest nesting inside of a value that is passed over or kept; certificates reach about ten.
const MAX_DEPTH: usize = 32;
/// The deepest nesting of the segments of a string.
const MAX_SEGMENT_DEPTH: usize = 8;
/// The most signers that are looked at, and the most certificates that are kept: each costs a public-key operation,
/// or a search. Real files have one signer and at most four certificates.
const MAX_SIGNERS: usize = 16;
const MAX_CERTIFICATES: usize = 64;
/// The largest certificate that is kept, in bytes; its names and extensions take many times their size once read.
const MAX_CERTIFICATE_BYTES: usize = 64 * 1024;

/// RFC 5652 section 4: the content is any bytes.
pub(super) const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
/// RFC 5652 section 11.1.
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
/// RFC 5652 section 11.2.
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");

/// The parts of signed data.
#[derive(Debug)]
pub(super) struct Structure {
    /// What the content is said to be.
    pub(super) content_type: ObjectIdentifier,
    /// The content, its segments joined.
    pub(super) content: Option<Vec<u8>>,
    /// Whether it stood in segments.
    pub(super) segmented: bool,
    /// Encoded certificates.
    pub(super) certificates: Vec<Vec<u8>>,
    pub(super) signers: Vec<SignerInfo>,
    /// Whether there are signers that were passed over.
    pub(super) more_signers: bool,
}

/// One signer.
#[derive(Debug)]
pub(super) struct SignerInfo {
    pub(super) identifier: Identifier,
    /// The algorithm of the content's digest.
    pub(super) digest: ObjectIdentifier,
    /// What was signed in place of the content, if anything.
    pub(super) attributes: Option<Attributes>,
    pub(super) algorithm: ObjectIdentifier,
    pub(super) signature: Vec<u8>,
}

/// Which certificate is the signer's.
#[derive(Debug)]
pub(super) enum Identifier {
    /// The encoded name of its issuer, and its encoded serial number.
    Issued { issuer: Vec<u8>, serial: Vec<u8> },
    /// Its key's identifier.
    Key(Vec<u8>),
}

/// Signed attributes.
#[derive(Debug)]
pub(super) struct Attributes {
    /// What is signed: their DER encoding as a SET (RFC 5652 section 5.4).
    pub(super) encoded: Vec<u8>,
    /// What the content is said to be.
    pub(super) content_type: Option<ObjectIdentifier>,
    /// The digest of the content.
    pub(super) message_digest: Option<Vec<u8>>,
    /// Whether one of these two is there more than once.
    pub(super) repeated: bool,
}

/// A signed attribute that is looked at.
enum Attribute {
    ContentType(ObjectIdentifier),
    MessageDigest(Vec<u8>),
    Other,
}

type Decoded<T, S> = Result<T, DecodeError<<S as Source>::Error>>;

/// Reads signed data. The error is the parser's words.
pub(super) fn read(bytes: &[u8]) -> Result<Structure, String> {
    let content_info = Mode::Ber.decode(bytes, |outer| {
        outer.take_sequence(|info| {
            Oid::skip_in(info)?;
            info.take_constructed_if(Tag::CTX_0, |explicit| explicit.take_sequence(signed_data))
        })
    });
    content_info.map_err(|error| error.to_string())
}

fn signed_data<S: Source>(data: &mut Constructed<'_, S>) -> Decoded<Structure, S> {
    skip_one(data)?;
    data.take_set(skip_all)?;
    let (content_type, content) = data.take_sequence(|encapsulated| {
        let content_type = identifier(encapsulated)?;
        let content = encapsulated.take_opt_constructed_if(Tag::CTX_0, |explicit| {
            explicit.take_value_if(Tag::OCTET_STRING, octets)
        })?;
        Ok((content_type, content))
    })?;
    let certificates = data.take_opt_constructed_if(Tag::CTX_0, certificates)?.unwrap_or_default();
    data.take_opt_constructed_if(Tag::CTX_1, skip_all)?;
    let (signers, more_signers) = data.take_set(|set| {
        let mut signers = Vec::new();
        while signers.len() < MAX_SIGNERS {
            let Some(signer) = set.take_opt_sequence(signer)? else { break };
            signers.push(signer);
        }
        let more = signers.len() == MAX_SIGNERS && set.skip_opt(shallow)?.is_some();
        if more {
            skip_all(set)?;
        }
        Ok((signers, more))
    })?;
    let segmented = content.as_ref().is_some_and(|content| content.segmented);
    let content = content.map(|content| content.bytes);
    Ok(Structure { content_type, content, segmented, certificates, signers, more_signers })
}

fn certificates<S: Source>(set: &mut Constructed<'_, S>) -> Decoded<Vec<Vec<u8>>, S> {
    let mut certificates = Vec::new();
    while certificates.len() < MAX_CERTIFICATES {
        let Some(certificate) = encoded(set)? else { return Ok(certificates) };
        if certificate.len() <= MAX_CERTIFICATE_BYTES {
            certificates.push(certificate);
        }
    }
    skip_all(set)?;
    Ok(certificates)
}

fn signer<S: Source>(info: &mut Constructed<'_, S>) -> Decoded<SignerInfo, S> {
    skip_one(info)?;
    let issued = info.take_opt_sequence(|issued| {
        let issuer = required(issued)?;
        let serial = required(issued)?;
        Ok(Identifier::Issued { issuer, serial })
    })?;
    let identifier = match issued {
        Some(issued) => issued,
        None => Identifier::Key(info.take_value_if(Tag::CTX_0, octets)?.bytes),
    };
    let digest = algorithm(info)?;
    let attributes = info.take_opt_constructed_if(Tag::CTX_0, attributes)?;
    let algorithm = algorithm(info)?;
    let signature = info.take_value_if(Tag::OCTET_STRING, octets)?.bytes;
    skip_all(info)?;
    Ok(SignerInfo { identifier, digest, attributes, algorithm, signature })
}

fn algorithm<S: Source>(outer: &mut Constructed<'_, S>) -> Decoded<ObjectIdentifier, S> {
    outer.take_sequence(|algorithm| {
        let identifier = identifier(algorithm)?;
        skip_all(algorithm)?;
        Ok(identifier)
    })
}

fn identifier<S: Source>(outer: &mut Constructed<'_, S>) -> Decoded<ObjectIdentifier, S> {
    let identifier = Oid::take_from(outer)?;
    ObjectIdentifier::from_bytes(identifier.0.as_ref())
        .map_err(|_| outer.content_err("malformed object identifier"))
}

fn attributes<S: Source>(set: &mut Constructed<'_, S>) -> Decoded<Attributes, S> {
    let mut values = Vec::new();
    let (mut content_type, mut message_digest, mut repeated) = (None, None, false);
    while let Some(encoded) = encoded(set)? {
        let read = Mode::Ber.decode(encoded.as_slice(), |outer| outer.take_sequence(attribute));
        match read.map_err(DecodeError::convert)? {
            Attribute::ContentType(found) => repeated |= content_type.replace(found).is_some(),
            Attribute::MessageDigest(found) => repeated |= message_digest.replace(found).is_some(),
            Attribute::Other => {}
        }
        values.extend_from_slice(&encoded);
    }
    let mut encoded = vec![0x31];
    put_length(&mut encoded, values.len());
    encoded.append(&mut values);
    Ok(Attributes { encoded, content_type, message_digest, repeated })
}

fn attribute<S: Source>(attribute: &mut Constructed<'_, S>) -> Decoded<Attribute, S> {
    match identifier(attribute)? {
        CONTENT_TYPE => attribute.take_set(identifier).map(Attribute::ContentType),
        MESSAGE_DIGEST => attribute
            .take_set(|values| values.take_value_if(Tag::OCTET_STRING, octets))
            .map(|digest| Attribute::MessageDigest(digest.bytes)),
        _ => {
            skip_all(attribute)?;
            Ok(Attribute::Other)
        }
    }
}

/// Writes a length in DER (X.690 section 10.1).
fn put_length(encoded: &mut Vec<u8>, length: usize) {
    match u8::try_from(length) {
        Ok(short) if short < 0x80 => encoded.push(short),
        _ => {
            let bytes = length.to_be_bytes();
            let significant = bytes.iter().skip_while(|byte| **byte == 0);
            encoded.push(0x80 | u8::try_from(significant.clone().count()).unwrap_or(0));
            encoded.extend(significant);
        }
    }
}

/// An octet string.
#[derive(Default)]
struct Octets {
    bytes: Vec<u8>,
    segmented: bool,
}

/// Joins the segments of an octet string.
fn octets<S: Source>(content: &mut Content<'_, S>) -> Decoded<Octets, S> {
    let mut octets = Octets { bytes: Vec::new(), segmented: matches!(content, Content::Constructed(_)) };
    join(content, 0, &mut octets.bytes)?;
    Ok(octets)
}

fn join<S: Source>(content: &mut Content<'_, S>, depth: usize, joined: &mut Vec<u8>) -> Decoded<(), S> {
    match content {
        Content::Primitive(segment) => joined.extend_from_slice(&segment.take_all()?),
        Content::Constructed(segments) => {
            if depth == MAX_SEGMENT_DEPTH {
                return Err(segments.content_err("segments nested too deeply"));
            }
            while segments
                .take_opt_value_if(Tag::OCTET_STRING, |segment| join(segment, depth + 1, joined))?
                .is_some()
            {}
        }
    }
    Ok(())
}

/// The next value as it is encoded, if there is one.
fn encoded<S: Source>(outer: &mut Constructed<'_, S>) -> Decoded<Option<Vec<u8>>, S> {
    let mut any = None;
    let captured = outer.capture(|values| {
        any = values.skip_opt(shallow)?;
        Ok(())
    })?;
    Ok(any.map(|()| captured.as_slice().to_vec()))
}

fn required<S: Source>(outer: &mut Constructed<'_, S>) -> Decoded<Vec<u8>, S> {
    encoded(outer)?.ok_or_else(|| outer.content_err("missing further values"))
}

fn skip_one<S: Source>(outer: &mut Constructed<'_, S>) -> Decoded<(), S> {
    outer.skip(shallow)
}

fn skip_all<S: Source>(outer: &mut Constructed<'_, S>) -> Decoded<(), S> {
    while outer.skip_opt(shallow)?.is_some() {}
    Ok(())
}

fn shallow(_: Tag, _: bool, depth: usize) -> Result<(), bcder::decode::ContentError> {
    if depth < MAX_DEPTH { Ok(()) } else { Err("values nested too deeply".into()) }
}
