//! Is everything there, and as it should be? Nothing is changed.

use crate::{
    Abort, Bundle, Environment, Exit, Run, Step, beanstalk::Setting, bundle::Processor, journal::Journal,
    observed::Sides, text::size, written::Written,
};

use super::urls::WrongUrls;

/// Where an environment's properties are, which its container gets as environment variables.
const PROPERTIES: &str = "aws:elasticbeanstalk:application:environment";

impl Run<'_> {
    /// Is everything there, and as it should be? All mistakes are reported at once.
    pub(crate) async fn preflight(&mut self, bundle: &Bundle) -> Result<Sides, Abort> {
        self.begin(Step::Preflight)?;
        let (sides, _) = self.look(bundle).await?;
        let Sides { live, idle } = &sides;
        self.done(format!(
            "{}, {}; {} is live with {}, {} is idle with {}",
            bundle.label,
            size(bundle.size),
            live.name,
            live.shown_label(),
            idle.name,
            idle.shown_label()
        ));
        Ok(sides)
    }

    /// The same without messages.
    pub(crate) async fn look(&mut self, bundle: &Bundle) -> Result<(Sides, Written), Abort> {
        let sides = self.sides().await?;
        let written = self.written().await?;
        let idle = &sides.idle.name;
        let settings = self.call(async |ports| ports.control.settings(idle).await).await?;
        let mut wrong = wrong_settings(idle, bundle, &settings);
        wrong.extend([&sides.live, &sides.idle].into_iter().filter_map(wrong_platform));
        self.check_urls(&sides, written.journal.known(), wrong).await?;
        Ok((sides, written))
    }

    /// Checks both URLs, and reports what is wrong with them together with what else is.
    pub(crate) async fn check_urls(
        &self,
        sides: &Sides,
        journal: Option<&Journal>,
        mut wrong: Vec<String>,
    ) -> Result<(), Abort> {
        let WrongUrls { public, idle } = self.wrong_urls(sides, journal).await;
        let unless = if public.is_some() {
            "; to deploy before the public URL leads here, with --skip-public-url, "
        } else {
            ", then "
        };
        wrong.extend(public.into_iter().chain(idle));
        if wrong.is_empty() {
            return Ok(());
        }
        Err(Abort::new(Exit::Refused, "The deployment would fail. Nothing was changed.")
            .with(wrong)
            .next(format!("correct this{unless}{}", self.again())))
    }
}

/// Options of an environment that do not fit the bundle. An environment's own options take precedence over those of
/// `.ebextensions`.
fn wrong_settings(environment: &str, bundle: &Bundle, settings: &[Setting]) -> Vec<String> {
    let port = bundle.port;
    let value = |namespace: &str, name: &str| {
        let setting = settings.iter().find(|setting| setting.namespace == namespace && setting.name == name);
        setting.map(|setting| setting.value.as_str()).filter(|value| !value.is_empty())
    };
    let ports = ["SERVER_PORT", "PORT"].into_iter().filter_map(|name| Some((name, value(PROPERTIES, name)?)));
    let mut wrong: Vec<_> = ports
        .filter(|(_, value)| *value != port.to_string())
        .map(|(name, other)| {
            format!("{environment} sets {name} to {other}; the bundle's container exposes {port}")
        })
        .collect();
    if let Some(other) = value("aws:elasticbeanstalk:healthreporting:system", "SystemType")
        .filter(|value| *value != "enhanced")
    {
        wrong.push(format!(
            "{environment} has {other} health reporting; only enhanced reports the version of each instance"
        ));
    }
    let types = value("aws:ec2:instances", "InstanceTypes")
        .or_else(|| value("aws:autoscaling:launchconfiguration", "InstanceType"));
    let processor = bundle.program.processor;
    let types = types.into_iter().flat_map(|types| types.split(',')).map(str::trim);
    let other =
        types.map(|name| (name, Processor::of_instance_type(name))).filter(|(_, own)| *own != processor);
    wrong.extend(other.map(|(name, own)| {
        format!("{environment} has instances of the type {name}, which are {own}; the bundle's program is {processor}")
    }));
    wrong
}

fn wrong_platform(environment: &Environment) -> Option<String> {
    let platform = environment.platform.as_ref()?;
    let other = !platform.contains("Docker") || platform.contains("ECS");
    other.then(|| format!("{} has the platform '{platform}', not Docker", environment.name))
}
