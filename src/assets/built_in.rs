//! The files that belong to the program: in a release they are in the binary, during development they are read from the
//! repository, so that changing a clause needs no compilation.

pub(super) use files::{all, file};

#[cfg(not(debug_assertions))]
mod files {
    use std::borrow::Cow;

    use include_dir::{Dir, include_dir};

    static CLAUSES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/clauses");
    static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");
    static EXAMPLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/examples");
    static PAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/docs/rules");

    fn dir(folder: &str) -> Option<&'static Dir<'static>> {
        match folder {
            "clauses" => Some(&CLAUSES),
            "templates" => Some(&TEMPLATES),
            "examples" => Some(&EXAMPLES),
            "docs/rules" => Some(&PAGES),
            _ => None,
        }
    }

    /// The bytes of a file of a folder.
    pub(crate) fn file(folder: &str, path: &str) -> Option<Cow<'static, [u8]>> {
        Some(Cow::Borrowed(dir(folder)?.get_file(path)?.contents()))
    }

    /// Every file below a folder, by its path inside the repository.
    pub(crate) fn all(folder: &str) -> Vec<(String, Vec<u8>)> {
        let mut out = Vec::new();
        if let Some(dir) = dir(folder) {
            below(folder, dir, &mut out);
        }
        out
    }

    fn below(folder: &str, dir: &Dir<'_>, out: &mut Vec<(String, Vec<u8>)>) {
        for file in dir.files() {
            let path = format!("{folder}/{}", file.path().to_string_lossy().replace('\\', "/"));
            out.push((path, file.contents().to_vec()));
        }
        for dir in dir.dirs() {
            below(folder, dir, out);
        }
    }
}

#[cfg(debug_assertions)]
mod files {
    use std::borrow::Cow;
    use std::fs;
    use std::path::Path;

    const ROOT: &str = env!("CARGO_MANIFEST_DIR");

    /// The bytes of a file of a folder.
    pub(crate) fn file(folder: &str, path: &str) -> Option<Cow<'static, [u8]>> {
        fs::read(Path::new(ROOT).join(folder).join(path)).ok().map(Cow::Owned)
    }

    /// Every file below a folder, by its path inside the repository.
    pub(crate) fn all(folder: &str) -> Vec<(String, Vec<u8>)> {
        let mut out = Vec::new();
        below(folder, &mut out);
        out
    }

    fn below(folder: &str, out: &mut Vec<(String, Vec<u8>)>) {
        for entry in fs::read_dir(Path::new(ROOT).join(folder)).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') {
                continue;
            }
            let path = format!("{folder}/{name}");
            if entry.path().is_dir() {
                below(&path, out);
            } else if let Ok(bytes) = fs::read(entry.path()) {
                out.push((path, bytes));
            }
        }
    }
}
