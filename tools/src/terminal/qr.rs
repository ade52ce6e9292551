//! A text as a QR code of half blocks, for a terminal.

use qrcode::render::unicode::Dense1x2;
use qrcode::{EcLevel, QrCode};

use crate::commands::Screen;

/// Black on white, whatever the terminal's own colours are.
const BLACK_ON_WHITE: &str = "\x1b[38;5;16;48;5;231m";
const RESET: &str = "\x1b[0m";

/// The code, two rows of modules a line, with the quiet zone that ISO/IEC 18004 asks for. `None` when the text is
/// too long for one.
pub(crate) fn draw(text: &str, screen: Screen) -> Option<Vec<String>> {
    let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
    let mut renderer = code.render::<Dense1x2>();
    renderer.quiet_zone(true);
    let lines = match screen {
        Screen::Coloured => renderer.dark_color(Dense1x2::Dark).light_color(Dense1x2::Light).build(),
        // Without colours the light modules are drawn, since most terminals are dark.
        Screen::Plain => renderer.dark_color(Dense1x2::Light).light_color(Dense1x2::Dark).build(),
    };
    let coloured = |line: &str| match screen {
        Screen::Coloured => format!("{BLACK_ON_WHITE}{line}{RESET}"),
        Screen::Plain => line.to_owned(),
    };
    Some(lines.lines().map(coloured).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_becomes_a_square_of_half_blocks() {
        let drawn = draw("otpauth://totp/x?secret=ABC", Screen::Plain).unwrap();
        let widths: Vec<_> = drawn.iter().map(|line| line.chars().count()).collect();
        assert!(widths.iter().all(|width| *width == widths[0] && width.div_ceil(2) == widths.len()));
    }

    #[test]
    fn the_quiet_zone_is_light() {
        let drawn = draw("x", Screen::Plain).unwrap();
        assert!(drawn[0].chars().all(|module| module == '█'), "{drawn:?}");
        let coloured = draw("x", Screen::Coloured).unwrap();
        assert!(coloured[0].trim_start_matches(BLACK_ON_WHITE).trim_end_matches(RESET).trim().is_empty());
    }
}
