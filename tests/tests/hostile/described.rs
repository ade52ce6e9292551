//! Schemas and configurations that are hard: aliases of aliases, patterns that never end, lists without end.

use super::size::Size;
use super::{Brought, Case};

const JAMF: &str = "schema.json";
/// A schema of Apple's form.
const APPLE: &str = "schema.yaml";
const MANIFEST: &str = "manifest.plist";
const MANIFEST_START: &str = "<plist version=\"1.0\"><dict><key>pfm_domain</key><string>com.example.a</string><key>pfm_title</key>\
     <string>A</string><key>pfm_subkeys</key><array>";
const MANIFEST_END: &str = "</array></dict></plist>";
const YAML: &str = "title: A\npayload:\n  payloadtype: com.example.a\npayloadkeys:\n";
/// A pattern that looks at a text in exponentially many ways, and a text for it.
const PATTERN: &str = "^(a|aa)+(?=b)$";
const TEXT: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!";

/// What is linted itself.
pub(super) const CASES: &[Case] = &[
    Case {
        name: "schema for Jamf: settings",
        file: JAMF,
        make: |size| jamf(size, |n| format!("\"a{n}\":{{\"type\":\"string\",\"property_order\":{n}}},\n")),
    },
    Case {
        name: "schema for Jamf: patterns",
        file: JAMF,
        make: |size| {
            jamf(size, |n| {
                format!(
                    "\"a{n}\":{{\"type\":\"string\",\"pattern\":\"{PATTERN}{n}?\",\"default\":\"{TEXT}\"}},\n"
                )
            })
        },
    },
    Case {
        name: "schema for Jamf: one long list of values",
        file: JAMF,
        make: |size| {
            size.numbered(
                "{\"properties\":{\"a\":{\"type\":\"string\",\"default\":\"b\",\"enum\":[",
                1,
                |n| format!("\"{n}\","),
                "\"\"]}}}",
            )
        },
    },
    Case {
        name: "schema for Jamf: one name again and again",
        file: JAMF,
        make: |size| jamf(size, |_| "\"a\":{},\n".into()),
    },
    Case {
        name: "schema for Jamf: schemas in schemas",
        file: JAMF,
        make: |size| size.filled("{\"properties\":{\"a\":", "{\"anyOf\":[{\"items\":", ""),
    },
    Case {
        name: "schema for Jamf: as deep as allowed",
        file: JAMF,
        make: |size| {
            let deep = format!("{}{{}}{}", "{\"type\":\"array\",\"items\":".repeat(200), "}".repeat(200));
            jamf(size, |n| format!("\"a{n}\":{deep},\n"))
        },
    },
    Case {
        name: "manifest: settings",
        file: MANIFEST,
        make: |size| {
            manifest(size, |n| {
                format!("<key>pfm_name</key><string>a{n}</string><key>pfm_tpye</key><string>strin</string>")
            })
        },
    },
    Case {
        name: "manifest: settings of one name",
        file: MANIFEST,
        make: |size| manifest(size, |_| "<key>pfm_name</key><string>a</string>".into()),
    },
    Case {
        name: "manifest: patterns",
        file: MANIFEST,
        make: |size| {
            manifest(size, |n| {
                format!(
                    "<key>pfm_name</key><string>a{n}</string><key>pfm_type</key><string>string</string><key>pfm_format</key><string>{PATTERN}{n}?</string>\
        <key>pfm_default</key><string>{TEXT}</string>"
                )
            })
        },
    },
    Case {
        name: "manifest: large patterns",
        file: MANIFEST,
        make: |size| {
            manifest(size, |n| {
                format!(
                    "<key>pfm_name</key><string>a{n}</string><key>pfm_type</key><string>string</string><key>pfm_format</key>\
        <string>(\\w{{100}}){{100}}{n}</string><key>pfm_default</key><string>{TEXT}</string>"
                )
            })
        },
    },
    Case {
        name: "manifest: one long pattern",
        file: MANIFEST,
        make: |size| {
            size.filled(
        &format!("{MANIFEST_START}<dict><key>pfm_name</key><string>a</string><key>pfm_type</key><string>string</string><key>pfm_default</key>\
        <string>{TEXT}</string><key>pfm_format</key><string>"), "(a*)*", "</string></dict></array></dict></plist>",
    )
        },
    },
    Case {
        name: "manifest: one long list of values",
        file: MANIFEST,
        make: |size| {
            size.numbered(
        &format!("{MANIFEST_START}<dict><key>pfm_name</key><string>a</string><key>pfm_type</key><string>string</string><key>pfm_default</key>\
        <string>b</string><key>pfm_range_list</key><array>"), 1, |n| format!("<string>{n}</string>"), "</array></dict></array></dict></plist>",
    )
        },
    },
    Case {
        name: "manifest: settings in settings",
        file: MANIFEST,
        make: |size| size.filled(MANIFEST_START, "<dict><key>pfm_subkeys</key><array>", ""),
    },
    Case {
        name: "manifest: as deep as allowed",
        file: MANIFEST,
        make: |size| {
            let deep = format!(
                "{}{}",
                "<key>pfm_subkeys</key><array><dict>".repeat(240),
                "</dict></array>".repeat(240)
            );
            manifest(size, |_| deep.clone())
        },
    },
];

/// What settings are held against.
pub(super) const BROUGHT: &[Brought] = &[
    Brought { name: "YAML: aliases of aliases", schema: APPLE, make: |_| aliases(), profile: few },
    Brought {
        name: "YAML: keys",
        schema: APPLE,
        make: |size| yaml(size, |n| format!("- key: a{n}\n  type: <string>\n")),
        profile: many,
    },
    Brought {
        name: "YAML: patterns",
        schema: APPLE,
        make: |size| yaml(size, |n| format!("- key: a{n}\n  type: <string>\n  format: '{PATTERN}{n}?'\n")),
        profile: many,
    },
    Brought {
        name: "YAML: one long list of values",
        schema: APPLE,
        make: |size| {
            let start = format!(
                "{YAML}- key: a\n  type: <array>\n  subkeys:\n  - key: b\n    type: <string>\n    rangelist:\n"
            );
            size.yaml().numbered(&start, 1, |n| format!("    - b{n}\n"), "")
        },
        profile: items_without_end,
    },
    Brought {
        name: "YAML: kinds of items",
        schema: APPLE,
        make: |size| {
            let start = format!("{YAML}- key: a\n  type: <array>\n  subkeys:\n");
            size.yaml().numbered(&start, 5, |n| format!("  - key: a{n}\n    type: <dictionary>\n"), "")
        },
        profile: items_without_end,
    },
    Brought {
        name: "YAML: keys of items",
        schema: APPLE,
        make: |size| {
            let start = format!(
                "{YAML}- key: a\n  type: <array>\n  subkeys:\n  - key: b\n    type: <dictionary>\n    subkeys:\n"
            );
            size.yaml().numbered(&start, 5, |n| format!("    - key: a{n}\n      type: <string>\n"), "")
        },
        profile: items_without_end,
    },
    Brought { name: "YAML: aliases of one list", schema: APPLE, make: one_alias, profile: many },
    Brought {
        name: "YAML: brackets",
        schema: APPLE,
        make: |size| size.yaml().filled(YAML, "[", ""),
        profile: few,
    },
    Brought {
        name: "YAML: lists in lists",
        schema: APPLE,
        make: |size| size.yaml().filled(YAML, "- ", ""),
        profile: few,
    },
    Brought {
        name: "YAML: one long text",
        schema: APPLE,
        make: |size| size.yaml().filled(&format!("{YAML}- key: "), "a ", "\n  type: <string>\n"),
        profile: few,
    },
    Brought {
        name: "YAML: one long line of quotes",
        schema: APPLE,
        make: |size| size.yaml().filled(&format!("{YAML}- key: \""), "\\x41", "\"\n"),
        profile: few,
    },
    Brought {
        name: "YAML: comments",
        schema: APPLE,
        make: |size| size.yaml().filled(YAML, "#\n", "- key: a\n"),
        profile: few,
    },
    Brought {
        name: "YAML: spaces",
        schema: APPLE,
        make: |size| size.yaml().filled(YAML, " ", "\n- key: a\n"),
        profile: few,
    },
    Brought {
        name: "YAML: keys that wait for a colon",
        schema: APPLE,
        make: |size| size.yaml().filled(&format!("{YAML}- {{"), "a,", "b}\n"),
        profile: few,
    },
    Brought {
        name: "YAML: one anchor again and again",
        schema: APPLE,
        make: |size| size.yaml().filled(YAML, "- &a\n", "- *a\n"),
        profile: few,
    },
    Brought {
        name: "manifest brought: keys",
        schema: MANIFEST,
        make: |size| manifest(size, |n| format!("<key>pfm_name</key><string>a{n}</string>")),
        profile: many,
    },
    Brought {
        name: "manifest brought: one name",
        schema: MANIFEST,
        make: |size| {
            manifest(size, |n| {
                format!(
                    "<key>pfm_name</key><string>a</string><key>pfm_type</key><string>string</string><key>pfm_range_list</key><array><string>{n}</string></array>"
                )
            })
        },
        profile: many,
    },
    Brought { name: "manifest brought: conditions", schema: MANIFEST, make: conditions, profile: many },
    Brought {
        name: "manifest brought: patterns",
        schema: MANIFEST,
        make: |size| {
            manifest(size, |n| {
                format!(
                    "<key>pfm_name</key><string>a{n}</string><key>pfm_type</key><string>string</string><key>pfm_format</key><string>{PATTERN}{n}?</string>"
                )
            })
        },
        profile: many,
    },
    Brought {
        name: "manifest brought: one long pattern",
        schema: MANIFEST,
        make: |size| {
            size.filled(
        &format!("{MANIFEST_START}<dict><key>pfm_name</key><string>a1</string><key>pfm_type</key><string>string</string><key>pfm_format</key>\
        <string>"), "(a*)*", "</string></dict></array></dict></plist>",
    )
        },
        profile: few,
    },
    Brought {
        name: "manifest brought: domains",
        schema: MANIFEST,
        make: |size| {
            size.numbered(
                "<plist version=\"1.0\"><array>",
                3,
                |n| format!("<dict><key>pfm_domain</key><string>com.example.{n}</string></dict>\n"),
                "</array></plist>",
            )
        },
        profile: domains,
    },
];

fn jamf(size: Size, setting: impl Fn(usize) -> String) -> Vec<u8> {
    let start =
        "{\"title\":\"A\",\"__preferencedomain\":\"com.okta.deviceaccess.servicedaemon\",\"properties\":{";
    size.numbered(start, 4, setting, "\"z\":{}}}")
}

fn manifest(size: Size, setting: impl Fn(usize) -> String) -> Vec<u8> {
    size.numbered(MANIFEST_START, 5, |n| format!("<dict>{}</dict>\n", setting(n)), MANIFEST_END)
}

fn yaml(size: Size, key: impl Fn(usize) -> String) -> Vec<u8> {
    size.yaml().numbered(YAML, 5, key, "")
}

/// Keys below keys, nine of them each the same.
fn aliases() -> Vec<u8> {
    let mut text =
        format!("{YAML}- key: a0\n  type: <dictionary>\n  subkeys: &a0\n  - {{key: a1, type: <string>}}\n");
    for level in 1..300 {
        let key = format!("{{key: a, type: <dictionary>, subkeys: *a{}}},", level - 1).repeat(9);
        text += &format!("- key: b{level}\n  type: <dictionary>\n  subkeys: &a{level} [{key}]\n");
    }
    text.into_bytes()
}

/// Keys that are there only where all others are.
fn conditions(size: Size) -> Vec<u8> {
    let targets: String = (0..size.of(4_000))
        .map(|n| {
            format!("<dict><key>pfm_target</key><string>a{n}</string><key>pfm_present</key><true/></dict>")
        })
        .collect();
    manifest(size, |n| {
        let condition = format!(
            "<key>pfm_exclude</key><array><dict><key>pfm_target_conditions</key><array>{targets}</array></dict></array>"
        );
        format!("<key>pfm_name</key><string>a{n}</string>{}", if n < 40 { condition.as_str() } else { "" })
    })
}

fn few(_: Size) -> Vec<u8> {
    profile(20)
}

/// Keys that share the keys in them.
fn one_alias(size: Size) -> Vec<u8> {
    let shared: String =
        (0..size.of(6_000)).map(|n| format!("  - {{key: b{n}, type: <string>}}\n")).collect();
    let start = format!("{YAML}- key: a\n  type: <dictionary>\n  subkeys: &a\n{shared}");
    let keys: String =
        (0..size.of(6_000)).map(|n| format!("- {{key: a{n}, type: <dictionary>, subkeys: *a}}\n")).collect();
    format!("{start}{keys}").into_bytes()
}

/// Items of a list, some with a value of a schema and some with none.
fn items_without_end(size: Size) -> Vec<u8> {
    let items: String = (0..size.of(40_000))
        .map(|n| {
            if n % 2 == 0 {
                format!("<string>b{n}</string>")
            } else {
                format!("<dict><key>a{n}</key><string>b</string></dict>\n")
            }
        })
        .collect();
    payload(&format!("<key>a</key><array>{items}</array>"))
}

/// Payloads, each of another domain.
fn domains(size: Size) -> Vec<u8> {
    let payloads: String = (0..size.of(2_500))
        .map(|n| format!("<dict><key>PayloadType</key><string>com.example.{n}</string></dict>\n"))
        .collect();
    configuration(&payloads)
}

/// Beside a schema of the largest size a profile of a quarter of it: the two share the memory.
fn many(size: Size) -> Vec<u8> {
    profile(size.of(40_000))
}

/// A profile with so many settings of the type that the schemas describe.
fn profile(settings: usize) -> Vec<u8> {
    let settings: String =
        (0..settings).map(|n| format!("<key>a{n}</key><string>{TEXT}</string>\n")).collect();
    payload(&settings)
}

fn payload(settings: &str) -> Vec<u8> {
    configuration(&format!("<dict><key>PayloadType</key><string>com.example.a</string>{settings}</dict>"))
}

fn configuration(payloads: &str) -> Vec<u8> {
    format!(
        "<plist version=\"1.0\"><dict><key>PayloadType</key><string>Configuration</string><key>PayloadContent</key>\
        <array>{payloads}</array></dict></plist>"
    )
    .into_bytes()
}
