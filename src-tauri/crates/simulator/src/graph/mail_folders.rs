//! The folders of a mailbox and how full they are.

use serde_json::json;

use super::page::Paging;
use super::{GraphProblem, caller, mail, mailbox};
use crate::generate::FOLDERS;
use crate::wire::{Query, Reply, Visit};

const PAGING: Paging = Paging { usual: 10, most: 1000, token: "$skiptoken", skips: true, counts: true };

/// Names as people see them, beside the well-known ones.
const NAMES: &[(&str, &str)] = &[
    ("inbox", "Inbox"),
    ("junkemail", "Junk Email"),
    ("deleteditems", "Deleted Items"),
    ("archive", "Archive"),
    ("sentitems", "Sent Items"),
    ("drafts", "Drafts"),
];

/// `GET /users/{u}/mailFolders`.
pub(crate) fn list(visit: &mut Visit<'_>, key: &str) -> Result<Reply, GraphProblem> {
    let caller = caller::identify(visit)?;
    let user = mail::opened(visit, &caller, key)?;
    let mut query = Query::new(&visit.call.query);
    let part = PAGING.take(&mut query)?;
    query.finish()?;
    let mailbox = mailbox::of(&user);
    let letters = mailbox::letters(visit.tenant, &mailbox);
    Ok(part.of(visit, &format!("users('{}')/mailFolders", user.id), FOLDERS, |folder| {
        let inside = letters.iter().filter(|letter| letter.folder == *folder).count();
        let name = NAMES.iter().find(|(known, _)| known == folder).map_or(*folder, |(_, name)| name);
        json!({
            "id": mailbox::folder_id(&mailbox, folder), "displayName": name, "parentFolderId": "AQMkAGroot=",
            "childFolderCount": 0, "unreadItemCount": inside / 2, "totalItemCount": inside, "sizeInBytes": inside * 4096,
            "isHidden": false,
        })
    }))
}
