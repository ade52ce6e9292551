//! The running organization as its connections and phones share it: the value, its clock and its present fault.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::{
    clock::{Clock, Moment},
    fault::Fault,
    organization::Organization,
    secret::Secret,
};

/// How many requests are remembered: more than one sign-in sends, and little to keep.
const REMEMBERED: usize = 256;

/// Shared by every connection and every phone.
pub(crate) struct Live {
    organization: Mutex<Organization>,
    fault: Mutex<Option<Fault>>,
    requests: Mutex<VecDeque<String>>,
    clock: Clock,
    /// The values of `Host` that are answered: a name that someone else resolves to a loopback address is not.
    hosts: [String; 3],
    /// What a form must carry to count as sent by our own page.
    pub(crate) page_token: Secret,
}

impl Live {
    pub(crate) fn new(
        organization: Organization,
        clock: Clock,
        fault: Option<Fault>,
        hosts: [String; 3],
        page_token: String,
    ) -> Self {
        let page_token = Secret::new(page_token);
        Self {
            organization: Mutex::new(organization),
            fault: Mutex::new(fault),
            requests: Mutex::default(),
            clock,
            hosts,
            page_token,
        }
    }

    pub(crate) fn organization(&self) -> MutexGuard<'_, Organization> {
        self.organization.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn now(&self) -> Moment {
        self.clock.now()
    }

    pub(crate) fn fault(&self) -> Option<Fault> {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn set_fault(&self, fault: Option<Fault>) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = fault;
    }

    /// Remembers a request, and forgets the oldest where there are too many.
    pub(crate) fn note_request(&self, request: String) {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        if requests.len() == REMEMBERED {
            requests.pop_front();
        }
        requests.push_back(request);
    }

    /// The requests remembered, oldest first.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    pub(crate) fn answers_to(&self, host: &str) -> bool {
        self.hosts.iter().any(|ours| ours.eq_ignore_ascii_case(host))
    }
}

impl std::fmt::Debug for Live {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Live")
            .field("hosts", &self.hosts)
            .field("fault", &self.fault)
            .finish_non_exhaustive()
    }
}
