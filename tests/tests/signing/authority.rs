//! An organization's keys and certificates, made and checked by OpenSSL: a root, an authority under it, and signers.

use std::path::PathBuf;
use std::process::Command;

use latchkey_mdm_manifests::sign::{Certificate, PrivateKey, SignError, Signer};

/// Keys and certificates of an organization, in a folder that vanishes.
pub(crate) struct Authority {
    folder: tempfile::TempDir,
}

impl Authority {
    /// A root, and an authority under it; none where OpenSSL is not there.
    pub(crate) fn new() -> Option<Self> {
        if Command::new("openssl").arg("version").output().is_err() {
            assert!(std::env::var_os("CI").is_none(), "`openssl` is missing");
            eprintln!("passed over: `openssl` is missing");
            return None;
        }
        let authority = Self { folder: tempfile::tempdir().unwrap() };
        authority.write(
            "ca.cnf",
            "[req]\ndistinguished_name=dn\n[dn]\n[ca]\nbasicConstraints=critical,CA:TRUE\n\
             subjectKeyIdentifier=hash\n",
        );
        authority.write(
            "dated.cnf",
            "[ca]\ndefault_ca=dated\n[dated]\ndatabase=index.txt\nnew_certs_dir=.\nrand_serial=yes\nunique_subject=no\npolicy=any\n\
             [any]\ncommonName=supplied\n",
        );
        authority.write("index.txt", "");
        authority.key("root", "RSA", "rsa_keygen_bits:2048");
        authority.openssl("req -x509 -new -config ca.cnf -extensions ca -key root.key -subj /CN=Root -days 3000 -out root.pem");
        authority.key("between", "EC", "ec_paramgen_curve:P-384");
        authority.openssl("req -new -config ca.cnf -key between.key -subj /CN=Between -out between.csr");
        authority.openssl(
            "x509 -req -in between.csr -CA root.pem -CAkey root.key -set_serial 7 -days 3000 -extfile ca.cnf -extensions ca -out between.pem",
        );
        Some(authority)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn argument(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), content).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    #[track_caller]
    pub(crate) fn openssl(&self, arguments: &str) -> Vec<u8> {
        let ended = Command::new("openssl")
            .args(arguments.split(' '))
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        let words = String::from_utf8_lossy(&ended.stderr);
        assert!(ended.status.success(), "openssl {arguments}: {words}");
        ended.stdout
    }

    /// `<name>.key`
    pub(crate) fn key(&self, name: &str, algorithm: &str, option: &str) {
        self.openssl(&format!("genpkey -algorithm {algorithm} -pkeyopt {option} -out {name}.key"));
    }

    /// `<name>.pem`, a certificate for the key from the authority between, and `<name>.chain.pem`, both of them.
    pub(crate) fn certify(&self, name: &str) {
        self.request(name);
        self.openssl(&format!(
            "x509 -req -in {name}.csr -CA between.pem -CAkey between.key -CAcreateserial -days 30 -out {name}.pem"
        ));
        self.chain(name);
    }

    /// The same, valid between two times, `YYYYMMDDhhmmssZ`.
    pub(crate) fn certify_between(&self, name: &str, start: &str, end: &str) {
        self.request(name);
        self.openssl(&format!(
            "ca -batch -notext -config dated.cnf -md sha256 -cert between.pem -keyfile between.key \
             -startdate {start} -enddate {end} -in {name}.csr -out {name}.pem"
        ));
        self.chain(name);
    }

    fn request(&self, name: &str) {
        self.openssl(&format!(
            "req -new -config ca.cnf -key {name}.key -subj /O=Example/CN={name} -out {name}.csr"
        ));
    }

    fn chain(&self, name: &str) {
        let chain = [self.read(&format!("{name}.pem")), self.read("between.pem")].concat();
        self.write(&format!("{name}.chain.pem"), chain);
    }

    pub(crate) fn signer(&self, key: &str, certificates: &str) -> Result<Signer, SignError> {
        let key = PrivateKey::from_pem(&self.read(key)).unwrap();
        Signer::new(key, Certificate::from_pem(&self.read(certificates)).unwrap())
    }

    /// What OpenSSL finds in a signature, once it has built the chain to the root.
    #[track_caller]
    pub(crate) fn verified(&self, signed: &[u8]) -> Vec<u8> {
        self.write("signed", signed);
        self.openssl("cms -verify -inform DER -binary -in signed -CAfile root.pem -purpose any")
    }
}
