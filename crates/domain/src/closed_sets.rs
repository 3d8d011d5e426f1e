//! Closed sets: values of which there are these and no others, each with the one spelling in which it travels, is stored
//! and stands in a portal's file. Knows no noun.

/// Gives a set that has `ALL` and `as_str` its text: in sentences, as JSON both ways, and as an enumeration in the OpenAPI
/// description (feature `openapi`), which says of it what the comment says. The last part is what becomes of a text that is
/// none of the set's.
macro_rules! spelled {
    ($name:ident, [$($about:literal),+], |$text:ident| $unknown:expr) => {
        impl $name {
            /// The value that is spelled so.
            #[must_use]
            pub fn from_code(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == text)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'_, str>>::deserialize(deserializer)?;
                let $text: &str = &text;
                Self::from_code($text).map_or_else(|| $unknown, Ok)
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                let values = Self::ALL.iter().map(|value| value.as_str());
                let about = [$($about),+].map(str::trim).join("\n");
                let schema = utoipa::openapi::ObjectBuilder::new().schema_type(utoipa::openapi::Type::String);
                schema.description(Some(about)).enum_values(Some(values)).into()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
    };
}

/// Declares closed sets. Each is JSON text both ways, an enumeration in the OpenAPI description (feature `openapi`), which says
/// of it what the comment says, and a text in a table (feature `db`). One value may be marked `#[default]`, with
/// `or Default` behind the name.
macro_rules! closed_sets {
    ($(
        $(#[doc = $about:literal])+
        pub enum $name:ident $(or $default:ident)? { $($(#[$doc:meta])* $value:ident = $text:literal,)+ }
    )+) => {$(
        $(#[doc = $about])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $(#[derive($default)])?
        pub enum $name {
            $($(#[$doc])* $value,)+
        }

        impl $name {
            /// Every value, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$value),+];

            /// The value as it is spelled everywhere.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$value => $text,)+
                }
            }
        }

        crate::closed_sets::spelled! {
            $name, [$($about),+],
            // The text that is none of the set's.
            |text| Err(serde::de::Error::unknown_variant(text, &[$($text),+]))
        }

        #[cfg(feature = "db")]
        impl From<$name> for sea_orm::Value {
            fn from(value: $name) -> Self {
                value.as_str().into()
            }
        }

        #[cfg(feature = "db")]
        impl sea_orm::TryGetable for $name {
            fn try_get_by<I: sea_orm::ColIdx>(
                row: &sea_orm::QueryResult,
                column: I,
            ) -> Result<Self, sea_orm::TryGetError> {
                let text = <String as sea_orm::TryGetable>::try_get_by(row, column)?;
                Self::from_code(&text).ok_or_else(|| {
                    let error = format!("{text} is no {}", stringify!($name));
                    sea_orm::TryGetError::DbErr(sea_orm::DbErr::Type(error))
                })
            }
        }

        #[cfg(feature = "db")]
        impl sea_orm::sea_query::ValueType for $name {
            fn try_from(value: sea_orm::Value) -> Result<Self, sea_orm::sea_query::ValueTypeErr> {
                let text = <String as sea_orm::sea_query::ValueType>::try_from(value)?;
                Self::from_code(&text).ok_or(sea_orm::sea_query::ValueTypeErr)
            }

            fn type_name() -> String {
                stringify!($name).to_owned()
            }

            fn array_type() -> sea_orm::sea_query::ArrayType {
                sea_orm::sea_query::ArrayType::String
            }

            fn column_type() -> sea_orm::sea_query::ColumnType {
                sea_orm::sea_query::ColumnType::String(sea_orm::sea_query::StringLen::None)
            }
        }

        #[cfg(feature = "db")]
        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }

        #[cfg(feature = "db")]
        impl sea_orm::sea_query::Nullable for $name {
            fn null() -> sea_orm::Value {
                <String as sea_orm::sea_query::Nullable>::null()
            }
        }
    )+};
}

pub(crate) use {closed_sets, spelled};
