//! A form-encoded body turned into parameters, each given once.

use std::collections::BTreeMap;

use crate::refusal::{Code, Refusal};

/// The parameters of one request. `Debug` shows their names only: values may be passwords and codes.
pub(crate) struct Form(BTreeMap<String, String>);

impl Form {
    /// Reads a body whose `Content-Type` is `application/x-www-form-urlencoded`.
    pub(crate) fn read(content_type: Option<&str>, body: &[u8]) -> Result<Self, Refusal> {
        let media_type = content_type.and_then(|value| value.split(';').next()).map(str::trim);
        if !media_type
            .is_some_and(|media_type| media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded"))
        {
            const WRONG_TYPE: &str = "the content type must be `application/x-www-form-urlencoded`";
            return Err(Refusal::oauth(Code::InvalidRequest, WRONG_TYPE));
        }
        let mut parameters = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(body) {
            // RFC 6749 section 3.2: request parameters must not be included more than once.
            if parameters.insert(name.into_owned(), value.into_owned()).is_some() {
                return Err(Refusal::oauth(Code::InvalidRequest, "a parameter is given twice"));
            }
        }
        Ok(Self(parameters))
    }

    /// A parameter's value; without a value it counts as absent (RFC 6749 section 3.2).
    pub(crate) fn optional(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// A parameter that must be there; `missing` says which is not.
    pub(crate) fn required(&self, name: &str, missing: &'static str) -> Result<&str, Refusal> {
        self.optional(name).ok_or(Refusal::oauth(Code::InvalidRequest, missing))
    }
}

impl std::fmt::Debug for Form {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_set().entries(self.0.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::Form;

    const FORM: Option<&str> = Some("application/x-www-form-urlencoded");

    #[test]
    fn only_form_bodies_without_repetition_are_read() {
        assert!(Form::read(FORM, b"a=1&b=2").is_ok());
        assert!(Form::read(Some("Application/X-WWW-Form-Urlencoded; charset=utf-8"), b"a=1").is_ok());
        for (content_type, body) in [
            (None, "a=1"),
            (Some("application/json"), "{}"),
            (Some("multipart/form-data"), "a=1"),
            (FORM, "a=1&a=1"),
            (FORM, "a=1&b=2&%61=3"),
        ] {
            assert!(Form::read(content_type, body.as_bytes()).is_err(), "{content_type:?} {body}");
        }
    }

    #[test]
    fn a_parameter_without_value_is_absent() {
        let form = Form::read(FORM, b"a=&b").unwrap();
        assert_eq!((form.optional("a"), form.optional("b")), (None, None));
    }
}
