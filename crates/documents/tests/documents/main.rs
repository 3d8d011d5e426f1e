//! What the files say, read back from their bytes.

#[cfg(test)]
mod agreement;
#[cfg(test)]
mod faces;
#[cfg(test)]
mod files;
#[cfg(test)]
mod jp_pint;
#[cfg(test)]
mod pdf;
#[cfg(test)]
mod pdf_structure;
#[cfg(test)]
mod requests;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod xml;
