//! `shared-identifier`: two profiles by one name.

use std::collections::HashMap;

use crate::facts::{Across, Identity, IdentityKind, OneOfMany};
use crate::phrase::{file_name, quoted};
use crate::rule::rule;

rule! {
    /// Two profiles that have one `PayloadIdentifier` and different content.
    ///
    /// # What it does
    /// Compares the identifiers of all profiles of the call. Copies that say the same for the same, device or user, in
    /// whatever carrier, may share theirs.
    ///
    /// # Why it matters
    /// The identifier says which profile it is. One with the same identifier replaces the one that is installed.
    ///
    /// # Example
    /// ```xml (file=one.mobileconfig)
    /// <plist version="1.0">
    /// <dict>
    ///     <key>PayloadType</key><string>Configuration</string>
    ///     <key>PayloadVersion</key><integer>1</integer>
    ///     <key>PayloadIdentifier</key><string>com.example.mfa</string>
    ///     <key>PayloadUUID</key><string>7D0A4C91-53E2-4F68-B1A7-8E39C2D5F014</string>
    ///     <key>PayloadContent</key>
    ///     <array>
    ///         <dict>
    ///             <key>PayloadType</key><string>org.latchkey.agent</string>
    ///             <key>PayloadVersion</key><integer>1</integer>
    ///             <key>PayloadIdentifier</key><string>com.example.mfa.agent</string>
    ///             <key>PayloadUUID</key><string>4E6B1F52-8F3D-4B0E-9C57-2A1D6F90B3C8</string>
    ///             <key>FailureBudget</key><integer>5</integer>
    ///         </dict>
    ///     </array>
    /// </dict>
    /// </plist>
    /// ```
    /// ```xml (file=two.mobileconfig)
    /// <plist version="1.0">
    /// <dict>
    ///     <key>PayloadType</key><string>Configuration</string>
    ///     <key>PayloadVersion</key><integer>1</integer>
    ///     <key>PayloadIdentifier</key><string>com.example.mfa</string>
    ///     <key>PayloadUUID</key><string>B7C6A2C0-6E0B-4B53-93C2-4E5A3F2D1C77</string>
    ///     <key>PayloadContent</key>
    ///     <array>
    ///         <dict>
    ///             <key>PayloadType</key><string>org.latchkey.agent</string>
    ///             <key>PayloadVersion</key><integer>1</integer>
    ///             <key>PayloadIdentifier</key><string>com.example.mfa.agent</string>
    ///             <key>PayloadUUID</key><string>2F9E7A44-90D1-4C3B-8A65-5D1B7E0C9F23</string>
    ///             <key>PromptTimeoutSeconds</key><integer>300</integer>
    ///         </dict>
    ///     </array>
    /// </dict>
    /// </plist>
    /// ```
    ///
    /// # Instead
    /// ```xml (file=one.mobileconfig)
    /// <plist version="1.0">
    /// <dict>
    ///     <key>PayloadType</key><string>Configuration</string>
    ///     <key>PayloadVersion</key><integer>1</integer>
    ///     <key>PayloadIdentifier</key><string>com.example.mfa</string>
    ///     <key>PayloadUUID</key><string>7D0A4C91-53E2-4F68-B1A7-8E39C2D5F014</string>
    ///     <key>PayloadContent</key>
    ///     <array>
    ///         <dict>
    ///             <key>PayloadType</key><string>org.latchkey.agent</string>
    ///             <key>PayloadVersion</key><integer>1</integer>
    ///             <key>PayloadIdentifier</key><string>com.example.mfa.agent</string>
    ///             <key>PayloadUUID</key><string>4E6B1F52-8F3D-4B0E-9C57-2A1D6F90B3C8</string>
    ///             <key>FailureBudget</key><integer>5</integer>
    ///         </dict>
    ///     </array>
    /// </dict>
    /// </plist>
    /// ```
    /// ```xml (file=two.mobileconfig)
    /// <plist version="1.0">
    /// <dict>
    ///     <key>PayloadType</key><string>Configuration</string>
    ///     <key>PayloadVersion</key><integer>1</integer>
    ///     <key>PayloadIdentifier</key><string>com.example.prompt</string>
    ///     <key>PayloadUUID</key><string>B7C6A2C0-6E0B-4B53-93C2-4E5A3F2D1C77</string>
    ///     <key>PayloadContent</key>
    ///     <array>
    ///         <dict>
    ///             <key>PayloadType</key><string>org.latchkey.agent</string>
    ///             <key>PayloadVersion</key><integer>1</integer>
    ///             <key>PayloadIdentifier</key><string>com.example.prompt.agent</string>
    ///             <key>PayloadUUID</key><string>2F9E7A44-90D1-4C3B-8A65-5D1B7E0C9F23</string>
    ///             <key>PromptTimeoutSeconds</key><integer>300</integer>
    ///         </dict>
    ///     </array>
    /// </dict>
    /// </plist>
    /// ```
    ///
    /// # Keys
    /// `PayloadIdentifier`
    static RULE = { name: "shared-identifier", level: Error, since: "0.1.0" };
}

/// Compares each identifier with the first file that has it.
pub(crate) fn check(files: &[OneOfMany<'_>]) -> Vec<Across> {
    let mut first: HashMap<&str, (usize, &Identity)> = HashMap::new();
    let mut found = Vec::new();
    for (file, OneOfMany { facts, .. }) in files.iter().enumerate() {
        let Some(ours) = facts.identity(IdentityKind::ProfileIdentifier) else { continue };
        let (earlier, theirs) = *first.entry(&ours.name).or_insert((file, ours));
        let Some(other) = files.get(earlier).filter(|other| other.facts.content != facts.content) else {
            continue;
        };
        found.push(Across {
            rule: &RULE,
            at_most: None,
            file,
            spot: ours.spot.clone(),
            message: format!(
                "the identifier {} is that of {} too",
                quoted(&ours.name),
                file_name(other.name)
            ),
            help: "give each profile an identifier of its own; check versions of one profile apart",
            consequence: "installing one of the two profiles replaces the other",
            related: vec![(earlier, theirs.spot.clone(), "the other profile")],
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{files, payload_of, profile};

    const A: [&str; 3] =
        ["com.example.a", "00000000-0000-4000-8000-0000000000A1", "00000000-0000-4000-8000-0000000000A2"];
    const B: [&str; 3] =
        ["com.example.b", "00000000-0000-4000-8000-0000000000B1", "00000000-0000-4000-8000-0000000000B2"];

    fn file([identifier, uuid, payload]: [&str; 3], budget: u32) -> String {
        let inside = format!("<key>FailureBudget</key><integer>{budget}</integer>");
        profile(&payload_of("org.latchkey.agent", &format!("{identifier}.agent"), payload, &inside))
            .replacen(">com.example<", &format!(">{identifier}<"), 1)
            .replacen("00000000-0000-4000-8000-00000000000A", uuid, 1)
    }

    #[test]
    fn a_name_is_for_one_profile() {
        let [a, b] = [A, B];
        let found = |contents: &[&String]| files("shared-identifier", contents);
        let (one, other) = (file(a, 5), file([a[0], b[1], b[2]], 6));
        assert_eq!(
            found(&[&one, &other]),
            [(1, "the identifier `com.example.a` is that of `0.plist` too".to_owned())]
        );
        let for_user = one.replacen("<string>System</string>", "<string>User</string>", 1);
        assert_eq!(found(&[&one, &for_user]).len(), 1);
        assert!(
            found(&[&one, &one]).is_empty()
                && found(&[&one, &file(b, 6)]).is_empty()
                && found(&[&one]).is_empty()
        );
    }
}
