//! A progress line, on a terminal, for runs longer than a second; elsewhere a line a file.

use std::io::{self, IsTerminal as _};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::characters::visible;
use crate::cli::console::Console;

/// Time before the line appears.
const PATIENCE: Duration = Duration::from_secs(1);

/// Time between two updates.
const MOVE: Duration = Duration::from_millis(120);

/// Columns of the bar.
const BAR: usize = 24;

/// Shows the progress of a run. Dropping it erases the line.
pub(super) struct Progress {
    /// Whether finished files are told by lines, because there is no terminal to draw on.
    lines: bool,
    done: Arc<AtomicUsize>,
    what: Arc<Mutex<String>>,
    stop: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Watches a run over so many files. Nothing is drawn without a terminal, or with --quiet.
    pub(super) fn over(console: &Console, total: usize) -> Self {
        let (done, what) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(String::new())));
        let shown = io::stderr().is_terminal() && !console.quiet;
        let stop = shown.then(|| {
            let (sender, receiver) = channel();
            let (done, what, width) = (done.clone(), what.clone(), console.look.width);
            let thread = std::thread::spawn(move || {
                let start = Instant::now();
                let mut wait = PATIENCE;
                let mut drawn = false;
                while let Err(RecvTimeoutError::Timeout) = receiver.recv_timeout(wait) {
                    let name = what.lock().unwrap_or_else(PoisonError::into_inner).clone();
                    let line = line(done.load(Ordering::Relaxed), total, &name, start.elapsed(), width);
                    Console::draw(&format!("\r\u{1b}[2K{line}"));
                    (wait, drawn) = (MOVE, true);
                }
                if drawn {
                    Console::draw("\r\u{1b}[2K");
                }
            });
            (sender, thread)
        });
        Self { lines: !io::stderr().is_terminal() && !console.quiet, done, what, stop }
    }

    /// Records the file that is worked on.
    pub(super) fn begin(&self, name: &str) {
        if let Ok(mut what) = self.what.lock() {
            *what = visible(name);
        }
    }

    /// Tells of a finished file where nothing can be drawn.
    pub(super) fn line(&self, text: &str) {
        if self.lines {
            Console::draw(&format!("{text}\n"));
        }
    }

    /// Records that a file is finished.
    pub(super) fn end(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((sender, thread)) = self.stop.take() {
            drop(sender);
            // A panic in the drawing thread has already been reported.
            thread.join().ok();
        }
    }
}

/// The line: a bar over the finished files, or for one file a mark that moves to and fro.
fn line(done: usize, total: usize, name: &str, elapsed: Duration, width: usize) -> String {
    let mut bar = ['.'; BAR];
    if total > 1 {
        bar.iter_mut().take(done * BAR / total).for_each(|cell| *cell = '#');
    } else {
        let moves = usize::try_from(elapsed.as_millis() / MOVE.as_millis()).unwrap_or(usize::MAX) % (2 * BAR - 2);
        let at = if moves < BAR { moves } else { 2 * BAR - 2 - moves };
        bar.iter_mut().skip(at.saturating_sub(1)).take(3).for_each(|cell| *cell = '#');
    }
    let count = if total > 1 { format!("{done} of {total}, ") } else { String::new() };
    let line = format!("[{}] {count}{} s  {name}", bar.iter().collect::<String>(), elapsed.as_secs());
    line.chars().take(width.saturating_sub(1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_how_far_it_is_and_fits() {
        let second = Duration::from_secs(2);
        assert_eq!(line(3, 12, "deal.yaml", second, 80), "[######..................] 3 of 12, 2 s  deal.yaml");
        assert!(line(0, 1, "deck.csv", second, 80).starts_with("[..............."));
        for elapsed in 0..200 {
            let line = line(0, 1, &"x".repeat(100), Duration::from_millis(elapsed * 50), 60);
            assert_eq!(line.chars().count(), 59);
            assert!(line.contains('#'), "{line}");
        }
    }
}
