//! Whether responses named commits in the order of their deployment.

use std::time::{Duration, Instant};

use super::Outcome;

/// Whether all responses are from these commits, which were deployed in this order. Requests sent later than so long
/// after the first response of a successor must not get its predecessor. Otherwise the first violation.
pub fn in_order(outcomes: &[Outcome], deployed: &[&str], grace: Duration) -> Result<(), String> {
    let told = |outcome: &Outcome| {
        Some((outcome.number, outcome.sent, outcome.ended, outcome.result.clone().ok()??))
    };
    let mut answers: Vec<_> = outcomes.iter().filter_map(told).collect();
    answers.sort_by_key(|(_, _, ended, _)| *ended);
    let mut present = 0;
    let mut since: Option<Instant> = None;
    for (number, sent, ended, commit) in answers {
        let is = |place: usize| deployed.get(place).is_some_and(|deployed| *deployed == commit);
        let late = since.is_none_or(|since| sent > since + grace);
        if is(present) || (present > 0 && !late && is(present - 1)) {
            continue;
        }
        if !is(present + 1) {
            return Err(format!(
                "load-{number} got a response of {commit} when {:?} was live",
                deployed.get(present)
            ));
        }
        (present, since) = (present + 1, Some(ended));
    }
    let last = deployed.len().saturating_sub(1);
    if present == last { Ok(()) } else { Err(format!("no response came from {:?}", deployed[last])) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRACE: Duration = Duration::from_secs(2);

    /// Responses, each by its commit and the time of its request, in seconds; all take a tenth of one.
    fn judged(answers: &[(u64, &str)], deployed: &[&str]) -> Result<(), String> {
        let began = Instant::now();
        let outcome = |(number, (asked, commit)): (usize, &(u64, &str))| {
            let sent = began + Duration::from_secs(*asked);
            let ended = sent + Duration::from_millis(100);
            Outcome { number, sent, ended, result: Ok(Some((*commit).to_owned())) }
        };
        in_order(&answers.iter().enumerate().map(outcome).collect::<Vec<_>>(), deployed, GRACE)
    }

    #[test]
    fn for_a_while_after_the_new_one_the_old_one_may_answer() {
        assert_eq!(judged(&[(0, "a"), (1, "b"), (2, "a"), (9, "b")], &["a", "b"]), Ok(()));
    }

    #[test]
    fn later_the_old_one_may_not() {
        let error = judged(&[(0, "a"), (1, "b"), (9, "a")], &["a", "b"]).unwrap_err();
        assert_eq!(error, "load-2 got a response of a when Some(\"b\") was live");
    }

    #[test]
    fn what_was_deployed_twice_may_answer_twice() {
        assert_eq!(judged(&[(0, "a"), (1, "b"), (9, "a")], &["a", "b", "a"]), Ok(()));
    }

    #[test]
    fn what_was_never_deployed_and_what_never_answers_is_found() {
        assert!(judged(&[(0, "a"), (1, "c")], &["a", "b"]).is_err());
        assert_eq!(judged(&[(0, "a")], &["a", "b"]).unwrap_err(), "no response came from \"b\"");
    }
}
