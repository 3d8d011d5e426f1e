//! What somebody who tries the demo may come in by.

/// A way into the demo.
#[derive(Clone, Debug)]
pub enum DemoUser {
    /// Can log in.
    Ready {
        /// Access ID, contractor ID or login ID.
        sign_in_name: String,
        /// Mail address, where it is asked at login.
        mail_address: Option<String>,
        password: String,
        /// Name of the customer.
        customer: String,
    },
    /// Can be registered.
    ToRegister {
        contract_number: String,
        /// Postal code of the place of installation.
        postal_code: String,
        /// Customer's name in kana.
        name_kana: String,
    },
}
