//! Small drawings beside words; none of them says something alone.

use leptos::prelude::*;

/// One path in a square of 24.
fn icon(path: &'static str) -> AnyView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=path></path>
        </svg>
    }
    .into_any()
}

/// Three lines.
pub fn menu() -> AnyView {
    icon("M4 7h16M4 12h16M4 17h16")
}

/// A cross.
pub fn close() -> AnyView {
    icon("M6 6l12 12M18 6L6 18")
}

pub fn person() -> AnyView {
    icon("M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 20c1-4 4-6 8-6s7 2 8 6")
}

/// A telephone.
pub fn phone() -> AnyView {
    icon("M6 3h4l2 5-2.5 2a12 12 0 0 0 4.5 4.5L16 12l5 2v4a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3z")
}

pub fn globe() -> AnyView {
    icon("M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c-5 6-5 12 0 18M12 3c5 6 5 12 0 18")
}

/// A house.
pub fn home() -> AnyView {
    icon("M4 11l8-7 8 7v9h-5v-6H9v6H4z")
}

/// A sheet of paper.
pub fn paper() -> AnyView {
    icon("M6 3h9l4 4v14H6zM15 3v4h4M9 12h7M9 16h7")
}

/// A box.
pub fn boxed() -> AnyView {
    icon("M4 8l8-4 8 4v9l-8 4-8-4zM4 8l8 4 8-4M12 12v9")
}

/// A basket.
pub fn basket() -> AnyView {
    icon("M3 9h18l-2 11H5zM8 9l3-6M16 9l-3-6M9 13v4M15 13v4")
}

/// A question mark.
pub fn question() -> AnyView {
    icon("M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.4-1 .9-1 1.7M12 16.5v.5")
}

/// The sign of the yen.
pub fn yen() -> AnyView {
    icon("M6 4l6 8 6-8M12 12v8M7 13h10M7 17h10")
}

/// Two persons.
pub fn people() -> AnyView {
    icon(
        "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20c.5-4 3-5.5 6-5.5s5.5 1.5 6 5.5M16 4.5a3.5 3.5 0 0 1 0 6.5M18 15c1.8.7 2.8 2.3 3 5",
    )
}

/// An arrow to the right.
pub fn next() -> AnyView {
    icon("M9 5l7 7-7 7")
}

/// An arrow into a tray.
pub fn download() -> AnyView {
    icon("M12 4v11M7 11l5 5 5-5M5 20h14")
}

/// A paper clip.
pub fn clip() -> AnyView {
    icon("M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.5 3.5 0 0 1 5 5l-8.5 8.5a2 2 0 0 1-3-3L14 7")
}

/// A speech bubble.
pub fn bubble() -> AnyView {
    icon("M4 5h16v11H10l-5 4v-4H4zM8 9h8M8 12h5")
}

/// Two sliders.
pub fn sliders() -> AnyView {
    icon("M4 8h9M17 8h3M15 6v4M4 16h3M11 16h9M9 14v4")
}

pub fn pencil() -> AnyView {
    icon("M4 20l1-5L16 4l4 4L9 19zM13 7l4 4")
}

pub fn printer() -> AnyView {
    icon("M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z")
}

/// The counter window: the mark of the product, in the portal's colour.
pub fn mark() -> AnyView {
    view! {
        <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <rect width="32" height="32" rx="8"></rect>
            <path d="M8 14a8 8 0 0 1 16 0v5H8zM6 23h20"></path>
        </svg>
    }
    .into_any()
}
