//! The bytes of a binary property list to its objects, one at a time and by number.
//!
//! The format: `bplist00`, the objects, a table with the offset of each, and a trailer of 32 bytes that says where the
//! table is and how wide its numbers are. Arrays and dictionaries name their members by number. Source: the comment
//! at the head of CoreFoundation's `CFBinaryPList.c`.

use std::ops::Range;

use crate::document::Value;
use crate::plist::date;
use crate::plist::scalar::INTEGERS;
use crate::problem::BinaryProblem;

pub(super) const HEADER: &[u8] = b"bplist00";
const TRAILER: usize = 32;

/// A binary property list whose trailer and table are sound.
#[derive(Debug)]
pub(super) struct Objects<'a> {
    /// Header and objects; the table begins where they end.
    bytes: &'a [u8],
    table: &'a [u8],
    offset_size: usize,
    reference_size: usize,
    pub(super) count: u64,
    pub(super) top: u64,
}

/// One object.
#[derive(Debug)]
pub(super) enum Object<'a> {
    Scalar(Value),
    Array(References<'a>),
    Dictionary { keys: References<'a>, values: References<'a> },
}

/// The numbers of an object's members.
#[derive(Clone, Copy, Debug)]
pub(super) struct References<'a> {
    bytes: &'a [u8],
    size: usize,
}

impl References<'_> {
    pub(super) const fn len(&self) -> usize {
        // `size` comes from a trailer that was checked to be at least 1.
        self.bytes.len() / self.size
    }

    pub(super) fn get(&self, index: usize) -> Option<u64> {
        let start = index.checked_mul(self.size)?;
        self.bytes.get(start..start + self.size).map(big_endian)
    }
}

/// At most 8 bytes.
fn big_endian(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |value, byte| value << 8 | u64::from(*byte))
}

impl<'a> Objects<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Result<Self, BinaryProblem> {
        if !bytes.starts_with(HEADER) {
            let found = bytes.iter().take(HEADER.len()).map(|byte| char::from(*byte)).collect();
            return Err(BinaryProblem::UnknownVersion { found });
        }
        let truncated = || BinaryProblem::Truncated { bytes: bytes.len() };
        let body =
            bytes.len().checked_sub(TRAILER).filter(|end| *end > HEADER.len()).ok_or_else(truncated)?;
        let (before, trailer) = bytes.split_at(body);
        let [_, _, _, _, _, _, offset_size, reference_size, numbers @ ..] = trailer else {
            return Err(truncated());
        };
        for size in [*offset_size, *reference_size] {
            if !(1..=8).contains(&size) {
                return Err(BinaryProblem::BadIntegerSize { size });
            }
        }
        let number = |at: Range<usize>| numbers.get(at).map(big_endian).ok_or_else(truncated);
        let (count, top, offset) = (number(0..8)?, number(8..16)?, number(16..24)?);
        // Each object has one byte at least.
        if count == 0 || count > before.len() as u64 {
            return Err(BinaryProblem::BadObjectCount { count });
        }
        let offset_size = usize::from(*offset_size);
        let past_end = BinaryProblem::OffsetTablePastEnd { offset, count };
        let range =
            usize::try_from(offset).ok().zip(usize::try_from(count).ok()).and_then(|(start, count)| {
                let end = start.checked_add(count.checked_mul(offset_size)?)?;
                (start > HEADER.len()).then_some(start..end)
            });
        let Some((range, table)) = range.and_then(|range| Some((range.clone(), before.get(range)?))) else {
            return Err(past_end);
        };
        let bytes = before.get(..range.start).unwrap_or_default();
        Ok(Self { bytes, table, offset_size, reference_size: usize::from(*reference_size), count, top })
    }

    /// Reads the object of this number, its members not yet.
    pub(super) fn read(&self, object: u64) -> Result<Object<'a>, BinaryProblem> {
        let offset = self.offset(object)?;
        let past_end = || BinaryProblem::ObjectPastEnd { object, offset };
        let mut cursor = Cursor { bytes: self.bytes, at: usize::try_from(offset).map_err(|_| past_end())? };
        let marker = cursor.take(1).map(big_endian).ok_or_else(past_end)?;
        let (kind, low) = (marker >> 4, (marker & 0x0F) as usize);
        let unknown = || BinaryProblem::UnknownType { marker: marker as u8, offset };
        let value = match (kind, low) {
            (0x0, 0x8) => Value::Boolean(false),
            (0x0, 0x9) => Value::Boolean(true),
            (0x1, 0..=4) => {
                let bytes = cursor.take(1 << low).ok_or_else(past_end)?;
                Value::Integer(integer(bytes).ok_or(BinaryProblem::IntegerOutOfRange { offset })?)
            }
            (0x2, 2 | 3) => {
                let bytes = cursor.take(1 << low).ok_or_else(past_end)?;
                let real = float(bytes);
                Value::Real(real.filter(|real| real.is_finite()).ok_or(BinaryProblem::BadReal { offset })?)
            }
            (0x3, 3) => {
                let bytes = cursor.take(8).ok_or_else(past_end)?;
                let date = float(bytes).and_then(date::from_seconds);
                Value::Date(date.ok_or(BinaryProblem::BadDate { offset })?)
            }
            (0x4, _) => {
                let length = cursor.length(low).ok_or_else(past_end)?;
                Value::Data(cursor.take(length).ok_or_else(past_end)?.to_vec())
            }
            (0x5, _) => {
                let length = cursor.length(low).ok_or_else(past_end)?;
                let bytes = cursor.take(length).ok_or_else(past_end)?;
                let ascii = std::str::from_utf8(bytes).ok().filter(|text| text.is_ascii());
                Value::String(ascii.ok_or(BinaryProblem::BadText { offset })?.to_owned())
            }
            (0x6, _) => {
                let units = cursor.length(low).and_then(|length| length.checked_mul(2));
                let bytes = units.and_then(|length| cursor.take(length)).ok_or_else(past_end)?;
                Value::String(utf16(bytes).ok_or(BinaryProblem::BadText { offset })?)
            }
            (0x8, _) => return Err(BinaryProblem::Uid { offset }),
            (0xA, _) => {
                let length = cursor.length(low).ok_or_else(past_end)?;
                return Ok(Object::Array(self.references(&mut cursor, length).ok_or_else(past_end)?));
            }
            (0xD, _) => {
                let length = cursor.length(low).ok_or_else(past_end)?;
                let keys = self.references(&mut cursor, length).ok_or_else(past_end)?;
                let values = self.references(&mut cursor, length).ok_or_else(past_end)?;
                return Ok(Object::Dictionary { keys, values });
            }
            _ => return Err(unknown()),
        };
        Ok(Object::Scalar(value))
    }

    /// Where the object of this number begins.
    pub(super) fn offset(&self, object: u64) -> Result<u64, BinaryProblem> {
        let start = usize::try_from(object).ok().and_then(|object| object.checked_mul(self.offset_size));
        start
            .and_then(|start| self.table.get(start..start.checked_add(self.offset_size)?))
            .map(big_endian)
            .ok_or(BinaryProblem::UnknownObject { object, count: self.count })
    }

    fn references(&self, cursor: &mut Cursor<'a>, length: usize) -> Option<References<'a>> {
        let bytes = cursor.take(length.checked_mul(self.reference_size)?)?;
        Some(References { bytes, size: self.reference_size })
    }
}

#[derive(Debug)]
struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let end = self.at.checked_add(length)?;
        let bytes = self.bytes.get(self.at..end)?;
        self.at = end;
        Some(bytes)
    }

    /// A length below 15 stands in the marker; a longer one follows it as an integer.
    fn length(&mut self, low: usize) -> Option<usize> {
        if low < 0x0F {
            return Some(low);
        }
        let marker = big_endian(self.take(1)?);
        if marker >> 4 != 0x1 || marker & 0x0F > 3 {
            return None;
        }
        usize::try_from(big_endian(self.take(1 << (marker & 0x0F))?)).ok()
    }
}

/// Up to 4 bytes are unsigned, 8 and 16 bytes are signed.
fn integer(bytes: &[u8]) -> Option<i128> {
    let value = match bytes.len() {
        8 => i128::from(i64::from_be_bytes(bytes.try_into().ok()?)),
        16 => i128::from_be_bytes(bytes.try_into().ok()?),
        _ => i128::from(big_endian(bytes)),
    };
    Some(value).filter(|value| INTEGERS.contains(value))
}

fn float(bytes: &[u8]) -> Option<f64> {
    match bytes.len() {
        4 => Some(f64::from(f32::from_be_bytes(bytes.try_into().ok()?))),
        _ => Some(f64::from_be_bytes(bytes.try_into().ok()?)),
    }
}

fn utf16(bytes: &[u8]) -> Option<String> {
    let (units, _) = bytes.as_chunks::<2>();
    char::decode_utf16(units.iter().map(|unit| u16::from_be_bytes(*unit))).collect::<Result<_, _>>().ok()
}
