//! What is wrong with a file that is no profile to what people read: place and message, then the line of the file.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use latchkey_profile_schema::text::LineIndex;

use super::excerpt;
use crate::commands::Screen;
use crate::phrase::one_line;
use crate::scenarios::Told;

/// Renders the mistakes of one file.
pub(crate) fn render(name: &str, text: &[u8], mistakes: &[Told], screen: Screen) -> String {
    let (renderer, red, bold, end) = match screen {
        Screen::Coloured => (Renderer::styled(), "\x1b[1;91m", "\x1b[1m", "\x1b[0m"),
        Screen::Plain => (Renderer::plain(), "", "", ""),
    };
    let name = one_line(name);
    let index = LineIndex::new(text);
    let mut shown = String::new();
    for Told { message, help, span } in mistakes {
        let start = span.map(|span| index.position(span.start));
        let place = start.map(|start| format!(":{}:{}", start.line, start.column)).unwrap_or_default();
        shown.push_str(&format!("{bold}{name}{place}{end}: {red}error{end}: {bold}{message}{end}\n"));
        match (span, start) {
            (Some(span), Some(start)) => {
                let line = excerpt::around(text, *span, &[]);
                let mark = AnnotationKind::Primary.span(line.mark);
                let snippet = Snippet::source(line.text).line_start(start.line as usize).annotation(mark);
                let mut group = Group::with_level(Level::ERROR).element(snippet);
                if let Some(help) = help {
                    group = group.element(Level::HELP.message(help));
                }
                shown.push_str(&renderer.render(&[group]));
                shown.push('\n');
            }
            _ => shown.extend(help.iter().map(|help| format!("  = help: {help}\n"))),
        }
    }
    shown
}
