//! What is asked: who wants in, through which service, from where.

/// An attempt to sign in.
#[derive(Clone, Copy, Debug)]
pub struct Request<'r> {
    /// Who.
    pub subject: Subject<'r>,
    /// Through what.
    pub service: Service<'r>,
    /// From where.
    pub origin: Origin,
}

/// Who wants in: `PAM_USER`; for `su` the caller, for `sudo` the invoking user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject<'r> {
    /// The numeric id; everything that is remembered hangs on it.
    pub uid: u32,
    /// The canonical short name of that id; lists match it exactly.
    pub name: &'r str,
}

/// From where the attempt comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// At the machine.
    Local,
    /// A remote host was named.
    Remote,
}

/// The service an attempt comes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Service<'r> {
    /// The PAM service or authorization right, as the system names it.
    pub name: &'r str,
    /// Which of ours it is.
    pub kind: ServiceKind,
}

/// The services Latchkey has a word for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ServiceKind {
    /// Signing in at the machine.
    Login,
    /// Unlocking the screen.
    Unlock,
    /// `sudo`
    Sudo,
    /// `su`
    Su,
    /// `sshd`
    Ssh,
    /// Anything else; always required.
    Unknown,
}

/// PAM services and authorization rights, by the service they are to us.
const SERVICES: &[(&str, ServiceKind)] = &[
    ("gdm-password", ServiceKind::Login),
    ("lightdm", ServiceKind::Login),
    ("login", ServiceKind::Login),
    ("sddm", ServiceKind::Login),
    ("system.login.console", ServiceKind::Login),
    ("hyprlock", ServiceKind::Unlock),
    ("i3lock", ServiceKind::Unlock),
    ("kde", ServiceKind::Unlock),
    ("kscreenlocker", ServiceKind::Unlock),
    ("screensaver", ServiceKind::Unlock),
    ("swaylock", ServiceKind::Unlock),
    ("system.login.screensaver", ServiceKind::Unlock),
    ("unlock", ServiceKind::Unlock),
    ("vlock", ServiceKind::Unlock),
    ("xscreensaver", ServiceKind::Unlock),
    ("sudo", ServiceKind::Sudo),
    ("sudo-i", ServiceKind::Sudo),
    ("runuser", ServiceKind::Su),
    ("su", ServiceKind::Su),
    ("su-l", ServiceKind::Su),
    ("ssh", ServiceKind::Ssh),
    ("sshd", ServiceKind::Ssh),
];

impl<'r> Service<'r> {
    /// The service with this name of a PAM service or authorization right.
    #[must_use]
    pub fn named(name: &'r str) -> Self {
        let kind =
            SERVICES.iter().find(|(known, _)| *known == name).map_or(ServiceKind::Unknown, |&(_, kind)| kind);
        Self { name, kind }
    }
}

impl ServiceKind {
    /// The word of this service in the key `Services`; none for the unknown.
    #[must_use]
    pub const fn word(self) -> Option<&'static str> {
        match self {
            Self::Login => Some("login"),
            Self::Unlock => Some("unlock"),
            Self::Sudo => Some("sudo"),
            Self::Su => Some("su"),
            Self::Ssh => Some("ssh"),
            Self::Unknown => None,
        }
    }
}

impl Request<'_> {
    /// Whether the attempt is made at the machine, through a service that is only there.
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.origin == Origin::Local
            && match self.service.kind {
                ServiceKind::Login | ServiceKind::Unlock | ServiceKind::Sudo | ServiceKind::Su => true,
                ServiceKind::Ssh | ServiceKind::Unknown => false,
            }
    }

    /// Whether this is a sign-in at the machine's own login.
    #[must_use]
    pub fn is_local_login(&self) -> bool {
        self.is_local() && self.service.kind == ServiceKind::Login
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_known_by_their_pam_names() {
        let kind = |name| Service::named(name).kind;
        assert_eq!(kind("gdm-password"), ServiceKind::Login);
        assert_eq!(kind("sudo-i"), ServiceKind::Sudo);
        assert_eq!(kind("sshd"), ServiceKind::Ssh);
        assert_eq!(kind("Login"), ServiceKind::Unknown);
        assert_eq!(kind("cups"), ServiceKind::Unknown);
    }

    #[test]
    fn a_remote_host_makes_no_service_local() {
        let subject = Subject { uid: 501, name: "alice" };
        let request = Request { subject, service: Service::named("login"), origin: Origin::Remote };
        assert!(!request.is_local());
        assert!(Request { origin: Origin::Local, ..request }.is_local_login());
        assert!(!Request { service: Service::named("sshd"), origin: Origin::Local, ..request }.is_local());
    }
}
