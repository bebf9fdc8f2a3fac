fn main() {
    let name = std::env::args().nth(1).unwrap_or_default();
    let out = std::env::args().nth(2);
    let text = std::fs::read_to_string(&name).unwrap_or_default();
    let source = peerpact::source::Source::new(name, text);
    let options = peerpact::pipeline::Options {
        final_version: false,
        review: true,
        library: std::env::args().nth(3).map(Into::into),
        as_of: jiff::civil::date(2026, 11, 22),
        formats: peerpact::render::Format::ALL.to_vec(),
    };
    let library = peerpact::pipeline::load(&options).expect("library");
    let t = std::time::Instant::now();
    let drafted = peerpact::pipeline::draft(&source, &library, &options);
    eprintln!("{:?}", t.elapsed());
    for f in &drafted.findings {
        println!(
            "{}[{}] {} {} {:?} {}",
            f.level.name(),
            f.code,
            f.path,
            f.place.as_ref().map_or("", |p| &p.source.name),
            f.place.as_ref().map(|p| p.line_column()),
            f.message
        );
    }
    if let Some(out) = out {
        std::fs::create_dir_all(&out).expect("dir");
        for file in drafted.files {
            std::fs::write(format!("{out}/draft.{}", file.suffix), file.bytes).expect("write");
        }
    }
}
