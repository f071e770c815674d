//! Makes one key of 2048 bits with its certificate and writes both as PEM into a folder, as `openssl req` does, so that the
//! two can be timed side by side: `bench_make FOLDER`.

use std::error::Error;
use std::path::PathBuf;
use vault::{CertificateWish, USUAL_DAYS, make_certificate};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("a folder is needed")?);
    let wish = CertificateWish { common_name: "bench".to_owned(), bits: 2048, days: USUAL_DAYS };
    let made = make_certificate(&wish, jiff::Timestamp::now())?;
    std::fs::write(folder.join("ours-key.pem"), made.key_pem()?.reveal())?;
    std::fs::write(folder.join("ours-certificate.pem"), made.certificate_pem()?)?;
    Ok(())
}
