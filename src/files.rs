//! The files of a corpus, as text and back: what is read is a text in which nothing was replaced, and it can be written
//! as it was.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, mpsc};

use encoding_rs::{DecoderResult, EncoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use ignore::{WalkBuilder, WalkState};
use rayon::prelude::*;

use crate::boilerplate::record;
use crate::config::{Config, Settings, is_root};
use crate::entities;
use crate::facts::{FileFacts, FileRecord};
use crate::format::Format;
use crate::index::load::{self, CorpusFile};
use crate::index::{Disk, Index, Store};
use crate::knowledge::{KnowledgeBase, KnowledgeFile};
use crate::mentions::Lexicon;
use crate::pairs;

/// Walks a folder: hidden files and what `.gitignore` names are left out, links are followed.
pub(crate) fn walker(root: &Path) -> WalkBuilder {
    let mut builder = WalkBuilder::new(root);
    builder.follow_links(true).require_git(false);
    builder
}

/// The files of the corpus in `root`, as its settings have it, in the order of their paths.
/// Folders with settings of their own are corpora of their own; what cannot be read is left out.
#[must_use]
pub fn of_corpus(root: &Path, config: &Config) -> Vec<CorpusFile> {
    let mut files = walk(root, config, None, &|relative| config.includes(relative));
    files.truncate(config.limits_files);
    files
}

/// The files of the knowledge base of the corpus in `root`, in the order of their paths.
/// A folder that nothing marks as a corpus may be any folder: there they lie in it or one folder below.
#[must_use]
pub fn of_knowledge(root: &Path, config: &Config) -> Vec<CorpusFile> {
    let depth = (!is_root(root)).then_some(2);
    walk(root, config, depth, &|relative| config.knowledge(relative).is_some())
}

/// The articles of a folder that nothing marks as a corpus, where there are few files in it: at most `most` articles
/// among ten times as many files and folders. Of a larger folder nothing is read.
#[must_use]
pub fn of_small_folder(root: &Path, config: &Config, most: usize) -> Option<Vec<CorpusFile>> {
    let mut files = Vec::new();
    let mut walk = walker(root);
    let corpus = root.to_owned();
    // Folders with settings of their own are corpora of their own.
    walk.filter_entry(move |entry| entry.path() == corpus || !is_root(entry.path()));
    for (count, entry) in walk.build().flatten().enumerate() {
        if count > 10 * most || files.len() > most {
            return None;
        }
        let Ok(relative) = entry.path().strip_prefix(root) else { continue };
        if entry.file_type().is_some_and(|kind| kind.is_file()) && config.includes(relative) {
            files.push(CorpusFile { path: entry.path().to_owned(), relative: relative.to_owned() });
        }
    }
    files.sort_unstable_by(|a, b| a.relative.as_os_str().cmp(b.relative.as_os_str()));
    Some(files).filter(|files| files.len() <= most)
}

/// What the index of names holds of a file whose content is `bytes`, with what the files beside it annotate, whose texts
/// `read` gives by their paths; `None` where it is no text or too large.
#[must_use]
pub fn names_of(
    file: &CorpusFile,
    bytes: &[u8],
    config: &Config,
    settings: &Arc<Settings>,
    lexicon: &Lexicon,
    read: impl Fn(&Path) -> Option<String>,
) -> Option<FileRecord> {
    if bytes.len() as u64 > config.limits_file_size.0 {
        return None;
    }
    let relative = &file.relative;
    let text = Text::decode(bytes, config.encodings.of(relative)).ok()?.text;
    let facts = FileFacts::new(&text, config.format_of(relative, &text).unwrap_or_default(), Arc::clone(settings));
    let beside = pairs::annotated(&file.path, &*text, read);
    Some(entities::record(facts.record(relative, config.density()), &facts, &*text, &beside, lexicon))
}

/// The index of the names of the corpus in `root`, as it is kept on disk: it lies in that of its text.
///
/// # Errors
/// Those of [`load::location`].
pub fn names_store(root: &Path, config: &Config, knowledge: u64) -> io::Result<Store> {
    let folder = load::location(root, config)?.join("names");
    Ok(Store::open(folder, load::names_fingerprint(config, knowledge), Disk::default()))
}

/// Brings `store`, that of [`names_store`], up to date with `files` as the disk has them, and returns what it holds.
/// `done` is told how many files have been looked at.
///
/// # Errors
/// Those of [`load::refresh`].
pub fn refresh_names(
    store: &mut Store,
    files: &[CorpusFile],
    config: &Config,
    settings: &Arc<Settings>,
    lexicon: &Lexicon,
    done: impl Fn(usize) + Sync,
    cancelled: &AtomicBool,
) -> io::Result<Index> {
    let extract = |file: &CorpusFile, bytes: &[u8]| {
        let beside = |path: &Path| text_of(path, &file.relative, config);
        names_of(file, bytes, config, settings, lexicon, beside)
    };
    load::refresh(store, files, config.limits_file_size.0, extract, done, cancelled)
}

/// The knowledge base of the corpus in `root`; what cannot be read is left out.
#[must_use]
pub fn knowledge(root: &Path, config: &Config) -> KnowledgeBase {
    let files = of_knowledge(root, config);
    let read = |file: CorpusFile| {
        let text = text_of(&file.path, &file.relative, config)?;
        let notation = config.knowledge(&file.relative)?;
        Some((file.relative, Arc::new(KnowledgeFile::new(text, notation))))
    };
    KnowledgeBase::new(files.into_par_iter().filter_map(read).collect::<Vec<_>>())
}

fn walk(
    root: &Path,
    config: &Config,
    depth: Option<usize>,
    wanted: &(dyn Fn(&Path) -> bool + Sync),
) -> Vec<CorpusFile> {
    let (sender, found) = mpsc::channel();
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    walker(root).threads(threads).max_depth(depth).build_parallel().run(|| {
        let sender = sender.clone();
        Box::new(move |entry| {
            let Ok(entry) = entry else { return WalkState::Continue };
            let path = entry.path();
            let Ok(relative) = path.strip_prefix(root) else { return WalkState::Continue };
            match entry.file_type() {
                Some(kind) if kind.is_dir() && entry.depth() > 0 && (config.excludes(relative) || is_root(path)) => {
                    WalkState::Skip
                }
                Some(kind) if kind.is_file() && wanted(relative) => {
                    let file = CorpusFile { path: path.to_owned(), relative: relative.to_owned() };
                    if sender.send(file).is_ok() { WalkState::Continue } else { WalkState::Quit }
                }
                _ => WalkState::Continue,
            }
        })
    });
    drop(sender);
    let mut files: Vec<CorpusFile> = found.into_iter().collect();
    files.sort_unstable_by(|a, b| a.relative.as_os_str().cmp(b.relative.as_os_str()));
    files
}

/// What the index holds of a file whose content is `bytes`; `None` where it is no text, no corpus file or too large.
#[must_use]
pub fn record_of(relative: &Path, bytes: &[u8], config: &Config) -> Option<FileRecord> {
    if bytes.len() as u64 > config.limits_file_size.0 {
        return None;
    }
    let text = Text::decode(bytes, config.encodings.of(relative)).ok()?;
    let format = config.format_of(relative, &text.text)?;
    Some(record(&text.text, relative, format, config.density()))
}

/// The text of a file and its format; `None` where it cannot be read, is no text, no corpus file or too large.
#[must_use]
pub fn article_of(path: &Path, relative: &Path, config: &Config) -> Option<(String, Format)> {
    let text = text_of(path, relative, config)?;
    let format = config.format_of(relative, &text)?;
    Some((text, format))
}

/// The text of a file; `None` where it cannot be read, is no text or is too large.
#[must_use]
pub fn text_of(path: &Path, relative: &Path, config: &Config) -> Option<String> {
    // Most articles fit; into an empty buffer they would be read in a dozen pieces.
    let mut bytes = Vec::with_capacity(8 << 10);
    let fits = read(path, config.limits_file_size.0, &mut bytes).ok()?;
    let text = Text::decode(&bytes, config.encodings.of(relative)).ok().filter(|_| fits)?;
    Some(text.text.into_owned())
}

/// Git looks as far for a NUL byte to tell binary files.
const BINARY_PROBE: usize = 8000;

/// Reads the file at `path` into `buffer`; `false` where it is longer than `limit` bytes.
///
/// # Errors
/// Those of opening and reading it.
pub fn read(path: &Path, limit: u64, buffer: &mut Vec<u8>) -> io::Result<bool> {
    buffer.clear();
    // Wrapped in `Take` the file is read without being asked for its size first: two system calls less for each file.
    let length = File::open(path)?.take(limit.saturating_add(1)).read_to_end(buffer)?;
    Ok(length as u64 <= limit)
}

/// A text, and how it is written in its file.
#[derive(Debug)]
pub struct Text<'a> {
    /// The text, a byte order mark included, unless that says how it is encoded.
    pub text: Cow<'a, str>,
    encoding: &'static Encoding,
    /// Whether the file begins with a byte order mark that is no part of the text, as files in UTF-16 do.
    marked: bool,
}

/// A file that is no text in its encoding.
#[derive(Debug)]
pub struct NotText<'a> {
    /// What stands in front of the first bad byte.
    pub before: Cow<'a, str>,
    /// What is wrong: one sentence without a full stop.
    pub message: String,
}

impl<'a> Text<'a> {
    /// The text that `bytes` hold in the encoding that settings declare, by default in UTF-8, or in UTF-16 where a
    /// byte order mark says so.
    ///
    /// # Errors
    /// Says what is wrong with the bytes, and where.
    pub fn decode(bytes: &'a [u8], declared: Option<&'static Encoding>) -> Result<Self, NotText<'a>> {
        let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
        let encoding = declared.or(marked).unwrap_or(UTF_8);
        let is_utf16 = encoding == UTF_16LE || encoding == UTF_16BE;
        let probe = &bytes[..bytes.len().min(BINARY_PROBE)];
        if let Some(at) = memchr::memchr(0, probe).filter(|_| !is_utf16) {
            let before = String::from_utf8_lossy(&bytes[..at]);
            return Err(NotText { before, message: "The file is binary: it holds NUL bytes".to_owned() });
        }
        if encoding == UTF_8 {
            return match str::from_utf8(bytes) {
                Ok(text) => Ok(Self { text: text.into(), encoding, marked: false }),
                Err(error) => Err(not_utf8(bytes, error.valid_up_to())),
            };
        }
        let marked = is_utf16 && marked == Some(encoding);
        let content = if marked { &bytes[2..] } else { bytes };
        match encoding.decode_without_bom_handling_and_without_replacement(content) {
            Some(text) => Ok(Self { text, encoding, marked }),
            None => Err(undecodable(bytes, encoding)),
        }
    }

    /// The bytes of `text` in the encoding of this one.
    ///
    /// # Errors
    /// Says which character the encoding lacks.
    pub fn encode<'b>(&self, text: &'b str) -> Result<Cow<'b, [u8]>, String> {
        if self.encoding == UTF_8 {
            Ok(text.as_bytes().into())
        } else if self.encoding == UTF_16LE {
            Ok(self.units(text).flat_map(u16::to_le_bytes).collect())
        } else if self.encoding == UTF_16BE {
            Ok(self.units(text).flat_map(u16::to_be_bytes).collect())
        } else {
            encode(text, self.encoding).map(Cow::Owned)
        }
    }

    /// `text` in UTF-16, behind the mark that the file begins with.
    fn units<'b>(&self, text: &'b str) -> impl Iterator<Item = u16> + 'b {
        self.marked.then_some(0xfeff).into_iter().chain(text.encode_utf16())
    }
}

fn not_utf8(bytes: &[u8], valid: usize) -> NotText<'_> {
    let before = String::from_utf8_lossy(&bytes[..valid]);
    let message = format!(
        "The file is not in UTF-8: byte {valid} is 0x{:02X}; convert it, or declare its encoding under [encodings] in copydesk.toml",
        bytes[valid]
    );
    NotText { before, message }
}

fn undecodable<'a>(bytes: &[u8], encoding: &'static Encoding) -> NotText<'a> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut before = String::with_capacity(decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len() * 3));
    let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut before, true);
    let at = match result {
        DecoderResult::Malformed(bad, after) => read - usize::from(bad) - usize::from(after),
        DecoderResult::InputEmpty | DecoderResult::OutputFull => read,
    };
    NotText {
        before: before.into(),
        message: format!("The file is not in {}: byte {at} does not fit", encoding.name()),
    }
}

fn encode(text: &str, encoding: &'static Encoding) -> Result<Vec<u8>, String> {
    let mut encoder = encoding.new_encoder();
    let mut bytes =
        vec![0; encoder.max_buffer_length_from_utf8_without_replacement(text.len()).unwrap_or(text.len() * 4)];
    let (result, _, written) = encoder.encode_from_utf8_without_replacement(text, &mut bytes, true);
    bytes.truncate(written);
    match result {
        EncoderResult::InputEmpty => Ok(bytes),
        EncoderResult::Unmappable(c) => Err(format!("{} has no {}", encoding.name(), c.escape_unicode())),
        EncoderResult::OutputFull => Err(format!("the text is too long for {}", encoding.name())),
    }
}

/// Writes a file that need not exist in one step.
///
/// # Errors
/// Those of writing; a file that was there is then what it was.
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if path.exists() {
        return write(path, bytes);
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".copydesk-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// Replaces the content of the file at `path` in one step, so that nobody ever sees half of it; its permissions stay,
/// and where `path` is a link, the file it leads to is written.
///
/// # Errors
/// Those of writing; the file is then what it was.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = path.canonicalize()?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".copydesk-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().set_permissions(path.metadata()?.permissions())?;
    file.as_file().sync_all()?;
    file.persist(&path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use encoding_rs::{GBK, SHIFT_JIS, WINDOWS_1252};

    use super::*;

    #[test]
    fn a_text_is_written_in_the_encoding_it_was_read_in() {
        for (bytes, declared) in [
            (&b"\xef\xbb\xbfcaf\xc3\xa9"[..], None),
            (b"caf\xe9 \x93x\x94", Some(WINDOWS_1252)),
            (b"\x93\xfa\x96\x7b", Some(SHIFT_JIS)),
            (b"\xff\xfea\0\x3c\xd8\x0a\xdf", None),
            (b"\xfe\xff\0a\xd8\x3c\xdf\x0a", None),
        ] {
            let text = Text::decode(bytes, declared).expect("it is a text");
            assert_eq!(text.encode(&text.text).as_deref(), Ok(bytes), "{}", text.text);
        }
    }

    #[test]
    fn the_mark_of_utf_16_is_no_part_of_the_text_and_is_written_again() {
        let text = Text::decode(&[0xff, 0xfe, b'a', 0], None).expect("it is a text");
        assert_eq!(text.text, "a");
        assert_eq!(text.encode("b").as_deref(), Ok(&[0xff, 0xfe, b'b', 0][..]));
        // In UTF-8 it is one, which somebody may delete.
        assert_eq!(Text::decode("\u{feff}a".as_bytes(), None).expect("it is a text").text, "\u{feff}a");
    }

    #[test]
    fn a_character_that_the_encoding_lacks_is_named() {
        let text = Text::decode(b"plain", Some(WINDOWS_1252)).expect("it is a text");
        assert_eq!(text.encode("日"), Err("windows-1252 has no \\u{65e5}".to_owned()));
    }

    #[test]
    fn the_first_bad_byte_is_named_with_what_stands_in_front_of_it() {
        let place = |bytes, declared| {
            let bad = Text::decode(bytes, declared).expect_err("it is no text");
            (bad.before.into_owned(), bad.message.split(':').next_back().unwrap_or_default().to_owned())
        };
        let (before, message) = place(b"caf\xe9 \xe9", None);
        assert_eq!(before, "caf");
        assert!(message.starts_with(" byte 3 is 0xE9"), "{message}");
        assert_eq!(place(b"a\n\x81", Some(GBK)), ("a\n".to_owned(), " byte 2 does not fit".to_owned()));
    }

    #[test]
    fn nul_bytes_are_binary_except_in_utf_16() {
        assert!(Text::decode(b"a\0b", None).is_err());
        assert!(Text::decode(b"a\0b\0", Some(UTF_16LE)).is_ok());
    }
}
