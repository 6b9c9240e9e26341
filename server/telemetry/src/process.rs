//! The metrics of the process, under the names that Prometheus gives them.

use std::fs;

use ::metrics::gauge;

/// How many ticks the system counts in a second, on every machine that Linux shows to programs.
const TICKS: f64 = 100.0;

/// Sets the numbers of this process. What the system does not tell is left out.
pub(crate) fn collect() {
    let read = |name: &str| fs::read_to_string(format!("/proc/{name}")).unwrap_or_default();
    let (status, limits) = (read("self/status"), read("self/limits"));
    for (text, name, unit, metric) in [
        (&status, "VmRSS:", 1024.0, "process_resident_memory_bytes"),
        (&status, "VmSize:", 1024.0, "process_virtual_memory_bytes"),
        (&status, "Threads:", 1.0, "process_threads"),
        (&limits, "Max open files", 1.0, "process_max_fds"),
    ] {
        if let Some(number) = after(text, name) {
            gauge!(metric).set(number * unit);
        }
    }
    if let Ok(open) = fs::read_dir("/proc/self/fd") {
        gauge!("process_open_fds").set(f64::from(u32::try_from(open.count()).unwrap_or(u32::MAX)));
    }
    let (stat, booted) = (read("self/stat"), after(&read("stat"), "btime"));
    // Before it stands the name of the program, which may hold anything.
    let fields: Vec<_> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at - 3).and_then(|field| field.parse::<f64>().ok());
    if let (Some(user), Some(system)) = (ticks(14), ticks(15)) {
        gauge!("process_cpu_seconds_total").set((user + system) / TICKS);
    }
    if let (Some(booted), Some(begun)) = (booted, ticks(22)) {
        gauge!("process_start_time_seconds").set(booted + begun / TICKS);
    }
}

/// The number behind this name, at the beginning of a line.
fn after(text: &str, name: &str) -> Option<f64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_by_its_name() {
        let text = "VmPeak:\t  1 kB\nVmRSS:\t  27136 kB\nMax open files            1024 4096 files\n";
        assert_eq!(after(text, "VmRSS:"), Some(27136.0));
        assert_eq!(after(text, "Max open files"), Some(1024.0));
        assert_eq!(after(text, "Threads:"), None);
    }
}
