//! The same decision for Rego.

use regorus::{Engine, Value};

use crate::cedar::input;
use crate::{Case, Verdict};

const POLICY: &str = r#"
package latchkey

import rego.v1

default verdict := "deny"

required if "*" in input.required
required if input.user in input.required

exempt if input.user in input.exempt
exempt if not required
exempt if input.service in input.exempt_services

asked if {
    not exempt
    not input.recovery_open
    input.budget_left > 0
}

inside_grace if {
    input.clock_trusted
    input.now < input.grace_started + input.grace
}

online_factor if {
    some factor in ["OV_Push", "OV_TOTP"]
    factor in input.factors
}

offline_use if {
    input.offline_allowed
    input.offline_period > 0
    not input.offline_closed
    input.clock_trusted
    input.now < input.last_online + input.offline_period
    "Offline_TOTP" in input.factors
    "Offline_TOTP" in input.enrolled
}

verdict := "permit" if exempt
else := "permit" if input.recovery_open
else := "link" if {
    asked
    not input.linked
    input.online
    "OV_Push" in input.linking
}
else := "permit" if {
    asked
    not input.linked
    not input.online
    input.local
    inside_grace
}
else := "sign-in" if {
    asked
    input.linked
    input.online
    online_factor
}
else := "offline" if {
    asked
    input.linked
    not input.online
    offline_use
}
"#;

/// A policy that is parsed, and its input.
#[derive(Debug)]
pub struct Rego {
    engine: Engine,
    input: Value,
}

impl Rego {
    /// Everything that a decision stands on.
    #[must_use]
    pub fn new(case: &Case) -> Self {
        let mut engine = Engine::new();
        engine.add_policy("latchkey.rego".to_owned(), POLICY.to_owned()).unwrap();
        let input = Value::from_json_str(&input(case).to_string()).unwrap();
        let mut rego = Self { engine, input };
        let _ = rego.verdict();
        rego
    }

    /// Decides.
    #[must_use]
    pub fn verdict(&mut self) -> Verdict {
        self.engine.set_input(self.input.clone());
        let value = self.engine.eval_rule("data.latchkey.verdict".to_owned()).unwrap();
        match value.as_string().unwrap().as_ref() {
            "permit" => Verdict::Permit,
            "link" => Verdict::Link,
            "sign-in" => Verdict::SignIn,
            "offline" => Verdict::Offline,
            _ => Verdict::Deny,
        }
    }
}
