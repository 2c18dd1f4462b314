//! Which addresses a webhook may lead to: public ones alone.
//!
//! A webhook's address is somebody else's text, and this machine may reach what that somebody cannot: its own
//! services, its network, a cloud's metadata. Names are looked up once, every answer must be public, and the
//! connection goes to an address that was looked at, so that a second answer cannot differ.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// The address that a host in an address of the web is, where it is one and no name. Numbers that some
/// programs read as IPv4 (`127.1`, `2130706433`, `0x7f.0.0.1`) count as the loopback address: no name ends so.
pub(crate) fn literal(host: &str) -> Option<IpAddr> {
    let bare = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(host);
    if let Ok(address) = bare.parse() {
        return Some(address);
    }
    let last = bare.trim_end_matches('.').rsplit('.').next()?;
    let numeric = last.bytes().all(|byte| byte.is_ascii_digit())
        || last
            .strip_prefix("0x")
            .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_hexdigit()));
    numeric.then_some(IpAddr::V4(Ipv4Addr::LOCALHOST))
}

/// Whether an address is one of the public internet: by the special-purpose registries of IANA (RFC 6890 and
/// its updates), without those that lead to this machine, its network, or another form of such an address.
#[must_use]
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

const fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(matches!(a, 0 | 10 | 127)                 // this network, private, loopback
        || (a == 100 && b >= 64 && b < 128)     // carrier-grade NAT, RFC 6598; 100.100.100.200 is metadata
        || (a == 169 && b == 254)               // link-local; 169.254.169.254 is metadata
        || (a == 172 && b >= 16 && b < 32)      // private
        || (a == 192 && b == 168)               // private
        || (a == 192 && b == 0 && c == 0)       // protocol assignments; 192.0.0.192 is metadata
        || (a == 192 && b == 0 && c == 2)       // documentation
        || (a == 192 && b == 88 && c == 99)     // the former 6to4 relays
        || (a == 198 && (b == 18 || b == 19))   // benchmarking
        || (a == 198 && b == 51 && c == 100)    // documentation
        || (a == 203 && b == 0 && c == 113)     // documentation
        || (a == 168 && b == 63 && c == 129)    // a cloud's host services
        || a >= 224) // multicast, reserved, broadcast
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, third, ..] = address.segments();
    // Global unicast is 2000::/3; all else (loopback, unspecified, mapped and translated IPv4, unique local,
    // link-local, multicast) is not.
    let global = first & 0xe000 == 0x2000;
    let documentation =
        (first == 0x2001 && second == 0x0db8) || (first == 0x3fff && second < 0x1000);
    // Teredo, benchmarking, ORCHID and the rest of the protocol assignments, and 6to4, which holds an IPv4 address.
    let special = (first == 0x2001 && second < 0x0200) || first == 0x2002;
    let _ = third;
    global && !documentation && !special
}

/// Looks names up and refuses a host of which any address is not public.
#[derive(Debug, Default)]
pub(crate) struct Guard {
    resolver: DefaultResolver,
    /// Whether this machine itself may be called: for tests.
    pub(crate) loopback: bool,
}

impl Guard {
    pub(crate) fn new(loopback: bool) -> Self {
        Self {
            resolver: DefaultResolver::default(),
            loopback,
        }
    }

    fn allows(&self, address: &SocketAddr) -> bool {
        is_public(address.ip()) || (self.loopback && address.ip().is_loopback())
    }
}

/// What the guard says where it refuses: told apart from other faults by its text alone, because the client
/// carries no type of ours.
pub(crate) const REFUSED: &str = "leads to a private or reserved network";

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.resolver.resolve(uri, config, timeout)?;
        if found.iter().all(|address| self.allows(address)) {
            Ok(found)
        } else {
            Err(ureq::Error::Io(std::io::Error::new(
                std::io::ErrorKind::PermissionDenied,
                REFUSED,
            )))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_are_called() {
        for public in [
            "8.8.8.8",
            "1.1.1.1",
            "151.101.0.1",
            "2a00:1450:4009::1",
            "2606:4700::1111",
            "172.32.0.1",
            "100.128.0.1",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        for private in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "100.100.100.200",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.192",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "168.63.129.16",
            "224.0.0.1",
            "239.1.1.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:8.8.8.8",
            "::ffff:127.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "fe80::1",
            "fc00::1",
            "fd00:ec2::254",
            "ff02::1",
            "2001:db8::1",
            "3fff::1",
            "2001::1",
            "2002:7f00:1::",
            "100::1",
            "5f00::1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
    }

    #[test]
    fn a_number_is_never_a_name() {
        for number in [
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f.0.0.1",
            "0x7f000001",
            "example.127",
            "[::1]",
            "127.0.0.1.",
        ] {
            assert!(
                literal(number).is_some_and(|address| !is_public(address)),
                "{number}"
            );
        }
        for name in [
            "example.org",
            "127.0.0.1.example.org",
            "localhost",
            "xn--caf-dma.example",
        ] {
            assert_eq!(literal(name), None, "{name}");
        }
    }
}
