//! The same decision for Cedar. It knows allow and deny; which policy allowed says on what terms.

use cedar_policy::{Authorizer, Context, Entities, EntityUid, PolicyId, PolicySet, Request};
use serde_json::json;

use crate::{Case, GRACE, NOW, OFFLINE, Verdict};

const POLICIES: &str = r#"
@id("permit") permit(principal, action, resource)
when { context.exempt.contains(context.user) || !(context.required.contains("*") || context.required.contains(context.user))
    || context.exempt_services.contains(context.service) || context.recovery_open };

@id("link") permit(principal, action, resource)
when { !(context.exempt.contains(context.user)) && (context.required.contains("*") || context.required.contains(context.user))
    && !(context.exempt_services.contains(context.service)) && !context.recovery_open && context.budget_left > 0
    && !context.linked && context.online && (context.linking.contains("OV_Push")) };

@id("sign-in") permit(principal, action, resource)
when { !(context.exempt.contains(context.user)) && (context.required.contains("*") || context.required.contains(context.user))
    && !(context.exempt_services.contains(context.service)) && !context.recovery_open && context.budget_left > 0
    && context.linked && context.online && (context.factors.contains("OV_Push") || context.factors.contains("OV_TOTP")) };

@id("grace") permit(principal, action, resource)
when { !(context.exempt.contains(context.user)) && (context.required.contains("*") || context.required.contains(context.user))
    && !(context.exempt_services.contains(context.service)) && !context.recovery_open && context.budget_left > 0
    && !context.linked && !context.online && context.local && context.clock_trusted
    && context.now < context.grace_started + context.grace };

@id("offline") permit(principal, action, resource)
when { !(context.exempt.contains(context.user)) && (context.required.contains("*") || context.required.contains(context.user))
    && !(context.exempt_services.contains(context.service)) && !context.recovery_open && context.budget_left > 0
    && context.linked && !context.online && context.offline_allowed && context.offline_period > 0
    && !context.offline_closed && context.clock_trusted && context.now < context.last_online + context.offline_period
    && context.factors.contains("Offline_TOTP") && context.enrolled.contains("Offline_TOTP") };
"#;

/// Policies and a request that are parsed.
#[derive(Debug)]
pub struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    entities: Entities,
    request: Request,
}

impl Cedar {
    /// Everything that a decision stands on.
    #[must_use]
    pub fn new(case: &Case) -> Self {
        let named: PolicySet = POLICIES.parse().unwrap();
        let mut policies = PolicySet::new();
        for policy in named.policies() {
            let id = PolicyId::new(policy.annotation("id").unwrap());
            policies.add(policy.new_id(id)).unwrap();
        }
        let context = Context::from_json_value(input(case), None).unwrap();
        let uid = |text: &str| text.parse::<EntityUid>().unwrap();
        let (action, resource) = (uid("Action::\"sign-in\""), uid("Machine::\"here\""));
        let principal = uid(&format!("User::{:?}", case.user));
        let request = Request::new(principal, action, resource, context, None).unwrap();
        Self { authorizer: Authorizer::new(), policies, entities: Entities::empty(), request }
    }

    /// Decides.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let response = self.authorizer.is_authorized(&self.request, &self.policies, &self.entities);
        let reason = response.diagnostics().reason().next();
        match reason.map(AsRef::<str>::as_ref) {
            Some("permit" | "grace") => Verdict::Permit,
            Some("link") => Verdict::Link,
            Some("sign-in") => Verdict::SignIn,
            Some("offline") => Verdict::Offline,
            _ => Verdict::Deny,
        }
    }
}

/// What is known, for both engines.
#[must_use]
pub(crate) fn input(case: &Case) -> serde_json::Value {
    json!({
        "user": case.user, "service": "login", "local": true, "online": case.online, "now": NOW,
        "exempt": ["breakglass"], "required": ["*"], "exempt_services": ["unlock"],
        "factors": ["OV_Push", "OV_TOTP", "Offline_TOTP"], "linking": ["OV_Push"],
        "grace": GRACE, "offline_period": OFFLINE, "offline_allowed": true, "offline_closed": false,
        "recovery_open": false, "budget_left": 5, "clock_trusted": true, "linked": case.linked,
        "grace_started": NOW - case.since_first.unwrap_or(0),
        "last_online": NOW - case.since_online.unwrap_or(NOW),
        "enrolled": if case.linked { vec!["Offline_TOTP"] } else { Vec::new() },
    })
}
