//! `wildcard-mixed`: `*` beside other words, which then mean nothing.

use latchkey_profile_schema::{Document, KeyPath, Place, Segment};

use crate::finding::Finding;
use crate::fix::{Edit, Fix};
use crate::phrase::{key, quoted};
use crate::rule::rule;

rule! {
    /// A list that holds `*` and names besides.
    ///
    /// # What it does
    /// Reports `*` in a list that is longer than one item.
    ///
    /// # Why it matters
    /// `*` means everything, so the names beside it change nothing, although the list looks selective.
    ///
    /// # Example
    /// ```xml
    /// <key>AllowedFactors</key><array><string>*</string><string>OV_Push</string></array>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>AllowedFactors</key><array><string>OV_Push</string></array>
    /// ```
    ///
    /// # Keys
    /// `AllowedFactors`, `MFARequiredList`, `MFANotRequiredList`
    static RULE = { name: "wildcard-mixed", level: Warning, since: "0.1.0" };
}

/// Words the list.
pub(crate) fn word(place: Place, path: &KeyPath, wildcard: &str, document: Option<&Document>) -> Finding {
    Finding::new(&RULE, place, format!("{} holds {} beside other words", key(path), quoted(wildcard)))
        .help(format!("keep {} alone for everything, or delete it so that the names count", quoted(wildcard)))
        .consequence(format!(
            "{} stands for everything, and the other words have no effect",
            quoted(wildcard)
        ))
        .fix(document.filter(|_| !exempts(path)).and_then(|document| alone(document, path, wildcard)))
}

/// Whether the list exempts, so that keeping `*` would exempt everybody for good.
fn exempts(path: &KeyPath) -> bool {
    path.segments()
        .iter()
        .any(|segment| matches!(segment, Segment::Key(key) if &**key == "MFANotRequiredList"))
}

/// Takes away what has no effect beside the wildcard at this path.
fn alone(document: &Document, path: &KeyPath, wildcard: &str) -> Option<Fix> {
    let (Segment::Index(kept), list) = path.segments().split_last()? else { return None };
    let list = KeyPath::from(list.to_vec());
    let others = (0..document.at(&list)?.items().len()).filter(|index| index != kept);
    let edits: Vec<Edit> = others.map(|index| Edit::Remove(list.index(index))).collect();
    Some(Fix::guess(format!("keep {} alone", quoted(wildcard)), edits))
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::messages_in;

    #[test]
    fn alone_it_is_fine() {
        let list = |items: &str| {
            messages_in("wildcard-mixed", &format!("<key>AllowedFactors</key><array>{items}</array>"))
        };
        assert_eq!(
            list("<string>*</string><string>OV_Push</string>"),
            ["`AllowedFactors` holds `*` beside other words"]
        );
        assert!(list("<string>*</string>").is_empty());
        assert!(list("<string>OV_Push</string>").is_empty());
    }
}
