//! How two environments exchange their names.

use std::mem;

use jiff::SignedDuration;

use crate::world::{
    Refusal, Status, Which, World,
    event::Severity,
    fault::{Fault, What, lasting, strikes},
    operation::{Kind, Operation, Swap},
};

/// How long after the call the names change.
const EXCHANGE: SignedDuration = SignedDuration::from_secs(2);

/// How long both sides are busy.
const BUSY: SignedDuration = SignedDuration::from_secs(10);

// === impl World ===

impl World {
    /// Begins to exchange the names of two environments.
    pub(crate) fn swap(
        &mut self,
        source: &Which,
        destination: &Which,
        request: &str,
        struck: &[Fault],
    ) -> Result<(), Refusal> {
        let sides = (self.find_ready(source)?, self.find_ready(destination)?);
        if sides.0 == sides.1 {
            return Err(Refusal::value("The source and the destination environment must not be the same."));
        }
        let sick = strikes(struck, What::SickAfterSwap).then(|| self.deployed_last(sides));
        self.begin_swap(sides, request, EXCHANGE, BUSY, sick.as_ref());
        Ok(())
    }

    /// Another caller swaps the first two environments that are Ready, if that is among the faults that strike.
    pub(crate) fn swap_by_somebody_else(&mut self, struck: &[Fault]) {
        let Some(seconds) = lasting(struck, What::SwapBySomebodyElse, 0) else { return };
        let ready = |index: &usize| self.environments[*index].status == Status::Ready;
        let sides: Vec<usize> = (0..self.environments.len()).filter(ready).take(2).collect();
        let [one, other] = sides[..] else { return };
        let request = self.request();
        let busy = SignedDuration::from_secs(i64::from(seconds));
        self.begin_swap((one, other), &request, SignedDuration::ZERO, busy, None);
        self.step_swap(one);
        if seconds == 0 {
            self.step_swap(one);
            self.step_swap(other);
        }
    }

    fn begin_swap(
        &mut self,
        (one, other): (usize, usize),
        request: &str,
        exchange: SignedDuration,
        busy: SignedDuration,
        sick: Option<&String>,
    ) {
        let until = self.now + busy;
        for (side, with, exchange) in [(one, other, Some(self.now + exchange)), (other, one, None)] {
            let with = self.environments[with].id.clone();
            let kind = Kind::Swap(Swap { with, exchange, until, sick: sick.cloned() });
            let environment = &mut self.environments[side];
            environment.status = Status::Updating;
            environment.updated = self.now;
            environment.operation = Some(Operation { request: request.to_owned(), since: self.now, kind });
            self.tell(side, Some(request), Severity::Info, "swapEnvironmentCNAMEs is starting.");
        }
    }

    pub(in crate::world) fn step_swap(&mut self, index: usize) {
        let Some(Operation { request, kind: Kind::Swap(swap), .. }) =
            self.environments[index].operation.clone()
        else {
            return;
        };
        if swap.exchange.is_some() {
            return self.exchange(index, swap, &request);
        }
        let now = self.now;
        let environment = &mut self.environments[index];
        environment.operation = None;
        environment.status = Status::Ready;
        environment.updated = now;
        if swap.sick.as_ref() == Some(&environment.id) {
            environment.pretended.sick = Some(now);
        }
        let said = "swapEnvironmentCNAMEs completed successfully.";
        self.tell(index, Some(&request), Severity::Info, said);
    }

    /// The moment at which the names change, and with them DNS.
    fn exchange(&mut self, index: usize, swap: Swap, request: &str) {
        let Some(other) = self.environments.iter().position(|other| other.id == swap.with) else { return };
        let Ok([one, two]) = self.environments.get_disjoint_mut([index, other]) else { return };
        mem::swap(&mut one.cname, &mut two.cname);
        let said = format!("Completed swapping CNAMEs for environments '{}' and '{}'.", one.name, two.name);
        if let Some(operation) = &mut one.operation {
            operation.kind = Kind::Swap(Swap { exchange: None, ..swap });
        }
        for side in [index, other] {
            self.tell(side, Some(request), Severity::Info, said.clone());
        }
    }

    fn deployed_last(&self, (one, other): (usize, usize)) -> String {
        let deployed = |index: usize| {
            self.environments[index].instances.iter().map(|instance| instance.deployment.at).max()
        };
        let last = if deployed(other) > deployed(one) { other } else { one };
        self.environments[last].id.clone()
    }

    /// A fresh request identifier.
    pub(crate) fn request(&mut self) -> String {
        format!("0d0b1e00-0000-4000-8000-{:012x}", self.number())
    }
}
