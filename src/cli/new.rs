//! `peerpact new`: the wizard; without a terminal, a list of what it would ask.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::budget::{FORM_BYTES, POLICY_BYTES};
use crate::characters::visible;
use crate::cli::console::Console;
use crate::cli::ending;
use crate::cli::printing;
use crate::cli::questionnaire::{self, Shape, questions};
use crate::cli::{Exit, Failure, day, opened, technical};
use crate::deal::read;
use crate::deal::tree;
use crate::diagnostic::{Finding, Level, Misread};
use crate::misspelt::nearest;
use crate::output::Batch;
use crate::pipeline::{self, File, Print};
use crate::policy::{self, Company, Policy};
use crate::render::Format;
use crate::reply_form;
use crate::report::human;
use crate::rules::Run;
use crate::source::Source;
use crate::wizard::answers::Answers;
use crate::wizard::facts::AnswerKind;
use crate::wizard::judge::Judge;
use crate::wizard::prompt::{self, Prompt as _, Terminal};
use crate::wizard::session::{self, End, Session};
use crate::wizard::{edit, follow, names, review, write};
use crate::{assets, input, provenance};

/// Put a new deal on paper, question by question.
#[derive(Debug, Args)]
#[command(
    after_help = "Answers are kept in DEAL.yaml.partial after each question: the same command goes on from there.\n\
                        Without a terminal nothing is asked: what is missing is listed, and the exit code is 2."
)]
pub(super) struct New {
    /// Deal file to write, or one to change.
    #[arg(value_name = "DEAL", default_value = "deal.yaml")]
    deal: PathBuf,

    /// Begin with the terms of an example, by its name, or of an earlier deal, by its file.
    #[arg(long, value_name = "EXAMPLE|DEAL")]
    from: Option<PathBuf>,

    /// Ask nothing: read what came back of the questions that were sent out (DOCX, XLSX, CSV, YAML), and put it into the deal.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["from", "answers", "questions"])]
    from_reply: Option<PathBuf>,

    /// Where the deal says something else, take over what came back.
    #[arg(long, requires = "from_reply")]
    take: bool,

    /// Ask nothing: take the answers from a YAML or JSON file.
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,

    /// Print the questions, and ask none.
    #[arg(long)]
    questions: bool,

    /// How the questions are printed.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Shape,

    /// Only ever add lines: nothing is drawn again or completed; so it is where TERM is dumb.
    #[arg(long)]
    plain: bool,

    /// Formats to draft once the deal is written [default: every one].
    #[arg(long = "to", short, value_name = "FORMAT", value_delimiter = ',')]
    to: Vec<Format>,

    /// Folder for the drafts [default: the deal's].
    #[arg(long = "output", short, value_name = "DIR")]
    output: Option<PathBuf>,

    /// Folder laid over the built-in clauses and templates.
    #[arg(long, value_name = "DIR")]
    library: Option<PathBuf>,

    /// Also replace drafts that somebody else wrote or edited.
    #[arg(long)]
    overwrite: bool,
}

/// The result of writing a deal.
struct Done {
    /// The findings, without those that ask somebody.
    findings: Vec<Finding>,
    /// What was written, and whom to ask what.
    said: String,
    exit: Exit,
}

impl New {
    pub(super) fn run(&self, console: &Console) -> Exit {
        match self.ask(console) {
            Ok(exit) => exit,
            Err(fault) => console.fault(fault.as_ref()),
        }
    }

    fn ask(&self, console: &Console) -> Result<Exit, Box<dyn std::error::Error>> {
        if self.questions {
            let library = pipeline::load(self.library.as_deref())?;
            return Ok(console.print(questions(self.format, &library).as_bytes()));
        }
        if input::is_stdin(&self.deal) {
            return Err(Failure("cannot write a deal to standard input: name a file".into()).into());
        }
        let folder = self.deal.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let policy = Policy::of(folder)?;
        let company = policy.house();
        let library = pipeline::load(self.library.as_deref())?;
        let run = Run { as_of: day::as_of(None)?, policy, final_version: false, form: None, library: &library };
        let from = self.from.as_deref().map(from).transpose()?;
        let judge = Judge { run: &run, name: self.deal.display().to_string() };
        if let Some(reply) = &self.from_reply {
            return self.replied(reply, console, &judge);
        }
        if let Some(path) = &self.answers {
            return self.answered(path, console, &judge, company.as_ref(), from.unwrap_or_default());
        }
        let before = self.before()?;
        if let (Some(_), Some(from)) = (&before, &self.from) {
            let (deal, from) = (self.deal.display(), from.display());
            return Err(Failure(format!("cannot begin {deal} with {from}: it exists; name another file")).into());
        }
        let partial = self.partial();
        let kept = if partial.exists() { Some(read_answers(&partial, console)?) } else { None };
        if !prompt::is_there() {
            let mut answers = kept.or(from).or(before.map(|(_, answers)| answers)).unwrap_or_default();
            if let Some(company) = &company {
                company.answer(&mut answers);
            }
            let missing = follow::missing(&mut answers, &library);
            let mut text = questionnaire::listed(&missing, &answers);
            text.push_str(
                "nothing can be asked without a terminal: give --answers FILE, see `peerpact new --questions`\n",
            );
            console.say(&text);
            return Ok(Exit::Failed);
        }
        self.wizard(console, judge, company, before, kept, from)
    }

    fn partial(&self) -> PathBuf {
        let mut name = OsString::from(&self.deal);
        name.push(".partial");
        name.into()
    }

    /// The existing deal file, and its answers.
    fn before(&self) -> Result<Option<(Source, Answers)>, Box<dyn std::error::Error>> {
        if !self.deal.exists() {
            return Ok(None);
        }
        let source = input::read(&self.deal)?;
        let answers = answers_of(&source, "change")?;
        Ok(Some((source, answers)))
    }

    /// Makes a deal from a file of answers.
    fn answered(
        &self,
        path: &Path,
        console: &Console,
        judge: &Judge<'_>,
        company: Option<&Company>,
        from: Answers,
    ) -> Result<Exit, Box<dyn std::error::Error>> {
        if self.deal.exists() {
            return Err(Failure(format!("cannot write {}: it exists; name another file", self.deal.display())).into());
        }
        let given = read_answers(path, console)?;
        let mut answers = from;
        if let (Some(we), Some(they)) = (given.we(), given.they()) {
            answers = answers.renamed(&[answers.we(), answers.they()].map(Option::unwrap_or_default), &[we, they]);
        }
        answers.overlay(&given);
        let faults = follow::normalise(&mut answers);
        if let Some((field, reason)) = faults.first() {
            return Err(Failure(format!("cannot use the answer to `{field}` in {}: {reason}", path.display())).into());
        }
        if let Some(company) = company {
            company.answer(&mut answers);
        }
        let missing = follow::missing(&mut answers, judge.run.library);
        if !missing.is_empty() {
            console.say(&questionnaire::listed(&missing, &answers));
            return Err(Failure(format!("{} leaves {} questions open", path.display(), missing.len())).into());
        }
        let text = write::deal(&answers);
        let done = self.finish(judge, &text)?;
        if !console.quiet || done.exit != Exit::Clean {
            console.say(&(human::render(&done.findings, console.look) + &done.said));
        }
        Ok(done.exit)
    }

    fn wizard(
        &self,
        console: &Console,
        judge: Judge<'_>,
        company: Option<Company>,
        before: Option<(Source, Answers)>,
        kept: Option<Answers>,
        from: Option<Answers>,
    ) -> Result<Exit, Box<dyn std::error::Error>> {
        let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        let mut terminal = Terminal::new(self.plain || dumb, console.look.width.min(100));
        let partial = self.partial();
        let editing = before.is_some();
        if editing {
            let question = format!("{} exists. Change it? It keeps its comments and its order.", self.deal.display());
            if !yes(&mut terminal, &question, true)? {
                terminal.say("Nothing was changed; name another file to make a new deal.");
                return Ok(Exit::Clean);
            }
        }
        let resumed = kept.is_some();
        let (source, as_it_is) = before.unzip();
        let as_it_is = as_it_is.map(|mut answers| {
            follow::take_as_it_is(&mut answers);
            answers
        });
        let answers = kept.or(as_it_is).or(from.map(|from| names::anew(&from))).unwrap_or_default();
        if resumed {
            terminal.say(&format!("Going on from {}.", partial.display()));
        }
        let edited = |answers: &Answers| source.as_ref().and_then(|source| edit::apply(source, answers));
        let text = |answers: &Answers| edited(answers).unwrap_or_else(|| write::deal(answers));
        let mut session = Session {
            prompt: terminal,
            judge,
            answers,
            partial: Some(partial.clone()),
            company: company.clone(),
            text: &text,
        };
        let end = session.run(None, editing && !resumed)?;
        let Session { mut prompt, judge, answers, .. } = session;
        if end != End::Done {
            if partial.exists() {
                prompt.say(&format!("The answers are kept in {}: the same command goes on.", partial.display()));
            }
            return Ok(if end == End::Left { Exit::Clean } else { Exit::Failed });
        }
        let mut keeps = None;
        let is_kept = company.as_ref().is_some_and(|company| company.name.is_some());
        if let (false, Some(ours)) = (is_kept, Company::of(&answers)) {
            let house = judge.run.policy.files.last().map(|file| file.path.clone());
            let house = house.unwrap_or_else(|| self.deal.with_file_name(policy::NAME));
            let question = format!("\nKeep your company's data in {} for the next deal?", house.display());
            keeps = yes(&mut prompt, &question, true)?.then_some((house, ours));
        }
        let text = match edited(&answers) {
            Some(text) => text,
            None if editing => {
                let question = "The changes could not be put into the file as it is, so it would be written anew, without \
                                its comments. Do so?";
                if !yes(&mut prompt, question, false)? {
                    return Ok(Exit::Clean);
                }
                write::deal(&answers)
            }
            None => write::deal(&answers),
        };
        let done = self.finish(&judge, &text)?;
        // The file may be missing; one that stays is overwritten by the next interview for this deal.
        std::fs::remove_file(&partial).ok();
        let remarks = done.findings.iter().map(|finding| review::remark(finding, 0) + "\n");
        prompt.say(&format!("\n{}{}", remarks.collect::<String>(), done.said));
        if let Some((house, ours)) = keeps {
            keep_company(&house, &ours)?;
        }
        Ok(done.exit)
    }

    /// Writes the deal and, beside it, its draft and the list of questions to others.
    fn finish(&self, judge: &Judge<'_>, text: &str) -> Result<Done, Box<dyn std::error::Error>> {
        let source = Source::new(self.deal.display().to_string(), text);
        let formats = Format::wanted(&self.to);
        let drafted = pipeline::draft(&source, judge.run, &Print { formats, ..Print::default() })?;
        let folder = self.output.clone().unwrap_or_else(|| self.deal.parent().unwrap_or(Path::new("")).to_owned());
        let stem = self.deal.file_stem().unwrap_or_default().to_owned();
        if let Some(file) = drafted.files.iter().find(|file| file.path(&folder, &stem) == self.deal) {
            let deal = self.deal.display();
            return Err(
                Failure(format!("cannot write {deal}: its {} draft would bear the same name", file.suffix)).into()
            );
        }
        let asked = reply_form::questions(&drafted.findings);
        let mut files = drafted.files;
        let is_drafted = files.iter().any(|file| file.suffix == "manifest.json");
        let file = read::read(&source, &mut Vec::new()).filter(|_| is_drafted);
        let (mut own, mut theirs) = (asked.clone(), None);
        // Forms that somebody filled in where they lie: they stay, because nothing else may hold what was written in them.
        let mut left: Vec<PathBuf> = Vec::new();
        if let Some(file) = &file {
            let form = reply_form::form(file, &asked, judge.run.as_of);
            if let (Some(form), Some(they)) = (&form, reply_form::other_side(file)) {
                own.retain(|one| one.whom != they);
                let standing = files.iter().find(|file| file.suffix == "manifest.json");
                let standing = standing.map(|file| file.path(&folder, &stem)).unwrap_or_default();
                for (suffix, bytes) in ending::forms_of(form, file, judge)? {
                    let list = File { suffix: format!("ask.{suffix}"), bytes };
                    if !self.overwrite && ending::is_filled_in(&list.path(&folder, &stem), &list.suffix, &standing) {
                        left.push(list.path(&folder, &stem));
                        continue;
                    }
                    for manifest in files.iter_mut().filter(|file| file.suffix == "manifest.json") {
                        if let Some(bytes) = provenance::with_file(&manifest.bytes, &list.suffix, &list.bytes) {
                            manifest.bytes = bytes;
                        }
                    }
                    files.push(list);
                }
                theirs = Some((they, form.rows.len()));
            }
        }
        let own_list = ending::listed(&own);
        if !own_list.is_empty() {
            files.push(File { suffix: "review.ask.md".into(), bytes: own_list.clone().into_bytes() });
        }
        let mut batch = Batch::drafts(Vec::new(), self.overwrite);
        batch.add_changed(&self.deal, text.as_bytes())?;
        // The list for our own side stands in no manifest: it is known by its first line.
        let is_list = |path: &Path| input::text_of(path, input::LIMIT).is_ok_and(|text| text.starts_with("Ask "));
        for file in &files {
            let path = file.path(&folder, &stem);
            if file.suffix == "review.ask.md" && is_list(&path) {
                batch.add_changed(&path, &file.bytes)?;
            } else {
                batch.add(&path, &file.bytes)?;
            }
        }
        let written = batch.commit()?;
        let mut findings = judge.run.library.findings.clone();
        findings.extend(drafted.findings);
        let stopped = findings.iter().any(|finding| finding.level == Level::Error);
        let approvals = ending::to_approve(&findings);
        findings.retain(|finding| finding.asks().is_none());
        let mut said = printing::listed(&written);
        for path in &left {
            said.push_str(&format!("left {} as it is: it was filled in\n", visible(&path.display().to_string())));
        }
        if stopped {
            said.push_str("not drafted: mend the errors, or run the same command again to change answers\n");
        }
        if !own_list.is_empty() {
            said.push_str(&format!("\n{own_list}"));
        }
        said.push_str(&ending::next(&self.deal, &folder, &stem, is_drafted, theirs.as_ref(), &approvals));
        Ok(Done { findings, said, exit: if stopped { Exit::Findings } else { Exit::Clean } })
    }

    /// Puts what came back of the questions into the deal, and drafts it anew.
    fn replied(&self, reply: &Path, console: &Console, judge: &Judge<'_>) -> Result<Exit, Box<dyn std::error::Error>> {
        let Some(file) = opened::open(&self.deal, console)? else { return Ok(Exit::Findings) };
        let name = reply.display().to_string();
        let refused = |fault: Misread| Failure(format!("{name} {}; {}", fault.fact, fault.remedy));
        let back = reply_form::read(&input::bytes(reply, FORM_BYTES)?, &name).map_err(refused)?;
        console.say(&human::render(&back.remarks, console.look));
        let returned = reply_form::returned_to(&file, &back, self.take).map_err(refused)?;
        for (path, value) in &returned.taken {
            console.say(&format!("{path}: {}\n", visible(value)));
        }
        for conflict in &returned.conflicts {
            console.say(&format!("{}\n", technical::told(conflict)));
        }
        console.say(&format!("{} taken over, {} not\n", returned.taken.len(), returned.conflicts.len()));
        let unread = if returned.conflicts.is_empty() { Exit::Clean } else { Exit::Findings };
        let Some(text) = returned.text else { return Ok(unread) };
        let mut findings = Vec::new();
        let sound = read::read(&Source::new(self.deal.display().to_string(), text.as_str()), &mut findings).is_some();
        findings.retain(|finding| finding.level == Level::Error);
        if !sound || !findings.is_empty() {
            console.say(&human::render(&findings, console.look));
            console.say("nothing was written: the deal could not be read with these answers\n");
            return Ok(Exit::Findings);
        }
        let done = self.finish(judge, &text)?;
        console.say(&(human::render(&done.findings, console.look) + &done.said));
        Ok(done.exit.max(unread))
    }
}

fn read_answers(path: &Path, console: &Console) -> Result<Answers, Box<dyn std::error::Error>> {
    let source = input::read(path)?;
    Answers::read(&source).map_err(|findings| {
        console.say(&human::render(&findings, console.look));
        Failure(format!("cannot use the answers in {}", path.display())).into()
    })
}

/// The terms of an example or an earlier deal, without what concerns its other side alone.
fn from(path: &Path) -> Result<Answers, Box<dyn std::error::Error>> {
    let name = path.to_string_lossy();
    let example = assets::example(&name).filter(|_| !path.exists());
    let ours = example.is_none();
    let source = match example {
        Some(text) => Source::new(name.as_ref(), text),
        None if !path.exists() => {
            let names = assets::examples();
            let near = nearest(&name, names.iter().map(String::as_str));
            let near = near.map_or_else(String::new, |near| format!("; did you mean {near}"));
            let reason = format!("there is neither a file nor an example of that name{near}");
            return Err(
                Failure(format!("cannot begin with {name}: {reason}. The examples are {}", names.join(", "))).into()
            );
        }
        None => input::read(path)?,
    };
    // The companies of an example are invented, so none is ours.
    Ok(answers_of(&source, "begin with")?.terms(ours))
}

/// The answers in a deal; fails if the file is not a mapping.
fn answers_of(source: &Source, what: &str) -> Result<Answers, Failure> {
    match tree::read(source, &mut Vec::new()) {
        Some(tree) if matches!(tree.kind, tree::NodeKind::Map(_)) => Ok(Answers::of(&tree)),
        _ => {
            let name = &source.name;
            Err(Failure(format!("cannot {what} {name}: it is not a deal; run `peerpact check {name}`")))
        }
    }
}

fn yes(terminal: &mut Terminal, question: &str, default: bool) -> Result<bool, session::Broken> {
    loop {
        terminal.say(question);
        terminal.say(if default { "  yes or no  [yes]" } else { "  yes or no  [no]" });
        let typed = terminal.line(&AnswerKind::Bool).map_err(session::Broken::Terminal)?;
        match typed.as_deref().map(str::to_lowercase).as_deref() {
            Some("") => return Ok(default),
            Some("y" | "yes") => return Ok(true),
            None | Some("n" | "no") => return Ok(false),
            Some(_) => {}
        }
    }
}

/// Adds our own company to the house's file and keeps the rest of that file.
fn keep_company(path: &Path, company: &Company) -> Result<(), Box<dyn std::error::Error>> {
    let before = match input::text_of(path, POLICY_BYTES) {
        Ok(text) => text,
        Err(error) if error.is_missing() => String::new(),
        Err(error) => return Err(error.into()),
    };
    let gap = if before.is_empty() {
        ""
    } else if before.ends_with('\n') {
        "\n"
    } else {
        "\n\n"
    };
    let mut batch = Batch::replacing(Vec::new());
    batch.add(path, format!("{before}{gap}{}", company.written()).as_bytes())?;
    batch.commit()?;
    Ok(())
}
