//! Renders documents off the threads that answer requests, no more at once than there are cores.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use madoguchi_documents::{
    Fonts, InvoiceDocument, OpeningNotice, QuoteDocument, RenderError, Renderer, RequestDocument,
};
use tokio::sync::Semaphore;

use crate::{Error, ProblemCode};

/// Renders documents. Clones share one renderer.
#[derive(Clone)]
pub struct PdfRenderer {
    renderer: Option<Arc<Renderer>>,
    permits: Arc<Semaphore>,
}

impl PdfRenderer {
    /// A press that renders so many documents at once; without fonts it refuses to.
    #[must_use]
    pub fn new(fonts: Option<Fonts>, parallel: usize) -> Self {
        let renderer = fonts.map(|fonts| Arc::new(Renderer::new(fonts)));
        Self { renderer, permits: Arc::new(Semaphore::new(parallel.max(1))) }
    }

    /// PDF of an invoice.
    ///
    /// # Errors
    /// `font_missing`.
    pub(crate) async fn invoice(&self, document: InvoiceDocument) -> Result<Bytes, Error> {
        self.render(move |renderer| renderer.invoice(&document)).await
    }

    /// PDF of an opening notice.
    ///
    /// # Errors
    /// `font_missing`.
    pub(crate) async fn opening_notice(&self, document: OpeningNotice) -> Result<Bytes, Error> {
        self.render(move |renderer| renderer.opening_notice(&document)).await
    }

    /// PDF of what was asked for and answered.
    ///
    /// # Errors
    /// `font_missing`.
    pub(crate) async fn request(&self, document: RequestDocument) -> Result<Bytes, Error> {
        self.render(move |renderer| renderer.request(&document)).await
    }

    /// PDF of a quote.
    ///
    /// # Errors
    /// `font_missing`.
    pub(crate) async fn quote(&self, document: QuoteDocument) -> Result<Bytes, Error> {
        self.render(move |renderer| renderer.quote(&document)).await
    }

    async fn render(
        &self,
        work: impl FnOnce(&Renderer) -> Result<Vec<u8>, RenderError> + Send + 'static,
    ) -> Result<Bytes, Error> {
        let missing = || Error::Refused(ProblemCode::FontMissing);
        let renderer = self.renderer.clone().ok_or_else(missing)?;
        let pdf = self.work(move || work(&renderer)).await?;
        Ok(Bytes::from(pdf.map_err(Error::internal)?))
    }

    /// Does work that keeps a core busy.
    pub(crate) async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let permit = self.permits.clone().acquire_owned().await.map_err(Error::internal)?;
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(permit);
            done
        });
        done.await.map_err(Error::internal)
    }
}

impl fmt::Debug for PdfRenderer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PdfRenderer").field("fonts", &self.renderer.is_some()).finish_non_exhaustive()
    }
}
