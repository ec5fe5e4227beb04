use std::fmt;

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntityKind {
    /// A person, real or not.
    Person,
    /// A company, a ministry, a party, a team, a newspaper.
    Organisation,
    /// A place without a government of its own: a mountain, a region, a street, a building, a pipeline.
    Place,
    /// A country, a state, a city: a place that also acts.
    GeoPolitical,
    /// A work or a product: a book, a film, a law, a model of aircraft.
    Work,
    /// An event: a war, a summit, a cup, a storm.
    Event,
    /// Something else that has a name.
    Other,
}

impl EntityKind {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Person, Self::Organisation, Self::Place, Self::GeoPolitical, Self::Work, Self::Event, Self::Other];

    /// The kind that a type of an annotation scheme stands for, in any case, with or without `B-` in front:
    /// those of CoNLL, OntoNotes, ACE, TEI, HIPE, NEREL and GUM. `None` where the type is none that is known.
    #[must_use]
    pub fn of_label(label: &str) -> Option<Self> {
        let label = label.trim_start_matches('.');
        let label = label.strip_prefix("B-").or_else(|| label.strip_prefix("I-")).unwrap_or(label);
        let label: String = label.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        Some(match label.as_str() {
            "per" | "pers" | "person" | "people" | "persname" | "human" | "individual" | "persind" | "perscoll"
            | "pessoa" | "persona" | "personne" | "persoon" | "humanpartper" => Self::Person,
            "org" | "organization" | "organisation" | "orgname" | "company" | "institution" | "agency" | "group"
            | "orgadm" | "orgent" | "orgentpressagency" | "party" | "team" | "comp" | "organizacao" | "organizao"
            | "organizacion" | "organizacin" | "organizzazione" | "organisatie" | "humanpartorg" => Self::Organisation,
            "loc" | "location" | "place" | "local" | "lugar" | "luogo" | "lieu" | "ort" | "locatie" | "placename"
            | "geogname" | "fac" | "facility" | "street" | "building" | "locgeo" | "locfac" | "locother"
            | "locphys" | "locadd" | "locaddphys" | "region" | "geo" | "natural" => Self::Place,
            "gpe" | "country" | "city" | "state" | "settlement" | "stateorprovince" | "locadm" | "locadmtown"
            | "humanpartgpe" | "locadmreg" | "locadmnat" | "locadmsup" | "province" | "district" => Self::GeoPolitical,
            "work" | "workofart" | "product" | "pro" | "prod" | "law" | "object" | "book" | "title" | "prodmedia"
            | "proddoctr" | "film" | "obra" | "opera" | "oeuvre" | "werk" => Self::Work,
            "event" | "evt" | "acontecimento" | "evento" | "ereignis" => Self::Event,
            "misc" | "other" | "norp" | "nationality" | "religion" | "ideology" | "language" | "fin" | "abstract"
            | "award" => Self::Other,
            _ => return None,
        })
    }

    /// Whether a name of a type stands for dates, times or amounts: what is annotated with it is no name.
    #[must_use]
    pub fn is_of_values(label: &str) -> bool {
        const VALUES: &[&str] = &[
            "age",
            "cardinal",
            "date",
            "datum",
            "duration",
            "measure",
            "money",
            "number",
            "numex",
            "ordinal",
            "percent",
            "percentage",
            "quantity",
            "set",
            "tempo",
            "time",
            "time_date",
            "time_duration",
            "time_of_the_day",
            "time_repetition",
            "timex",
            "timex2",
            "timex3",
            "valor",
            "zeit",
        ];
        let label = label.trim_start_matches('.');
        let label = label.strip_prefix("B-").or_else(|| label.strip_prefix("I-")).unwrap_or(label);
        VALUES.iter().any(|value| label.eq_ignore_ascii_case(value))
    }

    /// Its short name: `PER`, `ORG`, `LOC`, `GPE`, `WORK`, `EVENT`, `MISC`.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Person => "PER",
            Self::Organisation => "ORG",
            Self::Place => "LOC",
            Self::GeoPolitical => "GPE",
            Self::Work => "WORK",
            Self::Event => "EVENT",
            Self::Other => "MISC",
        }
    }

    /// Whether one entity may be called both: recognisers take countries for places and teams for cities, but hardly
    /// a person for either.
    #[must_use]
    pub fn compatible(self, other: Self) -> bool {
        (self == Self::Person) == (other == Self::Person) || self == Self::Other || other == Self::Other
    }
}

impl fmt::Display for EntityKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

#[cfg(test)]
mod tests {
    use super::EntityKind;

    #[test]
    fn labels_of_many_schemes_are_understood() {
        let of = |label: &str| EntityKind::of_label(label).map_or("-", EntityKind::label);
        let labels = ["PER", "persName", "B-LOC", "I-ORG", ".GPE", "loc.adm.town", "WORK_OF_ART", "STATE_OR_PROVINCE"];
        assert_eq!(labels.map(of), ["PER", "PER", "LOC", "ORG", "GPE", "GPE", "WORK", "GPE"]);
        assert_eq!(["PESSOA", "Organización", "lieu"].map(of), ["PER", "ORG", "LOC"]);
        assert_eq!(EntityKind::of_label("penguin"), None);
        assert!(EntityKind::is_of_values("B-DATE") && !EntityKind::is_of_values("EVENT"));
        for kind in EntityKind::ALL {
            assert_eq!(EntityKind::of_label(kind.label()), Some(kind));
        }
    }
}
