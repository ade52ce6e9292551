//! A key path with `*` in it to whether it covers one: RFC 6901, and `*` for any one key or index.

use latchkey_profile_schema::{KeyPath, Segment};

/// A key path in which `*` stands for any one step.
#[derive(Clone, Debug)]
pub(super) struct KeyPattern(Vec<String>);

impl KeyPattern {
    /// Reads a pointer; what it says before its first `/` is nothing.
    pub(super) fn parse(text: &str) -> Self {
        let steps = text.split('/').skip(1);
        Self(steps.map(|step| step.replace("~1", "/").replace("~0", "~")).collect())
    }

    /// Whether the path leads to what the pattern names, or to something in it.
    pub(super) fn covers(&self, path: &KeyPath) -> bool {
        let Some(steps) = path.segments().get(..self.0.len()) else { return false };
        self.0.iter().zip(steps).all(|(pattern, step)| {
            pattern == "*"
                || match step {
                    Segment::Key(key) => **key == **pattern,
                    Segment::Index(index) => index.to_string() == *pattern,
                }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_one_step_and_what_stands_below_is_covered() {
        let path = KeyPath::root().key("PayloadContent").index(0).key("a/b");
        for covering in ["", "/PayloadContent", "/PayloadContent/*/a~1b", "/PayloadContent/0/*", "/*/*/*"] {
            assert!(KeyPattern::parse(covering).covers(&path), "{covering}");
        }
        for other in ["/a~1b", "/PayloadContent/1", "/PayloadContent/*/a", "/*/*/*/*"] {
            assert!(!KeyPattern::parse(other).covers(&path), "{other}");
        }
    }
}
