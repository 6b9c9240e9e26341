//! Prices: an amount in minor units of a currency, and the countries that they apply in.

use std::{error, fmt, str::FromStr};

/// A country code of ISO 3166-1 alpha-2: `DE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

/// A currency code of ISO 4217: `EUR`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

/// An amount of money in minor units: 4990 of `EUR` are 49.90 euros, 4990 of `JPY` are 4990 yen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    /// The amount in the currency's smallest unit; never negative.
    pub amount: u64,
    /// The currency.
    pub currency: Currency,
}

/// A text that is no code of its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidCode(&'static str);

fn letters<const N: usize>(text: &str, error: InvalidCode) -> Result<[u8; N], InvalidCode> {
    match <[u8; N]>::try_from(text.as_bytes()) {
        Ok(code) if code.iter().all(u8::is_ascii_uppercase) => Ok(code),
        _ => Err(error),
    }
}

macro_rules! code {
    ($name:ident, $expected:literal) => {
        impl $name {
            /// The code in capital letters.
            pub fn as_str(&self) -> &str {
                std::str::from_utf8(&self.0).unwrap_or_default()
            }
        }

        impl FromStr for $name {
            type Err = InvalidCode;

            fn from_str(text: &str) -> Result<Self, InvalidCode> {
                letters(text, InvalidCode($expected)).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

// === impl Country ===

code!(Country, "a country is two capital letters of ISO 3166-1, such as 'DE'");

// === impl Currency ===

code!(Currency, "a currency is three capital letters of ISO 4217, such as 'EUR'");

// === impl InvalidCode ===

impl fmt::Display for InvalidCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl error::Error for InvalidCode {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_capital_letters() {
        assert_eq!("EUR".parse::<Currency>().unwrap().to_string(), "EUR");
        for bad in ["", "eur", "EURO", "E1R", "ÄU"] {
            assert!(bad.parse::<Currency>().is_err() && bad.parse::<Country>().is_err(), "{bad:?} is taken");
        }
    }
}
