//! Writes mentions into the XML of CAT.

use super::{MARKABLE_ID, Marked, RELATION_ID, ends};
use crate::format::layers::write::{append, before, before_close, like, next_number, set};
use crate::format::layers::{Anchor, anchors_at, id_of};
use crate::format::reading::{ExtractAnnotation, Written};
use crate::format::writing::{Edits, New, escaped};
use crate::format::xml::Tree;
use crate::rules::Edit;
use crate::text::Span;

/// The edits that make stretches of the text mentions: a markable each, in ECB+ one more source of the relation to the
/// thing that it is of, which is added where an id or several new mentions want it.
pub(crate) fn annotate(tree: &Tree<'_>, news: &[(Span, New<'_>)]) -> Edits {
    let marked = Marked::read(tree, &mut Vec::new());
    let mut writer = Writer::new(tree, &marked);
    for (place, new) in news {
        let tokens = anchors_at(&marked.tokens, *place)?;
        let mention = writer.mention(tokens, new.kind)?;
        let is_chain = !new.chain.is_empty() && news.iter().filter(|(_, it)| it.chain == new.chain).count() > 1;
        match writer.thing(new) {
            Some(thing) => writer.join(thing, mention),
            None if new.identity.is_some() || is_chain => writer.begin(new.kind, new.chain, new.identity, mention),
            None => {}
        }
    }
    writer.finish()
}

/// The edits that give the thing that a mention is of another id, or a mention that is of none a thing with it.
pub(crate) fn link(tree: &Tree<'_>, annotation: &ExtractAnnotation, id: &str) -> Edits {
    let marked = Marked::read(tree, &mut Vec::new());
    let open = *annotation.markup.first()?;
    let number = marked.markables.iter().position(|it| tree.open(it.element) == open)?;
    let Some(thing) = marked.chains.get(&number).map(|&thing| &marked.markables[thing]) else {
        let (own, _) = id_of(tree, marked.markables[number].element, MARKABLE_ID)?;
        let mut writer = Writer::new(tree, &marked);
        writer.begin(annotation.entity_type.as_ref()?.text.as_str(), "", Some(id), tree.written(own).to_owned());
        return writer.finish();
    };
    let Some(instance) = &thing.instance else {
        let behind = thing.descriptor.as_ref()?.span.end + 1;
        return Some(vec![Edit::insert(behind, format!(" {INSTANCE}=\"{}\"", escaped(id)))]);
    };
    let relations = tree.find("Relations").into_iter().flat_map(|root| tree.children(root));
    // The note of a relation across documents says the id once more.
    let notes = relations.filter(|&it| {
        let targets = ends(tree, it, "target", &marked.ids, &mut Vec::new());
        targets.iter().any(|&target| marked.markables[target].element == thing.element)
    });
    let notes = notes.filter_map(|it| tree.attribute(it, "note")).filter(|it| tree.resolved(*it) == instance.text);
    Some(notes.chain([instance.span]).map(|place| set(tree, place, id)).collect())
}

/// The attribute that has the id of a thing in every document.
const INSTANCE: &str = "instance_id";

/// A relation while it is written: from the mentions of a thing, by their ids.
struct Begun {
    chain: String,
    identity: Option<String>,
    thing: String,
    sources: Vec<String>,
}

/// Writes markables and relations as the file has them.
struct Writer<'t, 'a> {
    tree: &'t Tree<'a>,
    marked: &'t Marked<'a>,
    /// The last markable that is anchored: those that are new look like it.
    sample: Option<u32>,
    next: u64,
    mentions: String,
    things: String,
    begun: Vec<Begun>,
    edits: Vec<Edit>,
}

/// What a new mention is of.
enum Thing {
    /// The markable with this number.
    Known(usize),
    /// The one that was begun as this.
    Begun(usize),
}

impl<'t, 'a> Writer<'t, 'a> {
    fn new(tree: &'t Tree<'a>, marked: &'t Marked<'a>) -> Self {
        let sample = marked.markables.iter().rfind(|it| it.anchors > 0).map(|it| it.element);
        let ids = marked.markables.iter().filter_map(|it| id_of(tree, it.element, MARKABLE_ID));
        let next = next_number(ids.map(|(id, _)| tree.written(id)));
        let (mentions, things, begun, edits) = Default::default();
        Self { tree, marked, sample, next, mentions, things, begun, edits }
    }

    /// A new id, and the attribute that ids of markables stand in.
    fn id(&mut self) -> (String, &'static str) {
        self.next += 1;
        let known = self.marked.markables.iter().find_map(|it| id_of(self.tree, it.element, MARKABLE_ID));
        ((self.next - 1).to_string(), known.map_or(MARKABLE_ID[0], |(_, name)| name))
    }

    /// What stands in front of a markable.
    fn lead(&self) -> &'a str {
        let last = self.sample.or_else(|| self.marked.markables.last().map(|it| it.element));
        let or_root = last.or_else(|| self.tree.find("Markables")).or_else(|| self.tree.named("token").last());
        or_root.map_or("", |element| before(self.tree, element))
    }

    /// Writes a markable that is anchored at `tokens`; gives its id.
    fn mention(&mut self, tokens: &[Anchor<'_>], kind: &str) -> Option<String> {
        let (id, attribute) = self.id();
        let (tree, lead, name) = (self.tree, self.lead(), self.name(kind));
        let anchor = self.sample.and_then(|sample| tree.inside(sample, "token_anchor").next());
        let mut written = format!("{lead}<{name} {attribute}=\"{id}\">");
        for token in tokens {
            let (token, attribute) = token.id?;
            let token = tree.written(token);
            written += anchor.map_or("", |anchor| before(tree, anchor));
            let like = anchor.and_then(|anchor| like(tree, anchor, attribute, token));
            written += &like.unwrap_or_else(|| format!("<token_anchor {attribute}=\"{token}\"/>"));
        }
        written += self.sample.map_or("", |sample| before_close(tree, sample));
        self.mentions += &format!("{written}</{name}>");
        Some(id)
    }

    /// What markables of a type are called: as those of the file, else as ECB+ has them.
    fn name<'k>(&self, kind: &'k str) -> &'k str {
        let mut names = self.marked.markables.iter().map(|it| self.tree.name(it.element));
        if names.clone().any(|it| it == kind) {
            return kind;
        }
        // MEANTIME says of what type something is at the thing and not at its mentions.
        if names.clone().any(|it| it == ENTITY_MENTION) {
            return ENTITY_MENTION;
        }
        let ecb = OF_ECB.iter().find(|(short, _)| *short == kind).map(|(_, name)| *name);
        let are_short = names.any(|it| OF_ECB.iter().any(|(short, _)| *short == it));
        ecb.filter(|_| !are_short).unwrap_or(kind)
    }

    /// What a new mention is of, where that is there: the thing with its id, or one without an id and with its chain.
    fn thing(&self, new: &New<'_>) -> Option<Thing> {
        let is_it = |chain: Option<&str>, identity: Option<&str>| match new.identity {
            Some(_) => identity == new.identity,
            None => chain == Some(new.chain),
        };
        let known = self.marked.markables.iter().position(|it| {
            let text = |written: &Option<Written>| written.as_ref().map(|it| it.text.clone());
            it.descriptor.is_some() && is_it(text(&it.descriptor).as_deref(), text(&it.instance).as_deref())
        });
        let begun = || self.begun.iter().position(|it| is_it(Some(&it.chain), it.identity.as_deref()));
        known.map(Thing::Known).or_else(|| begun().map(Thing::Begun))
    }

    /// Makes a mention one of a thing.
    fn join(&mut self, thing: Thing, mention: String) {
        let number = match thing {
            Thing::Begun(number) => return self.begun[number].sources.push(mention),
            Thing::Known(number) => number,
        };
        let (tree, marked) = (self.tree, self.marked);
        let relations = tree.find("Relations").into_iter().flat_map(|root| tree.children(root));
        let mut sources = relations.filter_map(|it| {
            let is_to = ends(tree, it, "target", &marked.ids, &mut Vec::new()).contains(&number);
            tree.inside(it, "source").last().filter(|_| is_to)
        });
        let edit = sources.find_map(|last| {
            let (_, attribute) = id_of(tree, last, MARKABLE_ID)?;
            let source = format!("{}{}", before(tree, last), like(tree, last, attribute, &mention)?);
            Some(Edit::insert(tree.whole(last)?.end, source))
        });
        match edit {
            Some(edit) => self.edits.push(edit),
            None => {
                let it = &marked.markables[number];
                let text = |written: &Option<Written>| written.as_ref().map(|it| it.text.clone());
                let Some((thing, _)) = id_of(tree, it.element, MARKABLE_ID) else { return };
                self.begun.push(Begun {
                    chain: text(&it.descriptor).unwrap_or_default(),
                    identity: text(&it.instance),
                    thing: tree.written(thing).to_owned(),
                    sources: vec![mention],
                });
            }
        }
    }

    /// Writes a thing, of which `mention` is the first.
    fn begin(&mut self, kind: &str, chain: &str, identity: Option<&str>, mention: String) {
        let (id, attribute) = self.id();
        let lead = self.lead();
        let (tree, markables) = (self.tree, &self.marked.markables);
        let is_meantime = markables.iter().any(|it| tree.name(it.element) == ENTITY_MENTION);
        let own = self.name(kind);
        let name = if is_meantime { "ENTITY" } else { own };
        let of_type = if is_meantime && kind != own { format!(" ent_type=\"{kind}\"") } else { String::new() };
        let has = |name| markables.iter().any(|it| it.instance.is_some() && tree.attribute(it.element, name).is_some());
        let instance = if has("external_ref") && !has(INSTANCE) { "external_ref" } else { INSTANCE };
        let instance = identity.map(|id| format!(" {instance}=\"{}\"", escaped(id))).unwrap_or_default();
        let chain = Some(chain).filter(|it| !it.is_empty()).or(identity).unwrap_or_default();
        self.things += &format!(
            "{lead}<{name} {attribute}=\"{id}\" RELATED_TO=\"\" TAG_DESCRIPTOR=\"{}\"{of_type}{instance}/>",
            escaped(chain)
        );
        self.begun.push(Begun {
            chain: chain.to_owned(),
            identity: identity.map(str::to_owned),
            thing: id,
            sources: vec![mention],
        });
    }

    fn finish(mut self) -> Edits {
        let (tree, marked) = (self.tree, self.marked);
        let relations = self.relations();
        let (mut mentions, things) = (std::mem::take(&mut self.mentions), std::mem::take(&mut self.things));
        let last = marked.markables.last().map(|it| it.element);
        let mut behind = String::new();
        match (tree.find("Relations"), relations.is_empty()) {
            (_, true) => {}
            (Some(root), _) => self.edits.push(append(tree, root, tree.children(root).last(), &relations)?),
            (None, _) => {
                let lead = tree.find("Markables").map_or_else(|| self.lead(), |root| before(tree, root));
                behind = format!("{lead}<Relations>{relations}{lead}</Relations>");
            }
        }
        match tree.find("Markables") {
            Some(root) => {
                // Things stand behind mentions.
                if self.sample.is_some() && self.sample != last && !mentions.is_empty() {
                    self.edits.push(append(tree, root, self.sample, &mentions)?);
                    mentions.clear();
                }
                let rest = mentions + &things;
                if !rest.is_empty() {
                    self.edits.push(append(tree, root, last, &rest)?);
                }
                if !behind.is_empty() {
                    self.edits.push(Edit::insert(tree.whole(root)?.end, behind));
                }
            }
            None => {
                let (lead, token) = (self.lead(), tree.named("token").last()?);
                let all = format!("{lead}<Markables>{mentions}{things}{lead}</Markables>{behind}");
                self.edits.push(Edit::insert(tree.whole(token)?.end, all));
            }
        }
        self.edits.sort_by_key(|edit| edit.span);
        Some(self.edits)
    }

    /// The relations to what was begun, with what stands in front of each.
    fn relations(&self) -> String {
        let (tree, marked) = (self.tree, self.marked);
        let all: Vec<u32> = tree.find("Relations").into_iter().flat_map(|root| tree.children(root)).collect();
        let next =
            next_number(all.iter().filter_map(|it| id_of(tree, *it, RELATION_ID)).map(|(id, _)| tree.written(id)));
        let attribute =
            all.iter().find_map(|it| id_of(tree, *it, RELATION_ID)).map_or(RELATION_ID[0], |(_, name)| name);
        let own = marked.markables.iter().find_map(|it| id_of(tree, it.element, MARKABLE_ID));
        let own = own.map_or(MARKABLE_ID[0], |(_, name)| name);
        let mut written = String::new();
        for (number, it) in (next..).zip(&self.begun) {
            let is_across = it.identity.is_some();
            let is_like = |relation: &&u32| {
                let targets = ends(tree, **relation, "target", &marked.ids, &mut Vec::new());
                let things = targets.iter().map(|&target| &marked.markables[target]);
                things.filter(|it| it.descriptor.is_some()).any(|it| it.instance.is_some() == is_across)
            };
            let sample = all.iter().rev().find(is_like).copied();
            let name = sample.map_or(if is_across { "CROSS_DOC_COREF" } else { "INTRA_DOC_COREF" }, |it| tree.name(it));
            let has_note = sample.map_or(is_across, |it| tree.attribute(it, "note").is_some());
            let note = it.identity.as_ref().filter(|_| has_note).map(|id| format!(" note=\"{}\"", escaped(id)));
            let shape = sample.or(all.last().copied());
            let root = || tree.find("Relations").or_else(|| tree.find("Markables"));
            let lead = shape.or_else(root).map_or_else(|| self.lead(), |it| before(tree, it));
            let end = |name| shape.and_then(|it| tree.inside(it, name).next()).map_or("", |it| before(tree, it));
            written += &format!("{lead}<{name} {attribute}=\"{number}\"{}>", note.unwrap_or_default());
            for source in &it.sources {
                written += &format!("{}<source {own}=\"{source}\"/>", end("source"));
            }
            let close = shape.map_or("", |it| before_close(tree, it));
            written += &format!("{}<target {own}=\"{}\"/>{close}</{name}>", end("target"), it.thing);
        }
        written
    }
}

/// What mentions of things are called in MEANTIME.
const ENTITY_MENTION: &str = "ENTITY_MENTION";

/// Types by their short names, and what ECB+ calls them.
const OF_ECB: &[(&str, &str)] = &[
    ("PER", "HUMAN_PART_PER"),
    ("ORG", "HUMAN_PART_ORG"),
    ("GPE", "HUMAN_PART_GPE"),
    ("LOC", "LOC_GEO"),
    ("EVENT", "ACTION_OCCURRENCE"),
    ("WORK", "NON_HUMAN_PART"),
    ("MISC", "NON_HUMAN_PART"),
];
