//! Keeps the organization's own documents (discovery, keys) for a day, so that a sign-in asks only what it must.

use std::collections::HashMap;
use std::time::Duration;

use serde::de::IgnoredAny;

use crate::Monotonic;
use crate::step::HttpResponse;

/// How long an answer will do. Okta asks for keys to be cached, and rotates them with weeks of notice.
const LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

/// How many answers are kept: discovery and keys of a few issuers.
const CAPACITY: usize = 8;

/// Answers by URL, the oldest first.
#[derive(Debug, Default)]
pub(super) struct AnswerCache {
    answers: Vec<KeptAnswer>,
}

#[derive(Debug)]
struct KeptAnswer {
    url: String,
    until: Monotonic,
    response: HttpResponse,
}

impl AnswerCache {
    /// The answer kept for this URL, while it will do.
    pub(super) fn fresh(&self, url: &str, now: Monotonic) -> Option<HttpResponse> {
        let kept = self.answers.iter().find(|kept| kept.url == url && now < kept.until)?;
        Some(copy(&kept.response))
    }

    /// Keeps a good answer in place of an older one. Any other leaves what is kept as it is, so that one odd
    /// moment of the network does not cost a day.
    pub(super) fn keep(&mut self, url: &str, response: &HttpResponse, now: Monotonic) {
        if !is_document(response) {
            return;
        }
        self.answers.retain(|kept| kept.url != url && now < kept.until);
        if self.answers.len() >= CAPACITY {
            self.answers.remove(0);
        }
        let until = now.plus(LIFETIME);
        self.answers.push(KeptAnswer { url: url.to_owned(), until, response: copy(response) });
    }
}

/// Whether this is a JSON object, answered with success. A captive portal answers success too, but no object.
fn is_document(response: &HttpResponse) -> bool {
    response.status == 200 && serde_json::from_slice::<HashMap<String, IgnoredAny>>(&response.body).is_ok()
}

fn copy(response: &HttpResponse) -> HttpResponse {
    HttpResponse { status: response.status, headers: response.headers.clone(), body: response.body.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Monotonic = Monotonic(Duration::from_secs(100));

    fn answer(status: u16, body: &str) -> HttpResponse {
        HttpResponse { status, headers: Vec::new(), body: body.into() }
    }

    fn body(cache: &AnswerCache, url: &str, now: Monotonic) -> Option<String> {
        cache.fresh(url, now).map(|response| String::from_utf8(response.body).unwrap())
    }

    #[test]
    fn an_answer_will_do_for_less_than_a_day() {
        let mut cache = AnswerCache::default();
        cache.keep("u", &answer(200, "{}"), START);
        assert_eq!(body(&cache, "u", START.plus(LIFETIME - Duration::from_nanos(1))).as_deref(), Some("{}"));
        assert_eq!(body(&cache, "u", START.plus(LIFETIME)), None);
        assert_eq!(body(&cache, "v", START), None);
    }

    #[test]
    fn a_later_answer_replaces_the_kept_one_and_lives_a_day_of_its_own() {
        let mut cache = AnswerCache::default();
        cache.keep("u", &answer(200, r#"{"k":1}"#), START);
        cache.keep("u", &answer(200, r#"{"k":2}"#), START.plus(LIFETIME / 2));
        assert_eq!(body(&cache, "u", START.plus(LIFETIME)).as_deref(), Some(r#"{"k":2}"#));
        assert_eq!(cache.answers.len(), 1);
    }

    #[test]
    fn only_documents_are_kept() {
        let mut cache = AnswerCache::default();
        cache.keep("u", &answer(200, r#"{"k":1}"#), START);
        for odd in
            [answer(200, "<html>"), answer(200, "[]"), answer(200, ""), answer(404, "{}"), answer(302, "{}")]
        {
            cache.keep("u", &odd, START);
            cache.keep("v", &odd, START);
        }
        assert_eq!(body(&cache, "u", START).as_deref(), Some(r#"{"k":1}"#));
        assert_eq!(body(&cache, "v", START), None);
    }

    #[test]
    fn the_oldest_answer_makes_room() {
        let mut cache = AnswerCache::default();
        for index in 0..=CAPACITY {
            cache.keep(&index.to_string(), &answer(200, "{}"), START);
        }
        assert_eq!(body(&cache, "0", START), None);
        assert!(body(&cache, "1", START).is_some());
        assert_eq!(cache.answers.len(), CAPACITY);
    }
}
