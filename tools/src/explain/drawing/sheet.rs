//! Shapes and texts to an SVG file: what grows downward, row by row, and is escaped, wrapped and styled in one place.

use std::fmt::Write as _;

/// The width of every picture.
const WIDTH: f64 = 1_000.0;

/// Light first; whoever prefers dark gets it. What is told apart by colour is told apart by its pattern too.
const STYLE: &str = "\
text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;fill:#1c1e21}\
.heading{font-size:20px;font-weight:600}.title{font-size:15px;font-weight:600}.body{font-size:13px}\
.strong{font-weight:600}.small{font-size:11.5px;fill:#50555c}.mark text{font-size:11px;font-weight:600}\
.paper{fill:#fff}.grid{stroke:#9aa0a8;stroke-width:1;stroke-dasharray:2 3}\
.none{fill:none;stroke:#c4c9d0}.span{stroke:#1c1e21;stroke-width:1}\
.online{fill:#2f7d4f}.code{fill:url(#latchkey-code)}.password{fill:url(#latchkey-password)}\
.code-paper{fill:#cfe0fa}.code-ink{stroke:#1d4fa3;stroke-width:2.5}\
.password-paper{fill:#fbe4c4}.password-ink{fill:#8a4b00}\
.mark *{stroke:#1c1e21;stroke-width:1.5;fill:#fff}.mark text{stroke:none;fill:#1c1e21}.mark .no{stroke-width:3}\
@media (prefers-color-scheme:dark){text,.mark text{fill:#e6e8eb}.small{fill:#a9b0b9}.paper{fill:#16181b}\
.grid{stroke:#59606a}.none{stroke:#40464e}.span{stroke:#e6e8eb}.online{fill:#4fb87a}\
.code-paper{fill:#15294a}.code-ink{stroke:#7fb0ff}.password-paper{fill:#3d2a0f}.password-ink{fill:#ffb454}\
.mark *{stroke:#e6e8eb;fill:#16181b}.mark text{stroke:none}}";

/// Lanes by pattern.
const PATTERNS: &str = "\
<pattern id=\"latchkey-code\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
<rect class=\"code-paper\" width=\"8\" height=\"8\"/><line class=\"code-ink\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"8\"/></pattern>\
<pattern id=\"latchkey-password\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">\
<rect class=\"password-paper\" width=\"8\" height=\"8\"/><circle class=\"password-ink\" cx=\"4\" cy=\"4\" r=\"1.8\"/></pattern>";

/// What a mark says by its shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Let in.
    Circle,
    /// Kept out.
    Square,
    /// Something that nobody decides.
    Diamond,
}

/// A picture that grows.
#[derive(Debug)]
pub(super) struct Sheet {
    content: String,
    y: f64,
}

impl Sheet {
    pub(super) const fn new() -> Self {
        Self { content: String::new(), y: 20.0 }
    }

    /// The top of the next row of this height.
    pub(super) fn row(&mut self, height: f64) -> f64 {
        let top = self.y;
        self.y += height;
        top
    }

    /// A text in as many rows as it needs within a width; how high one is.
    pub(super) fn text(&mut self, x: f64, height: f64, class: &str, text: &str, width: f64) {
        let size = match class {
            "heading" => 20.0,
            "title" => 15.0,
            "small" => 11.5,
            _ => 13.0,
        };
        for line in wrapped(text, width / size) {
            let top = self.row(height);
            self.label(x, top + size, class, &line);
        }
    }

    /// One line that begins at a place.
    pub(super) fn label(&mut self, x: f64, y: f64, class: &str, text: &str) {
        self.anchored(x, y, class, "start", text);
    }

    /// One line that ends at a place.
    pub(super) fn label_to(&mut self, x: f64, y: f64, class: &str, text: &str) {
        self.anchored(x, y, class, "end", text);
    }

    /// One line with its middle at a place.
    pub(super) fn label_at(&mut self, x: f64, y: f64, class: &str, text: &str) {
        self.anchored(x, y, class, "middle", text);
    }

    fn anchored(&mut self, x: f64, y: f64, class: &str, anchor: &str, text: &str) {
        self.push(&format!(
            "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{}</text>",
            escaped(text)
        ));
    }

    pub(super) fn line(&mut self, x: f64, from: f64, to: f64) {
        self.push(&format!(
            "<line class=\"grid\" x1=\"{x:.1}\" y1=\"{from:.1}\" x2=\"{x:.1}\" y2=\"{to:.1}\"/>"
        ));
    }

    pub(super) fn rectangle(&mut self, x: f64, y: f64, width: f64, height: f64, class: &str) {
        let span = if class == "none" { "" } else { " span" };
        self.push(&format!(
            "<rect class=\"{class}{span}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"3\"/>"
        ));
    }

    /// A mark around a number.
    pub(super) fn mark(&mut self, x: f64, y: f64, shape: Shape, number: &str) {
        let drawn = match shape {
            Shape::Circle => format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"9\"/>"),
            Shape::Square => {
                format!(
                    "<rect class=\"no\" x=\"{:.1}\" y=\"{:.1}\" width=\"17\" height=\"17\"/>",
                    x - 8.5,
                    y - 8.5
                )
            }
            Shape::Diamond => format!(
                "<path d=\"M{x:.1} {:.1}L{:.1} {y:.1}L{x:.1} {:.1}L{:.1} {y:.1}Z\"/>",
                y - 10.5,
                x + 10.5,
                y + 10.5,
                x - 10.5
            ),
        };
        let text = format!(
            "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            y + 4.0,
            escaped(number)
        );
        self.push(&format!("<g class=\"mark\">{drawn}{text}</g>"));
    }

    /// The file, with what a screen reader says.
    pub(super) fn finish(self, title: &str, description: &str) -> String {
        let height = self.y + 20.0;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height:.0}\" \
             viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" aria-labelledby=\"latchkey-title latchkey-description\">\n\
             <title id=\"latchkey-title\">{}</title>\n<desc id=\"latchkey-description\">{}</desc>\n\
             <style>{STYLE}</style>\n<defs>{PATTERNS}</defs>\n\
             <rect class=\"paper\" width=\"{WIDTH}\" height=\"{height:.0}\"/>\n{}</svg>\n",
            escaped(title),
            escaped(description),
            self.content
        )
    }

    fn push(&mut self, element: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.content, "{element}");
    }
}

/// A text as XML takes it; what XML cannot hold is shown as missing.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            other if other.is_control() => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}

/// A text in lines of so many ems; a word that is longer is broken.
fn wrapped(text: &str, ems: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0.0;
    let mut push = |piece: &str, width: f64| {
        let blank = if used > 0.0 { 0.3 } else { 0.0 };
        if used > 0.0 && used + blank + width > ems {
            lines.push(piece.to_owned());
            used = width;
        } else if let Some(line) = lines.last_mut() {
            if blank > 0.0 {
                line.push(' ');
            }
            line.push_str(piece);
            used += blank + width;
        }
    };
    for word in text.split_whitespace() {
        let mut piece = String::new();
        let mut width = 0.0;
        for character in word.chars() {
            let more = breadth(character);
            if width + more > ems {
                push(&piece, width);
                (piece, width) = (String::new(), 0.0);
            }
            piece.push(character);
            width += more;
        }
        push(&piece, width);
    }
    lines
}

/// How broad a character is at most, in ems; fonts differ, and text must never leave its place.
const fn breadth(character: char) -> f64 {
    match character {
        'i' | 'j' | 'l' | '.' | ',' | ';' | ':' | '\'' | '|' | '(' | ')' | '[' | ']' | '`' => 0.4,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.98,
        'A'..='Z' | '_' | '=' => 0.76,
        ' '..='~' => 0.61,
        _ => 1.1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_escaped() {
        assert_eq!(escaped("<a b=\"c\">&\u{1}\u{ffff}"), "&lt;a b=&quot;c&quot;&gt;&amp;\u{fffd}\u{fffd}");
    }

    #[test]
    fn no_line_is_broader_than_its_place() {
        let long = format!("some words and {} then more", "W".repeat(300));
        let lines = wrapped(&long, 40.0);
        assert!(lines.len() > 5);
        for line in lines {
            assert!(line.chars().map(breadth).sum::<f64>() <= 41.0, "{line}");
        }
    }
}
