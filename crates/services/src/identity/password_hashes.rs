//! Argon2id hashing off the request threads, as many at once as the machine has cores, with a queue that ends. Knows no
//! user.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;

use crate::Error;

/// OWASP's minimum for Argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Callers that wait for their turn; some seconds' work of two cores. Who comes when they are so many is told to come back.
const WAITING_MAX: usize = 256;

/// Hashes and verifies passwords.
#[derive(Clone, Debug)]
pub struct Hasher {
    argon2: Argon2<'static>,
    slots: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    /// Verified against when there is no user, so that both answers take the same time.
    nobody: Arc<str>,
}

impl Hasher {
    /// A hasher with `parallel` hashes at once.
    ///
    /// # Errors
    /// When the parameters are refused, which a test would have shown.
    pub fn new(parallel: usize) -> Result<Self, Error> {
        let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(Error::internal)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let nobody = argon2.hash_password(b"nobody has this password").map_err(Error::internal)?.to_string();
        let waiting = Arc::new(Semaphore::new(parallel.max(1) + WAITING_MAX));
        Ok(Self { argon2, slots: Arc::new(Semaphore::new(parallel.max(1))), waiting, nobody: nobody.into() })
    }

    /// PHC string of a password, with a salt of its own.
    ///
    /// # Errors
    /// [`Error::Busy`] when too many wait.
    pub async fn hash(&self, password: &str) -> Result<String, Error> {
        let (argon2, password) = (self.argon2.clone(), password.to_owned());
        self.run(move || Ok(argon2.hash_password(password.as_bytes()).map_err(Error::internal)?.to_string())).await?
    }

    /// Whether the password is the one hashed. Takes as long when there is no hash to compare with.
    ///
    /// # Errors
    /// [`Error::Busy`] when too many wait; when the stored hash cannot be read.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool, Error> {
        let (argon2, password) = (self.argon2.clone(), password.to_owned());
        let known = hash.is_some();
        let hash = hash.unwrap_or(&self.nobody).to_owned();
        let matches = move || {
            let hash = PasswordHash::new(&hash).map_err(Error::internal)?;
            Ok(argon2.verify_password(password.as_bytes(), &hash).is_ok())
        };
        let matches: Result<bool, Error> = self.run(matches).await?;
        Ok(matches? && known)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let _present = self.waiting.try_acquire().map_err(|_| Error::Busy)?;
        let _slot = self.slots.acquire().await.map_err(Error::internal)?;
        tokio::task::spawn_blocking(work).await.map_err(Error::internal)
    }
}
