//! The needs of a first deployment, checked one by one: each is met, or has a next step.

use std::fmt;

use serde::Serialize;

use crate::{
    Abort, Fault, Run,
    observed::Sides,
    remedy::remedy,
    steps::WrongUrls,
    written::{Entry, Written, written},
};

/// The findings, in the order in which a set-up makes things.
#[derive(Clone, Debug, Serialize)]
pub struct Diagnosis {
    /// One for each thing; the rest is not looked at after one that the rest depends on.
    pub findings: Vec<Finding>,
}

/// One thing that a deployment needs.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// Which.
    pub what: &'static str,
    /// Whether it is as it should be.
    pub ok: bool,
    /// How it is.
    pub detail: String,
    /// The next step.
    pub next: Option<String>,
}

// === impl Run ===

impl Run<'_> {
    /// Looks at everything that a deployment needs, and changes nothing. `account` is the number of the account of the
    /// credentials.
    pub async fn doctor(&mut self, account: Result<String, Fault>) -> Diagnosis {
        let settings = self.settings;
        let mut findings = vec![Finding::ok(
            "settings",
            format!("the application {} in {}", settings.application, settings.region),
        )];
        match account {
            Ok(account) => findings.push(Finding::ok("credentials", format!("of the account {account}"))),
            Err(fault) => {
                findings.push(self.fault("credentials", &fault));
                return Diagnosis { findings };
            }
        }
        let written = written(self.ports, settings).await;
        findings.push(match &written {
            Ok(_) => Finding::ok("bucket", format!("{} can be read", settings.bucket)),
            Err(fault) => self.fault("bucket", fault),
        });
        let sides = match self.sides().await {
            Ok(sides) => sides,
            Err(abort) => {
                findings.push(Finding::wrong("environments", &abort));
                return Diagnosis { findings };
            }
        };
        let Sides { live, idle } = &sides;
        findings.push(Finding::ok(
            "environments",
            format!("{} is {}, {} is {}", live.name, live.status, idle.name, idle.status),
        ));
        findings.push(Finding::ok(
            "prefixes",
            format!("{} is live as {}, {} is idle as {}", live.name, live.cname, idle.name, idle.cname),
        ));
        findings.push(if live.platform == idle.platform {
            Finding::ok("platform", live.platform.clone().unwrap_or_default())
        } else {
            let next = "update the platform of the idle environment, deploy, then update the other one";
            let detail = format!("{:?} and {:?} differ", live.platform, idle.platform);
            Finding { what: "platform", ok: false, detail, next: Some(next.to_owned()) }
        });
        let journal = written.as_ref().ok().and_then(|written| written.journal.known());
        let WrongUrls { public, idle } = self.wrong_urls(&sides, journal).await;
        findings.push(Finding::of_url(
            "public URL",
            public,
            &settings.public_url,
            "correct --public-url; to deploy before its DNS record exists, use --skip-public-url",
        ));
        findings.push(Finding::of_url("idle URL", idle, &self.idle_url(&sides.idle), "correct --idle-url"));
        findings.extend(written.ok().map(|written| self.lock_finding(&written)));
        Diagnosis { findings }
    }

    fn lock_finding(&self, Written { lock, .. }: &Written) -> Finding {
        let unlock = |detail: String| Finding {
            what: "lock",
            ok: false,
            detail,
            next: Some(format!("if no deployment runs, {}", self.settings.run("unlock --force"))),
        };
        match lock {
            Entry::Absent | Entry::Hidden => Finding::ok("lock", "free".to_owned()),
            Entry::Is(holder) if holder.has_expired(self.ports.clock.now()) => {
                Finding::ok("lock", format!("of {}, and expired", holder.owner))
            }
            Entry::Is(holder) => unlock(format!("{} holds it for '{}'", holder.owner, holder.doing)),
            Entry::Unreadable(why) => unlock(format!("cannot be read: {why}")),
        }
    }

    fn fault(&self, what: &'static str, fault: &Fault) -> Finding {
        let next = Some(remedy(fault, self.settings, &self.again()));
        Finding { what, ok: false, detail: fault.to_string(), next }
    }
}

// === impl Diagnosis ===

impl Diagnosis {
    /// Whether a deployment can begin.
    pub fn is_well(&self) -> bool {
        self.findings.iter().all(|finding| finding.ok)
    }
}

impl fmt::Display for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.findings.iter().try_for_each(|finding| writeln!(f, "{finding}"))
    }
}

// === impl Finding ===

impl Finding {
    fn ok(what: &'static str, detail: String) -> Self {
        Self { what, ok: true, detail, next: None }
    }

    fn of_url(what: &'static str, wrong: Option<String>, url: &str, next: &str) -> Self {
        match wrong {
            None => Self::ok(what, url.to_owned()),
            Some(detail) => Self { what, ok: false, detail, next: Some(next.to_owned()) },
        }
    }

    fn wrong(what: &'static str, Abort { message, details, next, .. }: &Abort) -> Self {
        let lines = [message].into_iter().chain(details).map(String::as_str);
        let detail = lines.collect::<Vec<_>>().join("\n              ");
        Self { what, ok: false, detail, next: next.clone() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, ok, detail, next } = self;
        let mark = if *ok { "OK" } else { "!!" };
        write!(f, "{mark} {what:<12} {detail}")?;
        next.iter().try_for_each(|next| write!(f, "\n   {:<12} Next: {next}", ""))
    }
}
