//! The names by which Okta's apps are known to macOS, and what they are asked for.

/// Okta's team at Apple.
pub const TEAM: &str = "B7F62B65BN";
/// The bundle identifier of Okta Verify.
pub const APP: &str = "com.okta.mobile";
/// The bundle identifier of its extension for single sign-on.
pub const EXTENSION: &str = "com.okta.mobile.auth-service-extension";
/// The path of a URL that Platform SSO asks for.
pub const NONCE: &str = "/device-access/api/v1/nonce";
/// The other one.
pub const TOKEN: &str = "/oauth2/v1/token";
/// The service of a domain that an extension may sign in to.
pub const SIGN_IN_SERVICE: &str = "authsrv:";
