//! Workbooks made here part by part, and what is read from them.

mod cells;
mod damage;
mod beside;
mod looks;
mod names;
mod refused;

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::read;
use crate::diagnostic::{Finding, Level};
use crate::sheet::Sheet;

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

#[derive(Clone)]
struct Book {
    /// Name, state and XML of each sheet.
    sheets: Vec<(String, String, String)>,
    strings: Option<String>,
    /// Codes of number formats; the style `n` has the `n`-th.
    formats: Vec<String>,
    properties: String,
    /// Parts that replace those that are made, or stand beside them.
    parts: Vec<(String, Vec<u8>)>,
}

/// A workbook of one sheet, from the XML in its `sheetData`.
fn book(data: &str) -> Book {
    Book { sheets: Vec::new(), strings: None, formats: Vec::new(), properties: String::new(), parts: Vec::new() }
        .sheet("Rates", "visible", data)
}

impl Book {
    fn sheet(self, name: &str, state: &str, data: &str) -> Self {
        self.whole_sheet(name, state, &format!("<worksheet><sheetData>{data}</sheetData></worksheet>"))
    }

    fn whole_sheet(mut self, name: &str, state: &str, xml: &str) -> Self {
        self.sheets.push((name.to_owned(), state.to_owned(), xml.to_owned()));
        self
    }

    fn strings(mut self, items: &str) -> Self {
        self.strings = Some(format!("<sst>{items}</sst>"));
        self
    }

    fn formats(mut self, codes: &[&str]) -> Self {
        self.formats = codes.iter().map(|&code| code.to_owned()).collect();
        self
    }

    fn part(mut self, name: &str, content: impl Into<Vec<u8>>) -> Self {
        self.parts.push((name.to_owned(), content.into()));
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
        let mut part = |name: &str, content: String| {
            if !self.parts.iter().any(|(other, _)| other == name) {
                parts.push((name.to_owned(), content.into_bytes()));
            }
        };
        let link = |id: &str, kind: &str, target: &str| {
            format!("<Relationship Id=\"{id}\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/>")
        };
        let main = link("rId1", "officeDocument", "xl/workbook.xml");
        part("_rels/.rels", format!("<Relationships>{main}</Relationships>"));
        let mut links =
            link("strings", "sharedStrings", "sharedStrings.xml") + &link("styles", "styles", "/xl/styles.xml");
        let mut sheets = String::new();
        for (number, (name, state, xml)) in self.sheets.iter().enumerate() {
            sheets.push_str(&format!(
                "<sheet name=\"{name}\" sheetId=\"{number}\" state=\"{state}\" r:id=\"s{number}\"/>"
            ));
            links.push_str(&link(&format!("s{number}"), "worksheet", &format!("worksheets/sheet{number}.xml")));
            part(&format!("xl/worksheets/sheet{number}.xml"), xml.clone());
        }
        part("xl/_rels/workbook.xml.rels", format!("<Relationships>{links}</Relationships>"));
        part(
            "xl/workbook.xml",
            format!("<workbook xmlns:r=\"{RELATIONS}\">{}<sheets>{sheets}</sheets></workbook>", self.properties),
        );
        if let Some(strings) = &self.strings {
            part("xl/sharedStrings.xml", strings.clone());
        }
        if !self.formats.is_empty() {
            let (mut codes, mut styles) = (String::new(), String::new());
            for (number, code) in self.formats.iter().enumerate() {
                let id = number + 164;
                let code = code.replace('&', "&amp;").replace('"', "&quot;");
                codes.push_str(&format!("<numFmt numFmtId=\"{id}\" formatCode=\"{code}\"/>"));
                styles.push_str(&format!("<xf numFmtId=\"{id}\"><alignment/></xf>"));
            }
            let styles = format!(
                "<styleSheet><numFmts>{codes}</numFmts><cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs><cellXfs>{styles}</cellXfs></styleSheet>"
            );
            part("xl/styles.xml", styles);
        }
        parts.extend(self.parts.iter().cloned());
        let parts: Vec<(&str, &[u8])> =
            parts.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
        zipped(&parts)
    }

    fn read(&self, sheet: Option<&str>) -> (Option<Sheet>, Vec<Finding>) {
        read_bytes(&self.bytes(), sheet)
    }

    /// Its cells, row by row, and no finding.
    fn cells(&self) -> Vec<Vec<String>> {
        let (sheet, findings) = self.read(None);
        assert!(findings.is_empty(), "{findings:?}");
        cells(&sheet.expect("a sheet"))
    }

    /// What is reported about it: code, level and message.
    fn said(&self, sheet: Option<&str>) -> Vec<(&'static str, Level, String)> {
        said(&self.read(sheet).1)
    }

    /// The message of the one finding that refuses it.
    fn refused(&self, sheet: Option<&str>) -> String {
        refusal(&self.bytes(), sheet)
    }
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn read_bytes(bytes: &[u8], sheet: Option<&str>) -> (Option<Sheet>, Vec<Finding>) {
    let mut findings = Vec::new();
    let sheet = read(bytes, "deck.xlsx", sheet, &mut findings);
    (sheet, findings)
}

fn cells(sheet: &Sheet) -> Vec<Vec<String>> {
    (0..sheet.grid.len()).map(|row| sheet.grid.cells(row).map(str::to_owned).collect()).collect()
}

fn said(findings: &[Finding]) -> Vec<(&'static str, Level, String)> {
    for finding in findings {
        assert!(finding.place.is_some() && finding.remedy.is_some(), "{finding:?}");
    }
    findings.iter().map(|finding| (finding.code, finding.level, finding.message.clone())).collect()
}

fn refusal(bytes: &[u8], sheet: Option<&str>) -> String {
    let (sheet, findings) = read_bytes(bytes, sheet);
    assert!(sheet.is_none(), "{sheet:?}");
    let said = said(&findings);
    let [("DECK001", Level::Error, message)] = said.as_slice() else { panic!("{said:?}") };
    message.strip_prefix("cannot read deck.xlsx: ").expect("the file").to_owned()
}

/// A row of numbers under General.
fn numbers(row: usize, stored: &[&str]) -> String {
    let cells: String = stored.iter().map(|stored| format!("<c><v>{stored}</v></c>")).collect();
    format!("<row r=\"{row}\">{cells}</row>")
}
