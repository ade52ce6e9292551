//! Bytes that are no property list to what they seem to be, so that a message can name it.

pub(crate) mod pem;

use crate::problem::LooksLike;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
/// Object identifiers as DER writes them: signedData 1.2.840.113549.1.7.2 and envelopedData 1.2.840.113549.1.7.3
/// (RFC 5652 sections 5.1 and 6.1).
const SIGNED_DATA: &[u8] = b"\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02";
const ENVELOPED_DATA: &[u8] = b"\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x03";

/// The last block of a disk image (`koly`) has this size.
const DISK_IMAGE_TRAILER: usize = 512;

/// What the bytes are when they cannot be a property list; none when they should be read as one.
pub(crate) fn looks_like(bytes: &[u8]) -> Option<LooksLike> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] | [b'<', 0, 0, 0, ..] | [0, 0, 0, b'<', ..] => {
            return Some(LooksLike::Utf32);
        }
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [b'<' | b'{' | b'[', 0, ..] | [0, b'<' | b'{' | b'[', ..] => {
            return Some(LooksLike::Utf16);
        }
        _ => {}
    }
    let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes).trim_ascii();
    match text {
        [] => Some(LooksLike::Empty),
        [b'<', ..] => is_html(text).then_some(LooksLike::Html),
        [b'b', b'p', b'l', b'i', b's', b't', ..] => None,
        [b'P', b'K', 3, 4, ..] => Some(LooksLike::Zip),
        [b'x', b'a', b'r', b'!', ..] => Some(LooksLike::Package),
        [0x1F, 0x8B, ..] => Some(LooksLike::Gzip),
        [b'%', b'P', b'D', b'F', b'-', ..] => Some(LooksLike::Pdf),
        // The OID follows the tag and the length of the outer sequence, at most 2 + 8 bytes.
        [0x30, ..] if has_early(text, SIGNED_DATA) => Some(LooksLike::Signed),
        [0x30, ..] if has_early(text, ENVELOPED_DATA) => Some(LooksLike::Encrypted),
        _ if is_disk_image(bytes) => Some(LooksLike::DiskImage),
        _ if pem::find(text).is_some() => Some(LooksLike::Signed),
        _ => other(text),
    }
}

fn is_disk_image(bytes: &[u8]) -> bool {
    let trailer = bytes.len().checked_sub(DISK_IMAGE_TRAILER).and_then(|at| bytes.get(at..));
    trailer.is_some_and(|trailer| trailer.starts_with(b"koly"))
}

fn is_html(text: &[u8]) -> bool {
    let begins = |word: &[u8]| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    begins(b"<!doctype html") || begins(b"<html") || begins(b"<head") || begins(b"<body")
}

fn has_early(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).take(10).any(|window| window == needle)
}

fn other(bytes: &[u8]) -> Option<LooksLike> {
    let is_text =
        |text: &&str| !text.chars().any(|character| character.is_control() && !character.is_whitespace());
    let Some(text) = std::str::from_utf8(bytes).ok().filter(is_text) else {
        return Some(LooksLike::Unknown);
    };
    if text.starts_with("MIME-Version:") && text.contains("pkcs7") {
        return Some(LooksLike::SignedMail);
    }
    if text.starts_with("// !$*UTF8*$!") || text.starts_with('(') {
        return Some(LooksLike::OldStylePlist);
    }
    if text.starts_with('{') || text.starts_with('[') {
        return Some(braces(text));
    }
    // The property list in it stands in a text of the configuration's own syntax.
    if text.lines().any(is_resource) {
        return Some(LooksLike::Terraform);
    }
    // Words before the first tag: the XML reader points at them.
    if text.contains("<?xml") || text.contains("<plist") {
        return None;
    }
    Some(if is_yaml(text) { LooksLike::Yaml } else { LooksLike::Text })
}

/// JSON has `:` after its first key, the old style `=`.
fn braces(text: &str) -> LooksLike {
    let mut quoted = false;
    let mut escaped = false;
    for character in text.chars() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            '=' | ';' if !quoted => return LooksLike::OldStylePlist,
            ':' if !quoted => return LooksLike::Json,
            _ => {}
        }
    }
    LooksLike::Json
}

/// Whether a line of Terraform's begins a resource: `resource "type" "name" {`.
fn is_resource(line: &str) -> bool {
    line.strip_prefix("resource \"")
        .is_some_and(|rest| rest.trim_end().ends_with('{') && rest.contains("\" \""))
}

/// The first line that is no comment is `---` or `word: …`.
fn is_yaml(text: &str) -> bool {
    let line = text.lines().map(str::trim_end).find(|line| !line.is_empty() && !line.starts_with('#'));
    line.is_some_and(|line| {
        let key = line.split_once(": ").map(|(key, _)| key).or_else(|| line.strip_suffix(':'));
        line == "---" || key.is_some_and(|key| !key.is_empty() && !key.contains(char::is_whitespace))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_what_was_handed_in() {
        let cases: &[(&[u8], Option<LooksLike>)] = &[
            (b"", Some(LooksLike::Empty)),
            (b" \r\n\t", Some(LooksLike::Empty)),
            (b"\xEF\xBB\xBF", Some(LooksLike::Empty)),
            (b"<!DOCTYPE HTML><html>", Some(LooksLike::Html)),
            (b"\n<html lang='en'>", Some(LooksLike::Html)),
            (b"<?xml version='1.0'?>", None),
            (b"<key>A</key><true/>", None),
            (b"hello <?xml version='1.0'?>", None),
            (b"{ \"a\": 1 }", Some(LooksLike::Json)),
            (b"[1, 2]", Some(LooksLike::Json)),
            (b"{ a = 1; }", Some(LooksLike::OldStylePlist)),
            (b"{ \"a:b\" = 1; }", Some(LooksLike::OldStylePlist)),
            (b"// !$*UTF8*$!\n{}", Some(LooksLike::OldStylePlist)),
            (b"PK\x03\x04rest", Some(LooksLike::Zip)),
            (b"xar!\0\x1C", Some(LooksLike::Package)),
            (b"\x1F\x8B\x08", Some(LooksLike::Gzip)),
            (b"%PDF-1.7", Some(LooksLike::Pdf)),
            (b"bplist00", None),
            (b"\x30\x80\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02\xA0\x80", Some(LooksLike::Signed)),
            (b"\x30\x82\x22\x5E\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02\xA0", Some(LooksLike::Signed)),
            (b"\x30\x82\x22\x5E\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x03\xA0", Some(LooksLike::Encrypted)),
            (b"-----BEGIN PKCS7-----\nMII=\n", Some(LooksLike::Signed)),
            (b"signed:\r\n-----BEGIN CMS-----\r\n", Some(LooksLike::Signed)),
            (b"see -----BEGIN CMS-----\n", Some(LooksLike::Text)),
            (
                b"MIME-Version: 1.0\nContent-Type: application/x-pkcs7-mime; smime-type=signed-data\n",
                Some(LooksLike::SignedMail),
            ),
            (b"\xFF\xFE<\0?\0", Some(LooksLike::Utf16)),
            (b"\xFF\xFE\0\0<\0\0\0", Some(LooksLike::Utf32)),
            (b"<\0\0\0", Some(LooksLike::Utf32)),
            (b"\xFE\xFF\0<\0?", Some(LooksLike::Utf16)),
            (b"<\0?\0", Some(LooksLike::Utf16)),
            (b"# settings\nname: value\n", Some(LooksLike::Yaml)),
            (b"# a\nresource \"x_y\" \"z\" {\n  a = <<E\n<?xml version='1.0'?>", Some(LooksLike::Terraform)),
            (b"resource \"x\" <?xml version='1.0'?>", None),
            (b"---\n", Some(LooksLike::Yaml)),
            (b"This is not a plist: at all", Some(LooksLike::Text)),
            (b"\x00\x01\x02", Some(LooksLike::Unknown)),
            (b"\xC3\x28", Some(LooksLike::Unknown)),
        ];
        for (bytes, expected) in cases {
            assert_eq!(looks_like(bytes), *expected, "{}", String::from_utf8_lossy(bytes));
        }
    }
}
