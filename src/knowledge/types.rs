use crate::mentions::EntityKind;

/// The types that entities may have: those of the setting `entities.types`, else the usual ones in their usual
/// spellings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntityTypes {
    own: Vec<String>,
}

impl EntityTypes {
    /// The types of a corpus; with none, the usual ones.
    #[must_use]
    pub fn new(own: &[String]) -> Self {
        Self { own: own.to_vec() }
    }

    /// Whether `label` is one of them, in any case.
    #[must_use]
    pub fn knows(&self, label: &str) -> bool {
        if self.own.is_empty() {
            return EntityKind::of_label(label).is_some();
        }
        self.own.iter().any(|own| own.eq_ignore_ascii_case(label))
    }

    /// What can be written.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        let usual = EntityKind::ALL.iter().map(|it| it.label()).filter(|_| self.own.is_empty());
        self.own.iter().map(String::as_str).chain(usual)
    }

    /// The one that somebody who wrote `label` meant, where one is near.
    #[must_use]
    pub fn nearest(&self, label: &str) -> Option<&str> {
        let upper = label.to_uppercase();
        let near = |known: &str| {
            let known = known.to_uppercase();
            let distance = strsim::osa_distance(&upper, &known);
            (distance <= 1 + known.len() / 6).then_some(distance)
        };
        let candidates = self.labels().filter_map(|known| Some((near(known)?, known)));
        candidates.min_by_key(|(distance, _)| *distance).map(|(_, known)| known)
    }
}
