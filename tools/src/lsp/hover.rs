//! A place in a buffer to what is declared there and what was found there.

use gen_lsp_types::{Contents, Hover};
use latchkey_profile_schema::{KeyPath, Part, Segment, Span, domain};

use super::client::Client;
use super::lines::Lines;
use super::meaning::{Meaning, Word};
use super::page;
use super::projects::Placed;
use super::sketch::sketch;
use crate::lint::{FileReport, TextOf};

/// What a pointer at this byte is shown; nothing where nothing is known.
pub(super) fn hover(
    text: &str,
    offset: usize,
    placed: &Placed,
    reports: &[FileReport],
    lines: &Lines<'_>,
    client: &Client,
) -> Option<Hover> {
    let at = u32::try_from(offset).ok()?;
    let declared = declared(text, at, placed);
    let found = found(text, reports, at);
    let span =
        declared.as_ref().map(|(_, span)| *span).or_else(|| found.iter().map(|(_, span)| *span).next());
    let pages: Vec<String> =
        declared.into_iter().map(|(page, _)| page).chain(found.into_iter().map(|(page, _)| page)).collect();
    if pages.is_empty() {
        return None;
    }
    Some(Hover {
        contents: Contents::MarkupContent(page::shown(pages.join("\n---\n\n"), client.pages_in_hovers())),
        range: span.map(|span| lines.range(span)),
    })
}

/// What is declared about the key or value, and the bytes that it is about.
fn declared(text: &str, at: u32, placed: &Placed) -> Option<(String, Span)> {
    let document = sketch(text);
    let meaning = Meaning::of(&document, placed.name(), placed.options());
    let path = document.path_at(at);
    let inside = |span: Option<Span>| span.filter(|span| span.start <= at && at < span.end);
    if let Some(Segment::Key(name)) = path.segments().last()
        && let Some(span) = inside(document.span(&path, Part::Key))
    {
        return Some((of_key(&meaning, &path, name)?, span));
    }
    let node = document.at(&path)?;
    let span = inside(node.span)?;
    // Of an array or dictionary only the tags are its own, and they are explained where the key is.
    let value = node.as_str()?;
    if !meaning.payload_types(&path).is_empty() {
        return Some((page::of_domain(domain::known(value)?), span));
    }
    let element = meaning.element(&path)?;
    let listed = element.allowed.iter().find(|allowed| page::plain(&allowed.value) == value);
    let page =
        listed.map_or_else(|| meaning.key(&path).map(page::of_key), |value| Some(page::of_value(value)))?;
    Some((page, span))
}

fn of_key(meaning: &Meaning<'_>, path: &KeyPath, name: &str) -> Option<String> {
    if let Some(key) = meaning.key(path) {
        return Some(page::of_key(key));
    }
    let (_, dictionary) = path.segments().split_last()?;
    let keys = meaning.keys(&dictionary.to_vec().into());
    keys.words.iter().find(|(word, _)| *word == name).map(|(word, kind)| match kind {
        Word::Domain(domain) => page::of_domain(domain),
        Word::Delivery => format!("`{word}`: the managed client enforces the settings in it\n"),
        Word::Settings => format!("`{word}`: the settings of the preference domain\n"),
    })
}

/// The rules that found something here, and where. What concerns many lines is not about this place.
fn found(text: &str, reports: &[FileReport], at: u32) -> Vec<(String, Span)> {
    let mut pages: Vec<(String, Span)> = Vec::new();
    for report in reports {
        if !matches!(report.text_of, TextOf::File | TextOf::Escaped) {
            continue;
        }
        for finding in &report.findings {
            let is_here = |span: &Span| {
                let said = text.get(span.start as usize..span.end as usize);
                span.start <= at && at < span.end && said.is_some_and(|said| !said.contains('\n'))
            };
            let Some(span) = finding.spot.span.filter(is_here) else { continue };
            let rule = finding.rule;
            let page = format!("**{}** ({}): {}\n", rule.name, finding.level.word(), rule.summary.trim());
            if !pages.iter().any(|(there, _)| *there == page) {
                pages.push((page, span));
            }
        }
    }
    pages
}
