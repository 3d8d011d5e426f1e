//! What the operations are grouped by in the description: one tag for each noun, in the order of the pages that show it.

use utoipa::openapi::tag::{Tag, TagBuilder};

/// Each tag with what its operations are about: what a browser's person uses, then what systems of third parties do.
const TAGS: [(&str, &str); 43] = [
    ("portals", "What a portal offers and what it asks: labels, forms and rules."),
    ("registrations", "First registration by facts of a contract."),
    ("contractors", "A contractor's identifier by mail, and what a contractor says of itself."),
    ("sessions", "Logging in, in one step or two, and out."),
    ("links", "What stands behind links of mails: setting a password, confirming an address, stopping a stranger."),
    ("account", "The account of who is logged in: password, mail address, second factors, history."),
    ("users", "The people of a customer."),
    ("approvals", "Approval inside the customer: what waits, and from which price on."),
    ("contracts", "Contracts with their options and periods."),
    ("contract documents", "Documents that were delivered to a contract."),
    ("deadlines", "What comes next, as a list and as a calendar feed."),
    ("usages", "What a contract stored, by month."),
    ("switches", "Switching call records and paper on and off."),
    ("opening notices", "Opening notices of lines."),
    ("invoices", "Invoices as lists, documents and files."),
    ("call records", "Call records of a month as a list, sums and files."),
    ("requests", "Applications and requests: drafts, sending, withdrawing."),
    ("request batches", "Many applications from one file."),
    ("terms", "Terms that are agreed to, each version."),
    ("products", "The catalogue with prices and what is free."),
    ("baskets", "The basket of who is logged in."),
    ("delivery templates", "Delivery addresses that are kept."),
    ("orders", "Orders of rented goods."),
    ("quotes", "Quotes and what they became."),
    ("inquiries", "Inquiries with their messages and files."),
    ("notices", "Notices of the provider."),
    ("faqs", "Frequently asked questions."),
    ("addresses", "Addresses of postal codes."),
    ("oauth", "Access tokens for systems of third parties."),
    ("provider customers", "For systems: customers by the caller's own numbers."),
    ("provider users", "For systems: the people of customers."),
    ("provider contracts", "For systems: contracts with options, prices and documents."),
    ("provider products", "For systems: products, prices and stock."),
    ("provider invoices", "For systems: invoices from their lines."),
    ("provider call records", "For systems: call records in bulk, with their progress."),
    ("provider requests", "For systems: reading and deciding requests."),
    ("provider orders", "For systems: handling orders and answering quotes."),
    ("provider inquiries", "For systems: reading, answering and closing inquiries."),
    ("provider notices", "For systems: publishing notices."),
    ("provider faqs", "For systems: frequently asked questions."),
    ("provider events", "For systems: the feed of what changed."),
    ("provider webhooks", "For systems: being told of what changed."),
    ("provider mails", "For systems: the mails of a sandbox, which reach nobody."),
];

/// All of them.
pub fn all() -> Vec<Tag> {
    TAGS.iter().map(|(name, about)| TagBuilder::new().name(*name).description(Some(*about)).build()).collect()
}
