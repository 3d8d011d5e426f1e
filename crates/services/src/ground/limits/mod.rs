//! What happens when somebody asks for too much: who is counted, by what key, and what follows at the limit. Knows every
//! limit there is; must not know what is asked for.

pub(crate) mod counters;
mod listed;
mod meters;
mod networks;
mod slots;
pub(crate) mod statements;

pub use counters::{Whose, clear, count, hit, hit_network, hit_times, release_network};
pub use listed::*;
pub use meters::{Meter, meter};
pub use networks::{network_of, site_of, wide_network_of};
pub use slots::{Slot, Slots, Work};
