//! What more than one page is drawn with: the kits for forms, tables and the frame. Must not know pages or calls.

pub mod accordions;
pub mod breadcrumbs;
pub mod check_boxes;
pub mod dialogs;
pub mod error_summaries;
pub mod footers;
pub mod forms;
pub mod frames;
pub mod headers;
pub mod icons;
pub mod language_switches;
pub mod navigation;
pub mod new_passwords;
pub mod notices;
pub mod one_time_codes;
pub mod page_titles;
pub mod pages_of_state;
pub mod parts;
pub mod robot_check_boxes;
pub mod select_fields;
pub mod session_warnings;
pub mod submit_buttons;
pub mod tables;
pub mod text_fields;
pub mod user_menus;
