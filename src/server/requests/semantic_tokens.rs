use std::sync::{Arc, Mutex, PoisonError};

use super::names::Asked;
use crate::entities::Here;
use crate::ide::{self, Token, TokenKind};
use crate::mentions::{EntityKind, Form, MentionSource};
use crate::server::convert::{Converter, number};
use crate::server::job::Snapshot;
use crate::server::types::{
    Range, SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens, SemanticTokensDelta,
    SemanticTokensEdit, SemanticTokensFullDeltaResult, SemanticTokensLegend,
};
use crate::text::{Source, Span};

/// The types in the order of [`kind_number`]: types of the protocol, which every theme colours, and those of names.
const TYPES: [SemanticTokenType; 14] = [
    SemanticTokenType::PROPERTY,
    SemanticTokenType::STRING,
    SemanticTokenType::TYPE,
    SemanticTokenType::VARIABLE,
    SemanticTokenType::OPERATOR,
    SemanticTokenType::COMMENT,
    SemanticTokenType::NUMBER,
    SemanticTokenType::new("namePerson"),
    SemanticTokenType::new("nameOrganisation"),
    SemanticTokenType::new("namePlace"),
    SemanticTokenType::new("nameGeopolitical"),
    SemanticTokenType::new("nameWork"),
    SemanticTokenType::new("nameEvent"),
    SemanticTokenType::new("nameOther"),
];

/// Marks what a reader may look past: editors can dim it.
const DIM: SemanticTokenModifier = SemanticTokenModifier::new("dim");

/// Marks a name that nobody has annotated and the knowledge base does not have.
const RECOGNISED: SemanticTokenModifier = SemanticTokenModifier::new("recognised");

/// Names in larger documents are not coloured, in bytes: editors ask for all tokens with every key, and get them whole.
const LARGEST: usize = 16 << 20;

/// The tokens that the client got last, to tell it the difference. A cache: it may be lost.
#[derive(Clone, Debug, Default)]
pub struct TokenCache(Arc<Mutex<Option<Sent>>>);

#[derive(Debug)]
struct Sent {
    id: String,
    tokens: Vec<SemanticToken>,
}

/// What the numbers of token types mean.
pub fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend { token_types: TYPES.into(), token_modifiers: vec![DIM, RECOGNISED] }
}

/// All tokens of a document.
pub fn full(snapshot: &Snapshot) -> SemanticTokens {
    let tokens = encode(&all(snapshot), snapshot);
    let id = keep(snapshot, tokens.clone());
    SemanticTokens { result_id: Some(id), data: tokens }
}

/// What has changed in the tokens since the answer named `previous`, or all tokens where that is not known any more.
pub fn full_delta(snapshot: &Snapshot, previous: &str) -> SemanticTokensFullDeltaResult {
    let tokens = encode(&all(snapshot), snapshot);
    let sent = snapshot.tokens.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    let edits = sent.filter(|sent| sent.id == previous).map(|sent| difference(&sent.tokens, &tokens));
    let Some(edits) = edits else {
        let id = keep(snapshot, tokens.clone());
        return SemanticTokensFullDeltaResult::Tokens(SemanticTokens { result_id: Some(id), data: tokens });
    };
    let id = keep(snapshot, tokens);
    SemanticTokensFullDeltaResult::TokensDelta(SemanticTokensDelta { result_id: Some(id), edits })
}

/// The tokens of the articles that `range` touches, as far as they lie in it.
pub fn range(snapshot: &Snapshot, range: Range) -> SemanticTokens {
    let span = snapshot.converter().span(range);
    let of_markup = snapshot.facts.as_deref().and_then(|facts| ide::markup_tokens(facts, &snapshot.text, span));
    let mut tokens = of_markup.unwrap_or_else(|| ide::tokens(snapshot.articles_at(span), &snapshot.text));
    tokens = ide::with_names(tokens, names(snapshot, span), &snapshot.text);
    tokens.retain(|token| token.span.overlaps(span));
    SemanticTokens { result_id: None, data: encode(&tokens, snapshot) }
}

fn all(snapshot: &Snapshot) -> Vec<Token> {
    let whole = Span::new(0, snapshot.text.len());
    let of_markup = snapshot.facts.as_deref().and_then(|facts| ide::markup_tokens(facts, &snapshot.text, whole));
    let tokens = of_markup.unwrap_or_else(|| ide::tokens(snapshot.articles(), &snapshot.text));
    ide::with_names(tokens, names(snapshot, whole), &snapshot.text)
}

/// The names that touch `span`, ascending.
fn names(snapshot: &Snapshot, span: Span) -> Vec<Token> {
    if snapshot.facts.is_none() || snapshot.text.len() > LARGEST || snapshot.is_stale() {
        return Vec::new();
    }
    let asked = Asked::new(snapshot);
    let here = asked.with_names(|view| asked.mentions_in(view, span));
    let token = |here: &Here| {
        let mention = here.mention();
        let kind = mention.kind.or(here.entity().kind);
        let recognised = mention.source == MentionSource::Recogniser;
        Token { span: mention.name, kind: TokenKind::Name { kind, recognised } }
    };
    here.iter().filter(|here| here.mention().form == Form::Name).map(token).collect()
}

/// Keeps what the client gets and returns its name.
fn keep(snapshot: &Snapshot, tokens: Vec<SemanticToken>) -> String {
    let id = snapshot.revision.to_string();
    let sent = Sent { id: id.clone(), tokens };
    *snapshot.tokens.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(sent);
    id
}

/// The tokens as the protocol has them: each relative to the one before.
fn encode(tokens: &[Token], snapshot: &Snapshot) -> Vec<SemanticToken> {
    let converter = snapshot.converter();
    let mut last = converter.position(0);
    let encode = |token: &Token| {
        let start = converter.position(token.span.start);
        let delta_line = start.line - last.line;
        let delta_start = if delta_line == 0 { start.character - last.character } else { start.character };
        last = start;
        SemanticToken {
            delta_line,
            delta_start,
            length: length(token, &converter),
            token_type: kind_number(token.kind),
            token_modifiers_bitset: modifiers(token.kind),
        }
    };
    tokens.iter().map(encode).collect()
}

fn length(token: &Token, converter: &Converter<'_>) -> u32 {
    number(converter.encoding.len(&converter.text.slice(token.span)))
}

fn kind_number(kind: TokenKind) -> u32 {
    match kind {
        TokenKind::Key => 0,
        TokenKind::Value => 1,
        TokenKind::Type => 2,
        TokenKind::Id => 3,
        TokenKind::Delimiter => 4,
        TokenKind::Comment => 5,
        TokenKind::Number => 6,
        TokenKind::Name { kind, .. } => match kind.unwrap_or(EntityKind::Other) {
            EntityKind::Person => 7,
            EntityKind::Organisation => 8,
            EntityKind::Place => 9,
            EntityKind::GeoPolitical => 10,
            EntityKind::Work => 11,
            EntityKind::Event => 12,
            EntityKind::Other => 13,
        },
    }
}

/// The modifiers as bits, in the order of the legend.
fn modifiers(kind: TokenKind) -> u32 {
    match kind {
        // A reader of the text may look past it.
        TokenKind::Id | TokenKind::Number => 1,
        TokenKind::Name { recognised: true, .. } => 2,
        _ => 0,
    }
}

/// The one replacement that turns `old` into `new`, counted in numbers, five to a token; none where they are the same.
fn difference(old: &[SemanticToken], new: &[SemanticToken]) -> Vec<SemanticTokensEdit> {
    let prefix = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[prefix..], &new[prefix..]);
    let suffix = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[..old.len() - suffix], &new[..new.len() - suffix]);
    if old.is_empty() && new.is_empty() {
        return Vec::new();
    }
    let edit = SemanticTokensEdit {
        start: number(prefix * 5),
        delete_count: number(old.len() * 5),
        data: (!new.is_empty()).then(|| new.to_vec()),
    };
    vec![edit]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(starts: &[u32]) -> Vec<SemanticToken> {
        let token = |&delta_start| SemanticToken {
            delta_line: 0,
            delta_start,
            length: 1,
            token_type: 0,
            token_modifiers_bitset: 0,
        };
        starts.iter().map(token).collect()
    }

    #[test]
    fn a_difference_is_one_edit_counted_in_numbers() {
        let edits = difference(&tokens(&[1, 2, 3, 4]), &tokens(&[1, 5, 6, 4]));
        assert_eq!(edits.len(), 1);
        assert_eq!((edits[0].start, edits[0].delete_count), (5, 10));
        assert_eq!(edits[0].data.as_deref(), Some(&tokens(&[5, 6])[..]));
        assert!(difference(&tokens(&[1]), &tokens(&[1])).is_empty());
        let gone = difference(&tokens(&[1, 2]), &tokens(&[1]));
        assert_eq!((gone[0].start, gone[0].delete_count, &gone[0].data), (5, 5, &None));
    }

    #[test]
    fn the_legend_names_every_kind() {
        let kinds = [TokenKind::Key, TokenKind::Value, TokenKind::Type, TokenKind::Id, TokenKind::Delimiter];
        let names = EntityKind::ALL.map(|kind| TokenKind::Name { kind: Some(kind), recognised: false });
        let kinds = [&kinds[..], &[TokenKind::Comment, TokenKind::Number], &names].concat();
        assert!(kinds.iter().map(|kind| kind_number(*kind)).eq(0..14));
        assert_eq!(legend().token_types.len(), kinds.len());
    }
}
