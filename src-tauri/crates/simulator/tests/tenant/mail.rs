//! Mailboxes: who may look into which, how lists behave, what hangs on a message, and reports of suspicious mail.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::support::{Response, Tenant, call};

/// A query with its special characters encoded.
fn query(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut text = url::form_urlencoded::Serializer::new(String::new());
    format!("{path}?{}", text.extend_pairs(pairs).finish())
}

/// Somebody with a full mailbox.
async fn somebody(tenant: &Tenant) -> String {
    let token = tenant.app_token(&["User.Read.All"]).await;
    let users = tenant.get(&token, "/users?$filter=department eq 'Sales'".replace(' ', "%20").as_str()).await.json();
    users["value"][0]["userPrincipalName"].as_str().unwrap().to_owned()
}

async fn reader() -> (Tenant, String, String) {
    let tenant = Tenant::small().await;
    let token = tenant.app_token(&["Mail.Read"]).await;
    let user = somebody(&tenant).await;
    (tenant, token, format!("/users/{user}/messages"))
}

async fn letters(tenant: &Tenant, token: &str, path: &str, pairs: &[(&str, &str)]) -> Vec<Value> {
    let response = tenant.get(token, &query(path, pairs)).await;
    assert_eq!(response.status, 200, "{pairs:?}: {}", response.text());
    response.json()["value"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_mailbox_opens_for_those_who_may() {
    let (tenant, token, path) = reader().await;
    assert_eq!(tenant.get("", &path).await.status, 401);
    let denied =
        |response: Response| assert_eq!((response.status, response.code().as_str()), (403, "ErrorAccessDenied"));
    denied(tenant.get(&tenant.app_token(&["User.Read.All"]).await, &path).await);
    let missing = tenant.get(&token, "/users/nobody@contoso.com/messages").await;
    assert_eq!((missing.status, missing.code().as_str()), (404, "ErrorInvalidUser"));
    let unlicensed = tenant.get(&token, &format!("/users/reader@{}/messages", tenant.0.domain())).await;
    assert_eq!((unlicensed.status, unlicensed.code().as_str()), (404, "MailboxNotEnabledForRESTAPI"));
    let person = tenant.person_token("admin", "Mail.Read").await;
    denied(tenant.get(&person, &path).await);
    let own = tenant.get(&person, &format!("/users/admin@{}/messages", tenant.0.domain())).await;
    assert_eq!(own.status, 200, "a person sees the own mailbox: {}", own.text());
    tenant.set(json!({ "mailbox_scope": ["phishing@contoso.com"] })).await;
    denied(tenant.get(&token, &path).await);
    assert_eq!(
        tenant.get(&token, "/users/phishing@contoso.com/messages").await.status,
        200,
        "the scope lets it in there"
    );
}

#[tokio::test]
async fn a_page_has_ten_and_says_when_there_are_more() {
    let (tenant, token, path) = reader().await;
    let page = tenant.get(&token, &path).await.json();
    let mut all = page["value"].as_array().unwrap().clone();
    assert_eq!(all.len(), 10);
    let mut link = page["@odata.nextLink"].as_str().map(str::to_owned);
    while let Some(next) = link {
        let rest = next.strip_prefix(&format!("{}/v1.0", tenant.0.graph())).expect("the same Graph").to_owned();
        let page = tenant.get(&token, &rest).await.json();
        all.extend(page["value"].as_array().unwrap().clone());
        link = page["@odata.nextLink"].as_str().map(str::to_owned);
    }
    let whole = letters(&tenant, &token, &path, &[("$top", "1000")]).await;
    assert_eq!(all, whole, "the links lead through everything");
    assert!(whole.len() > 50);
    let times: Vec<&str> = whole.iter().map(|letter| letter["receivedDateTime"].as_str().unwrap()).collect();
    assert!(times.is_sorted_by(|left, right| left >= right), "newest first");
    for top in ["0", "1001"] {
        assert_eq!(tenant.get(&token, &query(&path, &[("$top", top)])).await.status, 400, "{top}");
    }
    for option in ["$search", "$expand", "$format"] {
        assert_eq!(tenant.get(&token, &query(&path, &[(option, "x")])).await.status, 501, "{option}");
    }
}

#[tokio::test]
async fn an_order_must_be_in_the_filter_first() {
    let (tenant, token, path) = reader().await;
    let both = "receivedDateTime ge 2020-01-01T00:00:00Z and hasAttachments eq true";
    let found =
        letters(&tenant, &token, &path, &[("$filter", both), ("$orderby", "receivedDateTime asc"), ("$top", "500")])
            .await;
    assert!(!found.is_empty() && found.iter().all(|letter| letter["hasAttachments"] == true));
    for filter in ["hasAttachments eq true", "hasAttachments eq true and receivedDateTime ge 2020-01-01T00:00:00Z"] {
        let refused =
            tenant.get(&token, &query(&path, &[("$filter", filter), ("$orderby", "receivedDateTime asc")])).await;
        assert_eq!((refused.status, refused.code().as_str()), (400, "InefficientFilter"), "{filter}");
    }
    assert_eq!(tenant.get(&token, &query(&path, &[("$orderby", "receivedDateTime asc")])).await.status, 200);
    for pairs in [("$filter", "body eq 'x'"), ("$filter", "isRead eq 'yes'"), ("$orderby", "body")] {
        assert_eq!(tenant.get(&token, &query(&path, &[pairs])).await.status, 400, "{pairs:?}");
    }
    let inbox =
        letters(&tenant, &token, &path.replace("/messages", "/mailFolders/Inbox/messages"), &[("$top", "500")]).await;
    let all = letters(&tenant, &token, &path, &[("$top", "500")]).await;
    assert!(!inbox.is_empty() && inbox.len() < all.len(), "a folder has part of it");
    let by_id = format!("/mailFolders/{}/messages", inbox[0]["parentFolderId"].as_str().unwrap());
    assert_eq!(letters(&tenant, &token, &path.replace("/messages", &by_id), &[("$top", "500")]).await, inbox);
    assert_eq!(tenant.get(&token, &path.replace("/messages", "/mailFolders/none/messages")).await.status, 404);
}

#[tokio::test]
async fn the_basics_leave_out_what_a_message_says() {
    let (tenant, token, path) = reader().await;
    let basic = tenant.app_token(&["Mail.ReadBasic.All"]).await;
    let row = letters(&tenant, &basic, &path, &[]).await.remove(0);
    assert!(row.get("body").is_none() && row.get("bodyPreview").is_none() && row.get("subject").is_some());
    let id = row["id"].as_str().unwrap();
    for rest in ["/$value", "/attachments"] {
        let refused = tenant.get(&basic, &format!("{path}/{id}{rest}")).await;
        assert_eq!((refused.status, refused.code().as_str()), (403, "ErrorAccessDenied"), "{rest}");
    }
    let whole = tenant.get(&token, &format!("{path}/{id}")).await.json();
    assert_eq!(whole["body"]["contentType"], "html");
    assert!(whole.get("internetMessageHeaders").is_none(), "headers come only when selected");
    let selected = tenant.get(&token, &format!("{path}/{id}?$select=internetMessageHeaders")).await.json();
    assert!(selected["internetMessageHeaders"].is_array() && selected.get("subject").is_none());
    let prefer = [("prefer", "outlook.body-content-type=\"text\""), ("prefer", "IdType=\"ImmutableId\"")];
    let plain = tenant.graph("GET", &token, &format!("{path}/{id}"), &prefer, None).await;
    assert_eq!(plain.header("preference-applied"), Some("outlook.body-content-type=\"text\""));
    let plain = plain.json();
    assert_eq!(plain["body"]["contentType"], "text");
    let immutable = plain["id"].as_str().unwrap();
    assert_ne!(immutable, id, "an immutable id is another one");
    let same = tenant.get(&token, &format!("{path}/{immutable}")).await.json();
    assert_eq!(same["internetMessageId"], whole["internetMessageId"], "and means the same message");
    let missing = tenant.get(&token, &format!("{path}/AAMkAGx=")).await;
    assert_eq!((missing.status, missing.code().as_str()), (404, "ErrorItemNotFound"));
    assert_eq!(tenant.get(&token, &format!("{path}?$select=mimeContent")).await.status, 501);
}

#[tokio::test]
async fn reported_mail_hangs_on_its_report() {
    let (tenant, token, _) = reader().await;
    let path = "/users/phishing@contoso.com/messages";
    let found = letters(&tenant, &token, path, &[("$filter", "hasAttachments eq true"), ("$top", "200")]).await;
    let (mut items, mut files) = (0, 0);
    for letter in found.iter().take(40) {
        let base = format!("{path}/{}/attachments", letter["id"].as_str().unwrap());
        let attachment = tenant.get(&token, &base).await.json()["value"][0].clone();
        let single = format!("{base}/{}", attachment["id"].as_str().unwrap());
        let bytes = tenant.get(&token, &format!("{single}/$value")).await;
        assert!(bytes.text().contains("Subject: Action required"), "{}", bytes.text());
        match attachment["@odata.type"].as_str().unwrap() {
            "#microsoft.graph.itemAttachment" => {
                items += 1;
                assert!(attachment.get("item").is_none() && attachment.get("contentBytes").is_none());
                let expanded =
                    tenant.get(&token, &format!("{single}?$expand=microsoft.graph.itemattachment/item")).await;
                assert_eq!(expanded.json()["item"]["subject"], "Action required");
            }
            _ => {
                files += 1;
                let content = STANDARD.decode(attachment["contentBytes"].as_str().unwrap()).unwrap();
                assert_eq!(content, bytes.body, "the same bytes either way");
            }
        }
    }
    assert!(items > 0 && files > 0, "{items} letters and {files} files");
    let missing = tenant.get(&token, &format!("{path}/{}/attachments/none", found[0]["id"].as_str().unwrap())).await;
    assert_eq!(missing.status, 404);
}

#[tokio::test]
async fn a_link_has_no_content_and_mime_keeps_hostile_texts_in_their_place() {
    let (tenant, token, path) = reader().await;
    let all = letters(&tenant, &token, &path, &[("$filter", "hasAttachments eq true"), ("$top", "500")]).await;
    let mut links = 0;
    for letter in &all {
        let base = format!("{path}/{}", letter["id"].as_str().unwrap());
        let attachment = tenant.get(&token, &format!("{base}/attachments")).await.json()["value"][0].clone();
        if attachment["@odata.type"] == "#microsoft.graph.referenceAttachment" {
            links += 1;
            let id = attachment["id"].as_str().unwrap();
            assert_eq!(tenant.get(&token, &format!("{base}/attachments/{id}/$value")).await.status, 405);
        }
        let mime = tenant.get(&token, &format!("{base}/$value")).await;
        assert_eq!(mime.header("content-type"), Some("text/plain"));
        let text = mime.text();
        let head = text.split_once("\r\n\r\n").unwrap().0;
        assert!(head.is_ascii(), "{head}");
        assert!(!text.contains("<script>") && !text.contains("onerror"), "every text of a person is encoded");
        assert!(text.ends_with("_sim_boundary_1_--\r\n"));
    }
    assert!(links > 0, "some attachments are links");
}

async fn beta(tenant: &Tenant, token: &str, path: &str) -> Response {
    let bearer = format!("Bearer {token}");
    call("GET", &format!("{}/beta{path}", tenant.0.graph()), &[("authorization", bearer.as_str())], b"").await
}

#[tokio::test]
async fn submissions_are_beta_only_and_page_by_a_token() {
    let tenant = Tenant::small().await;
    let token = tenant.app_token(&["ThreatSubmission.Read.All"]).await;
    let path = "/security/threatSubmission/emailThreats";
    assert_eq!(beta(&tenant, "", path).await.status, 401);
    let refused = beta(&tenant, &tenant.app_token(&["Mail.Read"]).await, path).await;
    assert_eq!((refused.status, refused.code().as_str()), (403, "Forbidden"));
    let absent = tenant.get(&token, path).await;
    assert_eq!((absent.status, absent.code().as_str()), (400, "BadRequest"), "v1.0 does not have it");
    let page = beta(&tenant, &token, &query(path, &[("$top", "20"), ("$count", "true")])).await.json();
    assert_eq!(page["value"].as_array().unwrap().len(), 20);
    assert!(page["@odata.count"].as_u64().unwrap() > 100);
    let link = page["@odata.nextLink"].as_str().unwrap();
    assert!(link.contains("skipToken"), "{link}");
    let next = call("GET", link, &[("authorization", &format!("Bearer {token}"))], b"").await.json();
    assert_ne!(next["value"][0]["id"], page["value"][0]["id"]);
    let done =
        beta(&tenant, &token, &query(path, &[("$filter", "status eq 'succeeded'"), ("$top", "1000")])).await.json();
    let done = done["value"].as_array().unwrap();
    assert!(
        !done.is_empty() && done.iter().all(|it| it["status"] == "succeeded" && it["result"]["category"].is_string())
    );
    let single = beta(&tenant, &token, &format!("{path}/{}", done[0]["id"].as_str().unwrap())).await.json();
    assert_eq!(single["subject"], done[0]["subject"]);
    assert_eq!(beta(&tenant, &token, &format!("{path}/none")).await.status, 404);
    assert_eq!(beta(&tenant, &token, &query(path, &[("$filter", "nope eq 'x'")])).await.status, 400);
    assert_eq!(beta(&tenant, &token, &query(path, &[("$orderby", "x")])).await.status, 501);
}

#[tokio::test]
async fn detection_rules_can_be_read() {
    let tenant = Tenant::small().await;
    let token = tenant.app_token(&["CustomDetection.Read.All"]).await;
    let path = "/security/rules/detectionRules";
    let all = beta(&tenant, &token, path).await.json();
    let first = &all["value"][0];
    assert!(first["queryCondition"]["queryText"].is_string());
    assert_eq!(beta(&tenant, &token, &format!("{path}/{}", first["id"].as_str().unwrap())).await.status, 200);
    assert_eq!(beta(&tenant, &token, &format!("{path}/none")).await.status, 404);
    assert_eq!(beta(&tenant, &tenant.app_token(&[]).await, path).await.status, 403);
}
