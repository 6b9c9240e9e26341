//! Requests, some of which are far more frequent than others.

/// Requests by Zipf's law: the second is half as frequent as the first, the tenth a tenth as frequent.
#[derive(Debug)]
pub struct Requests {
    requests: Vec<Vec<u8>>,
    /// For each of them the weights up to and with its own.
    weights: Vec<f64>,
}

/// A course of choices, the same each time: `SplitMix64`.
#[derive(Debug)]
pub struct Chance(pub u64);

/// A GET as it goes over the wire.
pub fn get(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nuser-agent: bench\r\naccept: application/json\r\n\r\n")
        .into_bytes()
}

// === impl Requests ===

impl Requests {
    /// For these paths, the most frequent one first.
    pub fn of(paths: &[String]) -> Self {
        let mut sum = 0.0;
        let mut rank = 0.0;
        let weight = |_: &String| {
            rank += 1.0;
            sum += 1.0 / rank;
            sum
        };
        Self {
            requests: paths.iter().map(|path| get(path)).collect(),
            weights: paths.iter().map(weight).collect(),
        }
    }

    /// All of them.
    pub fn all(&self) -> &[Vec<u8>] {
        &self.requests
    }

    /// One of them.
    pub fn choose(&self, chance: &mut Chance) -> &[u8] {
        let sum = self.weights.last().copied().unwrap_or_default();
        let wanted = chance.share() * sum;
        let place = self.weights.partition_point(|weight| *weight < wanted);
        &self.requests[place.min(self.requests.len() - 1)]
    }
}

// === impl Chance ===

impl Chance {
    /// A number from 0 up to 1.
    #[expect(clippy::cast_precision_loss, reason = "a number of 53 bits is exact")]
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}
