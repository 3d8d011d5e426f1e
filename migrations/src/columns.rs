//! Shorthand for the columns, keys and indexes that many tables share. Knows no table.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{string_len, timestamp_with_time_zone};

/// The portal that a row belongs to.
pub fn portal() -> ColumnDef {
    string_len("portal", 32).take()
}

/// An instant in UTC.
pub fn instant(name: &'static str) -> ColumnDef {
    timestamp_with_time_zone(name).take()
}

/// A primary key over several columns.
pub fn primary_key(columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    for column in columns {
        index.col(*column);
    }
    index.primary().take()
}

/// A foreign key to `id` of a table that is local or a reference table on Citus.
pub fn references(column: &'static str, table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from_col(column).to(table, "id").take()
}

/// Creates an index whose name is made of table and columns.
pub async fn index(
    manager: &SchemaManager<'_>,
    table: &'static str,
    columns: &[&'static str],
    unique: bool,
) -> Result<(), DbErr> {
    let mut index = Index::create();
    index.name(format!("{table}_{}", columns.join("_"))).table(table);
    for column in columns {
        index.col(*column);
    }
    if unique {
        index.unique();
    }
    manager.create_index(index.take()).await
}

/// Drops tables in the order given.
pub async fn drop_tables(manager: &SchemaManager<'_>, tables: &[&'static str]) -> Result<(), DbErr> {
    for table in tables {
        manager.drop_table(Table::drop().table(*table).take()).await?;
    }
    Ok(())
}

/// Drops columns, the last one first: one statement each, as SQLite wants it.
pub async fn drop_columns(
    manager: &SchemaManager<'_>,
    columns: impl DoubleEndedIterator<Item = (&'static str, &'static str)>,
) -> Result<(), DbErr> {
    for (table, column) in columns.rev() {
        manager.alter_table(Table::alter().table(table).drop_column(column).take()).await?;
    }
    Ok(())
}
