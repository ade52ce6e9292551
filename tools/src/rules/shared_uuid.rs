//! `shared-uuid`: two profiles, or payloads of them, by one UUID.

use std::collections::HashMap;

use super::envelopes::is_uuid;
use crate::facts::{Across, Facts, Identity, IdentityKind, OneOfMany};
use crate::phrase::{file_name, quoted};
use crate::rule::rule;

rule! {
    /// Profiles, or payloads of different profiles, that share a `PayloadUUID`.
    ///
    /// # What it does
    /// Compares every `PayloadUUID` of all files of the call, without regard to case. Profiles that share their
    /// identifier, and copies that have none or the one that Jamf Pro gives them, are not reported again.
    ///
    /// # Why it matters
    /// A UUID is nobody else's. A file that was copied to make another profile of it keeps its UUIDs, and macOS and
    /// MDM servers take the one for the other.
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
    ///     <key>PayloadIdentifier</key><string>com.example.prompt</string>
    ///     <key>PayloadUUID</key><string>B7C6A2C0-6E0B-4B53-93C2-4E5A3F2D1C77</string>
    ///     <key>PayloadContent</key>
    ///     <array>
    ///         <dict>
    ///             <key>PayloadType</key><string>org.latchkey.agent</string>
    ///             <key>PayloadVersion</key><integer>1</integer>
    ///             <key>PayloadIdentifier</key><string>com.example.prompt.agent</string>
    ///             <key>PayloadUUID</key><string>4E6B1F52-8F3D-4B0E-9C57-2A1D6F90B3C8</string>
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
    /// `PayloadUUID`
    static RULE = { name: "shared-uuid", level: Warning, since: "0.1.0" };
}

/// Compares each UUID with the first file that has it.
pub(crate) fn check(files: &[OneOfMany<'_>]) -> Vec<Across> {
    let mut first: HashMap<&str, (usize, &Identity)> = HashMap::new();
    let mut found = Vec::new();
    for (file, OneOfMany { facts, .. }) in files.iter().enumerate() {
        let uuids = |kind| matches!(kind, IdentityKind::ProfileUuid | IdentityKind::PayloadUuid);
        for ours in facts.identities.iter().filter(|identity| uuids(identity.kind)) {
            let (earlier, theirs) = *first.entry(&ours.name).or_insert((file, ours));
            let Some(other) =
                files.get(earlier).filter(|other| earlier != file && is_another(facts, other.facts))
            else {
                continue;
            };
            found.push(Across {
                rule: &RULE,
 at_most: None,
                file,
                spot: ours.spot.clone(),
                message: format!("the UUID {} is used in {} too", quoted(&ours.name), file_name(other.name)),
                help: "give one of them a new UUID; `uuidgen` prints one",
                consequence: "a Mac or a server may take one profile for the other when it updates or removes it",
                related: vec![(earlier, theirs.spot.clone(), "used here first")],
            });
        }
    }
    found
}

/// Whether two files are different profiles. Those that share their identifier are one, and reported as such; where
/// nobody says another one, or Jamf Pro has written its own over it, what says the same is a copy.
fn is_another(ours: &Facts, theirs: &Facts) -> bool {
    let name =
        |facts: &Facts| facts.identity(IdentityKind::ProfileIdentifier).map(|identity| identity.name.clone());
    match (name(ours), name(theirs)) {
        (Some(ours), Some(theirs)) if ours == theirs => false,
        (Some(one), Some(other)) if !is_uuid(&one) && !is_uuid(&other) => true,
        _ => ours.content != theirs.content,
    }
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
    fn a_uuid_is_used_once() {
        let [a, b] = [A, B];
        let found = |contents: &[&String]| files("shared-uuid", contents).len();
        let one = file(a, 5);
        let lower = a[2].to_ascii_lowercase();
        assert_eq!(found(&[&one, &file([b[0], b[1], a[2]], 6)]), 1);
        assert_eq!(found(&[&one, &file([b[0], a[1], &lower], 6)]), 2);
        assert_eq!(found(&[&one, &file([b[0], a[2], b[2]], 6)]), 1);
        assert_eq!(
            [found(&[&one, &one]), found(&[&one, &file(b, 6)]), found(&[&one, &file(a, 6)])],
            [0, 0, 0]
        );
        assert_eq!(found(&[&one, &file([b[0], a[1], a[2]], 5)]), 2);
        assert_eq!(found(&[&one, &file([b[1], b[1], a[2]], 5)]), 0);
    }
}
