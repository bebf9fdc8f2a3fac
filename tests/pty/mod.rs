//! A person at the wizard: the real program on a pseudo-terminal, read and typed at.

use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use expectrl::Session;
use expectrl::process::unix::{Signal, WaitStatus};
use expectrl::session::OsSession;

/// How long a machine under load may take for one answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// The review, as an open question.
pub const REVIEW: &str = "review";
/// The offer to keep our own company's data.
pub const COMPANY: &str = "company";
/// The question before a deal is changed.
pub const CHANGE: &str = "change";

/// The program in a folder, where nothing outside decides how it prints or what day it is.
fn program(binary: &str, home: &Path) -> Command {
    let mut command = Command::new(binary);
    command.current_dir(home).env("SOURCE_DATE_EPOCH", "1796083200").env("TERM", "xterm");
    for name in ["NO_COLOR", "CLICOLOR_FORCE", "COLUMNS", "LINES"] {
        command.env_remove(name);
    }
    command
}

/// Runs the program without a terminal, until it ends by itself.
pub fn run(home: &Path, args: &[&str]) -> Output {
    let mut child = program(env!("CARGO_BIN_EXE_peerpact"), home)
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Read aside: a full pipe would keep the program from ending.
    let id = child.id();
    let (sender, done) = std::sync::mpsc::channel();
    let waiting = thread::spawn(move || {
        let stdout = child.stdout.take().map(std::io::read_to_string);
        let stderr = child.stderr.take().map(std::io::read_to_string);
        let status = child.wait().unwrap();
        let bytes = |text: Option<std::io::Result<String>>| text.unwrap().unwrap().into_bytes();
        let _ = sender.send(Output { status, stdout: bytes(stdout), stderr: bytes(stderr) });
    });
    let output = done.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("{args:?} hangs, as process {id}"));
    waiting.join().unwrap();
    output
}

/// What stands in a folder, by name.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The fields of the questionnaire by their questions: tests name fields, so that wording may change.
fn catalogue() -> &'static BTreeMap<String, String> {
    static CATALOGUE: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        let of = |question: &serde_json::Value, key: &str| question[key].as_str().unwrap().to_owned();
        questions().iter().map(|question| (squeezed(&of(question, "question")), of(question, "field"))).collect()
    })
}

/// `peerpact new --questions`.
pub fn questions() -> Vec<serde_json::Value> {
    let output = run(&std::env::temp_dir(), &["new", "--questions", "--format", "json"]);
    let all: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    all["questions"].as_array().unwrap().clone()
}

/// Text without its spaces: a narrow terminal breaks it anywhere.
pub fn squeezed(text: &str) -> String {
    text.chars().filter(|one| !one.is_whitespace()).collect()
}

/// How the program ended.
#[derive(Debug)]
pub struct End {
    /// Its exit code, or the number of the signal that ended it, negative.
    pub code: i32,
    /// All that the terminal got.
    pub bytes: Vec<u8>,
    /// What came after the last reply.
    pub screen: String,
}

impl End {
    /// All that the terminal shows at last, line by line.
    pub fn text(&self) -> String {
        shown(&self.bytes)
    }
}

/// A terminal with a wizard on it, which waits for a line.
pub struct Wizard {
    session: OsSession,
    bytes: Vec<u8>,
    from: usize,
    step: String,
}

impl Wizard {
    /// Starts `peerpact new` with more arguments, on a terminal of 80 columns.
    pub fn new(home: &Path, args: &[&str]) -> Self {
        Self::sized(home, args, 80, "xterm")
    }

    /// The same on a terminal of another width and kind.
    pub fn sized(home: &Path, args: &[&str], columns: u16, term: &str) -> Self {
        // The width has to be there before the program looks, and the echo as a terminal's driver has it; expectrl sets a width
        // and an echo of its own while it spawns, so the shell waits for a line before it sets ours.
        let mut command = program("sh", home);
        let rows = match columns {
            ..80 => 20,
            80..120 => 24,
            _ => 40,
        };
        let script = format!("read -r go && stty rows {rows} cols {columns} echo && exec \"$0\" new \"$@\"");
        command.args(["-c", &script, env!("CARGO_BIN_EXE_peerpact")]).args(args).env("TERM", term);
        let mut session = Session::spawn(command).unwrap();
        session.write_all(b"go\n").unwrap();
        let mut wizard = Self { session, bytes: Vec::new(), from: 0, step: String::new() };
        wizard.until_prompt();
        wizard
    }

    /// Reads what is there; whether the program ended.
    fn read(&mut self) -> bool {
        let mut buffer = [0; 4096];
        loop {
            match self.session.try_read(&mut buffer) {
                Ok(0) => return true,
                Ok(count) => self.bytes.extend_from_slice(&buffer[..count]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return false,
                Err(error) => panic!("{error}"),
            }
        }
    }

    fn wait(&mut self, what: &str, ready: impl Fn(&[u8]) -> bool) -> bool {
        let start = Instant::now();
        loop {
            let ended = self.read();
            if ended || ready(&self.bytes[self.from..]) {
                return ended;
            }
            assert!(start.elapsed() < PATIENCE, "no {what} after:\n{}", shown(&self.bytes));
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// Waits for a prompt; what is echoed after one is drawn again on its line, and never below another.
    fn until_prompt(&mut self) {
        let ended = self.wait("prompt", is_prompt);
        assert!(!ended, "ended without a prompt:\n{}", shown(&self.bytes));
        let step = self.screen().lines().filter_map(title).next_back();
        self.step = step.unwrap_or(std::mem::take(&mut self.step));
    }

    /// What came since the last reply.
    pub fn screen(&self) -> String {
        shown(&self.bytes[self.from..])
    }

    /// All that came so far.
    pub fn so_far(&self) -> Vec<u8> {
        self.bytes.clone()
    }

    /// Whether it was said since the last reply, wherever the lines break.
    pub fn says(&self, text: &str) -> bool {
        squeezed(&self.screen()).contains(&squeezed(text))
    }

    /// What is asked now: a field as the questionnaire or the deal names it, `keep` with the title of its step, `more`
    /// with its list, [`REVIEW`], [`COMPANY`] or [`CHANGE`].
    pub fn asked(&self) -> String {
        let screen = self.screen();
        let last = screen.rsplit("\n\n").next().unwrap_or_default();
        let last: &str = &last.split_whitespace().collect::<Vec<_>>().join(" ");
        for (words, name) in [
            ("`done` to write the deal", REVIEW),
            ("Keep your company's data", COMPANY),
            ("exists. Change it?", CHANGE),
        ] {
            if last.contains(words) {
                return name.into();
            }
        }
        if last.contains("Keep these?") {
            return format!("keep {}", self.step);
        }
        if let Some(list) = last.strip_prefix("Add a").and_then(|rest| rest.split('`').nth(1)) {
            return format!("more {list}");
        }
        if let Some((field, _)) = last.strip_prefix('`').and_then(|rest| rest.split_once('`')) {
            return field.into();
        }
        let question = squeezed(last);
        // Of two questions that begin alike, the longer one is asked.
        let known = catalogue().iter().filter(|(words, _)| question.starts_with(words.as_str()));
        let field = known.max_by_key(|(words, _)| words.len()).map(|(_, field)| field);
        field.unwrap_or_else(|| panic!("`{question}` is not of the questionnaire")).clone()
    }

    /// Types something as it is.
    pub fn types(&mut self, keys: &str) {
        self.session.write_all(keys.as_bytes()).unwrap();
        self.session.flush().unwrap();
    }

    /// Waits until something is shown after the last reply.
    pub fn shows(&mut self, text: &str) {
        let ended = self.wait(text, |bytes| shown(bytes).contains(text));
        assert!(!ended, "ended before `{text}`:\n{}", shown(&self.bytes));
    }

    /// Answers with a line, and waits for what is asked next.
    pub fn reply(&mut self, line: &str) {
        self.from = self.bytes.len();
        self.types(&format!("{line}\r"));
        self.until_prompt();
    }

    /// Answers until a question stands open, with Enter where no answer is given; returns what was asked.
    pub fn until(&mut self, open: &str, answers: &[(&str, &str)]) -> Vec<String> {
        let mut asked = Vec::new();
        while self.asked() != open {
            let field = self.asked();
            assert!(field != REVIEW, "`{open}` never comes, but {asked:?}:\n{}", self.screen());
            assert_ne!(Some(&field), asked.last(), "asked again and again:\n{}", self.screen());
            let answer = answers.iter().find(|(known, _)| *known == field).map_or("", |(_, answer)| answer);
            self.reply(answer);
            assert!(!self.says("An answer is needed here"), "{field} has no answer here:\n{}", self.screen());
            assert!(!self.says("error["), "{field}: {answer}\n{}", self.screen());
            asked.push(field);
        }
        asked
    }

    /// Answers until the review.
    pub fn until_review(&mut self, answers: &[(&str, &str)]) -> Vec<String> {
        self.until(REVIEW, answers)
    }

    /// Writes the deal at the review, keeps no company, and waits for the end.
    pub fn done(mut self) -> End {
        self.reply_last("done", COMPANY, "no")
    }

    /// A last reply, and after it one to a question that may come.
    pub fn reply_last(&mut self, line: &str, then: &str, answer: &str) -> End {
        self.from = self.bytes.len();
        self.types(&format!("{line}\r"));
        if !self.wait("end or prompt", is_prompt) {
            assert_eq!(self.asked(), then, "{}", self.screen());
            return self.reply_last(answer, "the end", "");
        }
        self.ended()
    }

    /// Types Ctrl-C, which leaves the terminal as it was.
    pub fn interrupt(mut self) -> End {
        self.types("\x03");
        self.wait("end", |_| false);
        if let Ok(echo) = self.session.get_process().get_echo() {
            assert!(echo, "the terminal shows no longer what is typed");
        }
        self.ended()
    }

    /// Kills the program where it stands.
    pub fn kill(mut self) -> End {
        self.session.get_process_mut().kill(Signal::SIGKILL).unwrap();
        self.wait("end", |_| false);
        self.ended()
    }

    fn ended(&mut self) -> End {
        let code = match self.session.get_process().wait().unwrap() {
            WaitStatus::Exited(_, code) => code,
            WaitStatus::Signaled(_, signal, _) => -(signal as i32),
            other => panic!("{other:?}"),
        };
        End { code, screen: self.screen(), bytes: std::mem::take(&mut self.bytes) }
    }
}

/// The title of a line such as `[5/12] Billing and credit`.
fn title(line: &str) -> Option<String> {
    let (count, title) = line.strip_prefix('[')?.split_once("] ")?;
    let (at, of) = count.split_once('/')?;
    let number = |text: &str| text.chars().all(|one| one.is_ascii_digit());
    (number(at) && number(of)).then(|| title.to_owned())
}

/// Whether the program waits for a line: the last line is the prompt, drawn by whatever means.
fn is_prompt(bytes: &[u8]) -> bool {
    let tail = bytes.len().saturating_sub(400);
    bytes.contains(&b'>') && shown(&bytes[tail..]).ends_with("\n> ")
}

/// What the lines look like at last: without escape sequences, and of a line that was drawn again its last state. It draws as a terminal
/// without end does: what moves the cursor within a line or erases it counts, colours and modes do not.
pub fn shown(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut lines: Vec<Vec<char>> = vec![Vec::new()];
    let (mut row, mut column): (usize, usize) = (0, 0);
    let mut rest = text.chars().peekable();
    while let Some(one) = rest.next() {
        match one {
            '\n' => {
                row += 1;
                column = 0;
                if row == lines.len() {
                    lines.push(Vec::new());
                }
            }
            '\r' => column = 0,
            '\u{8}' => column = column.saturating_sub(1),
            '\u{7}' => {}
            '\u{1b}' => {
                if rest.next_if_eq(&'[').is_none() {
                    rest.next();
                    continue;
                }
                let mut count = String::new();
                while let Some(part) = rest.next_if(|part| !part.is_ascii_alphabetic() && *part != '~') {
                    count.push(part);
                }
                let many: usize = count.parse().unwrap_or(1);
                match rest.next() {
                    Some('C') => column += many,
                    Some('D') => column = column.saturating_sub(many),
                    Some('A') => row = row.saturating_sub(many),
                    Some('B') => {
                        row += many;
                        while row >= lines.len() {
                            lines.push(Vec::new());
                        }
                    }
                    Some('G') => column = many - 1,
                    Some('K') if matches!(count.as_str(), "" | "0") => lines[row].truncate(column),
                    Some('K') => lines[row].clear(),
                    Some('J') => {
                        lines[row].truncate(column);
                        lines.truncate(row + 1);
                    }
                    _ => {}
                }
            }
            letter => {
                let line = &mut lines[row];
                while line.len() < column {
                    line.push(' ');
                }
                match line.get_mut(column) {
                    Some(cell) => *cell = letter,
                    None => line.push(letter),
                }
                column += 1;
            }
        }
    }
    let lines: Vec<String> = lines.into_iter().map(|line| line.into_iter().collect()).collect();
    lines.join("\n")
}
