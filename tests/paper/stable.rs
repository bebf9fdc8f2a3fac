//! The same deal gives the same bytes: twice, in threads, on any day, and however the library's files were found.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::read_back::{Options, examples, files, list, options};
use peerpact::pipeline;
use peerpact::render::Format;
use peerpact::source::Source;

fn all() -> Options {
    Options { review: true, ..options(&Format::ALL) }
}

#[test]
fn a_deal_gives_the_same_bytes_twice_and_in_threads() {
    let first: Vec<_> = examples().iter().map(|(name, deal)| files(name, deal, &all())).collect();
    let threads: Vec<_> = (0..4)
        .map(|turn| {
            std::thread::spawn(move || {
                // Each thread drafts in an order of its own, with a library of its own.
                let library = pipeline::load(all().library.as_deref()).expect("a library");
                let mut examples = examples();
                examples.rotate_left(turn);
                let draft = |(name, deal): (String, String)| {
                    let drafted = all().draft(&Source::new(name.as_str(), deal), &library);
                    let files: BTreeMap<_, _> =
                        drafted.files.into_iter().map(|file| (file.suffix, file.bytes)).collect();
                    (name, files)
                };
                examples.into_iter().map(draft).collect::<Vec<_>>()
            })
        })
        .collect();
    for thread in threads {
        let found: BTreeMap<_, _> = thread.join().expect("a thread").into_iter().collect();
        for ((name, _), first) in examples().iter().zip(&first) {
            assert_same(name, first, &found[name]);
        }
    }
}

fn assert_same(name: &str, one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) {
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>(), "{name}: files");
    for (suffix, bytes) in one {
        assert!(bytes.len() > 500, "{name}: {suffix} is hardly a file");
        assert!(*bytes == other[suffix], "{name}: {suffix} differs");
    }
}

#[test]
fn the_day_does_not_change_the_bytes() {
    for (name, deal) in examples() {
        let mut seen = 0;
        let first = files(&name, &deal, &options(&Format::ALL));
        for day in [jiff::civil::date(2024, 2, 29), jiff::civil::date(2026, 12, 31), jiff::civil::date(2027, 1, 1)] {
            let options = Options { as_of: day, ..options(&Format::ALL) };
            let drafted = crate::read_back::draft(&name, &deal, &options);
            // What depends on the day may stop a draft; it may not change one.
            if drafted.files.is_empty() {
                continue;
            }
            seen += 1;
            let found: BTreeMap<_, _> = drafted.files.into_iter().map(|file| (file.suffix, file.bytes)).collect();
            assert_same(&name, &first, &found);
        }
        assert!(seen > 0, "{name} is drafted on one day alone");
    }
}

#[test]
fn a_files_name_is_no_part_of_the_paper() {
    for (name, deal) in examples() {
        let first = files(&name, &deal, &options(&Format::ALL));
        assert_same(&name, &first, &files("elsewhere/other name.yml", &deal, &options(&Format::ALL)));
    }
}

#[test]
fn formats_do_not_depend_on_each_other() {
    let (name, deal) = examples().swap_remove(0);
    let whole = files(&name, &deal, &options(&Format::ALL));
    for format in Format::ALL {
        let alone = files(&name, &deal, &options(&[format]));
        assert!(alone[format.extension()] == whole[format.extension()], "{name}: {}", format.extension());
    }
}

fn copy(paths: &[PathBuf], to: &Path) {
    for path in paths {
        let to = to.join(path.strip_prefix(crate::read_back::root()).expect("a file of this project"));
        std::fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        std::fs::copy(path, to).expect("a copy");
    }
}

#[test]
fn the_order_in_which_files_are_found_changes_nothing() {
    let mut paths = Vec::new();
    for folder in ["clauses", "templates"] {
        for extension in ["md", "txt", "css"] {
            paths.extend(crate::read_back::files_below(&crate::read_back::root().join(folder), extension));
        }
    }
    assert!(paths.len() > 60, "hardly any file");
    // A folder lists its files in an order that depends on how they came to be there.
    let mut backwards = paths.clone();
    backwards.reverse();
    let mut stirred = paths.clone();
    stirred.sort_by_key(|path| peerpact::provenance::sha256(path.display().to_string().as_bytes()));
    for order in [paths, backwards, stirred] {
        let folder = tempfile::tempdir().expect("a folder");
        copy(&order, folder.path());
        let options = Options { library: Some(folder.path().to_owned()), ..options(&Format::ALL) };
        let library = pipeline::load(options.library.as_deref()).expect("a library");
        for (name, deal) in examples() {
            let built_in = files(&name, &deal, &options);
            let drafted = options.draft(&Source::new(name.as_str(), deal), &library);
            assert!(!drafted.files.is_empty(), "{name}:\n{}", list(&drafted.findings));
            let found: BTreeMap<_, _> = drafted.files.into_iter().map(|file| (file.suffix, file.bytes)).collect();
            assert_same(&name, &built_in, &found);
        }
    }
}

#[test]
fn the_manifest_names_the_hash_of_every_file() {
    for (name, deal) in examples() {
        let files = files(&name, &deal, &all());
        let read =
            |name: &str| -> serde_json::Value { serde_json::from_slice(&files[name]).expect("a manifest is JSON") };
        let (manifest, own) = (read("manifest.json"), read("review.manifest.json"));
        let mut seen = 2;
        for (manifest, before) in [(&manifest, ""), (&own, "review.")] {
            for (suffix, hash) in manifest["files"].as_object().expect("hashes") {
                let file = &files[&format!("{before}{suffix}")];
                assert_eq!(*hash, peerpact::provenance::sha256(file).as_str(), "{name}: {before}{suffix}");
                seen += 1;
            }
        }
        assert_eq!(seen, files.len(), "{name}: every file but the manifests");
        assert_eq!(manifest["provenance"], own["provenance"]);
        let provenance = manifest["provenance"].as_str().expect("a hash");
        assert_eq!(manifest["deal"], peerpact::provenance::sha256(deal.as_bytes()).as_str(), "{name}: deal");
        for suffix in ["html", "pdf"] {
            let bytes = &files[suffix];
            let found = bytes.windows(provenance.len()).any(|window| window == provenance.as_bytes());
            assert!(found, "{name}: the {suffix} does not carry its provenance");
        }
    }
}

#[test]
fn a_change_of_the_deal_changes_its_provenance() {
    let (name, deal) = examples().swap_remove(0);
    let manifest = |deal: &str| -> serde_json::Value {
        serde_json::from_slice(
            &files(&name, deal, &Options { review: true, ..options(&[Format::Markdown]) })["review.manifest.json"],
        )
        .expect("JSON")
    };
    let (one, other) = (manifest(&deal), manifest(&format!("{deal}\n# a remark\n")));
    assert_ne!(one["provenance"], other["provenance"]);
    assert_eq!(one["record"]["clauses"], other["record"]["clauses"]);
}
