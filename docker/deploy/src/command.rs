//! The commands: from the command line to the exit code.

use std::{
    fmt,
    io::{self, Write},
    path::Path,
    sync::Arc,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use serde::Serialize;
use tokio::signal::unix::{SignalKind, signal};

use crate::{
    Abort, Bundle, Cli, Command, Exit, Options, Ports, Program, Run, Settings, SystemClock, aws,
    beanstalk::Beanstalk,
    bundle::{self, Nginx},
    events::{JsonSink, Message, RunEvent, Sink, Sinks, TextSink},
    names::Resolver,
    policy::{Place, Trust, downstream_policy, policy, trust_policy},
    store::Bucket,
    text::harmless,
    web::Client,
};

/// Runs a command to its end.
pub async fn run(cli: Cli, program: Program) -> Exit {
    let Cli { options, command } = cli;
    match dispatch(&options, command, program).await {
        Ok(exit) => exit,
        Err(abort) => {
            let sink = sink(options.json);
            let at = jiff::Timestamp::now();
            let Abort { exit, message, details, next } = abort;
            let event = RunEvent::Stop { code: exit.code(), message, details, next };
            sink.record(&Message { at, elapsed: Duration::ZERO, event });
            exit
        }
    }
}

async fn dispatch(options: &Options, command: Command, program: Program) -> Result<Exit, Abort> {
    if let Command::Bundle(args) = command {
        return make_bundle(options.json, &args);
    }
    if let Command::Policy { trust, downstream, account } = command {
        return print_policy(options, program, trust, downstream, account).await;
    }
    let mut settings = options.settings(program)?;
    let configuration = aws::configuration(options.region.as_deref()).await;
    settings.region = configuration.region().map_or(settings.region, ToString::to_string);
    let ports = ports(options, &settings, &configuration)?;
    let sink = sink(options.json);
    let swapping = AtomicBool::new(false);
    let mut run = Run::new(&ports, &settings, identity(), &*sink, &swapping);
    match command {
        Command::Up { bundle, hold } => {
            let bundle = read(&bundle)?;
            let work = async |run: &mut Run<'_>| {
                if hold { run.hold(&bundle).await.map(drop) } else { run.up(&bundle).await.map(drop) }
            };
            Ok(cut(&mut run, &swapping, work).await)
        }
        Command::Promote => Ok(cut(&mut run, &swapping, async |run| run.promote().await.map(drop)).await),
        Command::Rollback => Ok(cut(&mut run, &swapping, async |run| run.rollback().await.map(drop)).await),
        Command::Clean => Ok(cut(&mut run, &swapping, async |run| run.clean_up().await).await),
        Command::Plan { bundle } => {
            let plan = run.plan(&read(&bundle)?).await?;
            show(options.json, &plan)?;
            Ok(if plan.changes_something() { Exit::Changes } else { Exit::Done })
        }
        Command::Status => show(options.json, &run.status().await?).map(|()| Exit::Done),
        Command::Doctor => {
            let diagnosis = run.doctor(aws::account(&configuration).await).await;
            show(options.json, &diagnosis)?;
            Ok(if diagnosis.is_well() { Exit::Done } else { Exit::Refused })
        }
        Command::Unlock { force } => {
            show(options.json, &Said { message: run.unlock(force).await? })?;
            Ok(Exit::Done)
        }
        Command::Bundle(_) | Command::Policy { .. } => unreachable!("these need no ports"),
    }
}

/// Prints one of the policies. Only the policy of the calls needs the settings of a deployment.
async fn print_policy(
    options: &Options,
    program: Program,
    trust: Option<Trust>,
    downstream: bool,
    account: Option<String>,
) -> Result<Exit, Abort> {
    let settings = (trust.is_none() && !downstream).then(|| options.settings(program)).transpose()?;
    let configuration = aws::configuration(options.region.as_deref()).await;
    let region = configuration.region().map(ToString::to_string);
    let region =
        region.ok_or_else(|| Abort::new(Exit::Usage, "--region is missing (or OGROM_DEPLOY_REGION)"))?;
    let account = match account {
        Some(account) => account,
        None => aws::account(&configuration).await.map_err(|fault| {
            Abort::new(Exit::Refused, fault.to_string()).next("name the account: policy --account NUMBER")
        })?,
    };
    let place = Place::new(&region, &account).map_err(|wrong| Abort::new(Exit::Usage, wrong))?;
    let printed = match (settings, trust) {
        (Some(settings), _) => policy(&settings, &place),
        (None, Some(trust)) => trust_policy(&trust, &place),
        (None, None) => downstream_policy(&place),
    };
    print(&if options.json { printed.to_string() } else { format!("{printed:#}") })?;
    Ok(Exit::Done)
}

/// Runs to the end, or to a signal. Between a swap and its known result, the first signal waits; a second one never
/// does.
async fn cut(
    run: &mut Run<'_>,
    swapping: &AtomicBool,
    work: impl AsyncFnOnce(&mut Run<'_>) -> Result<(), Abort>,
) -> Exit {
    let result = tokio::select! {
        result = work(run) => result,
        () = stop_signal(swapping) => Err(run.interrupted()),
    };
    let Err(abort) = result else { return Exit::Done };
    run.stop(&abort).await;
    abort.exit
}

async fn stop_signal(swapping: &AtomicBool) {
    let (Ok(mut interrupt), Ok(mut terminate), Ok(mut hangup)) =
        (signal(SignalKind::interrupt()), signal(SignalKind::terminate()), signal(SignalKind::hangup()))
    else {
        return std::future::pending().await;
    };
    let mut signalled = async || {
        tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {}, _ = hangup.recv() => {} }
    };
    signalled().await;
    let known = async {
        while swapping.load(Ordering::Relaxed) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    if swapping.load(Ordering::Relaxed) {
        warn("interrupted in a swap: the run ends when its result is known; a second signal ends it now");
    }
    tokio::select! { () = known => {}, () = signalled() => {} }
}

fn ports(
    options: &Options,
    settings: &Settings,
    configuration: &aws_config::SdkConfig,
) -> Result<Ports, Abort> {
    let unusable = |error: &dyn fmt::Display| Abort::new(Exit::Usage, error.to_string());
    let dns = Arc::new(Resolver::new(options.dns_server).map_err(|error| unusable(&error))?);
    Ok(Ports {
        control: Arc::new(Beanstalk::new(configuration, &settings.application, &settings.environments)),
        store: Arc::new(Bucket::new(configuration, &settings.bucket)),
        web: Arc::new(Client::new(Arc::clone(&dns) as _).map_err(|error| unusable(&error))?),
        dns,
        clock: Arc::new(SystemClock),
        pause: settings.waits.poll.min(Duration::from_secs(2)),
    })
}

fn read(path: &Path) -> Result<Bundle, Abort> {
    Bundle::read(path).map_err(|errors| Abort::new(Exit::Usage, errors.to_string()))
}

fn make_bundle(json: bool, args: &bundle::BundleArgs) -> Result<Exit, Abort> {
    let bundle = bundle::run(args).map_err(|errors| Abort::new(Exit::Usage, errors.to_string()))?;
    if let Nginx::Skipped(why) = &bundle.nginx {
        warn(&format!("the configuration of nginx was not tested: {why}"));
    }
    show(json, &Made { bundle: bundle.path.display().to_string(), label: bundle.label })?;
    Ok(Exit::Done)
}

#[expect(clippy::disallowed_methods, reason = "this is where a run gets its randomness from")]
fn identity() -> String {
    let mut random = [0; 8];
    // Without random numbers from the system, the time at least is never the same twice.
    if getrandom::fill(&mut random).is_err() {
        random = jiff::Timestamp::now().as_microsecond().to_be_bytes();
    }
    format!("{:016x}", u64::from_be_bytes(random))
}

fn sink(json: bool) -> Box<dyn Sink> {
    let text: Box<dyn Sink> = Box::new(TextSink::new(io::stderr()));
    if json { Box::new(Sinks(vec![text, Box::new(JsonSink::new(io::stdout()))])) } else { text }
}

/// A sentence.
#[derive(Serialize)]
struct Said {
    message: String,
}

/// A bundle that was made.
#[derive(Serialize)]
struct Made {
    /// Its path.
    bundle: String,
    label: String,
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Display for Made {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.bundle)
    }
}

fn show<T: Serialize + fmt::Display>(json: bool, value: &T) -> Result<(), Abort> {
    let text = if json { serde_json::to_string(value).ok() } else { None };
    print(text.unwrap_or_else(|| harmless(&value.to_string())).trim_end())
}

/// Writes the result of a command. A closed pipe is no error: its reader has gone.
fn print(text: &str) -> Result<(), Abort> {
    let mut output = io::stdout();
    match writeln!(output, "{text}").and_then(|()| output.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Abort::new(Exit::Unwritten, format!("The output cannot be written: {error}.")))
        }
        _ => Ok(()),
    }
}

fn warn(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}
