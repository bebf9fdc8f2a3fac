//! The records of a zip, read from its bytes: what its directory lists, and whether anything else in it could be taken for a zip.

/// The beginning of an entry, of an entry of the directory, and of the directory's end.
const ENTRY: &[u8] = b"PK\x03\x04";
const LISTED: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";
/// The end of the directory of a large zip, and the record that says where it is.
const LARGE_END: &[u8] = b"PK\x06\x06";
const LARGE_PLACE: &[u8] = b"PK\x06\x07";

/// What the directory of a zip lists.
pub(super) struct Records {
    /// The names of its entries, as they are written.
    pub names: Vec<Vec<u8>>,
}

/// An entry as the directory lists it.
struct ListedEntry {
    name: Vec<u8>,
    /// The way in which it is packed.
    method: usize,
    /// Bytes that it has in the file.
    packed: usize,
    /// Where it begins.
    start: usize,
}

/// A number of two bytes.
fn two(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes: [u8; 2] = bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
    Some(usize::from(u16::from_le_bytes(bytes)))
}

/// A number of four bytes.
fn four(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(bytes)).ok()
}

/// A number of eight bytes.
fn eight(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes: [u8; 8] = bytes.get(at..at.checked_add(8)?)?.try_into().ok()?;
    usize::try_from(u64::from_le_bytes(bytes)).ok()
}

fn begins(bytes: &[u8], at: usize, mark: &[u8]) -> bool {
    bytes.get(at..).is_some_and(|rest| rest.starts_with(mark))
}

/// Whether bytes hold the beginning of a record by which a program could find another zip.
fn hold_records(bytes: &[u8]) -> bool {
    bytes.windows(4).any(|window| [ENTRY, LISTED, END].contains(&window))
}

impl Records {
    /// Reads the directory that begins at `start`, and holds the file against it. A fault reads after `it `.
    pub(super) fn read(bytes: &[u8], start: u64) -> Result<Self, String> {
        let damaged = || "has a directory of its parts that does not fit the file".to_owned();
        let start = usize::try_from(start).map_err(|_| damaged())?;
        let mut at = start;
        let mut entries = Vec::new();
        while begins(bytes, at, LISTED) {
            let (entry, next) = ListedEntry::read(bytes, at).ok_or_else(damaged)?;
            entries.push(entry);
            at = next;
        }
        if begins(bytes, at, LARGE_END) {
            let size = eight(bytes, at + 4).ok_or_else(damaged)?;
            at = at.checked_add(12).and_then(|at| at.checked_add(size)).ok_or_else(damaged)?;
        }
        if begins(bytes, at, LARGE_PLACE) {
            at += 20;
        }
        if !begins(bytes, at, END) || two(bytes, at + 4) != Some(0) {
            return Err(damaged());
        }
        let told = two(bytes, at + 10).ok_or_else(damaged)?;
        if told != entries.len() && told != usize::from(u16::MAX) {
            return Err(damaged());
        }
        if hold_records(bytes.get(at + 4..).unwrap_or_default()) {
            return Err("has a second file of parts behind the first, or in its comment".to_owned());
        }
        entries.sort_by_key(|entry| entry.start);
        let mut end = 0;
        for entry in &entries {
            let name = String::from_utf8_lossy(&entry.name);
            let name: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
            let before = bytes.get(end..entry.start).ok_or_else(|| format!("has parts that overlap (`{name}`)"))?;
            if hold_records(before) || (end == 0 && entry.start != 0) {
                return Err(format!("has what its directory does not list before its part `{name}`"));
            }
            end = entry.end(bytes).ok_or_else(|| {
                format!("has a part that calls itself otherwise than the directory of the file does (`{name}`)")
            })?;
        }
        let behind = bytes.get(end..start).ok_or_else(damaged)?;
        if hold_records(behind) {
            return Err("has what its directory does not list behind its last part".to_owned());
        }
        Ok(Self { names: entries.into_iter().map(|entry| entry.name).collect() })
    }
}

impl ListedEntry {
    /// Reads the entry at a place of the directory, and says where the next stands.
    fn read(bytes: &[u8], at: usize) -> Option<(Self, usize)> {
        let (name_size, extra_size, comment_size) = (two(bytes, at + 28)?, two(bytes, at + 30)?, two(bytes, at + 32)?);
        let name = bytes.get(at + 46..at + 46 + name_size)?.to_vec();
        let extra = bytes.get(at + 46 + name_size..at + 46 + name_size + extra_size)?;
        let (mut packed, unpacked, mut start) = (four(bytes, at + 20)?, four(bytes, at + 24)?, four(bytes, at + 42)?);
        // A size that is all ones stands in an extra field, in this order.
        let full = four(&[0xff; 4], 0)?;
        let mut large = large_sizes(extra);
        if unpacked == full {
            large.next()?;
        }
        if packed == full {
            packed = large.next()?;
        }
        if start == full {
            start = large.next()?;
        }
        let next = at + 46 + name_size + extra_size + comment_size;
        drop(large);
        Some((Self { name, method: two(bytes, at + 10)?, packed, start }, next))
    }

    /// Where its content ends; `None` if what stands at its place is another entry.
    fn end(&self, bytes: &[u8]) -> Option<usize> {
        let at = self.start;
        let (name_size, extra_size) = (two(bytes, at + 26)?, two(bytes, at + 28)?);
        let same_name = bytes.get(at + 30..at + 30 + name_size)? == self.name.as_slice();
        let same_method = two(bytes, at + 8)? == self.method;
        // The size may stand behind the content, or in an extra field.
        let packed = four(bytes, at + 18)?;
        let later = two(bytes, at + 6)? & 8 != 0 || packed == four(&[0xff; 4], 0)?;
        let same_size = later || packed == self.packed;
        let end = (at + 30 + name_size + extra_size).checked_add(self.packed)?;
        (begins(bytes, at, ENTRY) && same_name && same_method && same_size && end <= bytes.len()).then_some(end)
    }
}

/// The numbers of eight bytes in the extra field of a large entry.
fn large_sizes(extra: &[u8]) -> impl Iterator<Item = usize> {
    let mut at = 0;
    let mut field: &[u8] = &[];
    while let (Some(kind), Some(size)) = (two(extra, at), two(extra, at + 2)) {
        if kind == 1 {
            field = extra.get(at + 4..at + 4 + size).unwrap_or_default();
        }
        at += 4 + size;
    }
    field.chunks_exact(8).filter_map(|chunk| eight(chunk, 0))
}
