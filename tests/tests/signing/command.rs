//! `build --sign`: what is signed, what is left as it is, what is refused before anything is written, and warnings.

use std::path::Path;

use latchkey_mdm_manifests::read_back;
use latchkey_profile_schema::opening::{self, Integrity, Layer};
use latchkey_tests::command::{Ended, Latchkey, latchkey};

use crate::authority::Authority;
use crate::intact;

const SETTINGS: &str = "\
[profile]
identifier = \"com.example.mfa\"
[\"com.okta.deviceaccess.servicedaemon\"]
DMFAOrgURL = \"https://initech.okta.com\"
DMFAClientID = \"0oa1b2c3d4e5f6g7h8i9\"
DMFAClientSecret = \"canary-client-secret\"
MFARequiredList = [\"*\"]
MFANotRequiredList = [\"breakglass\"]
";

/// A folder with settings, and the command line to sign them with.
struct Office {
    authority: Authority,
    latchkey: Latchkey,
}

impl Office {
    fn new() -> Option<Self> {
        let office = Self { authority: Authority::new()?, latchkey: latchkey()? };
        office.authority.write("settings.toml", SETTINGS);
        office.authority.key("signer", "EC", "ec_paramgen_curve:P-256");
        office.authority.certify("signer");
        Some(office)
    }

    fn build(&self, more: &[&str]) -> Ended {
        let settings = self.authority.argument("settings.toml");
        self.latchkey.run([&["build", settings.as_str()], more].concat())
    }

    fn signed(&self, key: &str, certificates: &str, more: &[&str]) -> Ended {
        let (key, certificates) = (self.authority.argument(key), self.authority.argument(certificates));
        self.build(&[&["--sign", key.as_str(), "--certificate", certificates.as_str()], more].concat())
    }

    fn files(&self, folder: &Path) -> Vec<(String, Vec<u8>)> {
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                files.extend(self.files(&path));
            } else {
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                files.push((name, std::fs::read(&path).unwrap()));
            }
        }
        files
    }
}

#[test]
fn a_build_is_signed_and_what_cannot_be_is_named() {
    let Some(office) = Office::new() else { return };
    let out = office.authority.argument("out");
    let carriers =
        ["--with-secrets", "--output", &out, "--to", "mobileconfig", "mcx", "kandji", "intune", "plist"];
    let ended = office.signed("signer.key", "signer.chain.pem", &carriers);
    assert_eq!(ended.status, Some(0), "{}", ended.stderr);
    assert!(!ended.stderr.contains("canary"), "{}", ended.stderr);
    for left in
        ["com.okta.deviceaccess.servicedaemon.intune.plist", "com.okta.deviceaccess.servicedaemon.plist"]
    {
        assert!(ended.stderr.contains(&format!("`{left}`")), "{left}: {}", ended.stderr);
    }
    let files = office.files(Path::new(&out));
    let profiles = files.iter().filter(|(name, _)| name.ends_with(".mobileconfig"));
    assert_eq!(profiles.clone().count(), 3);
    for (name, bytes) in profiles {
        let content = intact(bytes, "signer", "SHA-256");
        assert_eq!(office.authority.verified(bytes), content, "{name}");
        assert_eq!(read_back(name, bytes).unwrap(), read_back(name, &content).unwrap(), "{name}");
        let path = office.authority.argument(name);
        std::fs::write(&path, bytes).unwrap();
        let linted = office.latchkey.run(["lint", &path]);
        assert!(linted.stdout.contains("signed by `signer`"), "{}", linted.stdout);
    }
    let body = files.iter().find(|(name, _)| name.ends_with("graph-custom.json")).unwrap();
    let opening = opening::open(&body.1);
    let [Layer::Signed(signature)] = opening.contents[0].layers.as_slice() else { panic!("not signed") };
    assert_eq!(signature.integrity, Integrity::Intact);
    assert!(read_back(&body.0, &body.1).is_ok());
}

#[test]
fn what_must_not_be_signed_is_refused_and_nothing_is_written() {
    let Some(office) = Office::new() else { return };
    let out = office.authority.argument("out");
    let refused = |ended: Ended| {
        assert_eq!(ended.status, Some(2), "{}", ended.stderr);
        assert!(!office.authority.path("out").exists());
        assert!(!ended.stderr.contains("canary"), "{}", ended.stderr);
        ended.stderr
    };
    let profile = ["--to", "mobileconfig", "--output", &out];
    let secrets = [&["--with-secrets"][..], &profile].concat();
    assert!(refused(office.signed("signer.key", "signer.pem", &profile)).contains("placeholder"));
    let texts = ["--to", "plist", "--output", &out, "--with-secrets"];
    assert!(refused(office.signed("signer.key", "signer.pem", &texts)).contains("nothing that is built"));
    assert!(refused(office.signed("signer.key", "root.pem", &secrets)).contains("does not fit"));
    assert!(refused(office.signed("signer.pem", "signer.pem", &secrets)).contains("found `CERTIFICATE`"));
    assert!(refused(office.signed("signer.key", "signer.key", &secrets)).contains("found `PRIVATE KEY`"));
    assert!(refused(office.signed("none.key", "signer.pem", &secrets)).contains("there is no such file"));
    let key = office.authority.argument("signer.key");
    refused(office.build(&[&["--sign", key.as_str()][..], &secrets].concat()));
    refused(office.build(&[&["--certificate", key.as_str()][..], &secrets].concat()));
    office.authority.openssl("x509 -in signer.pem -outform DER -out signer.der");
    office
        .authority
        .openssl("pkcs12 -export -inkey signer.key -in signer.pem -passout pass:canary -out signer.p12");
    for binary in ["signer.der", "signer.p12"] {
        let words = refused(office.signed("signer.key", binary, &secrets));
        assert!(words.contains("a binary file, DER or PKCS #12; `openssl x509 -inform DER`"), "{words}");
    }
    office.authority.openssl("pkey -in signer.key -aes256 -passout pass:canary -out encrypted.key");
    assert!(refused(office.signed("encrypted.key", "signer.pem", &secrets)).contains("openssl pkey -in KEY"));

    office.authority.write("settings.toml", SETTINGS.replace("breakglass", "$FLEET_SECRET_ADMIN"));
    assert!(refused(office.signed("signer.key", "signer.pem", &secrets)).contains("Fleet refuses"));
}

#[test]
fn what_is_odd_about_key_and_certificate_is_a_warning() {
    let Some(office) = Office::new() else { return };
    let words = |ended: Ended| {
        assert_eq!(ended.status, Some(0), "{}", ended.stderr);
        ended.stderr
    };
    let profile =
        ["--force", "--with-secrets", "--to", "mobileconfig", "--output", &office.authority.argument("out")];
    assert_eq!(words(office.signed("signer.key", "signer.chain.pem", &profile)), "");

    office.authority.certify_between("signer", "20200101000000Z", "20210101000000Z");
    let expired = words(office.signed("signer.key", "signer.chain.pem", &profile));
    assert!(
        expired.contains("warning: ")
            && expired.contains("the certificate of `signer` expired at 2021-01-01T00:00:00Z"),
        "{expired}"
    );

    office.authority.certify_between("signer", "20990101000000Z", "21000101000000Z");
    let early = words(office.signed("signer.key", "signer.chain.pem", &profile));
    assert!(early.contains("the certificate of `signer` is valid only from 2099-01-01T00:00:00Z"), "{early}");

    office
        .authority
        .write("usage.cnf", "[none]\nkeyUsage=keyEncipherment\n[both]\nkeyUsage=digitalSignature\n");
    for (usage, is_warned) in [("none", true), ("both", false)] {
        office.authority.openssl(&format!(
            "x509 -req -in signer.csr -CA between.pem -CAkey between.key -CAcreateserial -days 30 -extfile usage.cnf \
             -extensions {usage} -out signer.pem"
        ));
        let chain = [office.authority.read("signer.pem"), office.authority.read("between.pem")].concat();
        office.authority.write("usage.pem", chain);
        let said = words(office.signed("signer.key", "usage.pem", &profile));
        assert_eq!(said.contains("the certificate of `signer` is not for signatures"), is_warned, "{said}");
    }

    office.authority.certify("signer");
    office.authority.write(
        "stray.pem",
        [office.authority.read("signer.pem"), office.authority.read("root.pem")].concat(),
    );
    let stray = words(office.signed("signer.key", "stray.pem", &profile));
    assert!(stray.contains("the certificate of `Root` is not between the signer's and its root"), "{stray}");

    office.authority.write("readable.key", office.authority.read("signer.key"));
    set_mode(&office.authority.path("readable.key"), 0o644);
    let readable = words(office.signed("readable.key", "signer.chain.pem", &profile));
    assert!(readable.contains("others on this computer can read the private key"), "{readable}");

    office.authority.write("settings.toml", SETTINGS.replace("0oa1b2c3d4e5f6g7h8i9", "$CLIENT"));
    let variable = words(office.signed("signer.key", "signer.chain.pem", &profile));
    assert!(variable.contains("/PayloadContent/0/DMFAClientID"), "{variable}");
}

fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}
