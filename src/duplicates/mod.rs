//! Text of one file that stands in other articles: what the index says of its keys, verified on the texts.

mod align;
mod article;
mod block;
mod memory;
mod outline;
mod verdict;

use std::path::Path;
use std::sync::Arc;

use crate::boilerplate::keys::Density;
use crate::facts::FileFacts;
use crate::index::Index;
use crate::rules::{Finding, OtherFile, Related, RuleId};
use crate::text::{Source, Span};
use memory::Info;
pub use memory::{Infos, Memory};
pub use outline::{Library, ReadText};

/// What a file is compared with.
#[derive(Clone, Copy, Debug)]
pub struct Corpus<'a> {
    /// The keys of all articles.
    pub index: &'a Index,
    /// What has been learnt of the articles already; else it is asked for.
    pub infos: Option<&'a Infos>,
    /// Their texts.
    pub library: &'a Library,
    /// How densely shingles are kept, in the index and here.
    pub density: Density,
    /// How many copies of one block are verified and named at most; the message has the number of all.
    pub shown: usize,
}

/// A key that more articles have leads to none of them.
const COMMON: usize = 256;
/// How many articles are compared as a whole at most.
const COMPARED: usize = 24;
/// How many copies of one block are named, unless more are asked for.
pub const SHOWN: usize = 8;
/// How many articles with something like a block are looked at, at most.
const LOOKED_AT: usize = 24;
/// From this share of the lesser article on, two articles are taken for versions of one story.
const RELATED: f64 = 0.3;
/// Copies of furniture are at least so like one another.
const FURNITURE: f64 = 0.8;
/// Articles that have this share of their shingles in common are near-duplicates.
const DUPLICATE: f64 = 0.5;
/// An article of which this share stands in another one is contained in it.
const CONTAINED: f64 = 0.8;
/// Articles with fewer shingles say too little to be compared as a whole.
const LEAST_SHINGLES: usize = 12;
/// Runs of fewer words are no copies: stock phrases, names, the words of one official statement.
const RUN: usize = 13;
/// Blocks of at least so many words are looked for in other words too.
const REWORDED: usize = 16;

/// What of the file that the index knows as `path` stands in other articles.
/// Its path `relative` to the folder of the corpus says where it comes from, where it does not say so itself.
///
/// Ascending by place, without findings of rules that are switched off; related places are verified on the text.
/// `source` is the text that `facts` are of.
#[must_use]
pub fn findings(
    facts: &FileFacts,
    source: &(impl Source + ?Sized),
    path: &Path,
    relative: &Path,
    corpus: &Corpus<'_>,
) -> Vec<Finding> {
    let mut memory = Memory::new(corpus.density, corpus.shown);
    memory.follow(facts, relative);
    memory.look_up_with(corpus.index, corpus.infos, path);
    memory.findings(facts, source, relative, corpus.library)
}

/// All findings of a file in order: those of its facts, and those that other files have a part in.
///
/// What is furniture of a site is not reported as residue of a scraper too, and of residue nobody need be told where else
/// it stands.
#[must_use]
pub fn merged(mut findings: Vec<Finding>, mut shared: Vec<Finding>) -> Vec<Finding> {
    if shared.is_empty() {
        return findings;
    }
    if findings.iter().any(|it| it.rule == RuleId::ScraperResidue) {
        let furniture: Vec<Span> =
            shared.iter().filter(|it| it.rule == RuleId::SharedBoilerplate).map(|it| it.span).collect();
        let is_furniture = |span: Span| {
            let begun = furniture.partition_point(|block| block.start <= span.start);
            begun > 0 && furniture[begun - 1].contains(span)
        };
        findings.retain(|it| it.rule != RuleId::ScraperResidue || !is_furniture(it.span));
    }
    let residue = Residue::of(&findings);
    shared.retain(|it| residue.leaves(it));
    findings.extend(shared);
    findings.sort_by_key(|finding| (finding.span, finding.rule));
    findings
}

/// The stretches of a file that are residue of a scraper.
pub struct Residue {
    /// Where each begins, ascending, and how far those up to it reach.
    spans: Vec<Span>,
}

impl Residue {
    /// Those that `findings`, ascending, report.
    #[must_use]
    pub fn of(findings: &[Finding]) -> Self {
        let residue = findings.iter().filter(|it| it.rule == RuleId::ScraperResidue);
        let reach = residue.scan(0, |end, it| {
            *end = it.span.end.max(*end);
            Some(Span::new(it.span.start, *end))
        });
        Self { spans: reach.collect() }
    }

    /// Whether `shared`, which other files have a part in, is worth telling beside it.
    #[must_use]
    pub fn leaves(&self, shared: &Finding) -> bool {
        if !matches!(shared.rule, RuleId::SharedBlock | RuleId::NearDuplicateBlock) {
            return true;
        }
        let begun = self.spans.partition_point(|residue| residue.start <= shared.span.start);
        begun == 0 || self.spans[begun - 1].end < shared.span.end
    }
}

/// A place in another article.
struct Copy<'a> {
    file: Arc<OtherFile>,
    span: Span,
    info: &'a Info,
}

impl Copy<'_> {
    fn label(&self) -> &str {
        self.info.label()
    }

    fn related(&self, message: String) -> Related {
        Related { file: Some(Arc::clone(&self.file)), span: self.span, message: message.into() }
    }

    fn like(&self, like: f64) -> Related {
        self.related(format!("{} % of the words, {}", (like * 100.0).floor(), self.label()))
    }
}
