//! Which environment is live and which is idle: decided by the CNAMEs alone, and an error where they are ambiguous.

use crate::{Abort, Environment, Exit, Settings, beanstalk::Status, journal::Side};

/// The two environments by their present roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sides {
    /// The one that has the production name.
    pub(crate) live: Environment,
    /// The other.
    pub(crate) idle: Environment,
}

// === impl Sides ===

impl Sides {
    /// Finds out which is which, or returns why that is not possible. Nothing is guessed from names, colours or
    /// health.
    pub(crate) fn of(found: Vec<Environment>, settings: &Settings) -> Result<Self, Abort> {
        let (there, gone): (Vec<_>, Vec<_>) = found
            .into_iter()
            .partition(|found| !matches!(found.status, Status::Terminated | Status::Terminating));
        let [blue, green] = &settings.environments;
        let again = &settings.program.whole;
        let details = || there.iter().chain(&gone).map(shown).collect::<Vec<_>>();
        let take = |name: &str| there.iter().find(|environment| environment.name == name).cloned();
        let (Some(blue), Some(green)) = (take(blue), take(green)) else {
            let missing = settings.environments.iter().filter(|name| take(name).is_none());
            let message = format!(
                "Of the environments of {}, {} cannot be found in {}, or may not be seen: Beanstalk leaves out environments \
                 that the caller may not describe.",
                settings.application,
                crate::text::list(missing),
                settings.region
            );
            return Err(Abort::new(Exit::Refused, message).with(details()).next(format!(
                "name the right ones with --environments, or their region with --region, or permit elasticbeanstalk:DescribeEnvironments \
                 ({} prints the whole policy), then {again}",
                settings.run("policy")
            )));
        };
        let production = &settings.production_prefix;
        let is_live = |environment: &Environment| environment.prefix().eq_ignore_ascii_case(production);
        let (live, idle) = match (is_live(&blue), is_live(&green)) {
            (true, false) => (blue, green),
            (false, true) => (green, blue),
            (both, _) => {
                let which = if both { "Both environments have" } else { "None of the environments has" };
                let message = format!(
                    "{which} the production name '{production}', so that it is not known which is live."
                );
                return Err(Abort::new(Exit::Refused, message).with(details()).next(format!(
                    "give the right one that name, or name it with --production-prefix, then {again}"
                )));
            }
        };
        if !idle.prefix().eq_ignore_ascii_case(&settings.idle_prefix) {
            let message =
                format!("{} is not live and should be '{}', and is not.", idle.name, settings.idle_prefix);
            return Err(Abort::new(Exit::Refused, message)
                .with(details())
                .next(format!("name it with --idle-prefix, then {again}")));
        }
        Ok(Self { live, idle })
    }

    /// Whether no operation is in progress on either.
    pub(crate) fn are_ready(&self) -> bool {
        self.live.is_ready() && self.idle.is_ready()
    }
}

// === impl Side ===

impl From<&Environment> for Side {
    fn from(environment: &Environment) -> Self {
        Self { environment: environment.name.clone(), label: environment.label.clone() }
    }
}

/// An environment on a line.
pub(crate) fn shown(environment: &Environment) -> String {
    let Environment { name, cname, status, grade, .. } = environment;
    format!("{name}: {cname}, {}, {status}, {grade}", environment.shown_label())
}
