//! The network between the parties, in words.

use crate::deal::technical::Network;

pub(in crate::rules) fn words(network: Network) -> &'static str {
    match network {
        Network::PublicInternet => "the public internet",
        Network::Ipsec => "IPsec across the public internet",
        Network::Private => "a private line or cross-connect",
        Network::Ipx => "an IPX",
        Network::Ixp => "an internet exchange",
    }
}
