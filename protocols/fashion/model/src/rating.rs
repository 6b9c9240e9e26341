//! The mean of ratings.

/// The mean of ratings in stars, 1 to 5, rounded to hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MeanRating(u16);

// === impl MeanRating ===

impl MeanRating {
    /// The mean of so many ratings, which have so many stars together; absent where there are none. A half is rounded up.
    pub fn of(ratings: u64, stars: u64) -> Option<Self> {
        let hundredths = (u128::from(stars) * 100 + u128::from(ratings / 2)).checked_div(ratings.into())?;
        Some(Self(u16::try_from(hundredths).unwrap_or(u16::MAX).clamp(100, 500)))
    }

    /// The mean of this many stars, to the nearest hundredth; absent where it is not from 1 to 5.
    pub fn from_stars(stars: f64) -> Option<Self> {
        (100..=500).map(Self).find(|mean| (mean.stars() - stars).abs() < 0.005)
    }

    /// The number of stars, with two decimals at most.
    pub fn stars(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_is_rounded_to_hundredths() {
        let mean = |ratings, stars| MeanRating::of(ratings, stars).map(MeanRating::stars);
        assert_eq!(mean(0, 0), None);
        assert_eq!((mean(1, 5), mean(2, 9), mean(3, 13)), (Some(5.0), Some(4.5), Some(4.33)));
        assert_eq!((mean(3, 14), mean(8, 13)), (Some(4.67), Some(1.63)), "a half is rounded up");
        assert_eq!(mean(u64::MAX / 5, u64::MAX), Some(5.0));
    }

    #[test]
    fn a_mean_is_read_as_it_was_written() {
        for hundredths in 100..=500 {
            let mean = MeanRating(hundredths);
            let written = mean.stars().to_string();
            assert_eq!(MeanRating::from_stars(written.parse().unwrap()), Some(mean), "{written}");
        }
        for other in [0.99, 5.01, f64::NAN, -3.0, f64::INFINITY] {
            assert_eq!(MeanRating::from_stars(other), None, "{other}");
        }
    }
}
