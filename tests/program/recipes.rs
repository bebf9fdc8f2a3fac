//! What a house takes into its CI from `ci/`, run in a clone as the hosts would run it; and a repository of `init` through its own script.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use super::many::{files, program, run};
use super::repository::{change, count, git, house};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn recipe(name: &str) -> String {
    fs::read_to_string(root().join("ci").join(name)).unwrap()
}

/// A shell in a clone, with the program on its PATH and nothing of ours in its environment but the day.
fn shell(home: &Path, script: &str, variables: &[(&str, &str)]) -> Command {
    let program = program();
    let bin = program.parent().unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("sh");
    command.args(["-e", "-c", script]).current_dir(home).env("PATH", path).env("SOURCE_DATE_EPOCH", "1795305600");
    command.envs(variables.iter().copied()).stdin(Stdio::null());
    command
}

fn sh(home: &Path, script: &str, variables: &[(&str, &str)]) -> Output {
    shell(home, script, variables).output().unwrap()
}

fn succeeds(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}\n{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

/// A clone of a repository whose branch `change` changes one deal.
fn clone() -> (TempDir, PathBuf) {
    let home = house(6);
    git(home.path(), &["checkout", "-q", "-b", "change"]);
    change(home.path(), "deals/1/d001.yaml", "pay: 30 days", "pay: 45 days");
    git(home.path(), &["commit", "-q", "-a", "-m", "change"]);
    git(home.path(), &["clone", "-q", ".", "clone"]);
    let clone = home.path().join("clone");
    (home, clone)
}

/// Where the action's or the image's scripts lie.
fn scripts() -> String {
    root().join("ci").display().to_string()
}

#[test]
fn the_action_checks_drafts_and_says_what_a_pull_request_changes() {
    let (_home, clone) = clone();
    let action = recipe("action.yml");
    // Each `run` of the action, a line or a block.
    let mut runs: Vec<String> = Vec::new();
    let mut lines = action.lines().peekable();
    while let Some(line) = lines.next() {
        match line.trim_start().strip_prefix("run: ") {
            Some("|") => {
                let mut block = String::new();
                while let Some(line) = lines.next_if(|line| line.starts_with("        ")) {
                    block.push_str(line.trim_start());
                    block.push('\n');
                }
                runs.push(block);
            }
            Some(script) => runs.push(script.to_owned()),
            None => {}
        }
    }
    let [summary, check] = runs.as_slice() else { panic!("{runs:?}") };
    // What comes from the event goes through the environment, so that no title and no branch is read as a script.
    assert!(runs.iter().all(|run| !run.contains("${{")), "{runs:?}");
    let action_path = scripts();
    let common =
        [("GITHUB_ACTION_PATH", action_path.as_str()), ("GITHUB_OUTPUT", "output"), ("GITHUB_STEP_SUMMARY", "step.md")];
    let of_summary =
        [("BASE", "origin/main"), ("PEERPACT_CHANGES", "out/changes"), ("PEERPACT_LINK", "https://x.example/")];
    succeeds(&sh(&clone, summary, &[&common[..], &of_summary].concat()));
    let comment = fs::read_to_string(clone.join("out/changes/summary.md")).unwrap();
    assert!(
        comment.contains("## Deals: 1 changed, 6 unchanged") && comment.contains("`+15 days (+50 %)`"),
        "{comment}"
    );
    assert!(comment.contains("](<https://x.example/deals/1/d001.redline.docx>)"), "{comment}");
    assert_eq!(fs::read_to_string(clone.join("step.md")).unwrap(), comment);
    assert_eq!(fs::read_to_string(clone.join("output")).unwrap(), "file=out/changes/summary.md\n");
    let of_check = [("SHARD", "1/1"), ("PEERPACT_FORMAT", "github"), ("PEERPACT_OUT", "out")];
    let said = succeeds(&sh(&clone, check, &[&common[..], &of_check].concat()));
    assert!(said.lines().all(|line| line.starts_with("::")), "{said}");
    assert!(clone.join("out/d005.pdf").exists());
    // An error fails the check, and the comment is written all the same.
    change(&clone, "deals/2/d002.yaml", "rate: 0.0102", "rate: -1");
    assert_eq!(sh(&clone, check, &[&common[..], &of_check].concat()).status.code(), Some(1));
    succeeds(&sh(&clone, summary, &[&common[..], &of_summary].concat()));
    assert!(fs::read_to_string(clone.join("out/changes/summary.md")).unwrap().contains("the new deal has errors"));
}

#[test]
fn the_template_for_gitlab_reports_its_part_and_the_changes() {
    let (_home, clone) = clone();
    let template = recipe("gitlab.yml");
    let scripts = scripts();
    let run = |job: &str, variables: &[(&str, &str)]| {
        let script = template.split(&format!("\n{job}:\n")).nth(1).unwrap().split("script:\n").nth(1).unwrap();
        let script = script.lines().next().unwrap().trim_start().strip_prefix("- ").unwrap();
        succeeds(&sh(&clone, &script.replace("/usr/share/peerpact", &scripts), variables))
    };
    let mut fingerprints = Vec::new();
    for part in ["1", "2", "3"] {
        run("peerpact check", &[("CI_NODE_INDEX", part), ("CI_NODE_TOTAL", "3")]);
        let report = fs::read(clone.join("gl-code-quality-report.json")).unwrap();
        let report: Vec<Value> = serde_json::from_slice(&report).unwrap();
        fingerprints.extend(report.iter().map(|entry| entry["fingerprint"].to_string()));
    }
    let whole: Vec<Value> = serde_json::from_str(&self::run(&clone, &["check", ".", "--format", "gitlab"]).1).unwrap();
    let mut whole: Vec<String> = whole.iter().map(|entry| entry["fingerprint"].to_string()).collect();
    whole.sort();
    fingerprints.sort();
    fingerprints.dedup();
    assert_eq!(whole, fingerprints);
    run(
        "peerpact changes",
        &[("CI_JOB_URL", "https://x.example/1"), ("CI_MERGE_REQUEST_DIFF_BASE_SHA", "origin/main")],
    );
    let comment = fs::read_to_string(clone.join("out/changes/summary.md")).unwrap();
    assert!(
        comment.contains("(<https://x.example/1/artifacts/file/out/changes/deals/1/d001.redline.docx>)"),
        "{comment}"
    );
}

#[test]
fn parts_in_processes_side_by_side_are_one_run() {
    let (_home, clone) = clone();
    let script = format!("sh {}/parallel.sh 3 reports", scripts());
    succeeds(&sh(&clone, &script, &[]));
    let one = self::run(&clone, &["check", ".", "--format", "sarif"]).1;
    assert_eq!(fs::read_to_string(clone.join("reports/findings.sarif")).unwrap(), one);
    // The pods of the indexed job, each a process.
    let job = recipe("kubernetes.yml");
    let completions = job.split("completions: ").nth(1).unwrap().lines().next().unwrap().parse::<u32>().unwrap();
    let command = job.split("command: [sh, -c, '").nth(1).unwrap().split("']").next().unwrap();
    let command = command.replace("--output /out", "--output pods -t md");
    let pod = |index: u32| shell(&clone, &command, &[("JOB_COMPLETION_INDEX", &index.to_string())]).spawn().unwrap();
    let pods: Vec<Child> = (0..completions).map(pod).collect();
    for mut pod in pods {
        assert!(pod.wait().unwrap().success());
    }
    assert_eq!(self::run(&clone, &["draft", ".", "-q", "-t", "md", "-o", "one"]).0, 0);
    assert!(files(&clone.join("pods")) == files(&clone.join("one")));
}

#[test]
fn the_hook_checks_the_deals_of_a_commit() {
    let (_home, clone) = clone();
    let hooks = fs::read_to_string(root().join(".pre-commit-hooks.yaml")).unwrap();
    let of = |key: &str| hooks.split(&format!("{key}: ")).nth(1).unwrap().lines().next().unwrap().to_owned();
    let pattern = regex::Regex::new(&of("files")).unwrap();
    let named: Vec<&str> = ["README.md", "deals/1/d001.yaml", "ci/x.yaml", "deals/2/d002.yaml", "peerpact.toml"]
        .into_iter()
        .filter(|file| pattern.is_match(file))
        .collect();
    assert_eq!(named, ["deals/1/d001.yaml", "deals/2/d002.yaml"]);
    let hook = format!("{} {}", of("entry"), named.join(" "));
    succeeds(&sh(&clone, &hook, &[]));
    change(&clone, "deals/2/d002.yaml", "rate: 0.0102", "rate: -1");
    assert_eq!(sh(&clone, &hook, &[]).status.code(), Some(1));
}

#[test]
fn the_image_holds_what_the_recipes_name() {
    let image = recipe("Containerfile");
    let copied = image.split("COPY ci/").nth(1).unwrap().split(" /usr/share/peerpact/").next().unwrap();
    for script in ["check.sh", "summary.sh", "parallel.sh"] {
        assert!(copied.contains(script) && root().join("ci").join(script).exists(), "{script}");
    }
    let of_crate = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let rust = of_crate.split("rust-version = \"").nth(1).unwrap().split('"').next().unwrap();
    assert!(image.contains(&format!("rust:{rust}-")), "the image builds with another Rust than {rust}");
}

/// The repository of the issue: 300 deals in `.ci/full`, a few here.
#[test]
fn a_repository_by_init_passes_its_script_in_parts_and_after_kills_as_in_one_run() {
    let home = house(count());
    let home = home.path();
    let whole = succeeds(&sh(home, "sh ci/check.sh", &[("PEERPACT_FORMAT", "sarif"), ("PEERPACT_OUT", "whole")]));
    let proof = |folder: &str| succeeds(&sh(home, &format!("peerpact merge {folder}/*.manifest.json"), &[]));
    let mut reports = Vec::new();
    for part in ["1/3", "2/3", "3/3"] {
        let variables = [("PEERPACT_FORMAT", "sarif"), ("PEERPACT_OUT", "parts")];
        let report = succeeds(&sh(home, &format!("sh ci/check.sh --shard {part}"), &variables));
        let name = format!("part{}.sarif", &part[..1]);
        fs::write(home.join(&name), report).unwrap();
        reports.push(name);
    }
    let merged = succeeds(&sh(home, &format!("peerpact merge {}", reports.join(" ")), &[]));
    assert!(merged == whole, "the reports of three parts together are not the report of one run");
    let drafts = files(&home.join("whole"));
    assert_eq!(drafts.len(), (count() + 1) * 5);
    assert!(drafts == files(&home.join("parts")));
    assert_eq!(proof("whole"), proof("parts"));
    // Parts are killed at random moments and begun again.
    let started = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let mut random = u64::from(started.subsec_nanos()) | 1;
    let seed = random;
    let (mut rounds, mut killed) = (0, 0);
    let part = |at: u32| {
        let arguments = ["draft", ".", "-q", "-o", "killed", "--shard", &format!("{at}/3")];
        let mut command = Command::new(program());
        command.args(arguments).current_dir(home).env("SOURCE_DATE_EPOCH", "1795305600").spawn().unwrap()
    };
    while rounds < 6 {
        let mut parts: Vec<Child> = (1..=3).map(part).collect();
        for part in &mut parts {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            std::thread::sleep(Duration::from_millis(random % (40 * count() as u64)));
            killed += usize::from(part.try_wait().unwrap().is_none());
            part.kill().unwrap();
            part.wait().unwrap();
        }
        rounds += 1;
    }
    let parts: Vec<Child> = (1..=3).map(part).collect();
    assert!(parts.into_iter().all(|mut part| part.wait().unwrap().success()), "seed {seed}");
    assert!(files(&home.join("killed")) == drafts, "{killed} kills, seed {seed}");
}
