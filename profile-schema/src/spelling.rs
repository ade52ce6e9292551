//! A misspelt word to the known word that was probably meant.

/// Longer words are not names that somebody typed, and the distance costs the product of the lengths.
const LONGEST: usize = 128;

/// The nearest of the known words: equal but for case, else within one edit for each three letters of the longer word,
/// letters swapped with their neighbour counting as one edit. The first of equally near ones wins.
#[must_use]
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > LONGEST {
        return None;
    }
    let word = lower(word);
    let mut best: Option<(usize, &'a str)> = None;
    for candidate in known.into_iter().filter(|candidate| candidate.len() <= LONGEST) {
        let far = candidate.is_ascii() && {
            let longer = word.len().max(candidate.len());
            word.len().abs_diff(candidate.len()) > longer / 3
        };
        if far {
            continue;
        }
        let letters = lower(candidate);
        let allowed = word.len().max(letters.len()) / 3;
        if least_distance(&word, &letters) > allowed {
            continue;
        }
        if let Some(distance) = distance(&word, &letters, allowed)
            && best.is_none_or(|(nearest, _)| distance < nearest)
        {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The known word of which this one is a slip of the finger: one edit away, or two in a long word. Narrower than
/// [`nearest`], for where other words exist too.
#[must_use]
pub fn slip<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Shorter words are near too many others.
    const SHORTEST: usize = 4;
    // Two slips in fewer letters make another word.
    const LONG: usize = 10;
    let near = |candidate: &'a str| {
        let longer = word.len().max(candidate.len());
        let allowed = if longer < LONG { 1 } else { 2 };
        let may_be =
            (SHORTEST..=LONGEST).contains(&longer) && word.len().abs_diff(candidate.len()) <= allowed;
        if !may_be {
            return None;
        }
        let (word, letters) = (lower(word), lower(candidate));
        if least_distance(&word, &letters) > allowed {
            return None;
        }
        Some((distance(&word, &letters, allowed)?, candidate))
    };
    known.into_iter().filter_map(near).min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

fn lower(word: &str) -> Vec<char> {
    word.chars().flat_map(char::to_lowercase).collect()
}

/// What the distance is at least, which takes no time: each letter that the other word lacks is one edit.
fn least_distance(left: &[char], right: &[char]) -> usize {
    // Letters that share a place count as the same, which only makes the bound lower.
    const PLACES: usize = 64;
    let mut lacking = [0_i16; PLACES];
    let mut count = |letters: &[char], by: i16| {
        for letter in letters {
            if let Some(place) = lacking.get_mut(*letter as usize % PLACES) {
                *place += by;
            }
        }
    };
    count(left, 1);
    count(right, -1);
    let sum =
        |sign: i16| lacking.iter().map(|count| usize::try_from(count * sign).unwrap_or(0)).sum::<usize>();
    sum(1).max(sum(-1))
}

/// The optimal string alignment distance; none where it is more than that many edits.
fn distance(left: &[char], right: &[char], most: usize) -> Option<usize> {
    let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX);
    let (mut before_last, mut next) = (Vec::new(), Vec::new());
    let mut last: Vec<usize> = (0..=right.len()).collect();
    let mut least_of_last = 0;
    for (row, letter) in left.iter().enumerate() {
        let (mut beside, mut least_of_next) = (row + 1, row + 1);
        next.clear();
        next.push(beside);
        for ((column, other), above) in right.iter().enumerate().zip(last.windows(2)) {
            let &[diagonal, above] = above else { continue };
            beside = (diagonal + usize::from(letter != other)).min(above.min(beside) + 1);
            let swapped = column > 0
                && row > 0
                && right.get(column - 1) == Some(letter)
                && left.get(row - 1) == Some(other);
            if swapped {
                beside = beside.min(at(&before_last, column - 1) + 1);
            }
            least_of_next = least_of_next.min(beside);
            next.push(beside);
        }
        // A row is made of the two above it, and never holds less than both.
        if least_of_last.min(least_of_next) > most {
            return None;
        }
        least_of_last = least_of_next;
        std::mem::swap(&mut before_last, &mut last);
        std::mem::swap(&mut last, &mut next);
    }
    last.last().copied().filter(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant() {
        let known = ["Forced", "Set-Once", "string", "AllowedFactors", "MFARequiredList"];
        let cases = [
            ("forced", Some("Forced")),
            ("Force", Some("Forced")),
            ("SetOnce", Some("Set-Once")),
            ("sting", Some("string")),
            ("AllowedFactor", Some("AllowedFactors")),
            ("AlolwedFactors", Some("AllowedFactors")),
            ("MfaRequiredList", Some("MFARequiredList")),
            ("Often", None),
            ("", None),
        ];
        for (word, expected) in cases {
            assert_eq!(nearest(word, known), expected, "{word}");
        }
    }

    #[test]
    fn the_bound_is_never_above_the_distance_and_giving_up_changes_nothing() {
        let words = [
            "",
            "a",
            "ab",
            "ba",
            "Forced",
            "forcde",
            "Set-Once",
            "com.okta.mobile",
            "\u{e9}t\u{e9}",
            "9y!",
            "com.okat.mobiel",
            "yxSet-Once",
        ];
        for left in words.map(lower) {
            for right in words.map(lower) {
                let whole = distance(&left, &right, usize::MAX);
                assert!(
                    whole.is_some_and(|whole| least_distance(&left, &right) <= whole),
                    "{left:?} {right:?}"
                );
                for most in 0..20 {
                    let within = whole.filter(|whole| *whole <= most);
                    assert_eq!(distance(&left, &right, most), within, "{left:?} {right:?} {most}");
                }
            }
        }
        assert_eq!(least_distance(&lower("abc"), &lower("xyzw")), 4);
    }

    #[test]
    fn a_slip_is_narrower_than_a_resemblance() {
        let known = ["URLs", "Realm", "LoginFrequency", "Key Type", "RSA"];
        let cases = [
            ("URL", Some("URLs")),
            ("Realms", Some("Realm")),
            ("LoginFrequenzy", Some("LoginFrequency")),
            ("LoginFreqency", Some("LoginFrequency")),
            ("LoginFreqenzy", Some("LoginFrequency")),
            ("KeyType", Some("Key Type")),
            ("LoginPolicy", None),
            ("Really", None),
            ("RSB", None),
        ];
        for (word, expected) in cases {
            assert_eq!(slip(word, known), expected, "{word}");
        }
    }

    #[test]
    fn long_words_have_no_neighbour() {
        let word = "a".repeat(100_000);
        assert_eq!(nearest(&word, [word.as_str()]), None);
    }
}
