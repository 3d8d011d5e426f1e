//! Knows how typst turns a template and data into a PDF; must not know what a document says.
//!
//! Data reaches the templates as a JSON file, never as source text, so nothing in it can be run.

mod glyphs;
mod legible;
mod world;

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use typst::comemo;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::wording::{self, InvoiceView, PartyView};
use crate::{
    FontError, Fonts, InvoiceDocument, Issuer, OpeningNotice, QuoteDocument, QuoteRow, RequestDocument, RequestLine,
    RequestPart, Section,
};
use glyphs::Glyphs;
use world::{Stage, Template};

/// Pages between two looks through what typst remembers. Each look holds up the renders of all threads, so it is not
/// after each one-page document.
const PAGES_BETWEEN: usize = 16;
/// Looks after which it is dropped unless it was used again. The templates' own parts are used in every render and
/// stay; a customer's texts go.
const REMEMBERED_LOOKS: usize = 2;

/// Why a document could not be made.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A font disappeared after it was found.
    #[error(transparent)]
    Font(#[from] FontError),
    /// The data cannot be written as JSON.
    #[error("the document's data cannot be passed on: {0}")]
    Data(#[from] serde_json::Error),
    /// A template is wrong, or the result breaks PDF/UA-1: a defect of this crate.
    #[error("the template {template} failed: {message}")]
    Template {
        /// Which template.
        template: &'static str,
        /// What typst says.
        message: String,
    },
}

/// Makes PDFs: tagged, PDF/UA-1, with embedded fonts. Share one between threads; a render needs no lock.
///
/// Fonts are read with the first document and then kept, as is everything else that all documents have in common.
/// The same data makes the same bytes.
pub struct Renderer {
    fonts: Fonts,
    glyphs: OnceLock<Glyphs>,
    stage: Stage,
    /// Rendered since what typst remembers was looked through.
    pages: AtomicUsize,
}

/// What the file `data.json` of a template holds.
#[derive(Serialize)]
struct Data<'a, D> {
    fonts: &'a [String],
    document: D,
}

#[derive(Serialize)]
struct NoticeView<'a> {
    document_title: String,
    issued_on: String,
    issued: [i32; 3],
    provider: &'a str,
    issuer: &'a Issuer,
    recipient: PartyView<'a>,
    title: &'a str,
    preface: &'a [String],
    sections: &'a [Section],
    closing: &'a [String],
}

#[derive(Serialize)]
struct RequestView<'a> {
    document_title: String,
    issued_label: &'static str,
    issued_on: String,
    issued: [i32; 3],
    provider: &'a str,
    issuer: &'a Issuer,
    title: &'a str,
    number: &'a str,
    submitted_at: Option<&'a str>,
    facts: &'a [RequestLine],
    parts: &'a [RequestPart],
    notes: &'a [String],
}

#[derive(Serialize)]
struct QuoteView<'a> {
    document_title: String,
    issued_label: &'static str,
    issued_on: String,
    issued: [i32; 3],
    provider: &'a str,
    issuer: &'a Issuer,
    recipient: &'a str,
    number: &'a str,
    valid_until: &'a str,
    rows: &'a [QuoteRow],
    total: &'a str,
    notes: &'a [String],
}

impl Renderer {
    /// A renderer with these fonts; reads no font yet.
    #[must_use]
    pub fn new(fonts: Fonts) -> Self {
        Self { fonts, glyphs: OnceLock::new(), stage: Stage::new(), pages: AtomicUsize::new(0) }
    }

    /// An invoice as PDF.
    ///
    /// # Errors
    /// [`RenderError`]; characters that no font has are no error, they are shown as 〓.
    pub fn invoice(&self, invoice: &InvoiceDocument) -> Result<Vec<u8>, RenderError> {
        let identity = format!("{}:{}", wording::title(invoice), invoice.number);
        self.pdf(Template::Invoice, InvoiceView::of(invoice), identity, invoice.issued_on)
    }

    /// An opening notice as PDF.
    ///
    /// # Errors
    /// See [`Renderer::invoice`].
    pub fn opening_notice(&self, notice: &OpeningNotice) -> Result<Vec<u8>, RenderError> {
        let issued = notice.issued_on;
        let view = NoticeView {
            document_title: format!("{} {}", notice.title, wording::date(issued)),
            issued_on: wording::date(issued),
            issued: [issued.year(), issued.month().cast_signed(), issued.day().cast_signed()],
            provider: &notice.provider,
            issuer: &notice.issuer,
            recipient: PartyView::of(&notice.recipient),
            title: &notice.title,
            preface: &notice.preface,
            sections: &notice.sections,
            closing: &notice.closing,
        };
        let identity = format!("{}:{}:{issued}", notice.title, notice.recipient.name);
        self.pdf(Template::OpeningNotice, view, identity, issued)
    }

    /// What was asked for and answered, as PDF.
    ///
    /// # Errors
    /// See [`Renderer::invoice`].
    pub fn request(&self, request: &RequestDocument) -> Result<Vec<u8>, RenderError> {
        let dated = request.dated;
        let view = RequestView {
            document_title: format!("{} {}", request.title, request.number),
            issued_label: if request.submitted_at.is_some() { "受付日" } else { "作成日" },
            issued_on: wording::date(dated),
            issued: [dated.year(), dated.month().cast_signed(), dated.day().cast_signed()],
            provider: &request.provider,
            issuer: &request.issuer,
            title: &request.title,
            number: &request.number,
            submitted_at: request.submitted_at.as_deref(),
            facts: &request.facts,
            parts: &request.parts,
            notes: &request.notes,
        };
        let identity = format!("{}:{}:{dated}", request.title, request.number);
        self.pdf(Template::Request, view, identity, dated)
    }

    /// A quote as PDF.
    ///
    /// # Errors
    /// See [`Renderer::invoice`].
    pub fn quote(&self, quote: &QuoteDocument) -> Result<Vec<u8>, RenderError> {
        let dated = quote.dated;
        let view = QuoteView {
            document_title: format!("見積書 {}", quote.number),
            issued_label: "見積日",
            issued_on: wording::date(dated),
            issued: [dated.year(), dated.month().cast_signed(), dated.day().cast_signed()],
            provider: &quote.provider,
            issuer: &quote.issuer,
            recipient: &quote.recipient,
            number: &quote.number,
            valid_until: &quote.valid_until,
            rows: &quote.rows,
            total: &quote.total,
            notes: &quote.notes,
        };
        let identity = format!("見積書:{}:{dated}", quote.number);
        self.pdf(Template::Quote, view, identity, dated)
    }

    fn pdf(
        &self,
        template: Template,
        view: impl Serialize,
        identity: String,
        issued: NaiveDate,
    ) -> Result<Vec<u8>, RenderError> {
        let glyphs = self.glyphs()?;
        let mut data = serde_json::to_value(Data { fonts: glyphs.families(), document: view })?;
        legible::make_legible(&mut data, glyphs);
        let world = self.stage.with(template, glyphs, serde_json::to_vec(&data)?);
        let failed = |message: String| RenderError::Template { template: template.file(), message };
        let options = options(identity, issued).map_err(failed)?;
        let mut pages = 1;
        let outcome = typst::compile::<PagedDocument>(&world).output.and_then(|document| {
            pages = document.pages().len();
            typst_pdf::pdf(&document, &options)
        });
        self.forget(pages);
        outcome.map_err(|errors| failed(messages(&errors)))
    }

    /// Lets go of what no render used for a while, once enough pages were rendered by any thread.
    fn forget(&self, pages: usize) {
        if self.pages.fetch_add(pages, Ordering::Relaxed) + pages >= PAGES_BETWEEN {
            self.pages.store(0, Ordering::Relaxed);
            comemo::evict(REMEMBERED_LOOKS);
        }
    }

    fn glyphs(&self) -> Result<&Glyphs, RenderError> {
        if let Some(glyphs) = self.glyphs.get() {
            return Ok(glyphs);
        }
        // Two first documents at once read the fonts twice, and one reading is kept.
        let glyphs = Glyphs::read(&self.fonts)?;
        Ok(self.glyphs.get_or_init(|| glyphs))
    }
}

fn options(identity: String, issued: NaiveDate) -> Result<PdfOptions, String> {
    let standards = PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|error| error.message().to_string())?;
    let day = |part: u32| u8::try_from(part).unwrap_or(1);
    let midnight = Datetime::from_ymd_hms(issued.year(), day(issued.month()), day(issued.day()), 0, 0, 0);
    Ok(PdfOptions {
        ident: Smart::Custom(identity),
        creator: Smart::Custom(Some("Madoguchi".to_owned())),
        timestamp: midnight.and_then(|midnight| Timestamp::new_local(midnight, 9 * 60)),
        standards,
        ..PdfOptions::default()
    })
}

fn messages(errors: &[SourceDiagnostic]) -> String {
    errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("; ")
}
