//! `plain-http-org`: an organization on this machine, for practice, reached by plain http.

use latchkey_profile_schema::{KeyPath, Place, Problem, ProblemKind};

use crate::finding::{Finding, value_at};
use crate::phrase::{key, quoted};
use crate::rule::rule;
use crate::view::{PayloadView, catalog};

rule! {
    /// An organization on a loopback address, by plain http.
    ///
    /// # What it does
    /// Reports `http` URLs that are accepted because they lead to this machine.
    ///
    /// # Why it matters
    /// Such a profile is for practice. Deployed, it asks whatever listens on the user's machine.
    ///
    /// # Example
    /// ```xml
    /// <key>DMFAOrgURL</key><string>http://127.0.0.1:8080</string>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>DMFAOrgURL</key><string>https://corp.okta.com</string>
    /// ```
    ///
    /// # Keys
    /// `DMFAOrgURL`, `Issuer`
    static RULE = { name: "plain-http-org", level: Warning, since: "0.1.0" };
}

/// Looks for plain http that the declaration accepts.
pub(crate) fn check(settings: &PayloadView<'_>) -> Vec<Finding> {
    let keys = catalog(settings.domain).map_or(&[][..], |catalog| &catalog.keys);
    let refused = |at: &KeyPath| {
        // They come in the order of their paths, and a file may have very many.
        let first =
            settings.problems.partition_point(|problem| path_of(problem).is_some_and(|path| path < at));
        let mut here =
            settings.problems.iter().skip(first).take_while(|problem| path_of(problem) == Some(at));
        here.any(|problem| matches!(&problem.kind, ProblemKind::Key(kind) if kind.refuses()))
    };
    keys.iter()
        .filter(|key| key.syntax.is_some())
        .filter_map(|key| Some((settings.path(&key.name), settings.text(&key.name)?)))
        .filter(|(path, url)| url.starts_with("http://") && !refused(path))
        .map(|(path, url)| {
            let message =
                format!("{} is {}, a practice organization on this machine", key(&path), quoted(url));
            Finding::new(&RULE, value_at(path), message)
                .help("write the organization's `https` URL before the profile is deployed")
                .consequence("on another Mac nobody can sign in, unless something there listens on this port")
        })
        .collect()
}

const fn path_of(problem: &Problem) -> Option<&KeyPath> {
    match &problem.place {
        Place::Path(path, _) => Some(path),
        Place::Bytes(_) | Place::File => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn only_what_is_accepted_is_reported_here() {
        let url =
            |url: &str| paths_in("plain-http-org", &format!("<key>DMFAOrgURL</key><string>{url}</string>"));
        assert_eq!(url("http://127.0.0.1:8080"), ["/DMFAOrgURL"]);
        assert_eq!(url("http://localhost:8080"), ["/DMFAOrgURL"]);
        assert!(url("http://corp.okta.com").is_empty());
        assert!(url("https://corp.okta.com").is_empty());
    }
}
