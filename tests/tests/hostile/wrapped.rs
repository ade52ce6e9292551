//! Files that are hard to unwrap: binary property lists, signatures, UTF-16, Jamf's XML and bodies of Graph.

use super::Case;
use super::size::Size;

const PROFILE: &str = "profile.mobileconfig";
const OKTA: &str = "com.okta.deviceaccess.servicedaemon.plist";
/// A property list with findings, in a line without quotes.
const SMALL: &str =
    "<plist version='1.0'><dict><key>DMFAOrgURL</key><string>a</string><key>Foo</key><true/></dict></plist>";
/// The same in base64.
const SMALL_ENCODED: &str = "PHBsaXN0IHZlcnNpb249JzEuMCc+PGRpY3Q+PGtleT5ETUZBT3JnVVJMPC9rZXk+PHN0cmluZz5hPC9zdHJpbmc+PGtleT5Gb288L2tleT\
     48dHJ1ZS8+PC9kaWN0PjwvcGxpc3Q+";
const JAMF: &str = "<os_x_configuration_profile><general><payloads>";
const JAMF_END: &str = "</payloads></general></os_x_configuration_profile>";

pub(super) const CASES: &[Case] = &[
    // Binary property lists.
    Case {
        name: "binary: one object again and again",
        file: OKTA,
        make: |size| binary(&[array(size.of(400_000), 1), text(b"OV_Push")]),
    },
    Case {
        name: "binary: keys that are all the same",
        file: OKTA,
        make: |size| binary(&[dictionary(size.of(200_000)), text(b"DMFAOrgURL")]),
    },
    Case { name: "binary: doubled, and doubled again", file: OKTA, make: |_| binary(&doubled(60)) },
    Case { name: "binary: arrays in arrays", file: OKTA, make: |size| binary(&nested(size.of(500_000))) },
    Case {
        name: "binary: one long text",
        file: OKTA,
        make: |size| binary(&[entry(), text(b"DMFAOrgURL"), wide(size.bytes() / 2 - 256)]),
    },
    Case {
        name: "binary: long texts that are shared",
        file: OKTA,
        make: |size| binary(&[array(size.of(400_000), 1), text(&vec![b'a'; size.bytes() / 8])]),
    },
    // Signatures.
    Case { name: "signed: segments of one byte", file: PROFILE, make: |size| signed(&segments(size), b"") },
    Case {
        name: "signed: segments in segments",
        file: PROFILE,
        make: |size| signed(&b"\x24\x80".repeat(size.bytes() / 4), b""),
    },
    Case {
        name: "signed: empty certificates",
        file: PROFILE,
        make: |size| signed(&octets(SMALL.as_bytes()), &set(0xa0, &b"\x30\x00".repeat(size.bytes() / 4))),
    },
    Case {
        name: "signed: empty signers",
        file: PROFILE,
        make: |size| signed(&octets(SMALL.as_bytes()), &set(0x31, &b"\x30\x00".repeat(size.bytes() / 4))),
    },
    Case {
        name: "signed: one long content",
        file: PROFILE,
        make: |size| {
            signed(&octets(&size.filled("<plist>", "<array>", &" ".repeat(512)).split_off(512)), b"")
        },
    },
    Case {
        name: "PEM in lines of one letter",
        file: PROFILE,
        make: |size| size.filled("-----BEGIN CMS-----\n", "M\n", "-----END CMS-----\n"),
    },
    Case {
        name: "PEM that begins again and again",
        file: PROFILE,
        make: |size| size.filled("", "-----BEGIN CMS-----\n", ""),
    },
    // UTF-16.
    Case {
        name: "UTF-16: arrays",
        file: OKTA,
        make: |size| utf16(&String::from_utf8_lossy(&size.filled("<plist>", "<array>", "")), size),
    },
    Case {
        name: "UTF-16: letters that become longer",
        file: OKTA,
        make: |size| {
            utf16(
                &format!(
                    "<plist><dict><key>DMFAOrgURL</key><string>{}</string></dict></plist>",
                    "\u{4e00}".repeat(size.bytes() / 2 - 256)
                ),
                size,
            )
        },
    },
    Case {
        name: "UTF-16: halves of characters",
        file: OKTA,
        make: |size| [b"\xff\xfe<\0".to_vec(), b"\x00\xd8".repeat(size.bytes() / 2 - 2)].concat(),
    },
    // Jamf.
    Case { name: "Jamf: references", file: PROFILE, make: |size| size.filled(JAMF, "&lt;", JAMF_END) },
    Case {
        name: "Jamf: references to references",
        file: PROFILE,
        make: |size| size.filled(&format!("{JAMF}&lt;plist>&lt;string>"), "&amp;amp;", JAMF_END),
    },
    Case { name: "Jamf: sections", file: PROFILE, make: |size| size.filled(JAMF, "<![CDATA[<]]>", JAMF_END) },
    Case {
        name: "Jamf: profiles with findings",
        file: PROFILE,
        make: |size| jamf_profiles(size, size.of(1_000), 90),
    },
    Case {
        name: "Jamf: more profiles than are read",
        file: PROFILE,
        make: |size| jamf_profiles(size, size.of(100_000), 0),
    },
    Case {
        name: "Jamf: elements in elements",
        file: PROFILE,
        make: |size| size.filled("<os_x_configuration_profile>", "<a>", ""),
    },
    Case {
        name: "Jamf: payloads without an end",
        file: PROFILE,
        make: |size| size.filled("<os_x_configuration_profiles>", JAMF, ""),
    },
    Case {
        name: "Jamf: comments before the root",
        file: PROFILE,
        make: |size| size.filled("", "<!---->", JAMF),
    },
    // Graph.
    Case {
        name: "Graph: bodies with findings",
        file: PROFILE,
        make: |size| graph(size, size.of(1_000), 100),
    },
    Case {
        name: "Graph: more bodies than are read",
        file: PROFILE,
        make: |size| graph(size, size.of(100_000), 0),
    },
    Case { name: "Graph: brackets", file: PROFILE, make: |size| size.filled("", "[", "") },
    Case {
        name: "Graph: objects in objects",
        file: PROFILE,
        make: |size| size.filled("", "{\"value\":", ""),
    },
    Case {
        name: "Graph: one long text",
        file: PROFILE,
        make: |size| size.filled("{\"payload\":\"", "\\u0041", "\"}"),
    },
    Case {
        name: "Graph: objects of no kind",
        file: PROFILE,
        make: |size| size.filled("{\"value\":[", "{},", "{}]}"),
    },
];

/// A binary property list of these objects, the first of them the root; references have four bytes.
fn binary(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"bplist00".to_vec();
    let mut offsets = Vec::new();
    for object in objects {
        offsets.extend(number(file.len()));
        file.extend_from_slice(object);
    }
    let table = u64::try_from(file.len()).unwrap();
    file.extend(offsets);
    file.extend([0, 0, 0, 0, 0, 0, 4, 4]);
    file.extend(u64::try_from(objects.len()).unwrap().to_be_bytes());
    file.extend(0_u64.to_be_bytes());
    file.extend(table.to_be_bytes());
    file
}

fn number(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap().to_be_bytes()
}

/// The first byte of an object, and its length.
fn marker(kind: u8, length: usize) -> Vec<u8> {
    [vec![kind | 0xf, 0x12], number(length).to_vec()].concat()
}

fn text(text: &[u8]) -> Vec<u8> {
    [marker(0x50, text.len()), text.to_vec()].concat()
}

fn wide(length: usize) -> Vec<u8> {
    [marker(0x60, length), b"\x4e\x00".repeat(length)].concat()
}

fn array(length: usize, of: usize) -> Vec<u8> {
    [marker(0xa0, length), number(of).repeat(length)].concat()
}

fn dictionary(length: usize) -> Vec<u8> {
    [marker(0xd0, length), number(1).repeat(2 * length)].concat()
}

/// A dictionary of one key and one value.
fn entry() -> Vec<u8> {
    [vec![0xd1], number(1).to_vec(), number(2).to_vec()].concat()
}

/// Arrays of twice the next one.
fn doubled(levels: usize) -> Vec<Vec<u8>> {
    (1..levels).map(|next| array(2, next)).chain([text(b"a")]).collect()
}

fn nested(levels: usize) -> Vec<Vec<u8>> {
    (1..levels).map(|next| array(1, next)).chain([text(b"a")]).collect()
}

/// A signed structure with its lengths left open around this content, and what follows it (RFC 5652 section 5.1).
fn signed(content: &[u8], rest: &[u8]) -> Vec<u8> {
    const START: &[u8] =
        b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80\x30\x80\x02\x01\x01\x31\x00\
        \x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01\xa0\x80";
    let signers: &[u8] = if rest.first() == Some(&0x31) { b"" } else { b"\x31\x00" };
    [START, content, &[0; 4], rest, signers, &[0; 6]].concat()
}

fn octets(content: &[u8]) -> Vec<u8> {
    set(0x04, content)
}

/// A tag, a length of four bytes, and what is inside.
fn set(tag: u8, content: &[u8]) -> Vec<u8> {
    [vec![tag, 0x84], number(content.len()).to_vec(), content.to_vec()].concat()
}

fn segments(size: Size) -> Vec<u8> {
    let most = size.bytes() / 3 - 64;
    let text = format!("{SMALL}{}", " ".repeat(most - SMALL.len()));
    let pieces: Vec<u8> = text.bytes().flat_map(|byte| [0x04, 1, byte]).collect();
    [b"\x24\x80".to_vec(), pieces, vec![0; 2]].concat()
}

fn utf16(text: &str, size: Size) -> Vec<u8> {
    let units = text.encode_utf16().take(size.bytes() / 2 - 1);
    [b"\xff\xfe".to_vec(), units.flat_map(u16::to_le_bytes).collect()].concat()
}

/// A list of so many profiles, each with so many settings.
fn jamf_profiles(size: Size, count: usize, settings: usize) -> Vec<u8> {
    let inside: String = (0..settings)
        .map(|n| format!("&lt;key&gt;Foo{n}&lt;/key&gt;&lt;string&gt;a &amp;amp; b&lt;/string&gt;\n"))
        .collect();
    let plist = format!("&lt;plist version='1.0'&gt;&lt;dict&gt;{inside}&lt;/dict&gt;&lt;/plist&gt;");
    let one = format!("{JAMF}{plist}{JAMF_END}\n");
    let times = count.min((size.bytes() - 128) / one.len());
    format!("<os_x_configuration_profiles>{}</os_x_configuration_profiles>", one.repeat(times)).into_bytes()
}

/// A list of so many bodies, each with its small property list so many times over.
fn graph(size: Size, count: usize, times: usize) -> Vec<u8> {
    let payload = SMALL_ENCODED.repeat(times.max(1));
    let one = format!(
        "{{\"@odata.type\":\"#microsoft.graph.macOSCustomConfiguration\",\"payload\":\"{payload}\"}},\n"
    );
    let times = count.min((size.bytes() - 128) / one.len());
    format!("{{\"value\":[{}{{}}]}}", one.repeat(times)).into_bytes()
}
