//! Texts one after the other, each found by its number. Knows nothing of what they say.

/// Ends each text.
const END: char = '\n';

/// Texts by number, counted from 0.
#[derive(Debug)]
pub struct Lines {
    text: String,
    /// Where each begins, and where the last one ends.
    starts: Vec<u32>,
}

impl Lines {
    /// Reads texts that each end with a line feed; none when there are not that many.
    pub fn read(text: String, count: usize) -> Option<Self> {
        let mut starts = Vec::with_capacity(count + 1);
        starts.push(0);
        for (at, _) in text.match_indices(END) {
            starts.push(u32::try_from(at + END.len_utf8()).ok()?);
        }
        let is_whole = starts.len() == count + 1 && (text.is_empty() || text.ends_with(END));
        is_whole.then_some(Self { text, starts })
    }

    /// One of them; empty when there is none of that number.
    pub fn get(&self, number: usize) -> &str {
        let bounds = self.starts.get(number).zip(self.starts.get(number + 1));
        let line = bounds.and_then(|(start, end)| self.text.get(*start as usize..*end as usize));
        line.and_then(|line| line.strip_suffix(END)).unwrap_or_default()
    }
}
