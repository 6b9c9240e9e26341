//! No planted secret is revealed, whatever the requests and however wrong the configuration.

use std::{io::Write, net::TcpStream, process::Command};

use ogrom_tests::tokens::{SECRET, Signed, claims, jwt};
use serde_json::json;

use crate::ogrom::{Folder, Running, Service};

const PASSWORD: &str = "planted-password-of-the-database";
const LISTED: &str = "planted-token-of-lena";
const UPSTREAM: &str = "planted-token-of-lena-upstream";
const KEY: &str = "cGxhbnRlZC1zZWNyZXQtb2YtYS1rZXktc2V0LWluLWEtZmlsZQ";

/// The texts that must appear nowhere.
const PLANTED: [&str; 5] = [PASSWORD, LISTED, UPSTREAM, KEY, SECRET];

/// All the secrets that the environment can give to a service, and a complete, valid configuration with them.
fn with_secrets(command: &mut Command) -> &mut Command {
    command.envs([
        ("OGROM_TOKENS", format!("lena+trace={LISTED}")),
        ("OGROM_UPSTREAM_TOKENS", format!("lena={UPSTREAM}")),
        ("OGROM_JWT_SECRET", SECRET.to_owned()),
        ("OGROM_JWT_KEYS", "keys.json".to_owned()),
        ("RUST_LOG", "trace".to_owned()),
    ])
}

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("keys.json", keys());
    folder
}

fn keys() -> String {
    json!({"keys": [{"kty": "oct", "alg": "HS256", "kid": "file", "k": KEY}]}).to_string()
}

/// The planted secrets that a text shows.
fn shown(text: &str, secrets: &[&str]) -> Vec<String> {
    secrets.iter().filter(|secret| text.contains(**secret)).map(|secret| (*secret).to_owned()).collect()
}

/// Sends right and wrong requests to all targets, with every token. The client itself checks the text of each
/// response.
fn ask_everything(service: &Service, jwts: &[String]) {
    let planted = || PLANTED.into_iter().map(str::to_owned).chain(jwts.iter().cloned());
    let bearers = jwts.iter().map(|jwt| format!("Bearer {jwt}"));
    let shown = [format!("Bearer {LISTED}"), format!("Basic {PASSWORD}"), format!("Bearer {SECRET}")];
    for credentials in shown.into_iter().chain(bearers) {
        let client = service.stranger().keeping_secret(planted()).showing(&credentials);
        for path in
            ["/", "/openapi.json", "en-GB/products", "en-GB/nothing", "xx-XX/", "en-GB/products?limit=x"]
        {
            let _ = client.get(path).header("ogrom-trace", "?1").answer();
        }
        for content in [json!({ "items": [] }), json!({ "items": 5 }), json!([])] {
            let _ = client.post("en-GB/collages", &content).answer();
        }
        let _ = client.delete("en-GB/collages/terrasse").answer();
        // Twice, and as a line that is no request.
        let _ = client.get("en-GB/").header("authorization", &credentials).answer();
        let mut stream = TcpStream::connect(client.address()).expect("the service listens");
        stream.write_all(format!("{credentials}\r\n\r\n").as_bytes()).expect("bytes can be sent");
    }
}

#[test]
fn a_service_that_is_asked_anything_shows_none() {
    let folder = folder();
    let service =
        Service::start(with_secrets(&mut folder.ogrom(&["--port", "0", "--jwt-audience", "ogrom"])));
    let mut late = claims("lena", "write");
    late["exp"] = 5.into();
    let jwts = [claims("lena", "write"), late].map(|claims| jwt(&claims, Signed::Secret));
    ask_everything(&service, &jwts);
    // Keys that become wrong while the service runs are reported, too.
    folder.write("keys.json", keys().replace("oct", "rot"));
    let _ = service.complained("the keys of tokens stay as they were");
    let ended = service.stop();
    let told = format!("{}{}", ended.out, ended.err);
    let signatures: Vec<_> = jwts.iter().filter_map(|jwt| jwt.rsplit('.').next()).collect();
    assert_eq!(shown(&told, &PLANTED), [""; 0], "{told}");
    assert_eq!(shown(&told, &signatures), [""; 0], "{told}");
    // Text that is not secret would have been found: the log is there, and all of it.
    assert_eq!(shown(&told, &["answered", "keys.json", "listens on"]).len(), 3, "{told}");
}

#[test]
fn a_configuration_that_is_wrong_is_explained_without_them() {
    let server = format!("mysql://lena:{PASSWORD}@127.0.0.1:1/ogrom");
    let other = format!("postgres://lena:{PASSWORD}@127.0.0.1/ogrom");
    let behind = format!("http://lena:{PASSWORD}@127.0.0.1:1/v1/?{PASSWORD}");
    let short = &SECRET[..20];
    let doubled = format!("lena={LISTED},theo={LISTED}");
    for (name, value, words) in [
        ("OGROM_DATABASE", &*server, "127.0.0.1"),
        ("OGROM_DATABASE", &other, "OGROM_DATABASE"),
        ("OGROM_DATABASE", &behind, ""),
        ("OGROM_REPLICAS", &server, ""),
        ("OGROM_TOKENS", LISTED, "OGROM_TOKENS"),
        ("OGROM_TOKENS", &doubled, "'theo' is there twice"),
        ("OGROM_UPSTREAM_TOKENS", UPSTREAM, "OGROM_UPSTREAM_TOKENS"),
        ("OGROM_JWT_SECRET", short, "OGROM_JWT_SECRET"),
        ("OGROM_JWT_KEYS", "broken.json", "broken.json"),
        ("SERVER_PORT", "many", "SERVER_PORT"),
    ] {
        let folder = folder();
        folder.write("broken.json", keys().replace("\"kid\"", "kid"));
        let mut command = folder.ogrom(&[]);
        let ended =
            Running::start(with_secrets(&mut command).env("SERVER_PORT", "0").env(name, value)).wait();
        let told = format!("{}{}", ended.out, ended.err);
        assert!(!ended.status.success() && told.contains(words), "{name}: {ended:#?}");
        assert_eq!(shown(&told, &[&PLANTED[..], &[short]].concat()), [""; 0], "{name}: {told}");
    }
}

#[test]
fn what_is_printed_on_request_shows_none() {
    // Each further place that prints the configuration or the state of the service has its line here.
    for arguments in [
        &["--help"][..],
        &["serve", "--help"],
        &["token", "--help"],
        &["routes"],
        &["openapi"],
        &["config", "explain"],
    ] {
        let folder = folder();
        let ended = Running::start(with_secrets(&mut folder.ogrom(arguments))).wait().well();
        assert_eq!(shown(&ended.out, &PLANTED), [""; 0], "{arguments:?}");
        assert!(ended.out.len() > 100, "{arguments:?}: {ended:#?}");
    }
}

#[test]
fn a_secret_that_is_shown_is_found() {
    assert_eq!(shown(&format!("database '{PASSWORD}' is down"), &PLANTED), [PASSWORD]);
}

#[test]
fn a_token_that_was_made_is_taken_and_a_key_is_nobody_elses() {
    let folder = Folder::new();
    let made = folder.run(&["token", "--new-key", "private.jwk"]).well();
    folder.write("keys.json", &made.out);
    assert!(!made.out.contains("\"d\""), "the public part alone: {made:#?}");
    let permitted = std::os::unix::fs::PermissionsExt::mode(
        &std::fs::metadata(folder.at("private.jwk")).expect("a key").permissions(),
    );
    assert_eq!(permitted & 0o777, 0o600);
    assert!(folder.run(&["token", "--new-key", "private.jwk"]).complaint(1).contains("private.jwk"));
    let token = |more: &[&str]| {
        let made = folder.run(&[&["token", "--key", "private.jwk", "--user", "lena"], more].concat()).well();
        made.out.trim().to_owned()
    };
    let service = Service::start(&mut folder.ogrom(&["--port", "0", "--jwt-keys", "keys.json"]));
    let post = |token: &str| {
        let lena = service.stranger().with_token(token);
        lena.post("en-GB/collages", &json!({ "items": [] })).answer().status
    };
    let lenas = token(&[]);
    assert_eq!(post(&lenas), 201);
    assert_eq!(post(&token(&["--scope", "trace"])), 403);
    assert_eq!(post(&token(&["--jwt-audience", "another"])), 401);
    // Another set replaces this one, and the token goes with its key.
    let other = folder.run(&["token", "--new-key", "other.jwk"]).well();
    folder.write("keys.json", &other.out);
    let began = std::time::Instant::now();
    while post(&lenas) != 401 {
        assert!(began.elapsed().as_secs() < 20, "the keys are read again when they change");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert!(folder.run(&["token", "--user", "lena"]).complaint(1).contains("--key FILE"));
    assert!(
        folder
            .run(&["token", "--user", "lena", "--key", "keys.json"])
            .complaint(1)
            .contains("no private key")
    );
}
