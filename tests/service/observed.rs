//! The view of operators: a line for each request, a trace through all services, and metrics for authorised readers.

use std::{
    collections::BTreeSet,
    io::{Read, Write},
    time::Duration,
};

use ogrom_tests::client::Client;
use serde_json::{Value, json};

use crate::ogrom::{Ended, Folder, Service};

const TOKEN: &str = "the-token-of-lena-4711";
const READER: &str = "the-token-of-a-prometheus";
const PARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

/// A service with these arguments.
fn serve(folder: &Folder, arguments: &[&str]) -> Service {
    let mut command = folder.ogrom(&["--port", "0"]);
    Service::start(command.args(arguments).env("OGROM_TOKENS", format!("lena={TOKEN}")))
}

/// The lines of a log, each of which is an object.
fn lines(ended: &Ended) -> Vec<Value> {
    let line = |line: &str| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    ended.err.lines().map(line).collect()
}

/// The lines of this request.
fn lines_of(ended: &Ended, request: &str) -> Vec<Value> {
    lines(ended).into_iter().filter(|line| line["request_id"] == request).collect()
}

/// The numbers by their names with labels. Fails on text that Prometheus would refuse.
fn numbers(text: &str) -> Vec<(String, f64)> {
    let name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut described = BTreeSet::new();
    let mut numbers = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        if let Some(about) = line.strip_prefix("# TYPE ") {
            let (metric, kind) = about.split_once(' ').expect("a name and a type");
            assert!(["counter", "gauge", "histogram"].contains(&kind), "{line}");
            assert!(described.insert(metric.to_owned()), "twice: {line}");
        } else if !line.starts_with("# HELP ") {
            let (series, number) = line.rsplit_once(' ').expect("a name and a number");
            let metric: String = series.chars().take_while(|c| name(*c)).collect();
            let base = ["_bucket", "_sum", "_count"].iter().find_map(|end| metric.strip_suffix(end));
            assert!(described.contains(base.unwrap_or(&metric)) || described.contains(&metric), "{line}");
            let labels = &series[metric.len()..];
            assert!(labels.is_empty() || (labels.starts_with('{') && labels.ends_with("\"}")), "{line}");
            numbers.push((series.to_owned(), number.parse().expect("a number")));
        }
    }
    numbers
}

fn number(client: &Client, series: &str) -> f64 {
    let numbers = numbers(client.get("/metrics").is(200).text());
    let found = numbers.iter().find(|(name, _)| name == series);
    found.unwrap_or_else(|| panic!("{series} is not in {numbers:#?}")).1
}

#[test]
fn every_request_is_one_line_of_json_that_tells_all_of_it() {
    let folder = Folder::new();
    let service = serve(&folder, &[]);
    let lena = service.stranger().with_token(TOKEN);
    let agent = format!("a \"client\"\tof {}", "x".repeat(1000));
    let read = lena
        .get("en-GB/products/beanie")
        .header("x-request-id", "r-1")
        .header("user-agent", &agent)
        .header("traceparent", PARENT)
        .is(200);
    lena.post("en-GB/collages", &json!({ "items": [] })).header("x-request-id", "r-2").is(201);
    lena.get("en-GB/products?text=in-the-query").is(200);
    lena.get("/nowhere/%1b[31m").header("x-request-id", "r-3").is(404);
    let stream = lena.get("en-GB/feeds/products").header("x-request-id", "r-4").is(200);
    lena.get(&format!("/nowhere/{}", "\"".repeat(5_000))).header("x-request-id", "r-5").is(404);
    lena.ask(&"BREW".repeat(500), "en-GB/products").header("x-request-id", "r-6").is(501);
    let ended = service.stop();

    let [line] = &lines_of(&ended, "r-1")[..] else { panic!("{ended:#?}") };
    let expected = json!({
        "level": "INFO", "message": "answered", "request_id": "r-1",
        "trace_id": "0af7651916cd43dd8448eb211c80319c",
        "method": "GET", "path": "/v1/en-GB/products/beanie", "route": "/v1/{locale}/products/{product}",
        "operation": "getProduct", "status": 200, "bytes": read.content.len(), "client": "127.0.0.1",
        "user": "lena", "agent": &agent[..200], "version": "HTTP/1.1",
    });
    let mut told = line.clone();
    for (name, is_one) in [("time", Value::is_string as fn(&Value) -> bool), ("micros", Value::is_u64)] {
        assert!(
            told.as_object_mut().and_then(|line| line.remove(name)).is_some_and(|v| is_one(&v)),
            "{line}"
        );
    }
    assert_eq!(told, expected);
    assert_eq!(lines_of(&ended, "r-2")[0]["operation"], "createCollage");
    let [nowhere] = &lines_of(&ended, "r-3")[..] else { panic!("{ended:#?}") };
    assert_eq!((&nowhere["operation"], &nowhere["status"]), (&json!("none"), &json!(404)));
    let [streamed] = &lines_of(&ended, "r-4")[..] else { panic!("{ended:#?}") };
    assert_eq!((&streamed["bytes"], streamed.get("cut")), (&json!(stream.content.len()), None));
    assert!(!ended.err.contains("in-the-query"), "a query may hold anything");
    for (request, field, length) in [("r-5", "path", 1024), ("r-6", "method", 32)] {
        let told = lines_of(&ended, request)[0][field].as_str().map(str::len);
        assert_eq!(told, Some(length), "the {field} is told by its beginning");
    }
}

#[test]
fn people_may_have_text_and_nobody_has_to_have_a_line_for_each_request() {
    let folder = Folder::new();
    let service = serve(&folder, &["--log-format", "text"]);
    service.stranger().get("en-GB/products").is(200);
    let ended = service.stop();
    assert!(ended.err.contains("INFO answered request_id="), "{ended:#?}");
    let service = serve(&folder, &["--log-access", "false"]);
    service.stranger().get("en-GB/products").is(200);
    let ended = service.stop();
    assert!(!ended.err.contains("answered"), "{ended:#?}");
    let refused = folder.run(&["--log-level", "loud=very"]);
    assert!(refused.complaint(2).contains("a level is written as info"), "{refused:#?}");
}

#[test]
fn what_goes_wrong_in_a_request_is_told_with_its_name() {
    let folder = Folder::new();
    let mut command = folder.ogrom(&["--port", "0", "--database", "http://127.0.0.1:1/v1/"]);
    let service = Service::start(&mut command);
    let refused = service.stranger().get("en-GB/products/beanie").header("x-request-id", "r-1").is(503);
    assert_eq!(refused.header("x-request-id"), Some("r-1"));
    let lines = lines_of(&service.stop(), "r-1");
    assert!(
        lines.iter().any(|line| line["level"] == "WARN" && line["message"] == "unavailable"),
        "{lines:#?}"
    );
    assert!(lines.iter().any(|line| line["status"] == 503), "{lines:#?}");
}

#[test]
fn a_defect_is_one_line_with_the_name_of_its_request_and_others_are_served_on() {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_panicking"));
    let service = Service::start(command.env_clear());
    // The client of the tests takes a 500 for a failure. A defect does not cost the connection.
    let mut stream = std::net::TcpStream::connect(service.stranger().address()).expect("it listens");
    let request = |name: &str, last: &str| {
        format!("GET /v1/broken HTTP/1.1\r\nhost: a\r\nx-request-id: {name}\r\nconnection: {last}\r\n\r\n")
    };
    let both = request("r-1", "keep-alive") + &request("r-2", "close");
    stream.write_all(both.as_bytes()).expect("the service reads");
    let mut answers = String::new();
    stream.read_to_string(&mut answers).expect("both get responses");
    let [_, first, second] = &answers.split("HTTP/1.1 ").collect::<Vec<_>>()[..] else { panic!("{answers}") };
    for (answer, name) in [(first, "r-1"), (second, "r-2")] {
        assert!(answer.starts_with("500 ") && answer.contains("/problems/internal"), "{answers}");
        assert!(answer.contains(&format!("x-request-id: {name}\r\n")), "{answers}");
        assert!(!answer.contains("planted"), "{answers}");
    }
    service.complained("\"request_id\":\"r-2\",\"trace_id\"");
    service.signal("KILL");
    let ended = service.wait();
    for name in ["r-1", "r-2"] {
        let lines = lines_of(&ended, name);
        let told = |words: &str| lines.iter().filter(|line| line["message"] == words).collect::<Vec<_>>();
        let [defect] = told("panic")[..] else { panic!("{ended:#?}") };
        assert_eq!((&defect["level"], &defect["cause"]), (&json!("ERROR"), &json!("planted")));
        assert!(defect["at"].as_str().is_some_and(|at| at.contains("panicking.rs:")), "{defect}");
        let [answered] = told("answered")[..] else { panic!("{ended:#?}") };
        assert_eq!(answered["status"], 500);
    }
    assert!(!ended.err.contains("thread '"), "nothing is said of it beside the log: {ended:#?}");
}

#[test]
fn a_request_is_part_of_one_trace_in_all_services() {
    let folder = Folder::new();
    let behind = serve(&folder, &[]);
    let address = format!("http://{}/v1/", behind.stranger().address());
    let before = Service::start(&mut folder.ogrom(&["--port", "0", "--database", &address]));
    let client = before.stranger();
    let told = client
        .get("en-GB/products/beanie")
        .header("traceparent", PARENT)
        .header("tracestate", "rojo=1")
        .header("x-request-id", "r-1")
        .is(200);
    let response = told.header("traceresponse").expect("what came is told");
    assert!(response.starts_with(&PARENT[..36]) && response.ends_with("-01"), "{response}");
    assert_ne!(response[36..52], PARENT[36..52], "this part of the trace is another one");
    let untold = client.get("en-GB/products/linen-tank").header("traceparent", "00-0-0-0").is(200);
    assert_eq!(untold.header("traceresponse"), None, "what is none is not taken");
    let own = untold.header("x-request-id").expect("a name").to_owned();
    before.stop();
    let ended = behind.stop();
    for (request, trace) in [("r-1", &PARENT[3..35]), (&own, &own)] {
        let lines = lines_of(&ended, request);
        assert!(
            !lines.is_empty() && lines.iter().all(|line| line["trace_id"] == trace),
            "{request}: {ended:#?}"
        );
    }
}

#[test]
fn all_numbers_are_there_for_prometheus() {
    let folder = Folder::new();
    // Without the response cache, each request calls the service.
    let service = serve(&folder, &["--representation-bytes", "0"]);
    let client = service.stranger();
    client.get("en-GB/products/beanie").is(200);
    client.get("en-GB/products/beanie").is(200);
    client.head("en-GB/products/beanie").is(200);
    client.get("en-GB/products/nothing").is(404);
    for (series, least) in [
        (r#"ogrom_http_requests_total{operation="getProduct",status_class="2xx"}"#, 3.0),
        (r#"ogrom_http_requests_total{operation="getProduct",status_class="4xx"}"#, 1.0),
        (r#"ogrom_http_requests_total{operation="getProduct",status_class="5xx"}"#, 0.0),
        (r#"ogrom_http_request_seconds_count{operation="getProduct"}"#, 4.0),
        (r#"ogrom_http_request_seconds_bucket{operation="getProduct",le="+Inf"}"#, 4.0),
        ("ogrom_http_requests_in_flight", 1.0),
        (r#"ogrom_decisions_total{decision="Range",answer="Whole",status="200"}"#, 3.0),
        (r#"ogrom_decisions_total{decision="CreatesHere",answer="No",status="404"}"#, 1.0),
        (r#"ogrom_decisions_total{decision="Act",answer="Fault",status="fault"}"#, 0.0),
        (r#"ogrom_cache_lookups_total{class="product",found="fresh"}"#, 2.0),
        (r#"ogrom_source_calls_total{noun="product",method="product_by_id",outcome="answered"}"#, 2.0),
        (r#"ogrom_source_circuit_open{access="read"}"#, 0.0),
        (r#"ogrom_database_connections{pool="read",state="most"}"#, 4.0),
        ("ogrom_cache_bytes", 100.0),
        ("ogrom_panics_total", 0.0),
        ("ogrom_log_lines_dropped_total", 0.0),
        (r#"ogrom_build_info{version="0.1.0",commit="unknown"}"#, 1.0),
        ("process_resident_memory_bytes", 1_000_000.0),
        ("process_open_fds", 5.0),
        ("process_start_time_seconds", 1_700_000_000.0),
        ("process_cpu_seconds_total", 0.0),
    ] {
        let found = number(&client, series);
        assert!(found >= least, "{series}: {found}");
    }
}

#[test]
fn what_is_sent_again_as_it_was_is_counted() {
    let folder = Folder::new();
    let service = serve(&folder, &[]);
    let client = service.stranger();
    for _ in 0..3 {
        client.get("en-GB/products/beanie").is(200);
    }
    for (found, times) in [("nothing", 1.0), ("fresh", 2.0)] {
        let series = format!("ogrom_cache_lookups_total{{class=\"representation\",found=\"{found}\"}}");
        assert!((number(&client, &series) - times).abs() < 0.1, "{found}");
    }
    let requests = r#"ogrom_http_requests_total{operation="getProduct",status_class="2xx"}"#;
    assert!(number(&client, requests) >= 3.0, "each of them got a response");
}

#[test]
fn whatever_strangers_invent_is_one_label() {
    let folder = Folder::new();
    let service = serve(&folder, &[]);
    let client = service.stranger();
    let names = || {
        let numbers = numbers(client.get("/metrics").is(200).text());
        numbers.into_iter().map(|(name, _)| name).collect::<BTreeSet<_>>()
    };
    let ask = |n: usize| {
        client.get(&format!("/invented/{n}")).is(404);
        client.get(&format!("en-GB/products/p{n}?q{n}=1")).answer();
    };
    ask(0);
    let before = names();
    (1..1_000).for_each(ask);
    assert_eq!(names().difference(&before).collect::<Vec<_>>(), Vec::<&String>::new());
    let nowhere = r#"ogrom_http_requests_total{operation="none",status_class="4xx"}"#;
    assert!(number(&client, nowhere) >= 1_000.0);
}

#[test]
fn numbers_are_for_those_who_may_read_them() {
    let folder = Folder::new();
    let near = serve(&folder, &[]);
    near.stranger().get("/metrics").is(200);
    near.stranger().get("/metrics").header("x-forwarded-for", "127.0.0.1").is_refused(404, "not-found");
    near.stop();
    let mut command = folder.ogrom(&["--port", "0", "--metrics-networks", "10.0.0.0/8"]);
    let far = Service::start(command.env("OGROM_METRICS_TOKEN", READER));
    far.stranger().get("/metrics").is_refused(404, "not-found");
    far.stranger().with_token("the-token-of-nobody").get("/metrics").is_refused(404, "not-found");
    far.stranger().with_token(READER).get("/metrics").is(200);
    let ended = far.stop();
    assert!(!ended.err.contains(READER) && !ended.out.contains(READER));
    let mut wrong = folder.ogrom(&["--port", "0"]);
    let refused = crate::ogrom::Running::start(wrong.env("OGROM_METRICS_TOKEN", "short-4711")).wait();
    let complaint = refused.complaint(2);
    assert!(
        complaint
            .contains("OGROM_METRICS_TOKEN: found (hidden), expected TOKEN: it is shorter than 16 bytes"),
        "{complaint}"
    );
    assert!(!complaint.contains("4711"));
}

#[test]
fn a_reader_of_the_log_who_stops_reading_stalls_nobody() {
    let folder = Folder::new();
    let fifo = folder.at("log");
    let made = std::process::Command::new("mkfifo").arg(&fifo).status().expect("there is mkfifo");
    assert!(made.success());
    let run = format!(
        "exec {} --port 0 2>{}",
        env!("CARGO_BIN_EXE_ogrom-under-test"),
        fifo.to_str().expect("a path")
    );
    // Opened for both, so that neither end waits for the other; it has no reader.
    let _held = std::fs::OpenOptions::new().read(true).write(true).open(&fifo).expect("it can be opened");
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", &run]).current_dir(folder.at("")).env_clear();
    let service = Service::start(&mut shell);
    let client = service.stranger();
    let agent = "x".repeat(200);
    let begun = std::time::Instant::now();
    // More than a pipe takes.
    for _ in 0..500 {
        client.get("en-GB/products/beanie").header("user-agent", &agent).is(200);
    }
    assert!(begun.elapsed() < Duration::from_secs(30));
    service.stop();
}
