//! The paper of a request: what was asked and answered, as PDF. Made when it is asked for, from what is read on the page.

use bytes::Bytes;
use madoguchi_documents::{Issuer, RequestDocument, RequestLine, RequestPart};
use madoguchi_domain::dates;
use madoguchi_domain::policy::Portal;
use madoguchi_domain::requests::{Confirmation, ConfirmedEntry, ConfirmedSection, RequestState};
use madoguchi_entities::ids::RequestId;

use super::{Request, confirmations};
use crate::{Error, Scope, Services};

/// The PDF of a request, with its name. In Japanese, as every paper.
///
/// # Errors
/// [`Error::NotFound`]; every fault of a draft at its path; `font_missing`.
pub async fn document(services: &Services, scope: &Scope, id: RequestId) -> Result<(String, Bytes), Error> {
    let (request, confirmation, _) = confirmations::confirmation(services, scope, id).await?;
    let label = confirmation.category.as_ref().unwrap_or(&confirmation.kind);
    let name = format!("{}_{}.pdf", label.ja, request.number);
    let document = paper(services, scope.portal(), &request, confirmation);
    Ok((name, services.pdf_renderer.request(document).await?))
}

fn paper(services: &Services, portal: &Portal, request: &Request, confirmation: Confirmation) -> RequestDocument {
    let at = request.submitted_at.map(dates::jst);
    let outcome = nothing(request.state);
    let came_to_nothing = outcome.is_some() && request.state != RequestState::InApproval;
    let outcome = outcome.map(|text| RequestLine { label: "状態".to_owned(), text: text.to_owned(), before: None });
    RequestDocument {
        dated: at.map_or_else(|| dates::jst_date(services.clock.now()), |at| at.date_naive()),
        provider: portal.brand.service.ja.clone(),
        issuer: Issuer {
            name: portal.brand.provider.ja.clone(),
            registration_number: String::new(),
            department: portal.support.department.ja.clone(),
            phone: portal.support.phone.clone().unwrap_or_default(),
            hours: portal.support.hours.ja.clone(),
            mail: portal.support.mail.clone(),
        },
        title: confirmation.title.ja,
        number: request.number.clone(),
        submitted_at: at.map(|at| at.format("%Y年%-m月%-d日 %H時%M分%S秒").to_string()),
        facts: outcome.into_iter().chain(confirmation.facts.into_iter().map(line)).collect(),
        parts: confirmation.sections.into_iter().map(part).collect(),
        // What would follow from it does not.
        notes: if came_to_nothing { Vec::new() } else { confirmation.notes.into_iter().map(|note| note.ja).collect() },
    }
}

/// The state of what came to nothing, as the paper calls it: nobody may take it for something that holds.
fn nothing(state: RequestState) -> Option<&'static str> {
    match state {
        RequestState::Failed => Some("受付失敗（お申し込みは成立していません）"),
        RequestState::Rejected => Some("却下（お申し込みは成立していません）"),
        RequestState::Withdrawn => Some("取消（お申し込みは取り消されました）"),
        RequestState::NotApproved => Some("否認（お申し込みは送信されていません）"),
        RequestState::InApproval => Some("承認待ち（お申し込みはまだ送信されていません）"),
        RequestState::Draft | RequestState::Accepted | RequestState::InReview | RequestState::Completed => None,
    }
}

fn part(section: ConfirmedSection) -> RequestPart {
    RequestPart { title: section.title.ja, lines: section.entries.into_iter().map(line).collect() }
}

fn line(entry: ConfirmedEntry) -> RequestLine {
    RequestLine { label: entry.label.ja, text: entry.text.ja, before: entry.before.map(|before| before.ja) }
}
