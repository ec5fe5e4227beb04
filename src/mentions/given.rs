//! Given names in English that are short for others.

/// Short forms and what they stand for, both folded; whoever is called by one in news is called by the other as well.
/// Where several names have one short form, it is the most frequent of them.
const SHORT: [(&str, &str); 61] = [
    ("abe", "abraham"),
    ("alex", "alexander"),
    ("andy", "andrew"),
    ("ben", "benjamin"),
    ("bernie", "bernard"),
    ("bill", "william"),
    ("billy", "william"),
    ("bob", "robert"),
    ("bobby", "robert"),
    ("charlie", "charles"),
    ("chris", "christopher"),
    ("chuck", "charles"),
    ("dan", "daniel"),
    ("danny", "daniel"),
    ("dave", "david"),
    ("debbie", "deborah"),
    ("dick", "richard"),
    ("don", "donald"),
    ("doug", "douglas"),
    ("ed", "edward"),
    ("eddie", "edward"),
    ("fred", "frederick"),
    ("gerry", "gerald"),
    ("greg", "gregory"),
    ("hank", "henry"),
    ("jeff", "jeffrey"),
    ("jim", "james"),
    ("jimmy", "james"),
    ("joe", "joseph"),
    ("jon", "jonathan"),
    ("kate", "katherine"),
    ("ken", "kenneth"),
    ("larry", "lawrence"),
    ("liz", "elizabeth"),
    ("matt", "matthew"),
    ("mick", "michael"),
    ("mike", "michael"),
    ("mitch", "mitchell"),
    ("nick", "nicholas"),
    ("pat", "patrick"),
    ("pete", "peter"),
    ("phil", "philip"),
    ("phillip", "philip"),
    ("ray", "raymond"),
    ("rich", "richard"),
    ("rick", "richard"),
    ("rob", "robert"),
    ("ron", "ronald"),
    ("russ", "russell"),
    ("sam", "samuel"),
    ("stephen", "steven"),
    ("steve", "steven"),
    ("stu", "stuart"),
    ("sue", "susan"),
    ("ted", "edward"),
    ("tim", "timothy"),
    ("tom", "thomas"),
    ("tony", "anthony"),
    ("vince", "vincent"),
    ("will", "william"),
    ("zach", "zachary"),
];

/// What `given`, a folded given name, is short for, else the name itself.
pub(super) fn in_full(given: &str) -> &str {
    SHORT.binary_search_by_key(&given, |(short, _)| short).map_or(given, |at| SHORT[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_ascend_and_stand_for_full_names() {
        assert!(SHORT.is_sorted());
        assert!(SHORT.iter().all(|(_, full)| in_full(full) == *full));
        assert_eq!(["bob", "robert", "vera"].map(in_full), ["robert", "robert", "vera"]);
    }
}
