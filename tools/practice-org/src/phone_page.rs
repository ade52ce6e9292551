//! The phone as a web page.

use std::sync::Arc;

use axum::Router;

use crate::live::Live;

/// The addresses of the page.
pub(crate) fn routes() -> Router<Arc<Live>> {
    Router::new()
}
