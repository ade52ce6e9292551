//! `variable-in-signed-profile`: a variable that the server cannot replace without breaking the signature.

use latchkey_profile_schema::opening::Layer;

use super::variables::in_settings;
use crate::finding::{Finding, value_at};
use crate::phrase::{quoted, subject};
use crate::rule::rule;
use crate::target::Target;
use crate::view::FileView;

rule! {
    /// A variable in a signed profile that goes to Fleet.
    ///
    /// # What it does
    /// With `--target fleet`, reports variables of Fleet in a profile that is signed.
    ///
    /// # Why it matters
    /// Replacing a variable would break the signature, so Fleet refuses the upload.
    ///
    /// # Example
    /// A signed profile that holds `$FLEET_SECRET_CLIENT_SECRET`.
    ///
    /// # Instead
    /// The same profile without a signature: Fleet signs what it delivers.
    ///
    /// # Keys
    /// every text
    static RULE = { name: "variable-in-signed-profile", level: Error, since: "0.1.0" };
}

/// Looks for variables where there is a signature.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    let signed = file.layers.iter().any(|layer| matches!(layer, Layer::Signed(_)));
    if !signed || !file.options.goes_to(Target::Fleet) {
        return Vec::new();
    }
    in_settings(file)
        .into_iter()
        .filter_map(|text| {
            let variable = text.variables.iter().find(|variable| variable.is_of(Target::Fleet))?;
            let message =
                format!("{} holds {}, and the profile is signed", subject(&text.path), quoted(variable.text));
            Some(
                Finding::new(&RULE, value_at(text.path.clone()), message)
                    .help("upload the profile without a signature, or write the value itself")
                    .consequence("Fleet refuses the upload")
                    .concerns([Target::Fleet]),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{found_with, payload, profile};
    use crate::lint::{Source, lint};
    use crate::options::Options;
    use crate::target::Target;

    /// An element of DER, X.690 section 8.1.
    fn element(tag: u8, content: &[u8]) -> Vec<u8> {
        let [high, low] = u16::try_from(content.len()).unwrap().to_be_bytes();
        let head: &[u8] = if (high, low & 0x80) == (0, 0) { &[tag, low] } else { &[tag, 0x82, high, low] };
        [head, content].concat()
    }

    /// RFC 5652 section 5: `SignedData` around the content, without a signer.
    fn signed(content: &[u8]) -> Vec<u8> {
        let data = element(0x06, &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01]);
        let kind = element(0x06, &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02]);
        let encapsulated = element(0x30, &[data, element(0xA0, &element(0x04, content))].concat());
        let version = element(0x02, &[1]);
        let none = element(0x31, &[]);
        let inside = element(0x30, &[version, none.clone(), encapsulated, none].concat());
        element(0x30, &[kind, element(0xA0, &inside)].concat())
    }

    #[test]
    fn a_signed_profile_holds_no_variable() {
        let file = |issuer: &str| {
            let inside = format!("<key>Issuer</key><string>{issuer}</string>");
            signed(profile(&payload("org.latchkey.agent", &inside)).as_bytes())
        };
        let count = |target: Target, issuer: &str| {
            let options = Options { targets: vec![target], ..Options::default() };
            let reports = lint(Source { name: "a.mobileconfig".into(), bytes: file(issuer) }, &options);
            let findings = reports.iter().flat_map(|report| &report.findings);
            findings.filter(|found| found.rule.name == "variable-in-signed-profile").count()
        };
        assert_eq!(count(Target::Fleet, "$FLEET_SECRET_ISSUER"), 1);
        assert_eq!(count(Target::Fleet, "https://id.example.com"), 0);
        assert_eq!(count(Target::Jamf, "$FLEET_SECRET_ISSUER"), 0);
    }

    #[test]
    fn without_a_signature_variables_are_replaced() {
        let options = Options { targets: vec![Target::Fleet], ..Options::default() };
        let file =
            profile(&payload("org.latchkey.agent", "<key>Issuer</key><string>$FLEET_SECRET_ISSUER</string>"));
        assert!(found_with("variable-in-signed-profile", file.as_bytes(), &options).is_empty());
    }
}
