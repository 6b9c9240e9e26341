//! Parameters from queries and header fields, and the faults of wrong ones.

use proptest::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::*;

#[derive(Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
struct Search {
    #[schemars(range(min = 1, max = 100))]
    limit: Option<u8>,
    text: Option<String>,
    max_price: Option<u64>,
    tag: Vec<String>,
    sale: Option<bool>,
}

fn search(query: &str) -> Result<Search, Faults> {
    Reader::of::<Search>().read(Some(query), &HeaderMap::new(), true).map(|(read, _)| read)
}

#[test]
fn a_query_is_read_by_type() {
    let read = search("limit=5&text=7&tag=a&tag=b%20c&sale=true&maxPrice=900").unwrap();
    let tag = vec!["a".into(), "b c".into()];
    let expected =
        Search { limit: Some(5), text: Some("7".into()), max_price: Some(900), tag, sale: Some(true) };
    assert_eq!(read, expected);
    assert_eq!(search(""), Ok(Search::default()));
}

#[test]
fn all_wrong_parameters_are_named() {
    let faults = search("limit=0&limt=5&sale=maybe&text=a&text=b&maxPrice=-1").unwrap_err();
    let found: Vec<_> = faults.listed().iter().map(|fault| (&fault.place, fault.code)).collect();
    for (name, code) in [
        ("limit", "minimum"),
        ("limt", "unknown"),
        ("sale", "type"),
        ("text", "repeated"),
        ("maxPrice", "minimum"),
    ] {
        assert!(found.contains(&(&Location::Parameter(name.into()), code)), "{name} is not in {found:?}");
    }
    assert_eq!(found.len(), 5);
    assert!(
        faults.listed().iter().any(|fault| fault.message.contains("did you mean 'limit'?")),
        "{faults:?}"
    );
}

#[test]
fn a_boolean_is_read_as_programs_write_it() {
    let sale = |text: &str| search(&format!("sale={text}")).map(|read| read.sale);
    for (texts, value) in [(["1", "true", "True", "TRUE"], true), (["0", "false", "False", "FALSE"], false)] {
        for text in texts {
            assert_eq!(sale(text), Ok(Some(value)), "{text}");
        }
    }
    for text in ["", "2", "01", "yes", "on", "null", "tru"] {
        let expected = Invalid::query("sale", "type", "must be true or false");
        assert_eq!(sale(text).unwrap_err().listed(), [expected], "{text}");
    }
}

#[test]
fn what_a_parameter_must_be_is_said_without_null() {
    let found = search("limit=x").unwrap_err();
    assert_eq!(found.listed(), [Invalid::query("limit", "type", "must be an integer")]);
}

#[test]
fn bytes_that_are_no_text_are_named_and_not_replaced() {
    for query in ["text=%E4", "text=a%ffb", "text=%EF%BF", "&&limit=1&text=%C3"] {
        let found = search(query).unwrap_err();
        assert_eq!(found.listed(), [Invalid::query("text", "malformed", "must be text in UTF-8")], "{query}");
    }
    assert_eq!(search("%E4=1").unwrap_err().listed()[0].code, "malformed");
    let read = search("text=%EF%BF%BD%C3%A4+").unwrap();
    assert_eq!(read.text.as_deref(), Some("\u{fffd}\u{e4} "), "a client may mean that character");
}

#[test]
fn what_is_no_number_is_named_as_such() {
    for query in ["limit=abc", "limit=", "limit=1e2", "limit=99999999999999999999999"] {
        assert_eq!(search(query).unwrap_err().listed()[0].code, "type", "{query}");
    }
}

#[derive(Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
struct Call {
    page: Option<u8>,
    #[schemars(transform = in_header)]
    x_device: Option<Device>,
    #[schemars(transform = in_header, range(max = 9))]
    x_depth: Option<u8>,
    #[schemars(transform = in_header)]
    x_tags: Vec<Tag>,
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Device {
    Phone,
    /// With a large screen.
    Wall,
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
struct Tag(u16);

fn fields(lines: &[(&'static str, &[u8])]) -> HeaderMap {
    let line = |(name, value): (&'static str, &[u8])| {
        (HeaderName::from_static(name), HeaderValue::from_bytes(value).expect("a field may hold this"))
    };
    lines.iter().copied().map(line).collect()
}

fn call(query: &str, lines: &[(&'static str, &[u8])]) -> Result<Call, Faults> {
    Reader::of::<Call>().read(Some(query), &fields(lines), true).map(|(read, _)| read)
}

/// The places and codes of all faults.
fn wrong(query: &str, lines: &[(&'static str, &[u8])]) -> Vec<(Location, &'static str)> {
    call(query, lines).unwrap_err().listed().iter().map(|fault| (fault.place.clone(), fault.code)).collect()
}

fn field(name: &str) -> Location {
    Location::Header(name.into())
}

#[test]
fn a_marked_parameter_is_read_from_its_header_field() {
    let lines: [(_, &[u8]); 3] = [("x-device", b"\twall "), ("x-depth", b"3"), ("x-tags", b"1,, 2 ,")];
    let expected =
        Call { page: Some(2), x_device: Some(Device::Wall), x_depth: Some(3), x_tags: vec![Tag(1), Tag(2)] };
    assert_eq!(call("page=2", &lines), Ok(expected));
    assert_eq!(call("", &[]), Ok(Call::default()));
}

#[test]
fn a_list_may_stand_on_several_lines() {
    let found = call("", &[("x-tags", b"1, 2"), ("x-tags", b""), ("x-tags", b"3")]).unwrap();
    assert_eq!(found.x_tags, [Tag(1), Tag(2), Tag(3)]);
    assert_eq!(call("", &[("x-tags", b"")]).unwrap().x_tags, []);
}

#[test]
fn what_is_quoted_is_one_element() {
    let elements: Vec<_> = header::elements(r#" "a, b" ,c;d="\",", e"#).collect();
    assert_eq!(elements, [r#""a, b""#, r#"c;d="\",""#, "e"]);
}

#[test]
fn a_wrong_header_field_is_named_as_one() {
    assert_eq!(wrong("", &[("x-device", b"watch")]), [(field("x-device"), "enum")]);
    assert_eq!(wrong("", &[("x-depth", b"10")]), [(field("x-depth"), "maximum")]);
    assert_eq!(wrong("", &[("x-depth", b"")]), [(field("x-depth"), "type")]);
    assert_eq!(wrong("", &[("x-tags", b"1, x, y")]), [(field("x-tags"), "type"), (field("x-tags"), "type")]);
    assert_eq!(wrong("", &[("x-depth", b"1"), ("x-depth", b"1")]), [(field("x-depth"), "repeated")]);
    for bytes in [&b"\xff"[..], b"wall\xc3", b"\x80\x80"] {
        assert_eq!(wrong("", &[("x-device", bytes)]), [(field("x-device"), "malformed")]);
        assert_eq!(wrong("", &[("x-tags", b"1"), ("x-tags", bytes)]), [(field("x-tags"), "malformed")]);
    }
}

#[test]
fn a_field_that_cannot_be_read_is_not_called_missing() {
    #[derive(Debug, Deserialize, JsonSchema)]
    #[expect(dead_code, reason = "only its schema matters")]
    struct Needed {
        #[serde(rename = "x-device")]
        #[schemars(transform = in_header)]
        device: String,
    }
    let read = |headers: &HeaderMap| Reader::of::<Needed>().read::<Needed>(None, headers, true).unwrap_err();
    let found = read(&fields(&[("x-device", b"\xff")]));
    assert_eq!(found.listed(), [Invalid::header("x-device", "malformed", "must be text in UTF-8")]);
    assert_eq!(read(&HeaderMap::new()).listed(), [Invalid::header("x-device", "required", "must be there")]);
}

#[test]
fn query_and_header_are_not_taken_for_each_other() {
    let faults = call("x-device=wall&x-depht=1", &[("page", b"1")]).unwrap_err();
    let unknown = |name| Invalid::query(name, "unknown", "is not known");
    assert_eq!(faults.listed(), [unknown("x-device"), unknown("x-depht")]);
}

#[test]
fn differing_fields_differ_in_their_fingerprint() {
    let fingerprint = |lines: &[(&'static str, &[u8])]| Reader::of::<Call>().fingerprint(&fields(lines));
    assert_eq!(fingerprint(&[]), None);
    assert_eq!(fingerprint(&[("page", b"1")]), None);
    let given = [
        fingerprint(&[("x-depth", b"1")]),
        fingerprint(&[("x-depth", b"2")]),
        fingerprint(&[("x-tags", b"1")]),
        fingerprint(&[("x-tags", b"1, 2")]),
        fingerprint(&[("x-tags", b"1"), ("x-tags", b"2")]),
    ];
    let distinct: std::collections::HashSet<_> = given.iter().collect();
    assert!(distinct.len() == given.len() && !given.contains(&None), "{given:?}");
    assert_eq!(Reader::of::<Call>().vary().unwrap(), "x-depth, x-device, x-tags");
    assert_eq!(Reader::of::<Search>().vary(), None);
}

#[test]
fn a_type_is_seen_through_references_and_rules_beside_them() {
    #[derive(Debug, PartialEq, Deserialize, JsonSchema)]
    struct Count(u8);

    #[derive(Debug, PartialEq, Deserialize, JsonSchema)]
    struct Counts(Vec<Count>);

    #[derive(Debug, PartialEq, Deserialize, JsonSchema)]
    struct Numbers {
        #[schemars(extend("maximum" = 9))]
        one: Count,
        maybe: Option<Count>,
        many: Option<Counts>,
    }
    let read = |query| {
        let reader = Reader::of::<Numbers>();
        reader.read::<Numbers>(Some(query), &HeaderMap::new(), true).map(|(read, _)| read)
    };
    let many = Some(Counts(vec![Count(3), Count(4)]));
    assert_eq!(
        read("one=1&maybe=2&many=3&many=4"),
        Ok(Numbers { one: Count(1), maybe: Some(Count(2)), many })
    );
    let named: Vec<_> = read("one=10&maybe=x").unwrap_err().listed().iter().map(|fault| fault.code).collect();
    assert_eq!(named, ["type", "maximum"]);
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
enum Colour {
    /// As the sea.
    Blue,
    Red,
}

#[derive(Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
struct Painted {
    colour: Vec<Colour>,
    word: Vec<String>,
}

#[test]
fn a_list_of_names_is_written_with_commas_too_and_a_list_of_texts_is_not() {
    let read = |query: &str| {
        Reader::of::<Painted>().read::<Painted>(Some(query), &HeaderMap::new(), true).map(|(read, _)| read)
    };
    for query in ["colour=blue&colour=red", "colour=blue,red"] {
        assert_eq!(read(query).unwrap().colour, [Colour::Blue, Colour::Red], "{query}");
    }
    assert_eq!(read("word=a,b&word=c").unwrap().word, ["a,b", "c"]);
    let expected = Invalid::query("colour", "enum", "must be one of \"red\", \"blue\"");
    assert_eq!(read("colour=blue,green").unwrap_err().listed(), [expected]);
}

#[test]
fn only_reads_select_members_and_only_where_there_are_some() {
    #[derive(Serialize, JsonSchema)]
    struct View {
        id: String,
    }
    #[derive(Debug, Default, PartialEq, Deserialize, JsonSchema)]
    struct Own {
        fields: Option<String>,
    }
    fn fieldset<P: Input, V: JsonSchema>(query: &str, reads: bool) -> Result<bool, Vec<String>> {
        let mut reader = Reader::of::<P>();
        reader.select_from::<V>();
        match reader.read::<P>(Some(query), &HeaderMap::new(), reads) {
            Ok((_, fieldset)) => Ok(fieldset.is_some()),
            Err(faults) => Err(faults.listed().iter().map(|fault| fault.message.clone()).collect()),
        }
    }
    let refused = |message: &str| Err(vec![message.to_owned()]);
    assert_eq!(fieldset::<Search, View>("fields=id&limit=5", true), Ok(true));
    assert_eq!(fieldset::<Search, View>("limit=5", true), Ok(false));
    assert_eq!(fieldset::<Search, View>("fields=id", false), refused("is not known"));
    assert_eq!(fieldset::<Search, u8>("fields=id", true), refused("is not known"));
    assert_eq!(fieldset::<Search, View>("field=id", true), refused("is not known; did you mean 'fields'?"));
    assert_eq!(fieldset::<Own, View>("fields=anything", true), Ok(false), "its own parameter is meant");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn whatever_comes_is_read_or_named(
        query in "[a-z0-9=&%+-]{0,20}",
        lines in prop::collection::vec(
            (prop_oneof![Just("x-device"), Just("x-depth"), Just("x-tags")], prop::collection::vec(any::<u8>(), 0..6)),
            0..4
        ),
    ) {
        let lines = lines.iter().filter_map(|(name, bytes)| {
            Some((HeaderName::from_static(name), HeaderValue::from_bytes(bytes).ok()?))
        });
        if let Err(faults) = Reader::of::<Call>().read::<Call>(Some(&query), &lines.collect(), true) {
            prop_assert!(!faults.is_empty());
            for fault in faults.listed() {
                prop_assert!(!matches!(fault.place, Location::Pointer(_)), "{fault:?} is not in the content");
            }
        }
    }
}

macro_rules! refused {
    ($($test:ident: $mark:ident as $name:literal, $words:literal;)+) => {$(
        #[test]
        #[should_panic(expected = $words)]
        fn $test() {
            #[derive(Deserialize, JsonSchema)]
            #[expect(dead_code, reason = "only its schema matters")]
            struct Wrong {
                #[serde(rename = $name)]
                #[schemars(transform = $mark)]
                wrong: Option<String>,
            }
            Reader::of::<Wrong>();
        }
    )+};
}

refused! {
    a_field_in_upper_case_is_refused: in_header as "X-Device", "'X-Device' is marked as a header field, but is no name";
    what_is_no_name_of_a_field_is_refused: in_header as "x device", "'x device' is marked as a header field, but is no name";
    a_field_that_the_graph_sees_is_refused: in_header as "if-match", "but by that one the engine decides";
    a_field_of_the_content_is_refused: in_header as "content-length", "but by that one the engine decides";
    a_field_of_the_connection_is_refused: in_header as "host", "but by that one the engine decides";
    another_place_is_refused: in_cookie as "session", "the keyword 'x-in'";
}

fn in_cookie(schema: &mut schemars::Schema) {
    schema.insert("x-in".to_owned(), "cookie".into());
}

#[test]
#[should_panic(expected = "the keyword 'x-in'")]
fn content_is_in_no_header_field() {
    Checker::of::<Call>();
}
