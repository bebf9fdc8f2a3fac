//! Reads a deal file, or another file given to a run, whatever its path points to.
//!
//! Every file of a user is read here: by its canonical path, once, only if it is a regular file, and up to the limit of its kind
//! ([`crate::budget`]).

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::source::Source;

/// Bytes of the largest deal. A bigger file is not a deal, or is a device that never ends.
pub const LIMIT: u64 = crate::budget::DEAL_BYTES;

/// The path that stands for standard input.
pub const STDIN: &str = "-";

/// Why a deal could not be read.
#[derive(Debug)]
pub struct ReadError {
    name: String,
    cause: Cause,
}

#[derive(Debug)]
enum Cause {
    Io(io::Error),
    Directory,
    /// A pipe, a device or a socket.
    NoFile,
    /// A link that leads out of the folder.
    Elsewhere,
    /// A file that changed while it was read.
    Changed,
    TooLarge {
        most: u64,
    },
    NotText {
        /// The line of the first byte that is no UTF-8, from 1.
        line: usize,
        byte: u8,
        kind: Binary,
    },
}

/// What a file that is no UTF-8 looks like.
#[derive(Debug, Clone, Copy)]
enum Binary {
    Utf16,
    /// A package of files, as Word and Excel save them.
    Package,
    Pdf,
    /// Text in an older encoding, or anything else.
    Other,
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = &self.name;
        match &self.cause {
            Cause::Io(_) => write!(f, "cannot read {name}"),
            cause @ Cause::NotText { .. } => write!(f, "{name} {cause}"),
            cause => write!(f, "cannot read {name}: it {cause}"),
        }
    }
}

impl std::fmt::Display for Cause {
    /// What holds of the file, without its name.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::Directory => f.write_str("is a folder; name a file in it"),
            Self::NoFile => f.write_str("is not a file, but a pipe or a device; a deal is read from a pipe as `-`"),
            Self::Elsewhere => {
                f.write_str("lies where a link leads out of the folder of the deal; put the file itself there")
            }
            Self::Changed => f.write_str("changed while it was read; run the command again"),
            Self::TooLarge { most: LIMIT } => {
                write!(f, "is larger than {} MiB, the most a deal may have", LIMIT >> 20)
            }
            Self::TooLarge { most } => write!(f, "is larger than {} MiB", most >> 20),
            Self::NotText { kind: Binary::Utf16, .. } => {
                f.write_str("is not text (UTF-8): it looks like UTF-16; save it as UTF-8")
            }
            Self::NotText { kind: Binary::Package, .. } => {
                f.write_str("is a Word document or a workbook, or another packed file, and not text")
            }
            Self::NotText { kind: Binary::Pdf, .. } => f.write_str("is a PDF, and not text"),
            Self::NotText { line, byte, kind: Binary::Other } => {
                write!(
                    f,
                    "is not text (UTF-8): line {line} holds the byte 0x{byte:02X}, as an older encoding such as Windows-1252 writes letters with accents; open it in your editor and save it as UTF-8"
                )
            }
        }
    }
}

impl ReadError {
    /// Why, without the name of the file.
    #[must_use]
    pub fn reason(&self) -> String {
        match &self.cause {
            Cause::Io(error) => error.to_string(),
            cause => format!("it {cause}"),
        }
    }

    /// Whether there is no such file.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        matches!(&self.cause, Cause::Io(error) if error.kind() == io::ErrorKind::NotFound)
    }
}

impl std::error::Error for ReadError {
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
pub fn read(path: &Path) -> Result<Source, ReadError> {
    let name = name(path);
    let read = if is_stdin(path) { limited(io::stdin().lock(), LIMIT) } else { file(path, LIMIT) };
    match read.and_then(text) {
        Ok(text) => Ok(Source::new(name, text)),
        Err(cause) => Err(ReadError { name, cause }),
    }
}

/// Reads a file that is not a deal and may be binary, of at most `most` bytes.
pub fn bytes(path: &Path, most: u64) -> Result<Vec<u8>, ReadError> {
    file(path, most).map_err(|cause| ReadError { name: path.display().to_string(), cause })
}

/// Reads a text file that is not a deal, of at most `most` bytes. A byte order mark at the start is dropped.
pub fn text_of(path: &Path, most: u64) -> Result<String, ReadError> {
    file(path, most).and_then(text).map_err(|cause| ReadError { name: path.display().to_string(), cause })
}

/// Reads a file that must lie in a folder or below it, after following symbolic links, so that a deal from elsewhere fetches
/// nothing else.
pub fn bytes_below(folder: &Path, path: &Path, most: u64) -> Result<Vec<u8>, ReadError> {
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let named = folder.join(path);
    let read = || {
        let above = fs::canonicalize(here).map_err(Cause::Io)?;
        let whole = fs::canonicalize(&named).map_err(Cause::Io)?;
        if whole.starts_with(&above) { opened(&whole, most) } else { Err(Cause::Elsewhere) }
    };
    read().map_err(|cause| ReadError { name: named.display().to_string(), cause })
}

/// Whether a path is a regular file, through links too, for a file that another reader opens.
pub fn is_regular(path: &Path) -> Result<(), ReadError> {
    let checked = fs::metadata(path).map_err(Cause::Io).and_then(|metadata| is_file(&metadata));
    checked.map_err(|cause| ReadError { name: path.display().to_string(), cause })
}

fn file(path: &Path, most: u64) -> Result<Vec<u8>, Cause> {
    opened(&fs::canonicalize(path).map_err(Cause::Io)?, most)
}

/// Opens a path without links once, and reads it if it is a regular file: a pipe may never end, and a device has no content of a
/// file.
fn opened(path: &Path, most: u64) -> Result<Vec<u8>, Cause> {
    // Checked before opening, because opening a pipe waits for a writer, and Windows reports a folder as a lack of permission.
    let there = fs::symlink_metadata(path).map_err(Cause::Io)?;
    is_file(&there)?;
    let file = File::open(path).map_err(Cause::Io)?;
    let metadata = file.metadata().map_err(Cause::Io)?;
    is_file(&metadata)?;
    // Whoever writes into the folder meanwhile could put a link in its place.
    if !is_same(&there, &metadata) || fs::canonicalize(path).map_err(Cause::Io)? != path {
        return Err(Cause::Changed);
    }
    if metadata.len() > most {
        return Err(Cause::TooLarge { most });
    }
    let bytes = limited(&file, most)?;
    if bytes.len() as u64 == metadata.len() { Ok(bytes) } else { Err(Cause::Changed) }
}

#[cfg(unix)]
fn is_same(one: &fs::Metadata, other: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

#[cfg(not(unix))]
fn is_same(_: &fs::Metadata, _: &fs::Metadata) -> bool {
    true
}

fn is_file(metadata: &fs::Metadata) -> Result<(), Cause> {
    match (metadata.is_dir(), metadata.is_file()) {
        (true, _) => Err(Cause::Directory),
        (_, true) => Ok(()),
        _ => Err(Cause::NoFile),
    }
}

/// Reads to the end, or to one byte past the limit, because standard input has no known size.
fn limited(reader: impl Read, most: u64) -> Result<Vec<u8>, Cause> {
    let mut bytes = Vec::new();
    reader.take(most + 1).read_to_end(&mut bytes).map_err(Cause::Io)?;
    if bytes.len() as u64 > most { Err(Cause::TooLarge { most }) } else { Ok(bytes) }
}

fn text(bytes: Vec<u8>) -> Result<String, Cause> {
    let kind = match bytes.as_slice() {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Binary::Utf16,
        [b'P', b'K', 3, 4, ..] => Binary::Package,
        [b'%', b'P', b'D', b'F', ..] => Binary::Pdf,
        _ => Binary::Other,
    };
    let text = String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let line = 1 + bytes.iter().take(offset).filter(|byte| **byte == b'\n').count();
        Cause::NotText { line, byte: bytes.get(offset).copied().unwrap_or_default(), kind }
    })?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// What lies in a folder, sorted by name: each path, and whether it is a folder. A link to a folder is left out, because it may
/// lead back; hidden entries are left out too.
pub fn entries(folder: &Path) -> Result<Vec<(PathBuf, bool)>, ReadError> {
    let fault = |error| ReadError { name: folder.display().to_string(), cause: Cause::Io(error) };
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(fault)? {
        let entry = entry.map_err(fault)?;
        let (path, kind) = (entry.path(), entry.file_type().map_err(fault)?);
        let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        let may_lead_back = kind.is_symlink() && path.is_dir();
        if !hidden && !may_lead_back {
            found.push((path, kind.is_dir()));
        }
    }
    found.sort();
    Ok(found)
}

/// The canonical paths of existing files, for noticing an output that would replace an input.
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

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_folder_is_not_followed_and_one_below_it_is() {
        let home = tempfile::tempdir().unwrap();
        let deals = home.path().join("deals");
        fs::create_dir_all(deals.join("sub")).unwrap();
        fs::create_dir(home.path().join("other")).unwrap();
        for file in ["other/rates.csv", ".env", "deals/sub/rates.csv"] {
            fs::write(home.path().join(file), "secret").unwrap();
        }
        let link = |to: &str, name: &str| std::os::unix::fs::symlink(home.path().join(to), deals.join(name)).unwrap();
        link(".env", "env.csv");
        link("other", "folder");
        link("deals/sub/rates.csv", "inside.csv");
        let read = |path: &str| bytes_below(&deals, Path::new(path), 100).map_err(|error| error.to_string());
        for path in ["env.csv", "folder/rates.csv", "../.env"] {
            assert!(read(path).unwrap_err().contains("leads out of the folder"), "{path}");
        }
        for path in ["inside.csv", "sub/rates.csv"] {
            assert_eq!(read(path).unwrap(), b"secret", "{path}");
        }
        // The folder itself may be reached by a link; its real location counts.
        link("deals", "again");
        assert!(bytes_below(&deals.join("again"), Path::new("sub/rates.csv"), 100).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_and_a_device_are_refused_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let socket = std::os::unix::net::UnixListener::bind(folder.path().join("socket")).unwrap();
        for path in [&pipe, Path::new("/dev/zero"), &folder.path().join("socket")] {
            let error = bytes(path, 100).unwrap_err().to_string();
            assert!(error.contains("not a file, but a pipe or a device"), "{error}");
            assert!(text_of(path, 100).is_err() && read(path).is_err());
            assert!(bytes_below(folder.path(), path, 100).is_err());
        }
        drop(socket);
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_place() {
        let fault = reading(b"b: 1\na: \xff\n").unwrap_err();
        assert!(fault.starts_with("deal.yaml is not text (UTF-8): line 2 holds the byte 0xFF"), "{fault}");
        assert!(fault.ends_with("save it as UTF-8"), "{fault}");
        assert!(reading(b"\xff\xfea\0").unwrap_err().contains("UTF-16"));
    }

    #[test]
    fn a_large_file_is_refused_and_the_largest_is_read() {
        assert_eq!(reading(&vec![b'#'; LIMIT as usize]).unwrap().len() as u64, LIMIT);
        assert!(reading(&vec![b'#'; LIMIT as usize + 1]).unwrap_err().contains("larger than 8 MiB"));
    }
}
