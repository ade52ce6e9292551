//! Property lists that are hard: deep, long, wide, and wrong in as many places as there is room for.

use super::Case;
use super::size::Size;

const OKTA: &str = "com.okta.deviceaccess.servicedaemon.plist";
const AGENT: &str = "org.latchkey.agent.plist";
const PROFILE: &str = "profile.mobileconfig";
const END: &str = "</dict></plist>";

/// The start of a preference file.
macro_rules! dict {
    ($($inside:literal),*) => {
        concat!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\"><dict>", $($inside),*)
    };
}

pub(super) const CASES: &[Case] = &[
    // The reader.
    Case { name: "arrays in arrays", file: OKTA, make: |size| size.filled("<plist>", "<array>", "") },
    Case { name: "as deep as allowed, again and again", file: OKTA, make: deep },
    Case {
        name: "elements to the limit",
        file: OKTA,
        make: |size| {
            size.numbered(dict!("<key>a</key><array>"), 1, |_| "<true/>".into(), "</array></dict></plist>")
        },
    },
    Case {
        name: "elements over the limit",
        file: OKTA,
        make: |size| size.filled("<plist><array>", "<true/>", ""),
    },
    Case { name: "stray end tags", file: OKTA, make: |size| size.filled("<plist><dict>", "</a>", END) },
    Case {
        name: "open tags of one letter",
        file: OKTA,
        make: |size| size.filled("<plist><dict>", "<a>", END),
    },
    Case { name: "tags without an end", file: OKTA, make: |size| size.filled("<plist><dict>", "<", END) },
    Case {
        name: "unknown elements between keys",
        file: OKTA,
        make: |size| size.numbered(dict!(), 1, |n| format!("<key>k{n}</key><srting{n}>"), END),
    },
    Case { name: "comments without an end", file: OKTA, make: |size| size.filled(dict!(), "<!--", END) },
    Case { name: "empty comments", file: OKTA, make: |size| size.filled(dict!(), "<!---->", END) },
    Case {
        name: "comments to Latchkey",
        file: AGENT,
        make: |size| size.filled(dict!(), "<!-- latchkey: ignore unknown-key: why not -->\n", END),
    },
    Case {
        name: "comments to Latchkey before keys",
        file: AGENT,
        make: |size| {
            let entry =
                |n| format!("<!-- latchkey: ignore unknown-key: so it is -->\n<key>K{n}</key><true/>\n");
            size.numbered(dict!(), 1, entry, END)
        },
    },
    Case { name: "sections without an end", file: OKTA, make: |size| size.filled(dict!(), "<![CDATA[", END) },
    Case { name: "instructions", file: OKTA, make: |size| size.filled(dict!(), "<?a?>", END) },
    Case {
        name: "entities",
        file: OKTA,
        make: |size| size.filled("<!DOCTYPE plist [", "<!ENTITY a \"&a;&a;\">", "]><plist/>"),
    },
    Case {
        name: "references in a text",
        file: OKTA,
        make: |size| size.filled(dict!("<key>DMFAOrgURL</key><string>"), "&amp;", "</string></dict></plist>"),
    },
    Case {
        name: "unknown references in a text",
        file: OKTA,
        make: |size| size.filled(dict!("<key>DMFAOrgURL</key><string>"), "&a;", "</string></dict></plist>"),
    },
    Case {
        name: "ampersands in a key",
        file: OKTA,
        make: |size| size.filled(dict!("<key>"), "&", "</key><true/></dict></plist>"),
    },
    Case {
        name: "attributes",
        file: OKTA,
        make: |size| size.filled("<plist version=\"1.0\"><dict ", "a=\"b\" ", "/></plist>"),
    },
    Case {
        name: "one long line",
        file: OKTA,
        make: |size| size.filled(dict!("<key>DMFAOrgURL</key><string>"), "a", "</string></dict></plist>"),
    },
    Case {
        name: "one long line of wide letters",
        file: OKTA,
        make: |size| {
            size.filled(dict!("<key>DMFAOrgURL</key><string>"), "\u{1f600}", "</string></dict></plist>")
        },
    },
    Case {
        name: "a long line with findings",
        file: OKTA,
        make: |size| {
            size.numbered(dict!(), 1, |n| format!("<key>Kéy{n}</key><string>\u{202e}</string>"), END)
        },
    },
    Case {
        name: "a long key",
        file: OKTA,
        make: |size| size.filled(dict!("<key>"), "a", "</key><true/></dict></plist>"),
    },
    Case {
        name: "line ends",
        file: OKTA,
        make: |size| size.filled(dict!(), "\n", "<key>a</key><true/></dict></plist>"),
    },
    Case { name: "stray text", file: OKTA, make: |size| size.filled(dict!(), "a<true/>", END) },
    Case {
        name: "nothing but bytes that are no text",
        file: OKTA,
        make: |size| {
            [dict!("<key>a</key><string>").as_bytes(), &vec![0xff; size.bytes() - 256], END.as_bytes()]
                .concat()
        },
    },
    Case { name: "zeros", file: OKTA, make: |size| vec![0; size.bytes()] },
    Case {
        name: "broken base64",
        file: OKTA,
        make: |size| size.filled(dict!("<key>a</key><data>"), "AAA\n", "*</data></dict></plist>"),
    },
    // What is checked.
    Case {
        name: "keys with a letter too many",
        file: OKTA,
        make: |size| size.numbered(dict!(), 1, |n| format!("<key>DMFAOrgURL{n}</key><true/>\n"), END),
    },
    Case {
        name: "long keys of no domain",
        file: OKTA,
        make: |size| {
            size.numbered(
                dict!(),
                1,
                |n| format!("<key>{}{n}</key><true/>\n", "MFARequiredLits".repeat(40)),
                END,
            )
        },
    },
    Case {
        name: "one key again and again",
        file: OKTA,
        make: |size| {
            size.numbered(dict!(), 1, |n| format!("<key>DMFAOrgURL</key><string>{n}</string>\n"), END)
        },
    },
    Case {
        name: "one list with one item again and again",
        file: OKTA,
        make: |size| {
            let before = dict!("<key>AllowedFactors</key><array>");
            size.numbered(before, 1, |_| "<string>OV_Push</string>\n".into(), "</array></dict></plist>")
        },
    },
    Case {
        name: "lists of accounts that contradict each other",
        file: OKTA,
        make: |size| {
            let names: String =
                (0..size.of(200_000)).map(|n| format!("<string>User{n}</string>\n")).collect();
            format!(
                "{}<key>MFARequiredList</key><array>{names}</array><key>MFANotRequiredList</key><array>{names}</array>{END}",
                dict!()
            )
            .into_bytes()
        },
    },
    Case {
        name: "unknown factors",
        file: OKTA,
        make: |size| {
            let before = dict!("<key>AllowedFactors</key><array>");
            size.numbered(before, 1, |n| format!("<string>OV_Psuh{n}</string>\n"), "</array></dict></plist>")
        },
    },
    Case {
        name: "variables",
        file: OKTA,
        make: |size| {
            size.filled(dict!("<key>DMFAOrgURL</key><string>"), "${A}$B{{c}}%D%", "</string></dict></plist>")
        },
    },
    Case {
        name: "brackets of variables",
        file: OKTA,
        make: |size| size.filled(dict!("<key>DMFAOrgURL</key><string>"), "{{${%", "</string></dict></plist>"),
    },
    Case {
        name: "private parts of addresses",
        file: OKTA,
        make: |size| {
            size.filled(dict!("<key>DMFAOrgURL</key><string>"), "https://me:x@a ", "</string></dict></plist>")
        },
    },
    Case {
        name: "services",
        file: AGENT,
        make: |size| {
            let before = dict!("<key>Services</key><dict>");
            size.numbered(
                before,
                1,
                |n| format!("<key>sudo{n}</key><string>exempt</string>\n"),
                "</dict></dict></plist>",
            )
        },
    },
    // Secrets.
    Case {
        name: "secrets in a broken file",
        file: OKTA,
        make: |size| size.filled(dict!(), "<key>DMFAClientSecret</key><sting>hunter2</sting>\n", END),
    },
    Case {
        name: "unknown elements beside a long secret",
        file: OKTA,
        make: |size| {
            let unknown: String = (0..2_000).map(|n| format!("<unknown{n}/>")).collect();
            let start = format!("{}{unknown}<key>DMFAClientSecret</key><sting>", dict!());
            size.filled(&start, "u", END)
        },
    },
    Case {
        name: "names of secrets",
        file: OKTA,
        make: |size| size.filled(dict!("<!--"), "secret ", "--></dict></plist>"),
    },
    Case {
        name: "words that are nearly a secret's name",
        file: OKTA,
        make: |size| {
            size.numbered(dict!(), 1, |n| format!("<key>DMFAClientSecrt{n}</key><srting>x</string>\n"), END)
        },
    },
    Case {
        name: "keys that are nearly a secret's name",
        file: OKTA,
        make: |size| size.numbered(dict!(), 1, |n| format!("<key>DMFAClientSecrt{n}=x</key><true/>\n"), END),
    },
    Case {
        name: "comments that name nearly a secret",
        file: OKTA,
        make: |size| {
            size.numbered(dict!(), 1, |n| format!("<!-- DMFAClientSecrt{n} DMFAClientSectr -->\n"), END)
        },
    },
    // Profiles.
    Case { name: "payloads with findings", file: PROFILE, make: |size| payloads(size, 10_000, okta) },
    Case {
        name: "payloads that are all the same",
        file: PROFILE,
        make: |size| payloads(size, 20_000, |_| okta(0)),
    },
    Case {
        name: "payloads of one letter",
        file: PROFILE,
        make: |size| payloads(size, 200_000, |_| "<dict/>".into()),
    },
    Case { name: "payloads of unknown types", file: PROFILE, make: |size| payloads(size, 60_000, unknown) },
    Case { name: "managed preferences", file: PROFILE, make: |size| payloads(size, 12_000, managed) },
    Case { name: "names that hold all the file", file: PROFILE, make: long_names },
];

fn deep(size: Size) -> Vec<u8> {
    let once = format!("{}{}", "<array>".repeat(509), "</array>".repeat(509));
    size.numbered(dict!("<key>a</key><array>"), 510, |_| once.clone(), "</array></dict></plist>")
}

fn payloads(size: Size, count: usize, payload: fn(usize) -> String) -> Vec<u8> {
    let before = "<plist version=\"1.0\"><dict><key>PayloadType</key><string>Configuration</string>\
        <key>PayloadVersion</key><integer>1</integer><key>PayloadIdentifier</key><string>a</string><key>PayloadContent</key>\
        <array>";
    let mut bytes = before.as_bytes().to_vec();
    for number in 0..size.of(count) {
        let payload = payload(number);
        if bytes.len() + payload.len() > size.bytes() - 64 {
            break;
        }
        bytes.extend_from_slice(payload.as_bytes());
    }
    bytes.extend_from_slice(b"</array></dict></plist>");
    bytes
}

fn okta(number: usize) -> String {
    format!(
        "<dict><key>PayloadType</key><string>com.okta.deviceaccess.servicedaemon</string>\n\
        <key>PayloadUUID</key><string>00000000-0000-0000-0000-000000000000</string>\n\
        <key>PayloadIdentifier</key><string>com.example</string>\n\
        <key>PayloadDisplayName</key><string>A</string><key>PayloadDisplaiName</key><string>A</string>\n\
        <key>DMFAOrgURL</key><string>http://corp-admin.okta.com/app</string>\n\
        <key>DMFAClientID</key><integer>{number}</integer>\n\
        <key>DMFAClientSecret</key><string>hunter{number}</string>\n\
        <key>AllowedFactors</key><array><string>OV_Psuh</string><string>OV_Push</string><string>OV_Push</string></array>\n\
        <key>MFARequiredList</key><string>*</string><key>LoginPeriodWithOfflineFactor</key><real>{number}.5</real>\n\
        <key>Unknown{number}</key><true/></dict>\n"
    )
}

fn unknown(number: usize) -> String {
    format!(
        "<dict><key>PayloadType</key><string>com.okta.deviceacces{number}</string><key>PayloadUUID</key>\
        <string>{number:08x}-0000-4000-8000-000000000000</string><key>a</key><true/></dict>\n"
    )
}

fn managed(number: usize) -> String {
    format!(
        "<dict><key>PayloadType</key><string>com.apple.ManagedClient.preferences</string><key>PayloadUUID</key>\
        <string>{number:08X}-0000-4000-8000-000000000000</string><key>PayloadContent</key><dict>\
        <key>com.okta.deviceaccess.servicedaemon</key><dict><key>Forced</key><array><dict>\
        <key>mcx_preference_settings</key><dict><key>DMFAOrgURL</key><string>{number}</string><key>Foo</key><true/>\
        </dict></dict></array></dict></dict></dict>\n"
    )
}

/// Identifiers so long that a message which quotes two of them fills the memory.
fn long_names(size: Size) -> Vec<u8> {
    let name = "a".repeat(size.bytes() / 64);
    let payload = |number| {
        format!(
            "<dict><key>PayloadType</key><string>{name}{number}</string><key>PayloadIdentifier</key><string>{name}</string>\
            <key>PayloadUUID</key><string>{name}</string><key>{name}</key><true/></dict>"
        )
    };
    let before = "<plist version=\"1.0\"><dict><key>PayloadType</key><string>Configuration</string><key>PayloadContent</key>\
        <array>";
    size.numbered(before, 5, payload, "</array></dict></plist>")
}
