//! A profile to those that differ from it in one key, or in one word of a list.

use crate::written::{ENDLESS, FACTORS, Written};

/// What makes another profile of one.
type Change = Box<dyn Fn(&mut Written)>;

/// A list of names in a profile.
type List = fn(&mut Written) -> &mut Option<Vec<&'static str>>;

impl Written {
    /// For each key that is set and takes part in decisions: its name, and the profiles in which it is otherwise.
    pub(crate) fn others(&self) -> Vec<(&'static str, Vec<Self>)> {
        let mut found: Vec<(&'static str, Vec<Self>)> = Vec::new();
        let mut key = |name, is_set: bool, change: &[&dyn Fn(&mut Self)]| {
            let others = change.iter().map(|change| {
                let mut other = self.clone();
                change(&mut other);
                other
            });
            if is_set {
                found.push((name, others.filter(|other| other != self).collect()));
            }
        };
        let lists: [List; 3] = [|w| &mut w.required, |w| &mut w.exempt, |w| &mut w.reserved];
        for (name, list) in
            ["MFARequiredList", "MFANotRequiredList", "ReservedAccounts"].into_iter().zip(lists)
        {
            let is_set = list(&mut self.clone()).is_some();
            key(
                name,
                is_set,
                &[
                    &|w| *list(w) = Some(vec![]),
                    &|w| *list(w) = Some(vec!["*"]),
                    &|w| *list(w) = Some(vec!["carol"]),
                    &|w| list(w).as_mut().unwrap().push("carol"),
                ],
            );
        }
        let mut factors: Vec<Change> = vec![Box::new(|w| w.factors = Some(vec!["*"]))];
        for &factor in FACTORS {
            factors.push(Box::new(move |w| w.factors = Some(vec![factor])));
        }
        let factors: Vec<&dyn Fn(&mut Self)> = factors.iter().map(AsRef::as_ref).collect();
        key("AllowedFactors", self.factors.is_some(), &factors);
        key(
            "AccountLinkingMFAFactor",
            self.linking.is_some(),
            &[&|w| w.linking = Some("OV_Push"), &|w| w.linking = Some("OV_TOTP"), &|w| {
                w.linking = Some("FIDO2_USB_key")
            }],
        );
        let shorter = |steps: u32| match steps {
            0 => 2,
            ENDLESS => 3,
            other => other - 1,
        };
        let longer = |steps: u32| if steps == ENDLESS { 3 } else { steps + 1 };
        key(
            "LoginPeriodWithoutEnrolledFactor",
            self.grace.is_some(),
            &[&|w| w.grace = w.grace.map(shorter), &|w| w.grace = w.grace.map(longer), &|w| {
                w.grace = Some(0)
            }],
        );
        key(
            "LoginPeriodWithOfflineFactor",
            true,
            &[
                &|w| w.offline_period = shorter(w.offline_period),
                &|w| w.offline_period = longer(w.offline_period),
                &|w| w.offline_period = 0,
            ],
        );
        key(
            "OfflineLoginAllowed",
            self.offline_allowed.is_some(),
            &[&|w| w.offline_allowed = w.offline_allowed.map(|allowed| !allowed)],
        );
        key(
            "DeviceRecoveryPINDuration",
            self.window.is_some(),
            &[&|w| w.window = w.window.map(shorter), &|w| w.window = w.window.map(longer)],
        );
        key("Enforcement", self.report.is_some(), &[&|w| w.report = w.report.map(|report| !report)]);
        key(
            "LinkMatch",
            self.any_identity.is_some(),
            &[&|w| w.any_identity = w.any_identity.map(|any| !any)],
        );
        key(
            "SharedIdentityAllowed",
            self.shared.is_some(),
            &[&|w| w.shared = w.shared.map(|shared| !shared)],
        );
        if let Some(services) = &self.services {
            let flips: Vec<Change> = services
                .keys()
                .map(|&name| -> Change {
                    Box::new(move |w| {
                        let exempt = w.services.as_mut().unwrap().get_mut(name).unwrap();
                        *exempt = !*exempt;
                    })
                })
                .collect();
            let flips: Vec<&dyn Fn(&mut Self)> = flips.iter().map(AsRef::as_ref).collect();
            key("Services", !flips.is_empty(), &flips);
        }
        key(
            "MissingProfile",
            self.missing.is_some(),
            &[&|w| w.missing = Some("last-known-good"), &|w| w.missing = Some("deny"), &|w| {
                w.missing = Some("permit")
            }],
        );
        key(
            "FailureBudget",
            self.budget.is_some(),
            &[&|w| w.budget = w.budget.map(|budget| budget + 1), &|w| {
                w.budget = w.budget.map(|budget| if budget == 1 { 3 } else { budget - 1 })
            }],
        );
        key(
            "FailureRefillMinutes",
            self.refill.is_some(),
            &[&|w| w.refill = w.refill.map(|refill| refill + 1)],
        );
        key(
            "OfflineSecurityKeyAllowed",
            self.offline_key.is_some(),
            &[&|w| w.offline_key = w.offline_key.map(|allowed| !allowed)],
        );
        key(
            "RecoveryRecipients",
            self.recipients.is_some(),
            &[&|w| w.recipients = w.recipients.map(|recipients| !recipients)],
        );
        found
    }

    /// The same profile without one word of its list of factors, for each word that is not the last.
    pub(crate) fn without_factor(&self) -> Vec<(&'static str, Self)> {
        let Some(listed) = self.factors.as_ref().filter(|list| list.len() > 1 && !list.contains(&"*")) else {
            return Vec::new();
        };
        let without = |word| {
            let mut other = self.clone();
            other.factors = Some(listed.iter().copied().filter(|known| *known != word).collect());
            (word, other)
        };
        listed.iter().map(|&word| without(word)).collect()
    }
}
