//! The trace of a request: it joins the records of all services that the request passes.

use std::{fmt, str::FromStr, sync::Arc};

/// A trace and the place of a request in it, as W3C Trace Context (level 2) has them.
///
/// Its text is a `traceparent` (§3.2): `00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TraceContext {
    /// The trace; never 0.
    pub trace: u128,
    /// The caller's part of the trace; never 0.
    pub span: u64,
    /// Whether the caller records it (§3.2.3.1).
    pub sampled: bool,
    /// Whether the trace is random in its last 56 bits (§3.2.3.2).
    pub random: bool,
    /// The data that tracing systems pass on, as received: a `tracestate` (§3.3).
    pub state: Option<Arc<str>>,
}

/// A trace in hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TraceId([u8; 32]);

/// The error for a text that is no `traceparent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no traceparent")]
pub struct InvalidTrace;

const SAMPLED: u8 = 1;
const RANDOM: u8 = 2;

// === impl TraceContext ===

impl TraceContext {
    /// How long its text is, in bytes.
    pub const LENGTH: usize = 55;

    /// The beginning of a trace of random numbers, of which none may be 0: 1 is taken instead.
    pub fn begin(trace: u128, span: u64, sampled: bool) -> Self {
        Self { trace: trace.max(1), span: span.max(1), sampled, random: true, state: None }
    }

    /// The same trace, further on: called by this part of it.
    #[must_use]
    pub fn by(self, span: u64) -> Self {
        Self { span: span.max(1), ..self }
    }

    /// The same, with this `tracestate` (§3.3), unless that is invalid or longer than must be passed on (§3.3.1.5).
    #[must_use]
    pub fn with_state(self, state: &str) -> Self {
        let member = |member: &str| member.split_once('=').is_some_and(|(key, _)| !key.trim().is_empty());
        let printable = state.bytes().all(|byte| (0x20..0x7f).contains(&byte) || byte == b'\t');
        let members = || state.split(',').filter(|member| !member.trim().is_empty());
        let valid = state.len() <= 512 && printable && members().all(member) && members().count() <= 32;
        Self { state: valid.then(|| state.into()), ..self }
    }

    /// The trace in hexadecimal digits.
    pub fn id(&self) -> TraceId {
        let mut digits = [b'0'; 32];
        hex(&mut digits, self.trace);
        TraceId(digits)
    }

    /// Its text, which is of ASCII.
    pub fn traceparent(&self) -> [u8; Self::LENGTH] {
        let mut text = *b"00-00000000000000000000000000000000-0000000000000000-00";
        let flags = (u8::from(self.sampled) * SAMPLED) | (u8::from(self.random) * RANDOM);
        hex(&mut text[3..35], self.trace);
        hex(&mut text[36..52], self.span.into());
        hex(&mut text[53..55], flags.into());
        text
    }
}

// === impl TraceId ===

impl TraceId {
    /// The digits.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

fn hex(digits: &mut [u8], mut value: u128) {
    for digit in digits.iter_mut().rev() {
        // Four bits fit.
        *digit = b"0123456789abcdef"[(value & 0xf) as usize];
        value >>= 4;
    }
}

impl FromStr for TraceContext {
    type Err = InvalidTrace;

    /// Reads a `traceparent` of this version or of a later one, whose beginning is the same (§3.2.4).
    fn from_str(text: &str) -> Result<Self, InvalidTrace> {
        let (known, later) = text.split_at_checked(Self::LENGTH).ok_or(InvalidTrace)?;
        let written = known.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-'));
        let dashed = [2, 35, 52].iter().all(|at| known.as_bytes()[*at] == b'-');
        if !written || !dashed {
            return Err(InvalidTrace);
        }
        // From here on, each character is one byte.
        let (version, parent) = (&known[..2], &known[3..]);
        let goes_on = later.is_empty() || (version != "00" && later.starts_with('-'));
        if version.contains('-') || version == "ff" || !goes_on {
            return Err(InvalidTrace);
        }
        let trace = u128::from_str_radix(&parent[..32], 16).ok().filter(|trace| *trace != 0);
        let span = u64::from_str_radix(&parent[33..49], 16).ok().filter(|span| *span != 0);
        let flags = u8::from_str_radix(&parent[50..], 16).ok();
        let (Some(trace), Some(span), Some(flags)) = (trace, span, flags) else { return Err(InvalidTrace) };
        Ok(Self { trace, span, sampled: flags & SAMPLED != 0, random: flags & RANDOM != 0, state: None })
    }
}

impl fmt::Display for TraceContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.traceparent()).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    #[test]
    fn what_is_read_is_written() {
        let trace: TraceContext = PARENT.parse().unwrap();
        assert_eq!((trace.trace, trace.sampled), (0x0af7_6519_16cd_43dd_8448_eb21_1c80_319c, true));
        assert_eq!(trace.to_string(), PARENT);
        assert_eq!(trace.by(1).to_string(), "00-0af7651916cd43dd8448eb211c80319c-0000000000000001-01");
        assert_eq!(TraceContext::begin(0, 0, false).to_string().len(), TraceContext::LENGTH);
    }

    #[test]
    fn a_later_version_is_read_as_far_as_it_is_known() {
        for later in [format!("cc{}", &PARENT[2..]), format!("01{}-what-the-future-brings", &PARENT[2..])] {
            assert_eq!(later.parse::<TraceContext>().unwrap().to_string(), PARENT, "{later}");
        }
    }

    #[test]
    fn what_is_wrong_is_no_trace() {
        let wrong = [
            String::new(),
            "€".repeat(19),
            format!("00é{}", "0".repeat(51)),
            PARENT[..54].to_owned(),
            PARENT.to_uppercase(),
            PARENT.replace("00-", "ff-"),
            PARENT.replace('-', "_"),
            format!("{PARENT}-"),
            format!("01{}.", &PARENT[2..]),
            format!("-1{}", &PARENT[2..]),
            format!("1-{}", &PARENT[2..]),
            PARENT.replace("0af7651916cd43dd8448eb211c80319c", &"0".repeat(32)),
            PARENT.replace("b7ad6b7169203331", &"0".repeat(16)),
            PARENT.replace("-01", "-0g"),
        ];
        for wrong in wrong {
            assert_eq!(wrong.parse::<TraceContext>(), Err(InvalidTrace), "{wrong}");
        }
    }

    #[test]
    fn a_state_is_passed_on_as_it_came_unless_it_is_none() {
        let with = |state: &str| PARENT.parse::<TraceContext>().unwrap().with_state(state).state;
        assert_eq!(
            with("rojo=00f067aa0ba902b7,congo=t61").as_deref(),
            Some("rojo=00f067aa0ba902b7,congo=t61")
        );
        for wrong in ["what", "=b", "a=\u{1b}", &format!("a={}", "b".repeat(511)), &"a=b,".repeat(33)] {
            assert_eq!(with(wrong), None, "{wrong}");
        }
    }
}
