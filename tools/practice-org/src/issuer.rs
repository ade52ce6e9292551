//! The two authorization servers of an organization, and the addresses under each.

/// Which authorization server a request speaks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Issuer {
    /// The org server: `/oauth2/v1/…`, issuer without a path.
    Org,
    /// The custom server: `/oauth2/ID/v1/…`.
    Custom,
}

/// The addresses of both servers.
#[derive(Clone, Debug)]
pub(crate) struct Issuers {
    origin: String,
    custom: String,
}

impl Issuers {
    /// `origin` is `http://127.0.0.1:PORT`; `custom` the ID of the custom server.
    pub(crate) fn new(origin: String, custom: String) -> Self {
        Self { origin, custom }
    }

    /// The custom server, when `id` is its ID.
    pub(crate) fn custom(&self, id: &str) -> Option<Issuer> {
        (id == self.custom).then_some(Issuer::Custom)
    }

    /// The issuer identifier, as in `iss`.
    pub(crate) fn identifier(&self, issuer: Issuer) -> String {
        match issuer {
            Issuer::Org => self.origin.clone(),
            Issuer::Custom => format!("{}/oauth2/{}", self.origin, self.custom),
        }
    }

    /// The address of one endpoint, for instance `token`.
    pub(crate) fn endpoint(&self, issuer: Issuer, name: &str) -> String {
        match issuer {
            Issuer::Org => format!("{}/oauth2/v1/{name}", self.origin),
            Issuer::Custom => format!("{}/oauth2/{}/v1/{name}", self.origin, self.custom),
        }
    }
}
