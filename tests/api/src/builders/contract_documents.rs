//! Documents that the provider delivered to contracts.

use madoguchi_services::contract_documents::deliver::{self, Delivered, NewDocument};
use madoguchi_services::{Error, Provider};

use crate::app::{App, NETWORK};

impl App {
    /// What a provider delivers: a file whose content is a PDF as far as its marks go, and differs by its name.
    #[must_use]
    pub fn new_document(&self, contract: &str, kind: &str, file_name: &str) -> NewDocument {
        let content = format!("%PDF-1.7\n{file_name}\n").into_bytes().into();
        NewDocument { contract: contract.to_owned(), kind: kind.to_owned(), file_name: file_name.to_owned(), content }
    }

    /// Delivers it at [`NETWORK`].
    ///
    /// # Errors
    /// As the provider is refused.
    pub async fn deliver(&self, new: &NewDocument) -> Result<Delivered, Error> {
        let provider: Provider = self.provider(NETWORK);
        deliver::deliver(self.services(), &provider, new).await
    }
}
