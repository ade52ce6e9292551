//! Whatever a self-describing format holds to a value of a property list, a key that stands twice refused.

use std::collections::HashSet;
use std::fmt;

use latchkey_profile_schema::Value;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::tree;

/// A value; none where the format has null.
pub(super) struct Tree(pub(super) Option<Value>);

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor).map(Self)
    }
}

struct TreeVisitor;

/// Why an integer is refused; the words of the parser would quote it.
const WIDE: &str = "an integer of more than 64 bits, which a property list cannot hold";

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Option<Value>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string, a number, true, false, a list or a table")
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Self::Value, E> {
        Ok(Some(Value::Boolean(truth)))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(Value::Integer(number.into())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(Value::Integer(number.into())))
    }

    fn visit_i128<E: Error>(self, _: i128) -> Result<Self::Value, E> {
        Err(E::custom(WIDE))
    }

    fn visit_u128<E: Error>(self, _: u128) -> Result<Self::Value, E> {
        Err(E::custom(WIDE))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        if number.is_finite() {
            Ok(Some(Value::Real(number)))
        } else {
            Err(E::custom("not a finite number, which a property list cannot hold"))
        }
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(tree::string(text)))
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(Some(Value::String(text)))
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut values = Vec::new();
        while let Some(Tree(value)) = items.next_element()? {
            values.push(
                value.ok_or_else(|| A::Error::custom("null in a list, which a property list cannot hold"))?,
            );
        }
        Ok(Some(tree::array(values)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut keys = HashSet::new();
        let mut values = Vec::new();
        while let Some(key) = entries.next_key::<String>()? {
            if !keys.insert(key.clone()) {
                return Err(A::Error::custom(format!("duplicate key `{key}`")));
            }
            if let Tree(Some(value)) = entries.next_value()? {
                values.push((key, value));
            }
        }
        Ok(Some(tree::dictionary(values)))
    }
}
