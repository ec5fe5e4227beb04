use std::fmt;

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntityType {
    /// A person.
    Person,
    /// An organisation: a firm, a ministry, a club.
    Organisation,
    /// A place that governs nothing: a river, a street, a building.
    Location,
    /// A place with a government: a country, a region, a city.
    GeoPolitical,
    /// A book, a film, a treaty.
    Work,
    /// A war, a summit, a storm.
    Event,
    /// A name of anything else.
    Misc,
}

impl EntityType {
    /// All of them, in the order of their names in lists.
    pub const ALL: [Self; 7] = [
        Self::Person,
        Self::Organisation,
        Self::Location,
        Self::GeoPolitical,
        Self::Work,
        Self::Event,
        Self::Misc,
    ];

    /// The label that annotation formats use most.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Person => "PER",
            Self::Organisation => "ORG",
            Self::Location => "LOC",
            Self::GeoPolitical => "GPE",
            Self::Work => "WORK",
            Self::Event => "EVENT",
            Self::Misc => "MISC",
        }
    }

    /// What it is in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Location => "place",
            Self::GeoPolitical => "geopolitical entity",
            Self::Work => "work",
            Self::Event => "event",
            Self::Misc => "name",
        }
    }

    /// The type that a label of some annotation format stands for, in any case: `PERSON`, `persName`, `work_of_art`.
    #[must_use]
    pub fn of_label(label: &str) -> Option<Self> {
        let bare: String =
            label.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).take(24).collect();
        Some(match bare.as_str() {
            "PER" | "PERS" | "PERSON" | "PERSNAME" | "PEOPLE" | "HUMAN" | "INDIVIDUAL" => Self::Person,
            "ORG" | "ORGANIZATION" | "ORGANISATION" | "ORGNAME" | "COMPANY" | "AGENCY" | "INSTITUTION" | "GROUP" => {
                Self::Organisation
            }
            "LOC" | "LOCATION" | "PLACE" | "PLACENAME" | "FAC" | "FACILITY" | "BUILDING" | "STREET" => Self::Location,
            "GPE" | "COUNTRY" | "CITY" | "STATE" | "STATEORPROVINCE" | "REGION" | "DISTRICT" => Self::GeoPolitical,
            "WORK" | "WORKOFART" | "LAW" => Self::Work,
            "EVENT" | "EVT" => Self::Event,
            "MISC" | "MISCELLANEOUS" | "NORP" | "PRODUCT" | "PROD" | "OTHER" => Self::Misc,
            _ => return None,
        })
    }
}

impl fmt::Display for EntityType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}
