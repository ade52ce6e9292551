//! A text that should be a URL to what is wrong with it, since "does not match" helps nobody.

use std::net::Ipv4Addr;
use std::ops::Range;

use crate::catalog::Syntax;
use crate::problem::{KeyProblem, UrlFault};

/// The longest URL, in bytes: RFC 9110 section 4.1 asks for no more than 8,000.
const LONGEST: usize = 8_000;

/// What is wrong with the text, if anything. The empty text is not looked at here.
pub(super) fn problem(text: &str, syntax: Syntax) -> Option<KeyProblem> {
    let bad = |fault: UrlFault, instead: Option<String>| {
        Some(KeyProblem::BadUrl {
            found: shown(text),
            fault,
            instead: instead.filter(|other| problem(other, syntax).is_none()),
        })
    };
    if text.is_empty() {
        return None;
    }
    if text.len() > LONGEST {
        // Where the text is cut off, nothing tells a user name from a host any more.
        let beginning: String =
            if text.contains('@') { String::new() } else { text.chars().take(64).collect() };
        let found = format!("{}…", shown(&beginning));
        return Some(KeyProblem::BadUrl { found, fault: UrlFault::TooLong, instead: None });
    }
    if text.chars().any(|letter| letter.is_whitespace() || letter.is_control()) {
        return bad(UrlFault::Blank, Some(text.trim().to_owned()).filter(|trimmed| trimmed != text));
    }
    let Some((scheme, rest)) = text.split_once("://").filter(|(scheme, _)| is_scheme(scheme)) else {
        return bad(UrlFault::NoScheme, Some(format!("https://{text}")));
    };
    if let Some((mut second, mut rest)) = second_scheme(rest) {
        while let Some(further) = second_scheme(rest) {
            (second, rest) = further;
        }
        // The same advice as for the last alone, so that there is one step and not two.
        let once = format!("{}://{rest}", second.to_ascii_lowercase());
        let instead = match problem(&once, syntax) {
            Some(KeyProblem::BadUrl { instead, .. }) => instead,
            Some(KeyProblem::InsecureUrl { instead, .. }) => Some(instead),
            _ => Some(once),
        };
        return bad(UrlFault::SchemeTwice, instead);
    }
    if scheme != "https" && scheme != "http" {
        let lower = scheme.to_ascii_lowercase();
        let instead = (lower == "https" || lower == "http").then(|| format!("{lower}://{rest}"));
        return bad(UrlFault::Scheme(scheme.to_owned()), instead);
    }
    // Whatever stands before an `@` may be a user name and a password.
    let part = |text: &str| if rest.contains('@') { "…".to_owned() } else { text.to_owned() };
    let (authority, tail) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    if authority.is_empty() {
        return bad(UrlFault::NoHost, None);
    }
    if let Some((_, host)) = authority.rsplit_once('@') {
        return bad(UrlFault::UserInformation, Some(format!("{scheme}://{host}{tail}")));
    }
    let (host, port) = host_and_port(authority);
    if scheme == "http" && !is_loopback(host) {
        let path = if syntax == Syntax::IssuerUrl { tail.trim_end_matches('/') } else { "" };
        return Some(KeyProblem::InsecureUrl {
            found: shown(text),
            instead: format!("https://{authority}{path}"),
        });
    }
    let may_be = is_host(host) || (scheme == "http" && is_loopback(host));
    if !may_be {
        return bad(UrlFault::Host(part(host)), None);
    }
    if let Some(port) = port
        && !is_port(port)
    {
        return bad(UrlFault::Port(part(port)), Some(format!("{scheme}://{host}{tail}")));
    }
    if tail.contains('#') {
        let kept = tail.split('#').next().unwrap_or_default();
        return bad(UrlFault::Fragment, Some(format!("{scheme}://{authority}{kept}")));
    }
    if let Some((kept, _)) = tail.split_once('?') {
        return bad(UrlFault::Query, Some(format!("{scheme}://{authority}{kept}")));
    }
    match syntax {
        _ if tail.is_empty() => None,
        Syntax::OrganizationUrl | Syntax::OrganizationUrlOrHost if tail == "/" => {
            bad(UrlFault::TrailingSlash, Some(format!("{scheme}://{authority}")))
        }
        Syntax::OrganizationUrl | Syntax::OrganizationUrlOrHost => {
            bad(UrlFault::Path(part(tail)), Some(format!("{scheme}://{authority}")))
        }
        Syntax::IssuerUrl if tail.ends_with('/') => bad(
            UrlFault::TrailingSlash,
            Some(format!("{scheme}://{authority}{}", tail.trim_end_matches('/'))),
        ),
        Syntax::IssuerUrl if tail.split('/').skip(1).all(is_segment) => None,
        Syntax::IssuerUrl => bad(UrlFault::Path(part(tail)), None),
    }
}

/// The parts of a URL that hold what is nobody else's business: what stands before the host, the query, the fragment. Of
/// a text whose parts cannot be told from each other it is everything after the scheme.
#[must_use]
pub fn private_parts(url: &str) -> Vec<Range<usize>> {
    let start = url.find("://").filter(|end| url.get(..*end).is_some_and(is_scheme)).map_or(0, |end| end + 3);
    let rest = url.get(start..).unwrap_or_default();
    let authority_end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let user_end = rest.rfind('@').unwrap_or(0);
    let (user_end, query) = if user_end >= authority_end.max(1) {
        (rest.len(), rest.len())
    } else {
        (user_end, rest.find(['?', '#']).map_or(rest.len(), |at| at + 1))
    };
    [start..start + user_end, start + query..url.len()].into_iter().filter(|part| !part.is_empty()).collect()
}

/// The text without its private parts.
fn shown(text: &str) -> String {
    let mut shown = text.to_owned();
    for part in private_parts(text).into_iter().rev() {
        shown.replace_range(part, "…");
    }
    shown
}

/// A scheme of the web where the host should begin, and what follows.
fn second_scheme(rest: &str) -> Option<(&str, &str)> {
    ["https", "http"].iter().find_map(|web| {
        let (scheme, after) = rest.split_at_checked(web.len())?;
        Some((scheme, after.strip_prefix("://")?)).filter(|_| scheme.eq_ignore_ascii_case(web))
    })
}

/// RFC 3986 section 3.1.
fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter))
}

/// Splits at the last colon; an address in brackets keeps its own.
fn host_and_port(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    }
}

/// 127.0.0.0/8, `localhost` and `[::1]`: what plain http may be spoken with.
fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host == "[::1]"
        || host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
}

fn is_host(host: &str) -> bool {
    host.split('.').all(|label| {
        !label.is_empty() && label.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
    })
}

fn is_port(port: &str) -> bool {
    port.len() <= 5 && port.chars().all(|digit| digit.is_ascii_digit()) && port.parse::<u16>().is_ok()
}

/// One part of an issuer's path: the unreserved characters of RFC 3986 section 2.3.
fn is_segment(segment: &str) -> bool {
    !segment.is_empty()
        && segment.chars().all(|letter| letter.is_ascii_alphanumeric() || "._~-".contains(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_scheme_is_enough() {
        for (text, instead) in [
            ("https://https://corp.okta.com", "https://corp.okta.com"),
            ("https://HTTPS://corp.okta.com/", "https://corp.okta.com"),
            ("https://http://corp.okta.com", "https://corp.okta.com"),
        ] {
            let found = fault(text).map(|(fault, instead)| (fault, instead.unwrap_or_default()));
            assert_eq!(found, Some((UrlFault::SchemeTwice, instead.to_owned())), "{text}");
        }
        let many = "https://".repeat(100_000);
        assert!(fault(&many).is_some());
    }

    fn fault(text: &str) -> Option<(UrlFault, Option<String>)> {
        match problem(text, Syntax::OrganizationUrl) {
            Some(KeyProblem::BadUrl { fault, instead, .. }) => Some((fault, instead)),
            None => None,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn a_url_without_end_is_cut_off_and_gives_nothing_private_away() {
        let shown = |start: &str, sign: &str| match problem(
            &format!("{start}{}", sign.repeat(9_000)),
            Syntax::OrganizationUrl,
        ) {
            Some(KeyProblem::BadUrl { found, fault: UrlFault::TooLong, instead: None }) => found,
            other => panic!("{start}: {other:?}"),
        };
        assert_eq!(shown("https://corp.okta.com/", "a").chars().count(), 65);
        assert_eq!(shown("https://corp.okta.com/?", "a"), "https://corp.okta.com/?……");
        assert_eq!(shown("https://me:hunter2@corp.okta.com/", "a"), "…");
    }

    #[test]
    fn organization_urls_are_explained() {
        let clean = || Some("https://corp.okta.com".to_owned());
        let cases = [
            ("https://corp.okta.com", None),
            ("https://corp.okta.com:8443", None),
            ("http://127.0.0.1:4711", None),
            ("http://127.9.9.9", None),
            ("http://localhost:80", None),
            ("http://[::1]:8080", None),
            ("corp.okta.com", Some((UrlFault::NoScheme, clean()))),
            ("https:/corp.okta.com", Some((UrlFault::NoScheme, None))),
            ("ftp://corp.okta.com", Some((UrlFault::Scheme("ftp".into()), None))),
            ("HTTPS://corp.okta.com", Some((UrlFault::Scheme("HTTPS".into()), clean()))),
            ("https://", Some((UrlFault::NoHost, None))),
            ("https:///path", Some((UrlFault::NoHost, None))),
            ("https://corp..okta.com", Some((UrlFault::Host("corp..okta.com".into()), None))),
            ("https://corp_okta.com", Some((UrlFault::Host("corp_okta.com".into()), None))),
            ("https://me@corp.okta.com", Some((UrlFault::UserInformation, clean()))),
            ("https://corp.okta.com:99999", Some((UrlFault::Port("99999".into()), clean()))),
            ("https://corp.okta.com:", Some((UrlFault::Port(String::new()), clean()))),
            ("https://corp.okta.com/", Some((UrlFault::TrailingSlash, clean()))),
            ("https://corp.okta.com/app", Some((UrlFault::Path("/app".into()), clean()))),
            ("https://corp.okta.com?x=1", Some((UrlFault::Query, clean()))),
            ("https://corp.okta.com#top", Some((UrlFault::Fragment, clean()))),
            (" https://corp.okta.com", Some((UrlFault::Blank, clean()))),
            ("https://corp okta.com", Some((UrlFault::Blank, None))),
        ];
        for (text, expected) in cases {
            assert_eq!(fault(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_private_is_not_repeated() {
        for (text, expected) in [
            ("https://corp.okta.com/app", "https://corp.okta.com/app"),
            ("https://me:s3cr3t@corp.okta.com/a?t=s3cr3t#s3cr3t", "https://…@corp.okta.com/a?…"),
            ("me:s3cr3t@corp.okta.com", "…@corp.okta.com"),
            ("https://me:s3cr/3t@corp.okta.com", "https://…"),
            ("https://corp.okta.com?mail=s3cr3t@s3cr3t", "https://…"),
            ("http://corp.okta.com#s3cr3t", "http://corp.okta.com#…"),
            ("me:s3cr3t@corp://okta.com", "…@corp://okta.com"),
            ("ftp://s3cr3t@corp.okta.com", "ftp://…@corp.okta.com"),
            (" https://s3cr3t@corp.okta.com", "…"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
            let problem = format!("{:?}", problem(text, Syntax::OrganizationUrl));
            assert!(!problem.contains("s3cr"), "{text}: {problem}");
        }
    }

    #[test]
    fn plain_http_is_for_the_loopback_only() {
        for host in ["corp.okta.com", "128.0.0.1", "127.0.0.1.example.com", "localhost.example.com", "[::2]"]
        {
            assert_eq!(
                problem(&format!("http://{host}/x"), Syntax::OrganizationUrl),
                Some(KeyProblem::InsecureUrl {
                    found: format!("http://{host}/x"),
                    instead: format!("https://{host}"),
                })
            );
        }
    }

    #[test]
    fn an_issuer_may_have_a_path() {
        assert_eq!(problem("https://corp.okta.com/oauth2/default", Syntax::IssuerUrl), None);
        for (text, expected) in [
            ("https://corp.okta.com/oauth2/", UrlFault::TrailingSlash),
            ("https://corp.okta.com/a//b", UrlFault::Path("/a//b".into())),
            ("https://corp.okta.com/a?b", UrlFault::Query),
        ] {
            match problem(text, Syntax::IssuerUrl) {
                Some(KeyProblem::BadUrl { fault, .. }) => assert_eq!(fault, expected, "{text}"),
                other => panic!("{text}: {other:?}"),
            }
        }
    }
}
