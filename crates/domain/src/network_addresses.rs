//! Which network addresses are of the public internet: the only ones that the server calls for somebody else. Whoever names
//! a host could otherwise let the server speak to what stands behind its own walls.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Blocks of IPv4 that are not everybody's (IANA special-purpose registry, multicast and what is reserved): first address
/// and length of the prefix.
const SPECIAL_V4: [(Ipv4Addr, u32); 18] = [
    // This network.
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    // Shared with the customers of a carrier.
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    // Link-local: a cloud tells its secrets here.
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    // Documentation.
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 31, 196, 0), 24),
    (Ipv4Addr::new(192, 52, 193, 0), 24),
    // 6to4 relays.
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(192, 175, 48, 0), 24),
    // Measurements within a network.
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    // Multicast.
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    // Reserved, and broadcast.
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// The one block of IPv6 that is given out to everybody. Loopback, unspecified, mapped, NAT64 (64:ff9b::/96 and local ones),
/// unique local, link-local, multicast and discard-only addresses are all outside of it.
const GLOBAL_V6: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);
/// What is special within it.
const SPECIAL_V6: [(Ipv6Addr, u32); 6] = [
    // Protocols: Teredo, measurements, ORCHID …
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    // Documentation.
    (Ipv6Addr::new(0x2001, 0x0db8, 0, 0, 0, 0, 0, 0), 32),
    // 6to4: leads to the IPv4 address within.
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x2620, 0x004f, 0x8000, 0, 0, 0, 0, 0), 48),
    // Given back after the first trials.
    (Ipv6Addr::new(0x3ffe, 0, 0, 0, 0, 0, 0, 0), 16),
    // Documentation.
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];
/// Names, and ends of names, that no server of the public internet has.
const PRIVATE_NAMES: [&str; 8] = ["localhost", "local", "internal", "intranet", "lan", "home.arpa", "onion", "invalid"];
/// Third quarter of an ISATAP address, whose fourth is an IPv4 address; the bit for "unique everywhere" may be set.
const ISATAP: [u32; 2] = [0x0000_5efe, 0x0200_5efe];

/// Whether an address is of the public internet.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !SPECIAL_V4.iter().any(|block| is_in_v4(address, *block)),
        IpAddr::V6(address) => {
            let is_global = is_in_v6(address, GLOBAL_V6) && !SPECIAL_V6.iter().any(|block| is_in_v6(address, *block));
            is_global && !is_isatap(address)
        }
    }
}

/// Whether an address is this machine's own in its plain form: 127.0.0.0/8 or ::1. Another spelling of it is not.
#[must_use]
pub fn is_loopback(address: IpAddr) -> bool {
    address.is_loopback()
}

/// Whether a name, in small letters, cannot be one of the public internet: it has one part only, or an end that is kept for
/// networks of one's own.
#[must_use]
pub fn is_private_name(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    let ends_with = |end: &str| name == end || name.strip_suffix(end).is_some_and(|rest| rest.ends_with('.'));
    !name.contains('.') || PRIVATE_NAMES.iter().any(|end| ends_with(end))
}

fn is_in_v4(address: Ipv4Addr, (first, length): (Ipv4Addr, u32)) -> bool {
    let rest = u32::BITS - length;
    address.to_bits() >> rest == first.to_bits() >> rest
}

fn is_in_v6(address: Ipv6Addr, (first, length): (Ipv6Addr, u32)) -> bool {
    let rest = u128::BITS - length;
    address.to_bits() >> rest == first.to_bits() >> rest
}

fn is_isatap(address: Ipv6Addr) -> bool {
    let [_, _, _, _, high, low, _, _] = address.segments();
    ISATAP.contains(&((u32::from(high) << 16) | u32::from(low)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn public(text: &str) -> bool {
        is_public(text.parse().unwrap())
    }

    #[test]
    fn addresses_of_everybody_are_public() {
        let all = [
            "1.1.1.1",
            "8.8.8.8",
            "11.0.0.0",
            "9.255.255.255",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "169.253.255.255",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.0",
            "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "203.0.112.255",
            "203.0.114.0",
            "223.255.255.255",
            "2001:200::1",
            "2400:2650::1",
            "2606:4700:4700::1111",
        ];
        for text in all {
            assert!(public(text), "{text}");
        }
    }

    #[test]
    fn all_others_are_not() {
        let all = [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.0",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.0.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.7",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::ffff:0:8.8.8.8",
            "64:ff9b::127.0.0.1",
            "64:ff9b::8.8.8.8",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:2::1",
            "2001:10::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:808:808::1",
            "2400:2650::5efe:10.0.0.1",
            "2400:2650::200:5efe:10.0.0.1",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fdff::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ];
        for text in all {
            assert!(!public(text), "{text}");
        }
    }

    #[test]
    fn names_of_ones_own_network_are_private() {
        for name in ["localhost", "localhost.", "a.localhost", "db", "db.", "db.internal", "a.home.arpa", "x.local", ""]
        {
            assert!(is_private_name(name), "{name}");
        }
        for name in ["hooks.example.jp", "hooks.example.jp.", "local.example.jp", "mylocal.jp", "notinternal.co"] {
            assert!(!is_private_name(name), "{name}");
        }
    }

    proptest! {
        /// Whatever IPv4 address stands within: behind IPv6 nobody knows where it leads.
        #[test]
        fn ipv4_within_ipv6_is_never_public(bits: u32) {
            let [a, b, c, d] = Ipv4Addr::from_bits(bits).octets().map(u16::from);
            let (high, low) = ((a << 8) | b, (c << 8) | d);
            for within in [
                Ipv6Addr::new(0, 0, 0, 0, 0, 0, high, low),
                Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, high, low),
                Ipv6Addr::new(0, 0, 0, 0, 0xffff, 0, high, low),
                Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, low),
                Ipv6Addr::new(0x2002, high, low, 0, 0, 0, 0, 1),
                Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, high, low),
                Ipv6Addr::new(0x2400, 0x2650, 0, 0, 0, 0x5efe, high, low),
            ] {
                prop_assert!(!is_public(within.into()), "{}", within);
            }
        }

        /// The standard library's own words for what is not everybody's.
        #[test]
        fn what_is_special_by_its_name_is_not_public(bits: u32) {
            let address = Ipv4Addr::from_bits(bits);
            let is_special = address.is_private()
                || address.is_loopback()
                || address.is_link_local()
                || address.is_broadcast()
                || address.is_documentation()
                || address.is_multicast()
                || address.is_unspecified();
            prop_assert!(!(is_special && is_public(address.into())), "{}", address);
        }

        #[test]
        fn ipv6_outside_of_the_global_block_is_not_public(bits: u128) {
            let address = Ipv6Addr::from_bits(bits);
            let is_special = address.is_multicast()
                || address.is_unique_local()
                || address.is_unicast_link_local()
                || address.is_loopback()
                || address.is_unspecified()
                || address.to_ipv4().is_some();
            prop_assert!(!(is_special && is_public(address.into())), "{}", address);
            prop_assert!(bits >> 125 == 1 || !is_public(address.into()), "{}", address);
        }
    }
}
