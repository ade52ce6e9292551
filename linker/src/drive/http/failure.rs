//! Turns an error of the HTTP library into the party at fault.

use std::error::Error;
use std::io;

use crate::step::TransportFailure;

/// Looks through the causes of an error: TLS if TLS failed anywhere, else time, else the way there.
pub(super) fn classify(error: &reqwest::Error) -> TransportFailure {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if is_tls(error) {
            return TransportFailure::Tls;
        }
        cause = error.source();
    }
    if error.is_timeout() { TransportFailure::TimedOut } else { TransportFailure::Unreachable }
}

fn is_tls(error: &(dyn Error + 'static)) -> bool {
    // An I/O error hides what it wraps from `source`, which goes on with the wrapped error's own cause.
    let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    match wrapped {
        Some(inner) => is_tls(inner),
        None => error.is::<rustls::Error>(),
    }
}
