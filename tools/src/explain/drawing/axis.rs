//! Times to places on a line: in order, with room for a label at each, and the rest shared by how long each span is.

/// The least room between two labels.
const ROOM: f64 = 80.0;

/// Times with their places.
#[derive(Debug)]
pub(super) struct Axis {
    places: Vec<(u64, f64)>,
}

impl Axis {
    /// Places of these rising times, and of the end, between two coordinates.
    pub(super) fn new(times: &[u64], end: u64, left: f64, right: f64) -> Self {
        // The first label has half its room left of the line.
        let left = left + ROOM / 2.0;
        let mut all = times.to_vec();
        if all.last().is_none_or(|last| *last < end) {
            all.push(end);
        }
        let lengths: Vec<f64> = all.windows(2).map(length).collect();
        let shared = (right - left - ROOM * lengths.len() as f64).max(0.0);
        let room = ROOM.min((right - left) / (lengths.len() as f64).max(1.0));
        let total: f64 = lengths.iter().sum::<f64>().max(1.0);
        let mut x = left;
        let mut places = Vec::new();
        for (index, time) in all.iter().enumerate() {
            places.push((*time, x));
            x += room + shared * lengths.get(index).copied().unwrap_or(0.0) / total;
        }
        Self { places }
    }

    /// The place of a time; between two known ones in proportion.
    pub(super) fn x(&self, time: u64) -> f64 {
        let mut before: Option<(u64, f64)> = None;
        for &(known, x) in &self.places {
            if known == time {
                return x;
            }
            if known > time {
                let Some((earlier, start)) = before else { return x };
                let part = (time - earlier) as f64 / (known - earlier).max(1) as f64;
                return start + (x - start) * part;
            }
            before = Some((known, x));
        }
        before.map_or(0.0, |(_, x)| x)
    }
}

/// Long spans get more room, but not in proportion.
fn length(pair: &[u64]) -> f64 {
    match pair {
        [from, to] => (to.saturating_sub(*from) as f64).sqrt(),
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_has_its_room_and_nothing_leaves_the_sheet() {
        let times = [0, 60, 120, 86_400, 86_401, 604_800, 5_184_000, 5_184_060];
        let axis = Axis::new(&times, 5_200_000, 190.0, 960.0);
        for pair in times.windows(2) {
            assert!(axis.x(pair[1]) - axis.x(pair[0]) >= ROOM - 0.01, "{pair:?}");
        }
        assert!(axis.x(0) >= 190.0 && axis.x(5_200_000) <= 960.01);
        assert!(axis.x(30) > axis.x(0) && axis.x(30) < axis.x(60));
    }
}
