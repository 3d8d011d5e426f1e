//! Which addresses count as one asker. Knows how addresses are given out; must not know what is counted.

use std::net::{IpAddr, Ipv6Addr};

/// Prefix of what one customer of a provider, or one telephone, gets at least: all of it is one hand's.
const NETWORK: u32 = 64;
/// Prefix of what a home or an office often gets.
const WIDE_NETWORK: u32 = 56;
/// Prefix of what anybody gets for the asking (RFC 6177): still one hand's.
const SITE: u32 = 48;

/// The network of an address, by which everything is counted that is counted by address: of IPv6 the first 64 bits, of
/// IPv4 all of it, also where it is written within IPv6. Text that is no address stands for itself.
#[must_use]
pub fn network_of(address: &str) -> String {
    prefix_of(address, NETWORK)
}

/// The wide network of an address (the first 56 bits), when that is more than its network.
#[must_use]
pub fn wide_network_of(address: &str) -> Option<String> {
    let wide = prefix_of(address, WIDE_NETWORK);
    wide.contains('/').then_some(wide)
}

/// The widest network that one hand may hold: the first 48 bits of IPv6, one address of IPv4.
#[must_use]
pub fn site_of(address: &str) -> String {
    prefix_of(address, SITE)
}

fn prefix_of(address: &str, bits: u32) -> String {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V6(address)) => {
            let kept = u128::MAX.checked_shl(128 - bits).unwrap_or(0);
            format!("{}/{bits}", Ipv6Addr::from(u128::from(address) & kept))
        }
        Ok(IpAddr::V4(address)) => address.to_string(),
        Err(_) => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_network_are_one() {
        for address in ["2001:db8:1:2::1", "2001:DB8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2:0:5efe:203.0.113.9"] {
            assert_eq!(network_of(address), "2001:db8:1:2::/64");
            assert_eq!(wide_network_of(address).as_deref(), Some("2001:db8:1::/56"));
            assert_eq!(site_of(address), "2001:db8:1::/48");
        }
        assert_ne!(network_of("2001:db8:1:3::1"), network_of("2001:db8:1:2::1"));
        assert_eq!(wide_network_of("2001:db8:1:2ff::1"), wide_network_of("2001:db8:1:200::1"));
        assert_ne!(wide_network_of("2001:db8:1:300::1"), wide_network_of("2001:db8:1:200::1"));
    }

    #[test]
    fn ipv4_is_counted_whole_however_it_is_written() {
        for address in ["203.0.113.9", "::ffff:203.0.113.9", "::ffff:cb00:7109"] {
            assert_eq!(network_of(address), "203.0.113.9");
            assert_eq!(wide_network_of(address), None);
            assert_eq!(site_of(address), "203.0.113.9");
        }
    }

    #[test]
    fn what_is_no_address_is_one_network() {
        assert_eq!(network_of(""), "");
        assert_eq!(wide_network_of(""), None);
    }
}
