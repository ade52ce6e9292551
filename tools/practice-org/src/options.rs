//! What an organization is started with.

use std::{
    net::{Ipv4Addr, SocketAddr},
    time::Duration,
};

use crate::{
    clients::{Client, ClientAuthentication, Grant},
    clock::Clock,
    fault::Fault,
    users::Users,
};

/// Everything that can be chosen about an organization. [`Options::default`] is one that a person can practise
/// against: the sample user, one public client, number challenge, Okta's documented times and rates.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where to listen; a loopback address. Port 0 is any free port.
    pub listen: SocketAddr,
    /// Who has an account.
    pub users: Users,
    /// Which applications may ask.
    pub clients: Vec<Client>,
    /// The ID of the one custom authorization server, in `/oauth2/ID/v1/token`.
    pub authorization_server: String,
    /// Whether pushes ask for a number, for users whose entry does not say.
    pub number_challenge: bool,
    /// How long a push and a second-factor token live, in whole seconds.
    pub push_lifetime: Duration,
    /// How long a client waits between polls, in whole seconds.
    pub interval: Duration,
    /// How often may be asked.
    pub rates: Rates,
    /// What time it is.
    pub clock: Clock,
    /// How to misbehave from the start.
    pub fault: Option<Fault>,
}

/// Request limits, in fixed windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    /// Requests a second about one user (Okta: 4).
    pub per_user_and_second: u32,
    /// Requests a minute that are about no user: discovery, keys, unreadable ones.
    pub per_organization_and_minute: u32,
}

impl Default for Rates {
    fn default() -> Self {
        // 4 a second is Okta's documented figure for `/token`; 600 a minute is a usual organization-wide one.
        Self { per_user_and_second: 4, per_organization_and_minute: 600 }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            users: Users::sample(),
            clients: vec![Client {
                id: "practice-client".to_owned(),
                authentication: ClientAuthentication::None,
                grants: Grant::ALL.to_vec(),
            }],
            authorization_server: "default".to_owned(),
            number_challenge: true,
            push_lifetime: Duration::from_secs(300),
            interval: Duration::from_secs(5),
            rates: Rates::default(),
            clock: Clock::wall(),
            fault: None,
        }
    }
}
