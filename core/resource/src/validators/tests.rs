//! The parts of tags, and their comparison.

use super::*;

fn tag(validators: &Validators) -> String {
    tag_of(validators, "json", None, 0xabc)
}

fn tag_of(validators: &Validators, suffix: &str, coding: Option<Coding>, content: u64) -> String {
    validators.entity_tag_of(suffix, coding, || Some(content)).unwrap()
}

#[test]
fn a_tag_names_state_content_and_format() {
    let version = tag(&Validators::version(7));
    assert!(version.starts_with("\"7.0000000000000abc.") && version.ends_with("-json\""), "{version}");
    assert_eq!((tag(&Validators::FROM_CONTENT)), "\"0000000000000abc-json\"");
    assert_eq!((tag(&Validators::fingerprint("7"))), "\"7-json\"");
    assert_eq!(Validators::NONE.entity_tag_of("json", None, || None), None);
}

#[test]
fn no_two_contents_of_one_version_have_one_tag() {
    let seven = Validators::version(7);
    assert_ne!(tag_of(&seven, "json", None, 1), tag_of(&seven, "json", None, 2));
    assert!(
        !EntityTag::Whole(&tag_of(&seven, "json", None, 1)).matches_weakly(&tag_of(&seven, "json", None, 2))
    );
}

#[test]
fn a_writer_is_only_stopped_by_a_change_of_the_version() {
    let seven = EntityTag::Version("7");
    for (suffix, coding, content) in
        [("json", None, 1), ("cbor", None, 2), ("json-de", Some(Coding::Gzip), 3)]
    {
        let given = tag_of(&Validators::version(7), suffix, coding, content);
        assert!(seven.guards(&given), "{given}");
        for other in ["8", "70", "\"7", ""] {
            assert!(!EntityTag::Version(other).guards(&given), "{given}");
        }
    }
    for made_up in ["\"7\"", "\"7-json\"", "\"7.made-up-xml\"", "7-json", "\"\"", "\"7.\"", "\"7.é\""] {
        assert!(!seven.guards(made_up), "{made_up}");
    }
}

#[test]
fn a_tag_that_was_never_given_guards_nothing() {
    let seven = Validators::version(7);
    let given = tag_of(&seven, "json", Some(Coding::Gzip), u64::MAX);
    let other = tag_of(&seven, "cbor", None, 1);
    for place in 1..given.len() - 1 {
        for digit in ["0", "7", "f", "A", "+", "-", ".", "", "x0"] {
            let made_up = format!("{}{digit}{}", &given[..place], &given[place + 1..]);
            assert!(made_up == given || !EntityTag::Version("7").guards(&made_up), "{made_up}");
        }
    }
    for end in 0..given.len() - 1 {
        assert!(!EntityTag::Version("7").guards(&format!("{}\"", &given[..end])), "{end}");
        let spliced = format!("{}{}", &given[..end], other.get(end..).unwrap_or_default());
        assert!(spliced == other || !EntityTag::Version("7").guards(&spliced), "{spliced}");
    }
    assert!(!EntityTag::Version("7").guards(&given.to_uppercase()));
}

#[test]
fn a_writer_is_not_stopped_by_an_intermediary_that_compresses() {
    let (seven, eight) = (EntityTag::Version("7"), EntityTag::Version("8"));
    let given = tag(&Validators::version(7));
    let open = given.strip_suffix('"').unwrap();
    for changed in [format!("W/{given}"), format!("{open}-gzip\""), format!("W/{open}-br\"")] {
        assert!(seven.guards(&changed) && !eight.guards(&changed), "{changed}");
    }
    assert!(!seven.guards(&format!("{open}-made-up\"")) && !seven.guards("W/\"7-json\""));
}

#[test]
fn a_writer_who_must_not_know_the_version_is_told_apart_by_it() {
    let seven = EntityTag::Version("7");
    let given = tag(&Validators::version(7));
    assert!(seven.matches_weakly(&given) && seven.matches_weakly(&format!("W/{given}")));
    assert!(!seven.matches_weakly("\"7-json\"") && !seven.is_strongly(&given));
}

#[test]
fn a_given_tag_is_compared_as_a_whole() {
    let (strong, weak) = (EntityTag::Whole("\"v1\""), EntityTag::Whole("W/\"v1\""));
    assert!(strong.guards("\"v1\"") && !strong.guards("W/\"v1\""));
    assert!(!weak.guards("W/\"v1\"") && weak.matches_weakly("\"v1\""));
}

#[test]
fn a_coding_tells_tags_of_reading_apart_and_no_tags_of_writing() {
    let coded = |validators: &Validators| tag_of(validators, "json", Some(Coding::Gzip), 0);
    let (seven, given) = (coded(&Validators::fingerprint(7)), coded(&Validators::entity_tag("\"v1\"")));
    assert_eq!((&*seven, &*given), ("\"7-json+gzip\"", "\"v1+gzip\""));
    assert_eq!(coded(&Validators::entity_tag("W/\"v1\"")), "W/\"v1+gzip\"");
    let (seven, given, uncoded) =
        (EntityTag::Whole(&seven), EntityTag::Whole(&given), EntityTag::Whole("\"v1\""));
    assert!(!seven.matches_weakly("\"7-json\"") && !given.matches_weakly("\"v1\""));
    for other in ["\"v1\"", "\"v1+br\"", "\"v1+gzip\""] {
        assert!(uncoded.guards(other) && given.guards(other), "{other}");
    }
    for other in ["\"v2\"", "\"v2+gzip\"", "W/\"v1+gzip\"", "\"v1+other\""] {
        assert!(!uncoded.guards(other) && !given.guards(other), "{other}");
    }
    assert!(!EntityTag::Whole("W/\"v1\"").guards("\"v1+gzip\""));
    assert!(seven.guards("\"7-json+br\"") && seven.guards("\"7-json\""));
    assert!(!seven.guards("\"7-xml\"") && !seven.guards("\"8-json\""));
}

#[test]
fn a_fingerprint_is_that_of_all_that_was_added() {
    let of = |things: &[&str]| {
        let mut fingerprint = Fingerprint::default();
        for thing in things {
            fingerprint.add(thing);
        }
        fingerprint.to_string()
    };
    assert_eq!(of(&["a", "b"]), of(&["a", "b"]));
    assert_ne!(of(&["a", "b"]), of(&["ab"]));
    assert_eq!(of(&[]).len(), 16);
}

#[test]
fn dates_are_whole_seconds() {
    let validators = Validators::NONE.modified(1_500);
    assert_eq!(validators.modified, Some(SystemTime::UNIX_EPOCH + Duration::from_secs(1)));
}

#[test]
fn any_time_is_one_that_a_header_field_can_name_or_none() {
    let last = Validators::NONE.modified(i64::MAX).modified.map(httpdate::fmt_http_date);
    assert_eq!(last.as_deref(), Some("Fri, 31 Dec 9999 23:59:59 GMT"));
    assert_eq!(Validators::NONE.modified(i64::MIN).modified, None);
}
