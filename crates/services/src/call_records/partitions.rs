//! To be written by the import.
