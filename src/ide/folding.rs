use crate::corpus::{Article, BlockKind};
use crate::facts::FileFacts;
use crate::text::{Source, Span};

/// A stretch of text that can be folded away. It may lie on one line: then there is nothing to fold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    /// The stretch.
    pub span: Span,
    /// What it is.
    pub kind: FoldKind,
}

/// What can be folded away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoldKind {
    /// One of several articles of a file.
    Article,
    /// The metadata of an article.
    Header,
    /// A fenced block of code.
    Code,
    /// Any other block.
    Block,
}

/// What can be folded in the articles of a file, ascending by start, the outer before the inner.
/// The only article of a file does not fold: nothing would be left.
pub fn folds(articles: impl IntoIterator<Item = Article>) -> Vec<Fold> {
    let mut folds = Vec::new();
    let mut count = 0;
    for article in articles {
        count += 1;
        folds.push(Fold { span: article.span, kind: FoldKind::Article });
        folds.extend(article.header.map(|header| Fold { span: header.span, kind: FoldKind::Header }));
        folds.extend(article.blocks.iter().map(|block| {
            let kind = if block.kind == BlockKind::Code { FoldKind::Code } else { FoldKind::Block };
            Fold { span: block.span, kind }
        }));
    }
    if count == 1 {
        folds.remove(0);
    }
    outer_first(&mut folds);
    folds
}

/// What can be folded in a file with markup: its articles and what its format nests in them; `None` where the file has
/// none.
pub fn markup_folds(facts: &FileFacts, source: &(impl Source + ?Sized)) -> Option<Vec<Fold>> {
    let looks = facts.looks(source, Span::new(0, source.len()))?;
    let mut folds: Vec<Fold> = looks.folds.iter().map(|span| Fold { span: *span, kind: FoldKind::Block }).collect();
    if facts.article_count() > 1 {
        let articles = (0..facts.article_count()).map(|index| facts.article_span(index));
        folds.extend(articles.map(|span| Fold { span, kind: FoldKind::Article }));
    }
    outer_first(&mut folds);
    folds.dedup_by_key(|fold| fold.span);
    Some(folds)
}

fn outer_first(folds: &mut [Fold]) {
    folds.sort_by_key(|fold| (fold.span.start, std::cmp::Reverse(fold.span.end), fold.kind != FoldKind::Article));
}
