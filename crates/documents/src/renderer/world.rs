//! Knows the files that typst may see: the templates and one file of data; nothing of the disk or the network.

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

use super::glyphs::Glyphs;

const DATA: &str = "data.json";
const SOURCES: [(&str, &str); 5] = [
    ("invoice.typ", include_str!("../../templates/invoice.typ")),
    ("opening-notice.typ", include_str!("../../templates/opening-notice.typ")),
    ("request.typ", include_str!("../../templates/request.typ")),
    ("quote.typ", include_str!("../../templates/quote.typ")),
    ("common.typ", include_str!("../../templates/common.typ")),
];

/// A document that can be made; its number is its place in [`SOURCES`].
#[derive(Clone, Copy, Debug)]
pub enum Template {
    Invoice = 0,
    OpeningNotice = 1,
    Request = 2,
    Quote = 3,
}

impl Template {
    pub fn file(self) -> &'static str {
        SOURCES[self as usize].0
    }
}

/// What all renders share: the library and the parsed templates.
pub struct Stage {
    library: LazyHash<Library>,
    sources: Vec<Source>,
    data: FileId,
}

impl Stage {
    pub fn new() -> Self {
        // Cells that head a row can only be marked as such with this feature.
        let features = [Feature::A11yExtras].into_iter().collect();
        let library = Library::builder().with_features(features).build();
        let sources = SOURCES.iter().map(|(name, text)| Source::new(file(name), (*text).to_owned())).collect();
        Self { library: LazyHash::new(library), sources, data: file(DATA) }
    }

    /// The world of one render.
    pub fn with<'a>(&'a self, template: Template, glyphs: &'a Glyphs, data: Vec<u8>) -> Scene<'a> {
        Scene { stage: self, glyphs, main: self.sources[template as usize].id(), data: Bytes::new(data) }
    }
}

/// One render's view: a template, the fonts, the data.
pub struct Scene<'a> {
    stage: &'a Stage,
    glyphs: &'a Glyphs,
    main: FileId,
    data: Bytes,
}

impl World for Scene<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.stage.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.glyphs.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.stage.sources.iter().find(|source| source.id() == id).cloned().ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.stage.data {
            return Ok(self.data.clone());
        }
        Err(missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.glyphs.font(index)
    }

    /// Dates come with the data.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}

fn file(name: &str) -> FileId {
    // The names above are plain, so the fallback is never taken; with it a wrong one fails in the first render.
    let path = VirtualPath::new(name).unwrap_or_else(|_| Source::detached("").id().get().vpath().clone());
    RootedPath::new(VirtualRoot::Project, path).intern()
}
