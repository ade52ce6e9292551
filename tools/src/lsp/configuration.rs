//! The buffer of a `latchkey.toml` to what is wrong with it, and to the names of rules that may be typed in it.

use std::path::Path;

use gen_lsp_types::{CompletionItem, CompletionItemKind, TextEdit, Uri};

use super::lines::Lines;
use crate::configuration::{FILE_NAME, parse};
use crate::lint::{FileReport, of_text};
use crate::rules::RULES;

/// Whether a buffer is a configuration.
pub(super) fn is_configuration(uri: &Uri) -> bool {
    Path::new(uri.path()).file_name().is_some_and(|name| name == FILE_NAME)
}

/// What is wrong with it.
pub(super) fn look(name: String, text: &str) -> Vec<FileReport> {
    let (_, mistakes) = parse(text.as_bytes());
    vec![of_text(name, text.as_bytes().to_vec(), mistakes)]
}

/// The rules, where one may be named: as a key of a table of rules, or as the value of `rule`.
pub(super) fn complete(text: &str, offset: usize, lines: &Lines<'_>) -> Vec<CompletionItem> {
    let before = text.get(..offset).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let is_name = |text: &str| text.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-');
    let header = before.lines().rev().find_map(|line| line.trim().strip_prefix('['));
    let in_table = header.is_some_and(|header| header.trim_end_matches(']').trim().ends_with("rules"));
    let value = line.trim_start().strip_prefix("rule").and_then(|rest| rest.trim_start().strip_prefix('='));
    let value = value.and_then(|rest| rest.trim_start().strip_prefix('"'));
    let typed = match value {
        Some(typed) if is_name(typed) => typed,
        None if in_table && is_name(line.trim_start()) => line.trim_start(),
        _ => return Vec::new(),
    };
    let range = lines.between(offset - typed.len(), offset);
    let item = |rule: &crate::rule::Rule| CompletionItem {
        label: rule.name.to_owned(),
        kind: Some(CompletionItemKind::Constant),
        detail: Some(rule.summary.trim().to_owned()),
        text_edit: Some(TextEdit { range, new_text: rule.name.to_owned() }.into()),
        ..CompletionItem::default()
    };
    RULES.iter().map(|listed| item(listed.rule)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lsp::lines::Encoding;

    #[test]
    fn rules_are_named_where_one_may_stand() {
        for (text, expected) in [
            ("[lint.rules]\nunk", true),
            ("[lint.rules]\n", true),
            ("[lint.target.jamf.rules]\n  no-", true),
            ("[[lint.ignore]]\nrule = \"unk", true),
            ("[lint]\ntar", false),
            ("[lint.rules]\nno-grace = \"of", false),
            ("[[lint.ignore]]\nreason = \"unk", false),
            ("", false),
        ] {
            let found = complete(text, text.len(), &Lines::new(text, Encoding::Utf16));
            assert_eq!(found.len() == RULES.len(), expected, "{text}");
        }
    }
}
