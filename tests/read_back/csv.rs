//! Tables that a person keeps by hand.

/// The cells of a line (RFC 4180).
pub fn cells(line: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut quoted = false;
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        let cell = out.last_mut().expect("a cell");
        match character {
            '"' if quoted && characters.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => out.push(String::new()),
            other => cell.push(other),
        }
    }
    out
}
