//! Knows how issued secrets look; must not know where randomness comes from (the caller passes random bytes in).
//!
//! Each maker draws from a byte iterator and throws biased bytes away, so how many it takes varies: an iterator over
//! [`ENOUGH_BYTES`] random bytes runs out less than once in 10¹⁴ calls, an endless one never.

/// How many random bytes to hand to [`access_id`], [`temporary_password`] or [`recovery_code`].
pub const ENOUGH_BYTES: usize = 128;
/// Characters of an access ID.
pub const ACCESS_ID_LENGTH: usize = 6;
/// Characters of a temporary password.
pub const TEMPORARY_PASSWORD_LENGTH: usize = 8;
/// Characters of a recovery code between its hyphens.
const RECOVERY_CODE_GROUP: usize = 5;
/// Groups of a recovery code.
const RECOVERY_CODE_GROUPS: usize = 3;

/// Lower-case letters and digits without the look-alikes i l o 0 1: 31 characters, read out and typed without doubt.
const ALPHABET: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// The iterator ended before the secret was complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not enough random bytes")]
pub struct NotEnoughBytes;

impl NotEnoughBytes {
    /// Stable code for logs.
    #[must_use]
    pub fn code(self) -> &'static str {
        "not_enough_random_bytes"
    }
}

/// An access ID: 6 characters, each of 31 equally likely.
///
/// # Errors
/// [`NotEnoughBytes`] when the iterator ends too early.
pub fn access_id(bytes: impl IntoIterator<Item = u8>) -> Result<String, NotEnoughBytes> {
    draw(&mut bytes.into_iter(), ACCESS_ID_LENGTH)
}

/// A temporary password: 8 characters with a letter and a digit at least (7.7 × 10¹¹ possibilities).
///
/// # Errors
/// [`NotEnoughBytes`] when the iterator ends too early.
pub fn temporary_password(bytes: impl IntoIterator<Item = u8>) -> Result<String, NotEnoughBytes> {
    let mut bytes = bytes.into_iter();
    loop {
        // Drawing anew as a whole keeps all passwords equally likely; forcing a digit into one place would not.
        let candidate = draw(&mut bytes, TEMPORARY_PASSWORD_LENGTH)?;
        let has = |class: fn(&u8) -> bool| candidate.bytes().any(|b| class(&b));
        if has(u8::is_ascii_lowercase) && has(u8::is_ascii_digit) {
            return Ok(candidate);
        }
    }
}

/// A recovery code: 15 characters in three groups, as `abcde-fghjk-mnpqr` (74 bits; ASVS 6.5.3 and NIST ask for 64).
///
/// # Errors
/// [`NotEnoughBytes`] when the iterator ends too early.
pub fn recovery_code(bytes: impl IntoIterator<Item = u8>) -> Result<String, NotEnoughBytes> {
    let mut bytes = bytes.into_iter();
    let groups: Result<Vec<_>, _> = (0..RECOVERY_CODE_GROUPS).map(|_| draw(&mut bytes, RECOVERY_CODE_GROUP)).collect();
    Ok(groups?.join("-"))
}

/// A one-time password of 6 digits from 64 random bits (8 bytes), so many that no digit is favoured by more than 10⁻¹³.
#[must_use]
pub fn one_time_password(random: u64) -> String {
    format!("{:06}", random % 1_000_000)
}

fn draw(bytes: &mut impl Iterator<Item = u8>, length: usize) -> Result<String, NotEnoughBytes> {
    let mut drawn = String::with_capacity(length);
    while drawn.len() < length {
        let byte = usize::from(bytes.next().ok_or(NotEnoughBytes)?);
        // 248 = 8 × 31: the bytes above would favour the first characters.
        if byte < 256 - 256 % ALPHABET.len() {
            drawn.push(char::from(ALPHABET[byte % ALPHABET.len()]));
        }
    }
    Ok(drawn)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_character_is_equally_likely() {
        let mut counts = std::collections::HashMap::new();
        for byte in 0..=255 {
            if let Ok(one) = draw(&mut std::iter::once(byte), 1) {
                *counts.entry(one).or_insert(0) += 1;
            }
        }
        assert_eq!(counts.len(), 31);
        assert!(counts.values().all(|&count| count == 8));
        for lookalike in ["i", "l", "o", "0", "1"] {
            assert!(!counts.contains_key(lookalike));
        }
    }

    #[test]
    fn a_password_of_letters_only_is_drawn_anew() {
        let letters_only = [0_u8; 8];
        let mixed = [0, 1, 2, 3, 4, 5, 6, 30];
        let bytes = letters_only.into_iter().chain(mixed);
        assert_eq!(temporary_password(bytes).as_deref(), Ok("abcdefg9"));
        assert_eq!(temporary_password(letters_only), Err(NotEnoughBytes));
        assert_eq!(access_id([255; 128]), Err(NotEnoughBytes));
    }

    #[test]
    fn one_time_passwords_keep_leading_zeros() {
        assert_eq!(one_time_password(42), "000042");
        assert_eq!(one_time_password(9_123_456), "123456");
        assert_eq!(one_time_password(u64::MAX).len(), 6);
    }

    proptest! {
        #[test]
        fn secrets_have_their_form(bytes in proptest::collection::vec(any::<u8>(), ENOUGH_BYTES)) {
            if let Ok(id) = access_id(bytes.iter().copied()) {
                prop_assert!(id.len() == 6 && id.bytes().all(|b| ALPHABET.contains(&b)));
            }
            if let Ok(code) = recovery_code(bytes.iter().copied()) {
                let groups: Vec<_> = code.split('-').collect();
                prop_assert!(groups.len() == 3 && groups.iter().all(|group| group.len() == 5));
                // 31 letters: 15 of them are 74 bits.
                prop_assert!((code.len() - 2) as f64 * 31_f64.log2() >= 64.0);
            }
            if let Ok(password) = temporary_password(bytes) {
                prop_assert!(password.len() == 8 && password.bytes().all(|b| ALPHABET.contains(&b)));
                prop_assert!(password.bytes().any(|b| b.is_ascii_digit()) && password.bytes().any(|b| b.is_ascii_lowercase()));
            }
        }
    }
}
