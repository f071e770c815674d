//! Short lists of small numbers as bytes: seven bits a byte, the last byte of a number without the eighth.

/// Packs the numbers.
pub(crate) fn pack(numbers: &[u32]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(numbers.len() * 2);
    for number in numbers {
        let mut rest = *number;
        while rest >= 0x80 {
            bytes.push((rest & 0x7f) as u8 | 0x80);
            rest >>= 7;
        }
        bytes.push(rest as u8);
    }
    bytes
}

/// Unpacks them again; none when the bytes are no such list.
pub(crate) fn unpack(bytes: &[u8]) -> Option<Vec<u32>> {
    let mut numbers = Vec::with_capacity(bytes.len());
    let (mut number, mut shift) = (0_u64, 0_u32);
    for byte in bytes {
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            numbers.push(u32::try_from(number).ok()?);
            (number, shift) = (0, 0);
        } else {
            shift += 7;
            if shift > 28 {
                return None;
            }
        }
    }
    (shift == 0).then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_come_back_and_broken_ones_are_refused() {
        for list in [vec![], vec![0], vec![127, 128, 16_383, 16_384, u32::MAX, 1]] {
            assert_eq!(unpack(&pack(&list)), Some(list));
        }
        assert_eq!(unpack(&[0x80]), None, "a number that does not end");
        assert_eq!(unpack(&[0xff, 0xff, 0xff, 0xff, 0x7f]), None, "more than 32 bits");
    }
}
