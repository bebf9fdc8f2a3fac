//! The time that speech takes to travel.

/// Milliseconds that light in fibre needs for a kilometre: 5 µs. Source: ITU-T G.114, Annex A.
const MILLISECONDS: f64 = 0.005;
/// Factor by which a cable is longer than the great circle between its ends, because it follows coasts, roads and railways.
const DETOUR: f64 = 1.5;

/// Least one-way delay, in milliseconds, between places so many kilometres apart, without equipment, codecs and buffers.
#[must_use]
pub fn least_delay(kilometres: f64) -> f64 {
    kilometres * DETOUR * MILLISECONDS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_as_far_again_at_the_speed_of_light_in_glass() {
        for (kilometres, milliseconds) in [(0.0, 0.0), (2000.0, 15.0), (10000.0, 75.0), (20000.0, 150.0)] {
            assert!((least_delay(kilometres) - milliseconds).abs() < 1e-9, "{kilometres}");
        }
    }
}
