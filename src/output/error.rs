//! Why files could not be written.

use std::io;
use std::path::{Path, PathBuf};

/// Why files could not be written.
#[derive(Debug)]
pub struct WriteError {
    operation: &'static str,
    path: PathBuf,
    cause: Cause,
}

#[derive(Debug)]
enum Cause {
    Io(io::Error),
    Refused(&'static str),
}

impl WriteError {
    pub(super) fn io(operation: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Self { operation, path: path.to_owned(), cause: Cause::Io(error) }
    }

    pub(super) fn refused(path: &Path, why: &'static str) -> Self {
        Self::refused_to("write", path, why)
    }

    pub(super) fn refused_to(operation: &'static str, path: &Path, why: &'static str) -> Self {
        Self { operation, path: path.to_owned(), cause: Cause::Refused(why) }
    }
}

impl std::fmt::Display for WriteError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot {} {}", self.operation, self.path.display())?;
        match self.cause {
            Cause::Io(_) => Ok(()),
            Cause::Refused(why) => write!(f, ": {why}"),
        }
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.cause {
            Cause::Io(error) => Some(error),
            Cause::Refused(_) => None,
        }
    }
}
