//! Jobs that were given up stay and are the oldest: who looks for due ones must not walk over them.

use sea_orm_migration::prelude::*;

use crate::columns::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = "CREATE INDEX jobs_due ON jobs (run_at) WHERE failed_at IS NULL";
        manager.get_connection().execute_unprepared(sql).await?;
        manager.drop_index(Index::drop().name("jobs_run_at").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        index(manager, "jobs", &["run_at"], false).await?;
        manager.drop_index(Index::drop().name("jobs_due").to_owned()).await
    }
}
