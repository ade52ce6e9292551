//! The policy of a machine and the decision at every sign-in: settings become a policy, a request becomes a
//! decision, and a decision with the outcome of a login becomes a reply.

#![forbid(unsafe_code)]

pub mod attempt;
pub mod because;
pub mod budget;
pub mod decide;
pub mod decision;
pub mod facts;
pub mod keys;
pub mod memory;
pub mod organization;
pub mod outlook;
pub mod policy;
pub mod preferences;
pub mod profile;
pub mod prove;
pub mod request;
pub mod scenario;
pub mod settle;
pub mod state;
pub mod time;

pub use attempt::attempt;
pub use decide::decide;
pub use decision::{Challenge, Decision, Denial, Permit, Reason, Verdict};
pub use facts::Facts;
pub use policy::{Policy, PolicyStatus};
pub use request::{Request, Service, Subject};
pub use settle::{Reply, Settled, settle};
