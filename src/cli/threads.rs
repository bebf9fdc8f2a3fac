//! How many threads a run has. The environment may ask for fewer than the machine has processors, and not for so many that nothing is left.

use std::num::NonZeroUsize;

use crate::budget::THREADS;
use crate::cli::Failure;

/// The variable that rayon reads, which many machines set.
const WANTED: &str = "RAYON_NUM_THREADS";
/// Bytes of a thread's stack. Without a size of its own it would be that of `RUST_MIN_STACK`, which may be more than there is.
const STACK: usize = 2 << 20;

/// Makes the threads of the run: `jobs` of them, or as many as the environment wants, or one for each processor.
pub(super) fn start(jobs: Option<NonZeroUsize>) -> Result<(), Failure> {
    if jobs.is_some_and(|jobs| jobs.get() > THREADS) {
        return Err(Failure(format!("cannot use so many processors: --jobs takes at most {THREADS}")));
    }
    let wanted = || std::env::var(WANTED).ok()?.parse::<NonZeroUsize>().ok();
    let machine = || std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let count = jobs.or_else(wanted).map_or_else(machine, NonZeroUsize::get).min(THREADS);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(count).stack_size(STACK).build_global();
    pool.map_err(|error| Failure(format!("cannot start {count} threads: {error}; say how many with --jobs")))
}
