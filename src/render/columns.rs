//! Widths of a table's columns, from their content.

/// Shares a width out among columns that each need `(least, most)`: the width of the longest word, and of the longest line.
pub(super) fn share_out(extents: &[(f32, f32)], room: f32) -> Vec<f32> {
    let least: f32 = extents.iter().map(|extent| extent.0).sum();
    let most: f32 = extents.iter().map(|extent| extent.1).sum();
    if most <= room {
        // Half of the spare width goes to all columns alike, half in proportion to their content.
        let spare = (room - most) / 2.0;
        let share = |extent: &(f32, f32)| spare / extents.len() as f32 + spare * extent.1 / most.max(1.0);
        let widths: Vec<f32> = extents.iter().map(|extent| extent.1 + share(extent)).collect();
        let sum: f32 = widths.iter().sum();
        return widths.iter().map(|width| width * room / sum.max(1.0)).collect();
    }
    // Short columns stay on one line and long ones share what is left. If not even the longest words fit, short columns keep
    // whole words and long ones are cut.
    let bounds = |extent: &(f32, f32)| if least <= room { *extent } else { (0.0, extent.0) };
    let sum = |level: f32| -> f32 { extents.iter().map(bounds).map(|(low, high)| level.clamp(low, high)).sum() };
    let (mut low, mut high) = (0.0, room);
    for _ in 0..40 {
        let middle = (low + high) / 2.0;
        if sum(middle) > room {
            high = middle;
        } else {
            low = middle;
        }
    }
    extents.iter().map(bounds).map(|(least, most)| low.clamp(least, most)).collect()
}
