//! Reading a deal file, or another that a run is given, whatever the path turns out to be.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::source::Source;

/// No deal is larger; a bigger file is another file, or a device that never ends.
pub const LIMIT: u64 = 8 << 20;

/// The path that stands for standard input.
pub const STDIN: &str = "-";

/// Why a deal could not be read.
#[derive(Debug)]
pub struct Error {
    name: String,
    cause: Cause,
}

#[derive(Debug)]
enum Cause {
    Io(io::Error),
    Directory,
    TooLarge { most: u64 },
    NotText { offset: usize, byte: u8, utf16: bool },
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = &self.name;
        match &self.cause {
            Cause::Io(_) => write!(f, "cannot read {name}"),
            Cause::Directory => write!(f, "cannot read {name}: it is a folder; name the deal files in it"),
            Cause::TooLarge { most: LIMIT } => {
                write!(f, "cannot read {name}: it is larger than {} MiB, the most a deal may have", LIMIT >> 20)
            }
            Cause::TooLarge { most } => write!(f, "cannot read {name}: it is larger than {} MiB", most >> 20),
            Cause::NotText { utf16: true, .. } => {
                write!(f, "{name} is not text (UTF-8): it looks like UTF-16; save it as UTF-8")
            }
            Cause::NotText { offset, byte, utf16: false } => {
                write!(f, "{name} is not text (UTF-8): byte 0x{byte:02X} at offset {offset}")
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.cause {
            Cause::Io(error) => Some(error),
            _ => None,
        }
    }
}

/// Whether a path stands for standard input.
#[must_use]
pub fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == STDIN
}

/// What a deal is called in findings.
#[must_use]
pub fn name(path: &Path) -> String {
    if is_stdin(path) { "<stdin>".to_owned() } else { path.display().to_string() }
}

/// Reads a deal; `-` is standard input. A byte order mark at the start is dropped.
pub fn read(path: &Path) -> Result<Source, Error> {
    let name = name(path);
    let read = if is_stdin(path) { limited(io::stdin().lock(), LIMIT) } else { file(path, LIMIT) };
    match read.and_then(text) {
        Ok(text) => Ok(Source::new(name, text)),
        Err(cause) => Err(Error { name, cause }),
    }
}

/// Reads a file that is no deal, and need not be text, of at most so many bytes.
pub fn bytes(path: &Path, most: u64) -> Result<Vec<u8>, Error> {
    file(path, most).map_err(|cause| Error { name: path.display().to_string(), cause })
}

fn file(path: &Path, most: u64) -> Result<Vec<u8>, Cause> {
    // Asked first, because Windows reports a folder that is opened as a lack of permission.
    let metadata = fs::metadata(path).map_err(Cause::Io)?;
    if metadata.is_dir() {
        return Err(Cause::Directory);
    }
    if metadata.len() > most {
        return Err(Cause::TooLarge { most });
    }
    limited(File::open(path).map_err(Cause::Io)?, most)
}

/// Reads to the end, or one byte past the limit: a pipe or a device has no size to ask for.
fn limited(reader: impl Read, most: u64) -> Result<Vec<u8>, Cause> {
    let mut bytes = Vec::new();
    reader.take(most + 1).read_to_end(&mut bytes).map_err(Cause::Io)?;
    if bytes.len() as u64 > most { Err(Cause::TooLarge { most }) } else { Ok(bytes) }
}

fn text(bytes: Vec<u8>) -> Result<String, Cause> {
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let text = String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let byte = error.as_bytes().get(offset).copied().unwrap_or_default();
        Cause::NotText { offset, byte, utf16 }
    })?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// Returns the paths as the system knows them, leaving out what is no file, to notice an output that would replace one.
#[must_use]
pub fn resolved<'a>(paths: impl IntoIterator<Item = &'a Path>) -> Vec<PathBuf> {
    paths.into_iter().filter(|path| !is_stdin(path)).filter_map(|path| fs::canonicalize(path).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(bytes: &[u8]) -> Result<String, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deal.yaml");
        fs::write(&path, bytes).unwrap();
        let shown = |text: String| text.replace(&path.display().to_string(), "deal.yaml");
        read(&path).map(|source| source.text.to_string()).map_err(|error| shown(error.to_string()))
    }

    #[test]
    fn a_byte_order_mark_is_dropped() {
        assert_eq!(reading(b"\xef\xbb\xbfpeerpact: 1\n").unwrap(), "peerpact: 1\n");
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_place() {
        assert_eq!(reading(b"a: \xff\n").unwrap_err(), "deal.yaml is not text (UTF-8): byte 0xFF at offset 3");
        assert!(reading(b"\xff\xfea\0").unwrap_err().contains("UTF-16"));
    }

    #[test]
    fn a_large_file_is_refused_and_the_largest_is_read() {
        assert_eq!(reading(&vec![b'#'; LIMIT as usize]).unwrap().len() as u64, LIMIT);
        assert!(reading(&vec![b'#'; LIMIT as usize + 1]).unwrap_err().contains("larger than 8 MiB"));
    }
}
