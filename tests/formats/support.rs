use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use copydesk::config::Settings;
use copydesk::facts::FileFacts;
use copydesk::format::Format;
use copydesk::rules::Safety;
use copydesk::text::{Encoding, LineIndex};

/// The facts of a file of this name.
pub fn facts(name: &str, text: &str) -> FileFacts {
    let format = Format::of(Path::new(name), text).expect("a corpus file");
    FileFacts::new(text, format, Arc::new(Settings::default()))
}

/// The findings of a file: line and column, code, the text at the place, the first fix with what it makes of the line.
pub fn found(name: &str, text: &str) -> String {
    let index = LineIndex::new(text);
    let mut out = String::new();
    for finding in facts(name, text).findings() {
        let at = index.position(text, finding.span.start, Encoding::Utf32);
        let written = text[finding.span.range()].replace('\n', "⏎").replace('\r', "␍").replace('\t', "→");
        let (line, column) = (at.line + 1, at.column + 1);
        let _ = writeln!(out, "{line}:{column} {} “{written}” {}", finding.rule.rule().name, finding.message);
        for related in &finding.related {
            let _ = writeln!(out, "      “{}” {}", &text[related.span.range()], related.message);
        }
        for fix in &finding.fixes {
            let mut fixed = text.to_owned();
            fix.edits.iter().rev().for_each(|edit| fixed.replace_range(edit.span.range(), &edit.text));
            let safety = if fix.safety == Safety::Safe { "safe" } else { "unsafe" };
            let line = fixed.split('\n').nth(at.line).unwrap_or_default().replace('\t', "→").replace('\r', "␍");
            let _ = writeln!(out, "      {safety}: {} gives “{line}”", fix.title);
        }
    }
    out
}

/// The articles of a file: fields, text, annotations with what they stand on.
pub fn articles(name: &str, text: &str) -> String {
    let facts = facts(name, text);
    let mut out = String::new();
    for (extract, base) in (0..facts.article_count()).filter_map(|index| facts.extract(index)) {
        let _ = writeln!(out, "article");
        for field in &extract.fields {
            assert_eq!(text.get(field.span.shifted(base).range()).map(|it| !it.is_empty()), Some(true));
            let _ = writeln!(out, "  {}: {}", field.key, field.value);
        }
        for block in extract.blocks() {
            let _ = writeln!(out, "  | {}", extract.text[block.range()].replace('\n', "⏎"));
        }
        for annotation in &extract.annotations {
            let parts: Vec<&str> = annotation.parts.iter().map(|part| &extract.text[part.range()]).collect();
            let _ = write!(out, "  “{}”", parts.join(" … "));
            let named = [("", &annotation.entity_type), (" #", &annotation.chain), (" =", &annotation.identity)];
            for (mark, written) in named.iter().filter_map(|(mark, it)| Some((mark, it.as_ref()?))) {
                let _ = write!(out, " {mark}{}", written.text);
            }
            let markup = annotation.markup.iter().map(|span| &text[span.shifted(base).range()]);
            let _ = writeln!(out, " in {}", markup.collect::<Vec<_>>().join(" "));
        }
    }
    out
}
