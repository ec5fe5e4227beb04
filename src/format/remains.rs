//! Pages that a crawler or a database left in the place of an article.

/// What a text is that is no article: a page of an error, of a log-in, of a search; `None` for everything else.
/// `declared` says whether something speaks for it being one.
pub(crate) fn what(text: &str, declared: bool) -> Option<&'static str> {
    // An article may speak of such pages; a page that is one says little else.
    if text.len() > 1200 {
        return None;
    }
    let lower = text.to_lowercase();
    let words = lower.split_whitespace().count();
    let found = |phrases: &[&str]| phrases.iter().filter(|phrase| lower.contains(**phrase)).count();
    if words <= 80 && found(ERRORS) > 0 || words <= 150 && found(ERRORS) > 1 {
        return Some("This is the page of an error and no article");
    }
    if !declared && found(COVERS) > 1 {
        return Some("This is the cover of a search and no article");
    }
    None
}

/// What pages of errors say.
const ERRORS: &[&str] = &[
    "404 not found",
    "page not found",
    "page you requested",
    "403 forbidden",
    "access denied",
    "internal server error",
    "bad gateway",
    "service unavailable",
    "your session has expired",
    "session has timed out",
    "please enable javascript",
    "enable javascript and cookies",
    "javascript is disabled",
    "checking your browser",
    "verify you are human",
    "are you a robot",
    "document is no longer available",
    "document could not be retrieved",
    "an error occurred while",
    "seite nicht gefunden",
    "seite wurde nicht gefunden",
    "page introuvable",
    "página no encontrada",
    "pagina non trovata",
    "страница не найдена",
];

/// What covers of searches say.
const COVERS: &[&str] = &[
    "all dates",
    "all sources",
    "contact proquest",
    "proquest llc",
    "download request:",
    "print request:",
    "time of request:",
    "send to:",
    "combined source:",
    "project id:",
    "job number:",
    "search terms:",
    "search type:",
    "client/matter:",
    "terms:",
    "narrowed by:",
    "date of request:",
    "user name:",
    "documents (",
    "selected documents",
    "table of contents",
    "search summary",
    "results found",
];
