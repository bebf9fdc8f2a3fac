//! `--name`: files that bear the deal's reference and the number of its draft.

use std::fs;
use std::path::Path;

use super::many::{files, run, smallest, write};
use super::repository::{change, house};

#[test]
fn files_bear_the_reference_and_the_number_of_the_draft() {
    let home = house(3);
    let at = home.path();
    change(at, "deals/1/d001.yaml", "reference: R-1", "reference: R/1\ndraft: 4");
    let named = ["--name", "{reference}-d{draft}"];
    let draft = |more: &[&str]| run(at, &[&["draft", "deals", "-t", "md", "-o", "out"], &named[..], more].concat());
    let (code, _, err) = draft(&["--manifest", "run.json", "--review"]);
    assert_eq!(code, 0, "{err}");
    for file in ["R-0-d1.md", "R-0-d1.manifest.json", "R-1-d4.md", "R-2-d1.md", "review/R-1-d4.review.md"] {
        assert!(at.join("out").join(file).exists(), "{file}: {err}");
    }
    assert!(!at.join("out/d000.md").exists());
    // The next run knows them as ours, and they prove what they are.
    assert!(draft(&[]).2.contains("4 deals up to date"));
    assert_eq!(run(at, &["verify", "out", "--run", "run.json"]).0, 0);
    assert_eq!(run(at, &[&["verify", "out", "--deal", "deals"], &named[..]].concat()).0, 0);
    assert_eq!(run(at, &["verify", "out", "--deal", "deals"]).0, 1);
    // The next draft is a file of its own, so that the one that was sent stays.
    change(at, "deals/1/d001.yaml", "draft: 4", "draft: 5");
    assert_eq!(draft(&[]).0, 0);
    assert!(at.join("out/R-1-d4.md").exists() && at.join("out/R-1-d5.md").exists());
    let one = ["redline", "deals/0/d000.yaml", "deals/1/d001.yaml", "-t", "md", "-o", "red"];
    assert_eq!(run(at, &[&one[..], &named].concat()).0, 0);
    let many = ["redline", "HEAD", "deals", "-t", "md", "-o", "red-of-many"];
    assert_eq!(run(at, &[&many[..], &named].concat()).0, 0);
    for folder in ["red", "red-of-many"] {
        let names: Vec<String> = files(&at.join(folder)).keys().map(|path| path.display().to_string()).collect();
        assert_eq!(names, ["R-1-d5.redline.manifest.json", "R-1-d5.redline.md"], "{folder}");
    }
}

#[test]
fn two_deals_of_one_reference_are_told_before_anything_is_written_and_one_without_stops_no_other() {
    let home = house(2);
    let at = home.path();
    write(at, "deals/6/same.yaml", &smallest().replace("SH-2027-01", "R-1"));
    let draft = |output: &str| {
        run(at, &["draft", "deals/0", "deals/1", "deals/6", "-t", "md", "-o", output, "--name", "{reference}"])
    };
    let (code, _, err) = draft("none");
    assert!(code == 2 && err.contains("both deals/1/d001.yaml and deals/6/same.yaml"), "{err}");
    assert!(!at.join("none").exists());
    change(at, "deals/6/same.yaml", "reference: R-1", "reference: ~");
    let (code, _, err) = draft("out");
    assert!(code == 2 && err.contains("deals/6/same.yaml: it has no `reference` yet"), "{err}");
    let names: Vec<String> = files(&at.join("out")).keys().map(|path| path.display().to_string()).collect();
    assert_eq!(names, ["R-0.manifest.json", "R-0.md", "R-1.manifest.json", "R-1.md"]);
    // From standard input the deal is read once, and named by what it says.
    let deal = fs::read(at.join("deals/0/d000.yaml")).unwrap();
    let mut command = std::process::Command::new(super::many::program());
    command.args(["draft", "-", "-t", "md", "-o", "piped", "--name", "{reference}"]).current_dir(at);
    let mut child = command.stdin(std::process::Stdio::piped()).stderr(std::process::Stdio::null()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), &deal).unwrap();
    assert!(child.wait().unwrap().success());
    assert!(Path::new(&at.join("piped/R-0.md")).exists());
}
