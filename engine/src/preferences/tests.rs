#![expect(clippy::disallowed_methods, reason = "files are planted to be read or refused")]

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, symlink};

use latchkey_profile_schema::Layer;
use tempfile::TempDir;

use super::*;

const OKTA: &str = "com.okta.deviceaccess.servicedaemon";
const AGENT: &str = "org.latchkey.agent";

struct Device {
    root: TempDir,
    folders: Folders,
}

fn device() -> Device {
    let root = tempfile::tempdir().unwrap();
    let folders = Folders { managed: root.path().join("managed"), local: root.path().join("local") };
    fs::create_dir_all(&folders.managed).unwrap();
    fs::create_dir_all(&folders.local).unwrap();
    Device { root, folders }
}

impl Device {
    fn put(&self, path: &str, entries: &str) -> PathBuf {
        let path = self.root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, format!("<plist version=\"1.0\"><dict>{entries}</dict></plist>")).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
        path
    }

    fn read(&self) -> Preferences {
        self.folders.read(Trusted { uid: rustix::process::geteuid().as_raw() })
    }
}

fn okta(grace: &str) -> String {
    format!(
        "<key>DMFAClientID</key><string>0oa1</string><key>DMFAClientSecret</key><string>s3cret</string>\
         <key>DMFAOrgURL</key><string>https://corp.example.com</string>\
         <key>LoginPeriodWithoutEnrolledFactor</key><real>{grace}</real>"
    )
}

#[test]
fn no_file_is_no_policy() {
    let preferences = device().read();
    assert!(preferences.settings.is_none());
    assert!(preferences.notices.is_empty());
}

#[test]
fn the_managed_device_file_wins_key_by_key() {
    let device = device();
    device.put(&format!("local/{OKTA}.plist"), &okta("12"));
    device.put(
        &format!("managed/{OKTA}.plist"),
        "<key>LoginPeriodWithoutEnrolledFactor</key><real>48</real><key>OfflineLoginAllowed</key><false/>",
    );
    device.put(&format!("local/{AGENT}.plist"), "<key>Enforcement</key><string>report</string>");
    let settings = device.read().settings.unwrap();
    let layer = |domain, key: &str| settings.origins.layer(domain, key);
    assert_eq!(settings.desktop_mfa.login_period_without_enrolled_factor.0, 48.0);
    assert_eq!(layer(OKTA, "LoginPeriodWithoutEnrolledFactor"), Layer::ManagedDevice);
    assert_eq!(layer(OKTA, "OfflineLoginAllowed"), Layer::ManagedDevice);
    assert_eq!(layer(OKTA, "DMFAClientID"), Layer::LocalFile);
    assert_eq!(layer(OKTA, "AllowedFactors"), Layer::BuiltIn);
    assert_eq!(layer(AGENT, "Enforcement"), Layer::LocalFile);
    assert!(settings.may_be_used());
}

#[test]
fn a_users_file_decides_nothing_and_is_reported() {
    let device = device();
    device.put(&format!("managed/{OKTA}.plist"), &okta("1"));
    let theirs = device.put(&format!("managed/alice/{OKTA}.plist"), &okta("99"));
    let preferences = device.read();
    assert_eq!(preferences.settings.unwrap().desktop_mfa.login_period_without_enrolled_factor.0, 1.0);
    let reported: Vec<_> = preferences
        .notices
        .iter()
        .filter(|notice| matches!(notice.kind, NoticeKind::WrongScope { domain: OKTA }))
        .map(|notice| notice.path.clone())
        .collect();
    assert_eq!(reported, [theirs]);
}

#[test]
fn a_problem_names_the_file_whose_value_it_is() {
    let device = device();
    let local = device.put(
        &format!("local/{OKTA}.plist"),
        &format!("{}<key>AllowedFactors</key><array><string>OV_Pusch</string></array>", okta("1")),
    );
    device.put(&format!("managed/{OKTA}.plist"), "<key>OfflineLoginAllowed</key><true/>");
    let notices = device.read().notices;
    let named: Vec<_> = notices.iter().map(|notice| &notice.path).collect();
    assert_eq!(named, [&local], "{notices:?}");
}

#[track_caller]
fn is_not_read(device: &Device, expected: fn(&FileFault) -> bool) {
    let preferences = device.read();
    let faults = preferences.notices.iter().filter_map(|notice| match &notice.kind {
        NoticeKind::NotRead(fault) => Some(fault),
        _ => None,
    });
    assert_eq!(faults.filter(|fault| expected(fault)).count(), 1);
    assert!(!preferences.settings.unwrap().may_be_used(), "a file that is there and not read is no licence");
}

#[test]
fn a_file_that_others_can_write_is_not_read() {
    let device = device();
    let path = device.put(&format!("managed/{OKTA}.plist"), &okta("1"));
    fs::set_permissions(&path, Permissions::from_mode(0o646)).unwrap();
    is_not_read(&device, |fault| matches!(fault, FileFault::Writable { mode: 0o646 }));
}

#[test]
fn a_link_is_not_followed() {
    let device = device();
    let elsewhere = device.put("elsewhere.plist", &okta("1"));
    symlink(elsewhere, device.folders.managed.join(format!("{OKTA}.plist"))).unwrap();
    is_not_read(&device, |fault| matches!(fault, FileFault::NotRegular));
}

#[test]
fn a_file_of_somebody_else_is_not_read() {
    let device = device();
    device.put(&format!("managed/{OKTA}.plist"), &okta("1"));
    let preferences = device.folders.read(Trusted { uid: rustix::process::geteuid().as_raw() + 1 });
    assert!(matches!(preferences.notices[0].kind, NoticeKind::NotRead(FileFault::Owner { .. })));
    assert!(!preferences.settings.unwrap().may_be_used());
}

#[test]
fn a_managed_file_that_is_no_dictionary_is_reported_and_decides_nothing() {
    let device = device();
    device.put(&format!("local/{OKTA}.plist"), &okta("1"));
    device.put(&format!("local/{AGENT}.plist"), "<key>Enforcement</key><string>report</string>");
    let path = device.put(&format!("managed/{AGENT}.plist"), "");
    fs::write(&path, "<plist version=\"1.0\"><array/></plist>").unwrap();
    let preferences = device.read();
    assert!(!preferences.settings.unwrap().may_be_used());
    assert!(preferences.notices.iter().any(|notice| notice.path == path));
}

#[test]
fn a_broken_agent_file_takes_the_policy_with_it() {
    let device = device();
    device.put(&format!("managed/{OKTA}.plist"), &okta("1"));
    device.put(&format!("managed/{AGENT}.plist"), "<key>Enforcement</key>");
    assert!(!device.read().settings.unwrap().may_be_used());
}
