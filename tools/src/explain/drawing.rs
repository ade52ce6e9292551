//! The stories of a first week to one picture that stands by itself: no script, no font, no colour that it needs, and
//! text that a screen reader finds.

mod axis;
mod sheet;

use axis::Axis;
use sheet::{Shape, Sheet};

use super::timeline::{Event, moment};
use super::{Explanation, Story};
use crate::phrase::one_line;

/// From where to where the lanes go; their names stand left of them.
const LEFT: f64 = 190.0;
const RIGHT: f64 = 960.0;
const LANE: f64 = 24.0;
const MARK: f64 = 22.0;

/// Draws the stories as SVG.
pub(crate) fn draw(explanation: &Explanation) -> String {
    let name = one_line(&explanation.profile);
    let mut sheet = Sheet::new();
    sheet.text(20.0, 26.0, "heading", &format!("A first week under {name}"), 940.0);
    sheet.row(10.0);
    legend(&mut sheet);
    let mut told = Vec::new();
    for story in &explanation.timeline {
        draw_story(&mut sheet, story);
        told.push(format!("{}: ", plain(&story.title)));
        told.extend(story.events.iter().map(|event| format!("{}; ", said(event))));
    }
    if explanation.timeline.is_empty() {
        sheet.text(20.0, 16.0, "body", "Nothing is asked of anybody under this profile.", 940.0);
    }
    sheet.finish(&format!("A first week under {name}"), told.concat().trim_end_matches("; "))
}

fn legend(sheet: &mut Sheet) {
    let y = sheet.row(26.0);
    for (x, shape, what) in [
        (30.0, Shape::Circle, "let in"),
        (120.0, Shape::Square, "kept out"),
        (230.0, Shape::Diamond, "something happens"),
    ] {
        sheet.mark(x, y + 8.0, shape, "");
        sheet.label(x + 16.0, y + 12.0, "small", what);
    }
    sheet.label(
        400.0,
        y + 12.0,
        "small",
        "Numbers stand for the lines under each picture. Times are in order, not to scale.",
    );
}

fn draw_story(sheet: &mut Sheet, story: &Story) {
    sheet.row(14.0);
    sheet.text(20.0, 18.0, "title", &plain(&story.title), 940.0);
    let axis = Axis::new(&times(story), story.lanes.end, LEFT, RIGHT);
    marks(sheet, story, &axis);
    lanes(sheet, story, &axis);
    list(sheet, story);
}

/// The times at which something happens, each once.
fn times(story: &Story) -> Vec<u64> {
    let mut times: Vec<u64> = story.events.iter().map(|event| event.seconds).collect();
    times.dedup();
    times
}

/// A mark for each event, several at one time on top of each other.
fn marks(sheet: &mut Sheet, story: &Story, axis: &Axis) {
    let at = |time: u64| story.events.iter().enumerate().filter(move |(_, event)| event.seconds == time);
    let times = times(story);
    let highest = times.iter().map(|time| at(*time).count()).max().unwrap_or(1);
    let height = highest as f64 * MARK;
    let top = sheet.row(height + 6.0);
    for time in times {
        let count = at(time).count();
        for (place, (index, event)) in at(time).enumerate() {
            let y = top + height - (count - place) as f64 * MARK + MARK / 2.0;
            sheet.mark(axis.x(time), y, shape(event), &(index + 1).to_string());
        }
    }
}

const fn shape(event: &Event) -> Shape {
    match event.outcome {
        Some((latchkey_engine::scenario::DecisionWord::Permit, _)) => Shape::Circle,
        Some((latchkey_engine::scenario::DecisionWord::Deny, _)) => Shape::Square,
        None => Shape::Diamond,
    }
}

/// A row for each way in, and under them the times.
fn lanes(sheet: &mut Sheet, story: &Story, axis: &Axis) {
    let ways = [
        ("can sign in online", "online", &story.lanes.online),
        ("device access code", "code", &story.lanes.code),
        ("password alone", "password", &story.lanes.password),
    ];
    let top = sheet.row(0.0);
    let bottom = top + ways.len() as f64 * (LANE + 8.0);
    for time in times(story) {
        sheet.line(axis.x(time), top - 4.0, bottom + 2.0);
    }
    for (label, class, spans) in ways {
        let y = sheet.row(LANE + 8.0);
        sheet.label_to(LEFT - 14.0, y + LANE / 2.0 + 5.0, "body", label);
        sheet.rectangle(axis.x(0), y, RIGHT - axis.x(0), LANE, "none");
        for (from, to) in spans {
            let (from, to) = (axis.x(*from), axis.x(*to));
            sheet.rectangle(from, y, to - from, LANE, class);
        }
    }
    let y = sheet.row(34.0);
    for time in times(story) {
        let (day, hour) = moment(time);
        sheet.label_at(axis.x(time), y + 14.0, "small", &day);
        sheet.label_at(axis.x(time), y + 27.0, "small", &hour);
    }
    sheet.row(8.0);
}

/// What the marks mean.
fn list(sheet: &mut Sheet, story: &Story) {
    for (event, number) in story.events.iter().zip(1_usize..) {
        let (day, hour) = moment(event.seconds);
        let y = sheet.row(0.0);
        sheet.label_to(40.0, y + 13.0, "body strong", &number.to_string());
        sheet.label(52.0, y + 13.0, "body", &format!("{day} {hour}"));
        sheet.text(LEFT, 17.0, "body", &said(event), RIGHT - LEFT);
        let keys: Vec<&str> = event.keys.iter().map(|because| because.key.name()).collect();
        if !keys.is_empty() {
            sheet.text(LEFT, 15.0, "small", &format!("by {}", keys.join(", ")), RIGHT - LEFT);
        }
        sheet.row(3.0);
    }
    if let Some(note) = &story.note {
        sheet.text(LEFT, 17.0, "body", &plain(note), RIGHT - LEFT);
    }
    let values = super::human::keys(story.events.iter().flat_map(|event| &event.keys), usize::MAX).concat();
    sheet.text(LEFT, 15.0, "small", values.trim().trim_start_matches("by "), RIGHT - LEFT);
}

fn said(event: &Event) -> String {
    let reason = event.outcome.map(|(decision, reason)| format!(" [{} {}]", decision.word(), reason.word()));
    plain(&format!("{}{}", event.text, reason.unwrap_or_default()))
}

/// A text without marks of code: what was between them is between quotation marks.
fn plain(text: &str) -> String {
    let mut opens = true;
    let quote = |character| {
        if character != '`' {
            return character;
        }
        opens = !opens;
        if opens { '”' } else { '“' }
    };
    text.chars().map(quote).collect()
}
