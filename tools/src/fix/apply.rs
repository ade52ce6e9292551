//! A text and fixes to the text that comes of them, and which of the fixes must wait for another look at it.

use latchkey_profile_schema::Span;

use super::{LocatedFix, TextEdit};

/// What came of fixes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fixed {
    /// The text.
    pub(crate) text: String,
    /// Which fixes were made, by their indexes.
    pub(crate) applied: Vec<usize>,
    /// Which were not, since they touch the place of an earlier one.
    pub(crate) left: Vec<usize>,
}

/// Makes fixes, the one whose place comes first before the others. What a fix touches is touched by no other.
pub(crate) fn apply(text: &str, fixes: &[&LocatedFix]) -> Fixed {
    let mut order: Vec<(usize, &LocatedFix)> = fixes.iter().copied().enumerate().collect();
    order.sort_by_key(|(index, fix)| (fix.edits.first().map(|edit| edit.span), *index));
    let mut taken: Vec<&TextEdit> = Vec::new();
    let (mut applied, mut left) = (Vec::new(), Vec::new());
    for (index, fix) in order {
        let free = !fix.edits.is_empty() && fix.edits.iter().all(|edit| is_free(&taken, edit.span));
        if !free {
            left.push(index);
            continue;
        }
        for edit in &fix.edits {
            let place = taken.partition_point(|other| key(other.span) <= key(edit.span));
            taken.insert(place, edit);
        }
        applied.push(index);
    }
    match splice(text, &taken) {
        Some(text) => Fixed { text, applied, left },
        // Bytes that are not in this text, or not at the edges of its characters: they are of another text.
        None => Fixed { text: text.to_owned(), applied: Vec::new(), left: (0..fixes.len()).collect() },
    }
}

/// In the order of the text; what is put in before a byte comes before what replaces it.
const fn key(span: Span) -> (u32, u32) {
    (span.start, span.end)
}

/// Whether two edits leave each other alone. Two texts put in at the same place have no order of their own.
pub(super) const fn are_apart(left: Span, right: Span) -> bool {
    if left.start == right.start && left.end == right.end {
        return false;
    }
    left.end <= right.start || right.end <= left.start
}

fn is_free(taken: &[&TextEdit], span: Span) -> bool {
    let place = taken.partition_point(|other| key(other.span) <= key(span));
    let before = place.checked_sub(1).and_then(|index| taken.get(index));
    [before, taken.get(place)].into_iter().flatten().all(|other| are_apart(other.span, span))
}

fn splice(text: &str, edits: &[&TextEdit]) -> Option<String> {
    let grown: usize = edits.iter().map(|edit| edit.text.len()).sum();
    let mut result = String::with_capacity(text.len() + grown);
    let mut end = 0;
    for TextEdit { span, text: new } in edits {
        result.push_str(text.get(end..span.start as usize)?);
        result.push_str(new);
        end = span.end as usize;
    }
    result.push_str(text.get(end..)?);
    Some(result)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fix::Safety;

    fn fix(edits: &[(u32, u32, &str)]) -> LocatedFix {
        let edits = edits.iter().map(|(start, end, text)| TextEdit {
            span: Span { start: *start, end: *end },
            text: (*text).to_owned(),
        });
        LocatedFix { title: String::new(), safety: Safety::Safe, edits: edits.collect(), changes: Vec::new() }
    }

    #[test]
    fn the_earlier_place_wins_and_the_other_waits() {
        type Case<'a> = (&'a [&'a [(u32, u32, &'a str)]], &'a str, &'a [usize]);
        let cases: &[Case<'_>] = &[
            (&[&[(0, 1, "A")], &[(2, 3, "C")]], "AbCd", &[]),
            (&[&[(2, 3, "C")], &[(0, 1, "A")]], "AbCd", &[]),
            (&[&[(1, 3, "x")], &[(0, 2, "y")]], "ycd", &[0]),
            (&[&[(0, 1, "A"), (3, 4, "D")], &[(2, 4, "x")]], "AbcD", &[1]),
            (&[&[(1, 1, "+")], &[(1, 1, "-")]], "a+bcd", &[1]),
            (&[&[(0, 1, "A")], &[(1, 1, "+")], &[(1, 2, "B")]], "A+Bcd", &[]),
            (&[&[(1, 3, "")], &[(2, 2, "x")]], "ad", &[1]),
            (&[&[(1, 9, "")]], "abcd", &[0]),
            (&[&[]], "abcd", &[0]),
        ];
        for (fixes, expected, left) in cases {
            let fixes: Vec<LocatedFix> = fixes.iter().map(|edits| fix(edits)).collect();
            let fixed = apply("abcd", &fixes.iter().collect::<Vec<_>>());
            assert_eq!((fixed.text.as_str(), fixed.left.as_slice()), (*expected, *left), "{fixes:?}");
        }
    }
}
