//! Sixty-four bytes at a time, by class: one bit for each byte, the lowest for the first.

/// How many bytes are looked at together.
pub(super) const LEN: usize = 64;

/// Which bytes are of which class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Classes {
    /// ASCII letters and digits.
    pub(super) word: u64,
    /// Beyond ASCII.
    pub(super) high: u64,
    /// Full stop, exclamation and question mark.
    pub(super) mark: u64,
    /// ASCII white space and control characters.
    pub(super) space: u64,
}

/// The classes of `bytes`.
#[cfg(target_arch = "x86_64")]
#[inline]
pub(super) fn classes(bytes: &[u8; LEN]) -> Classes {
    #[expect(unsafe_code, reason = "every x86 processor with 64 bits has SSE2")]
    unsafe {
        with_sse2(bytes)
    }
}

/// The classes of `bytes`, sixteen at a time: every x86 processor with 64 bits has what this takes (SSE2).
#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "sse2")]
fn with_sse2(bytes: &[u8; LEN]) -> Classes {
    use std::arch::x86_64::{
        __m128i, _mm_add_epi8, _mm_cmpeq_epi8, _mm_min_epu8, _mm_movemask_epi8, _mm_or_si128, _mm_set_epi64x,
        _mm_set1_epi8,
    };
    let each = |byte: u8| _mm_set1_epi8(byte.cast_signed());
    let is = |bytes: __m128i, byte: u8| _mm_cmpeq_epi8(bytes, each(byte));
    // Moved so that the range begins at zero, what is in it is the lesser of itself and its last.
    let within = |bytes: __m128i, first: u8, last: u8| {
        let moved = _mm_add_epi8(bytes, each(first.wrapping_neg()));
        _mm_cmpeq_epi8(_mm_min_epu8(moved, each(last - first)), moved)
    };
    let bits = |bytes: __m128i| u64::from(_mm_movemask_epi8(bytes).cast_unsigned());
    let mut found = Classes::default();
    for (i, sixteen) in bytes.as_chunks::<16>().0.iter().enumerate() {
        let both = u128::from_le_bytes(*sixteen);
        let bytes = _mm_set_epi64x(((both >> 64) as u64).cast_signed(), (both as u64).cast_signed());
        let letters = within(_mm_or_si128(bytes, each(0x20)), b'a', b'z');
        let marks = _mm_or_si128(_mm_or_si128(is(bytes, b'.'), is(bytes, b'!')), is(bytes, b'?'));
        found.word |= bits(_mm_or_si128(letters, within(bytes, b'0', b'9'))) << (16 * i);
        found.high |= bits(bytes) << (16 * i);
        found.mark |= bits(marks) << (16 * i);
        found.space |= bits(within(bytes, 0, b' ')) << (16 * i);
    }
    found
}

/// The classes of `bytes`.
#[cfg(not(target_arch = "x86_64"))]
#[inline]
pub(super) fn classes(bytes: &[u8; LEN]) -> Classes {
    one_by_one(bytes)
}

/// The classes of `bytes`, by definition.
#[cfg(any(test, not(target_arch = "x86_64")))]
fn one_by_one(bytes: &[u8; LEN]) -> Classes {
    let mut found = Classes::default();
    for (i, byte) in bytes.iter().enumerate() {
        found.word |= u64::from(byte.is_ascii_alphanumeric()) << i;
        found.high |= u64::from(!byte.is_ascii()) << i;
        found.mark |= u64::from(matches!(byte, b'.' | b'!' | b'?')) << i;
        found.space |= u64::from(*byte <= b' ') << i;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_the_classes_of_its_definition() {
        for first in (0..=u8::MAX).step_by(LEN) {
            let mut bytes: [u8; LEN] = std::array::from_fn(|i| first + i as u8);
            assert_eq!(classes(&bytes), one_by_one(&bytes));
            bytes.reverse();
            assert_eq!(classes(&bytes), one_by_one(&bytes));
        }
    }
}
