//! What the generated commands find: the product, and what only a window has.

use crate::desk::Desk;
use api::{Api, ChangedView, Options, ProblemView, Product, Question, Stale, StepSink, StepView, View};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tauri::ipc::Channel;
use tauri::{AppHandle, Emitter, Manager};
use tauri_plugin_dialog::{DialogExt, MessageDialogButtons, MessageDialogKind};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

/// At most so often is the page told to read again.
const TELL_EVERY: Duration = Duration::from_millis(250);

/// Every view, for when more changed than was heard.
const EVERYTHING: [View; 5] = [View::App, View::Overview, View::Alerts, View::Setup, View::Credentials];

/// The state behind the commands.
pub(crate) struct Shell {
    app: AppHandle,
    api: Arc<Api>,
    desk: Desk,
}

impl Shell {
    pub(crate) fn new(app: AppHandle, options: Options) -> Self {
        let (own, folder) = (app.clone(), options.folder.clone());
        let opened = move |product: &Product| {
            let (app, changes) = (app.clone(), product.changes());
            tauri::async_runtime::spawn(async move { tell(&app, changes).await });
        };
        let api = Arc::new(Api::new(options, Arc::new(opened)));
        let desk = Desk::new(own.clone(), folder, Arc::clone(&api));
        Self { app: own, api, desk }
    }

    pub(crate) fn api(&self) -> &Api {
        &self.api
    }

    pub(crate) fn desk(&self) -> &Desk {
        &self.desk
    }

    /// Asks a person in a window of the system's own, which a page can neither draw nor press.
    pub(crate) async fn confirm(&self, question: Option<Question>) -> Result<(), ProblemView> {
        let Some(question) = question else { return Ok(()) };
        let (answer, answered) = tokio::sync::oneshot::channel();
        let dialog = self.app.dialog().message(&question.text).title(&question.title).kind(MessageDialogKind::Warning);
        let dialog = match self.app.get_webview_window("main") {
            Some(window) => dialog.parent(&window),
            None => dialog,
        };
        let buttons = MessageDialogButtons::OkCancelCustom(question.act, "Cancel".to_owned());
        // Whoever asked may be gone when the answer comes; then nobody waits for it.
        dialog.buttons(buttons).show(move |yes| {
            let _ = answer.send(yes);
        });
        match answered.await {
            Ok(true) => Ok(()),
            Ok(false) | Err(_) => Err(api::not_confirmed()),
        }
    }
}

/// Steps of a command, on the page's own channel. A page that closed it is no reason to stop the work.
pub(crate) fn sink(steps: Channel<StepView>) -> StepSink {
    Arc::new(move |step| drop(steps.send(step)))
}

/// Tells the page which views are stale, gathered, at most four times a second.
async fn tell(app: &AppHandle, mut changes: Receiver<ChangedView>) {
    let mut stale = BTreeSet::new();
    loop {
        match changes.recv().await {
            Ok(view) => stale.insert(name(view)),
            // More changed than was heard: everything may be stale.
            Err(RecvError::Lagged(_)) => {
                stale.extend(EVERYTHING);
                true
            }
            Err(RecvError::Closed) => return,
        };
        let gather = tokio::time::sleep(TELL_EVERY);
        tokio::pin!(gather);
        loop {
            tokio::select! {
                () = &mut gather => break,
                more = changes.recv() => match more {
                    Ok(view) => { stale.insert(name(view)); }
                    Err(RecvError::Lagged(_)) => stale.extend(EVERYTHING),
                    Err(RecvError::Closed) => return,
                }
            }
        }
        let views: Vec<View> = std::mem::take(&mut stale).into_iter().collect();
        // A window that is closing hears nothing; there is nobody else to tell.
        drop(app.emit_to("main", "stale", Stale { views }));
    }
}

fn name(view: ChangedView) -> View {
    match view {
        ChangedView::App => View::App,
        ChangedView::Overview => View::Overview,
        ChangedView::Alerts => View::Alerts,
        ChangedView::Setup => View::Setup,
        ChangedView::Credentials => View::Credentials,
    }
}
