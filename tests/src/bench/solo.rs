//! Instructions and heap allocations per request, without a network: they depend on the code alone, on any machine.

use std::{
    fs,
    io::{self, Write},
    path::Path,
    process::{Command, Stdio},
};

use stats_alloc::Region;

use crate::{ALLOCATOR, BoxError, contender::Contender, job::Job, memory::Memory};

/// The cost of one request for a contender.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    /// Absent without valgrind.
    pub(crate) instructions: Option<f64>,
    pub(crate) allocations: f64,
}

/// The costs of a job, in the order of [`Contender::ALL`].
pub(crate) type Costs = Vec<(Job, Vec<Cost>)>;

/// The two counts of requests whose difference is taken, so that one-time costs cancel out.
const FEW: usize = 200;
const MANY: usize = 1200;

/// The cost of a whole run.
struct Run {
    instructions: Option<u64>,
    allocations: u64,
}

/// Runs one job so many times and prints how often it allocated.
pub(crate) fn run(contender: Contender, job: Job, times: usize) -> Result<(), BoxError> {
    let allocated = Region::new(ALLOCATOR);
    answer(contender, job, times)?;
    let change = allocated.change();
    writeln!(io::stdout(), "{}", change.allocations + change.reallocations)?;
    Ok(())
}

/// Stops if the contenders differ.
pub(crate) fn agree() -> Result<(), BoxError> {
    for job in Job::ALL {
        for contender in Contender::ALL {
            let answer = answer(contender, job, 2)?;
            let right = format!("HTTP/1.1 {} ", job.status());
            if !answer.starts_with(&right) || told(&answer) != told(&self::answer(Contender::Hyper, job, 2)?)
            {
                return Err(format!(
                    "{} responds to '{}' in its own way:\n{answer}",
                    contender.name(),
                    job.name()
                )
                .into());
            }
        }
    }
    Ok(())
}

/// The parts of a response that all contenders must have in common: its type, its tag, and its content unless it is a
/// failure.
fn told(answer: &str) -> (Vec<&str>, &str) {
    let (head, content) = answer.split_once("\r\n\r\n").unwrap_or((answer, ""));
    let fields = ["content-type: ", "etag: ", "location: "];
    let mut told: Vec<_> =
        head.lines().filter(|line| fields.iter().any(|field| line.starts_with(field))).collect();
    told.sort_unstable();
    let failure = told.contains(&"content-type: application/problem+json");
    (told, if failure { "" } else { content })
}

fn answer(contender: Contender, job: Job, times: usize) -> Result<String, BoxError> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let served = contender.server()?.serve(Memory::new(job.request(), times));
    Ok(String::from_utf8(runtime.block_on(served)?.into_answer())?)
}

/// Measures every job with every contender.
pub(crate) fn measure() -> Result<Costs, BoxError> {
    let valgrind = Command::new("valgrind").arg("--version").stdout(Stdio::null()).status().is_ok();
    if !valgrind {
        writeln!(io::stdout(), "valgrind is not installed: instructions are not counted\n")?;
    }
    let folder = tempfile::tempdir()?;
    let record = valgrind.then(|| folder.path().join("callgrind.out"));
    let cost = |contender, job| {
        let few = count(contender, job, FEW, record.as_deref())?;
        let many = count(contender, job, MANY, record.as_deref())?;
        let instructions = few.instructions.zip(many.instructions);
        Ok(Cost {
            instructions: instructions.map(|(few, many)| per_request(few, many)),
            allocations: per_request(few.allocations, many.allocations),
        })
    };
    let costs = |job| {
        Ok((
            job,
            Contender::ALL
                .into_iter()
                .map(|contender| cost(contender, job))
                .collect::<Result<_, BoxError>>()?,
        ))
    };
    Job::ALL.into_iter().map(costs).collect()
}

#[expect(clippy::cast_precision_loss, reason = "a run has far fewer than 2^52 instructions")]
fn per_request(few: u64, many: u64) -> f64 {
    many.saturating_sub(few) as f64 / (MANY - FEW) as f64
}

/// Runs this very program again, under callgrind where there is a place for its record.
fn count(contender: Contender, job: Job, times: usize, record: Option<&Path>) -> Result<Run, BoxError> {
    let program = std::env::current_exe()?;
    let mut command = match record {
        Some(record) => {
            let mut command = Command::new("valgrind");
            command.args(["--tool=callgrind", "--quiet"]);
            command.arg(format!("--callgrind-out-file={}", record.display())).arg(program);
            command
        }
        None => Command::new(program),
    };
    let output = command.args(["loop", contender.name(), &job.name(), &times.to_string()]).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    let instructions = record.map(instructions).transpose()?;
    Ok(Run { instructions, allocations: String::from_utf8(output.stdout)?.trim().parse()? })
}

/// The total of a callgrind record.
fn instructions(record: &Path) -> Result<u64, BoxError> {
    let record = fs::read_to_string(record)?;
    let sum = record.lines().find_map(|line| line.strip_prefix("summary:").or(line.strip_prefix("totals:")));
    Ok(sum.ok_or("callgrind prints no sum")?.trim().parse()?)
}
