//! stub until the style sheet's own work is merged
use std::collections::HashMap;
pub(super) struct Sheet {
    xml: Vec<u8>,
    ids: HashMap<String, String>,
}
impl Sheet {
    pub(super) fn read(xml: &[u8]) -> Result<Self, String> {
        let text = String::from_utf8_lossy(xml).into_owned();
        let mut ids = HashMap::new();
        for piece in text.split("<w:style ").skip(1) {
            let id = piece.split("w:styleId=\"").nth(1).and_then(|r| r.split('"').next()).unwrap_or_default();
            let name = piece.split("<w:name w:val=\"").nth(1).and_then(|r| r.split('"').next()).unwrap_or_default();
            ids.insert(name.to_lowercase(), id.to_owned());
        }
        Ok(Self { xml: xml.to_vec(), ids })
    }
    pub(super) fn id(&self, name: &str) -> &str {
        self.ids.get(&name.to_lowercase()).map_or("Normal", String::as_str)
    }
    pub(super) fn write(&self, _language: &str) -> Vec<u8> {
        self.xml.clone()
    }
}
