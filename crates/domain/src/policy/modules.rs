//! What there is to be read and done in a portal, as the parts of its site. Knows no page.

use super::Portal;
use crate::closed_sets::closed_sets;

closed_sets! {
    /// A part of a portal's site that not every portal has.
    pub enum Module {
        /// Contracts.
        Contracts = "contracts",
        /// What is asked of a contractor.
        Contractor = "contractor",
        /// Invoices.
        Invoices = "invoices",
        /// What contracts stored, and the fees for it.
        Usages = "usages",
        /// Days on which something is due.
        Deadlines = "deadlines",
        /// Opening notices.
        OpeningNotices = "opening_notices",
        /// Call records.
        CallRecords = "call_records",
        /// Inquiries.
        Inquiries = "inquiries",
        /// Switches.
        Switches = "switches",
        /// Requests that are kept.
        Requests = "requests",
        /// Approval of requests inside the customer.
        Approvals = "approvals",
        /// Many requests by one file.
        RequestBatches = "request_batches",
        /// Products and the basket.
        Products = "products",
        /// Questions that are asked often.
        Faqs = "faqs",
        /// Orders and quotes.
        Orders = "orders",
        /// Delivery addresses that a customer keeps.
        DeliveryTemplates = "delivery_templates",
    }
}

impl Portal {
    /// Whether the portal's policy has what a part of the site is about.
    #[must_use]
    pub fn has(&self, module: Module) -> bool {
        match module {
            Module::Contracts => self.contracts.is_some(),
            Module::Contractor => !self.registration.forms.is_empty(),
            Module::Invoices => self.invoices.is_some(),
            Module::Usages => self.contracts.as_ref().is_some_and(|contracts| !contracts.usage_fees.is_empty()),
            Module::Deadlines => self.has_deadlines(),
            Module::OpeningNotices => self.opening_notices.is_some(),
            Module::CallRecords => self.call_records.is_some(),
            Module::Inquiries => self.inquiry_kinds().next().is_some(),
            Module::Switches => !self.switches.is_empty(),
            Module::Requests => self.kept_kinds().next().is_some(),
            Module::Approvals => self.approvals.is_some(),
            Module::RequestBatches => self.request_batch().is_some(),
            Module::Products | Module::Orders => self.orders.is_some(),
            Module::DeliveryTemplates => self.delivery_templates_max.is_some(),
            Module::Faqs => self.faqs.is_some(),
        }
    }

    /// The parts that the portal's site has.
    pub fn modules(&self) -> impl Iterator<Item = Module> {
        Module::ALL.iter().copied().filter(|module| self.has(*module))
    }
}
