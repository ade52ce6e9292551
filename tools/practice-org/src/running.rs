//! Options turned into an organization that listens, and the handle that whoever started it holds.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

use crate::{
    fault::Fault,
    issuer::Issuer,
    keys::{NoKey, SigningKey},
    line::Lines,
    live::Live,
    options::Options,
    organization::Organization,
    phone::Phone,
    phone_page, random, server,
    users::Status,
};

/// Why an organization does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address is reachable from elsewhere. Anybody there could approve sign-ins.
    #[error("`{0}` is not a loopback address")]
    NotLoopback(SocketAddr),
    /// The address cannot be listened on.
    #[error("cannot listen on `{address}`")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
    /// No signing key, seed or token could be made.
    #[error("no keys could be made")]
    NoKeys,
}

/// Where an organization is started.
#[derive(Clone, Copy, Debug)]
pub struct PracticeOrg;

/// An organization that listens until it is stopped or dropped.
#[derive(Debug)]
pub struct Running {
    live: Arc<Live>,
    url: String,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

/// How long connections may take to end before they are cut.
const PATIENCE: Duration = Duration::from_secs(1);

impl PracticeOrg {
    /// Starts an organization on the caller's runtime, which needs its I/O and time drivers.
    ///
    /// # Errors
    /// The address is not a loopback address or cannot be listened on, or no keys could be made.
    pub async fn start(options: Options) -> Result<Running, StartError> {
        let address = options.listen;
        if !address.ip().is_loopback() {
            return Err(StartError::NotLoopback(address));
        }
        let refused = |source| StartError::Listen { address, source };
        let listener = TcpListener::bind(address).await.map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        let url = format!("http://{address}");
        let hosts = [
            address.to_string(),
            format!("127.0.0.1:{}", address.port()),
            format!("localhost:{}", address.port()),
        ];
        let (clock, fault) = (options.clock.clone(), options.fault);
        let key = SigningKey::generate()?;
        let organization = Organization::new(options, url.clone(), key)?;
        let page_token = random::text().map_err(NoKey::from)?;
        let live = Arc::new(Live::new(organization, clock, fault, hosts, page_token));
        let (stop, stopped) = oneshot::channel::<()>();
        let service = axum::serve(Lines::new(listener, Arc::clone(&live)), server::router(Arc::clone(&live)));
        let service = service.with_graceful_shutdown(async move { drop(stopped.await) });
        let task = tokio::spawn(async move { drop(service.await) });
        Ok(Running { live, url, stop, task })
    }
}

impl Running {
    /// The address of the organization and the issuer of its org server: `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The issuer of the custom authorization server: `http://127.0.0.1:PORT/oauth2/ID`.
    #[must_use]
    pub fn custom_issuer(&self) -> String {
        self.live.organization().issuers.identifier(Issuer::Custom)
    }

    /// The phone of the user with this username, or with this part before `@`.
    #[must_use]
    pub fn phone(&self, username: &str) -> Option<Phone> {
        let account = self.live.organization().account_named(username)?;
        Some(Phone::new(Arc::clone(&self.live), account))
    }

    /// The address of that user's phone page.
    #[must_use]
    pub fn phone_url(&self, username: &str) -> String {
        format!("{}{}", self.url, phone_page::path(username))
    }

    /// Misbehaves from now on, or no longer.
    pub fn set_fault(&self, fault: Option<Fault>) {
        self.live.set_fault(fault);
    }

    /// Suspends a user from now on, or makes them active again; whether there is such a user.
    pub fn set_status(&self, username: &str, status: Status) -> bool {
        let mut organization = self.live.organization();
        let index = organization.account_named(username);
        let account = index.and_then(|index| organization.accounts.get_mut(index));
        account.map(|account| account.user.status = status).is_some()
    }

    /// The last 256 requests of clients, oldest first, as `GET /path`. The phone page is not among them.
    #[must_use]
    pub fn requests(&self) -> Vec<String> {
        self.live.requests()
    }

    /// Signs with a new key from now on; the key set holds the last one too.
    ///
    /// # Errors
    /// No key could be made.
    pub fn rotate_key(&self) -> Result<(), StartError> {
        let next = SigningKey::generate()?;
        self.live.organization().keys.rotate(next);
        Ok(())
    }

    /// Stops listening and ends every connection.
    pub async fn stop(self) {
        let Self { stop, mut task, .. } = self;
        drop(stop);
        if tokio::time::timeout(PATIENCE, &mut task).await.is_err() {
            task.abort();
        }
    }
}

impl From<NoKey> for StartError {
    fn from(NoKey: NoKey) -> Self {
        Self::NoKeys
    }
}
