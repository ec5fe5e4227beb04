use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::types::Uri;

/// What a document is known by inside the server, however the client spells its URI: `file:///c%3A/a` and
/// `file:///C:/a` are the same document. The client is always told its own spelling.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UriKey(String);

impl UriKey {
    /// The key of `uri`.
    pub fn new(uri: &Uri) -> Self {
        let decoded = decode(uri.as_str());
        let Some((scheme, rest)) = decoded.split_once(':') else { return Self(decoded) };
        let scheme = scheme.to_ascii_lowercase();
        if scheme != "file" {
            return Self(format!("{scheme}:{rest}"));
        }
        let rest = rest.strip_prefix("//localhost/").map_or(rest.to_owned(), |path| format!("///{path}"));
        Self(format!("file:{}", with_small_drive(&rest)))
    }

    /// The path of a file.
    pub fn path(&self) -> Option<PathBuf> {
        let path = self.0.strip_prefix("file://")?;
        let path = if cfg!(windows) { path.strip_prefix('/').filter(|p| drive(p)).unwrap_or(path) } else { path };
        Some(PathBuf::from(path))
    }
}

/// The path of a `file:` URI.
pub fn path(uri: &Uri) -> Option<PathBuf> {
    UriKey::new(uri).path()
}

/// The URI of an absolute path, or `None` where it is not UTF-8.
pub fn from_path(path: &Path) -> Option<Uri> {
    let text = path.to_str()?.replace('\\', if cfg!(windows) { "/" } else { "\\" });
    let mut uri = String::from(if text.starts_with('/') { "file://" } else { "file:///" });
    for &byte in text.as_bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            write!(uri, "%{byte:02X}").expect("a string takes everything");
        }
    }
    uri.parse().ok()
}

/// `uri` without percent-encoding; bytes that are no UTF-8 then stay encoded.
fn decode(uri: &str) -> String {
    let mut bytes = Vec::with_capacity(uri.len());
    let mut rest = uri.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let escaped = (first == b'%').then(|| tail.get(..2)).flatten().and_then(hex);
        bytes.push(escaped.unwrap_or(first));
        rest = if escaped.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| uri.to_owned())
}

fn hex(digits: &[u8]) -> Option<u8> {
    let text = str::from_utf8(digits).ok().filter(|text| text.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u8::from_str_radix(text, 16).ok()
}

/// `///C:/a` with the letter of the drive in lower case.
fn with_small_drive(path: &str) -> String {
    match path.strip_prefix("///") {
        Some(rest) if drive(rest) => format!("///{}{}", rest[..1].to_ascii_lowercase(), &rest[1..]),
        _ => path.to_owned(),
    }
}

fn drive(path: &str) -> bool {
    let bytes = path.as_bytes();
    bytes.len() >= 2 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uri(text: &str) -> Uri {
        text.parse().expect("a URI")
    }

    #[test]
    fn one_document_has_one_key() {
        let same = [
            ["file:///c%3A/a%20b.txt", "file:///C:/a%20b.txt"],
            ["file:///home/%C3%A9.txt", "file:///home/%c3%a9.txt"],
            ["file:///home/a.txt", "file://localhost/home/a.txt"],
            ["FILE:///home/a.txt", "file:///home/%61.txt"],
        ];
        for [one, other] in same {
            assert_eq!(UriKey::new(&uri(one)), UriKey::new(&uri(other)));
        }
        let different = [["file:///a", "file:///A"], ["untitled:Untitled-1", "untitled:Untitled-2"]];
        for [one, other] in different {
            assert_ne!(UriKey::new(&uri(one)), UriKey::new(&uri(other)));
        }
    }

    #[test]
    fn what_is_no_utf8_stays_encoded() {
        assert_eq!(UriKey::new(&uri("file:///a%FF")), UriKey("file:///a%FF".to_owned()));
    }

    #[cfg(unix)]
    #[test]
    fn paths_go_there_and_back() {
        for text in ["/home/a b/é#?.txt", "/100%/a.txt", "/東京/[x].news"] {
            assert_eq!(path(&from_path(Path::new(text)).expect("a URI")).as_deref(), Some(Path::new(text)));
        }
        assert_eq!(path(&uri("untitled:Untitled-1")), None);
    }
}
