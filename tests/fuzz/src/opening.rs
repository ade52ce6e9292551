//! What holds for any bytes that may be wrapped: layers, contents and their sizes are bounded, every place is inside
//! the file, and a content's bytes stand where it says that they do.

use latchkey_profile_schema::opening::{self, Content, MAX_CONTENTS, MAX_LAYERS, Opening, Origin};
use latchkey_profile_schema::plist::MAX_PROBLEMS;
use latchkey_profile_schema::{Place, Span};

use super::property_list;

/// So many contents are read, and so many of their bytes are looked for in the file.
const CONTENTS: usize = 8;
const BYTES: usize = 4_096;

/// Opens the bytes and reads what is in them. Panics where a property does not hold.
pub(super) fn holds(bytes: &[u8]) {
    let opening = opening::open(bytes);
    let Opening { layers, contents, problems, .. } = &opening;
    assert!(layers.len() <= MAX_LAYERS, "{layers:?}");
    assert!(contents.len() <= MAX_CONTENTS && problems.len() <= MAX_PROBLEMS + 1);
    let is_told = !(layers.is_empty() && contents.is_empty() && problems.is_empty());
    assert!(is_told, "neither opened nor refused");
    // Three bytes of UTF-8 are two of UTF-16; everything else becomes shorter.
    let size = contents.iter().map(|content| content.bytes.len()).sum::<usize>();
    assert!(size <= bytes.len() * 3 / 2 + 3, "{size} bytes out of {}", bytes.len());
    let text = opening.text();
    for problem in problems {
        if let Place::Bytes(span) = problem.place {
            inside(span, 0, text.len());
        }
    }
    if let Ok(content) = opening.single() {
        assert!(problems.is_empty() && std::ptr::eq(content, &contents[0]));
    }
    for content in contents {
        assert!(layers.len() + content.layers.len() <= MAX_LAYERS, "{:?}", content.layers);
        if let Some(span) = content.around {
            inside(span, 0, text.len());
        }
    }
    for content in contents.iter().take(CONTENTS) {
        stands_there(content, text);
        // What is not wrapped is another target's.
        if content.origin != Origin::File {
            property_list::holds(&content.bytes);
        }
    }
}

/// Each byte of a content has a place in the file, in the order of the bytes, and is the one that stands there.
fn stands_there(content: &Content<'_>, text: &[u8]) {
    let around = content.around.map_or(0..text.len(), |span| span.start as usize..span.end as usize);
    let mut before = around.start;
    let step = (content.bytes.len() / BYTES).max(1);
    for (at, byte) in content.bytes.iter().enumerate().step_by(step) {
        let at = u32::try_from(at).unwrap();
        let Some(span) = content.in_file(Span { start: at, end: at + 1 }) else {
            assert_eq!(content.origin, Origin::Decoded);
            return;
        };
        inside(span, around.start, around.end);
        assert!(before <= span.start as usize, "byte {at} stands at {span:?}, before {before}");
        before = span.start as usize;
        if span.end == span.start + 1 {
            assert_eq!(text[span.start as usize], *byte, "byte {at} stands at {span:?}");
        }
    }
    let reading = content.read();
    for problem in &reading.problems {
        if let Place::Bytes(span) = problem.place {
            inside(span, 0, content.bytes.len());
            if let Some(span) = content.in_file(span) {
                inside(span, 0, text.len());
            }
        }
    }
}

fn inside(span: Span, start: usize, end: usize) {
    let (from, to) = (span.start as usize, span.end as usize);
    assert!(from <= to && start <= from && to <= end, "{span:?} is not in {start}..{end}");
}
