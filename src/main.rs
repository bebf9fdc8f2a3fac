fn main() {
    let name = std::env::args().nth(1).unwrap_or_default();
    let text = std::fs::read_to_string(&name).unwrap_or_default();
    let source = peerpact::source::Source::new(name, text);
    let mut findings = Vec::new();
    let deal = peerpact::deal::read::read(&source, &mut findings);
    for f in &findings {
        println!(
            "{}[{}] {} {:?} {}",
            f.level.name(),
            f.code,
            f.path,
            f.place.as_ref().map(|p| p.line_column()),
            f.message
        );
        println!("   {:?}", f.help);
    }
    if let Some(deal) = deal {
        println!("{}", serde_json::to_string_pretty(&deal.deal).unwrap_or_default());
        println!("{:?}", deal.defaults());
    }
}
