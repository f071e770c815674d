//! What the generated commands find: the product, and what only a window has.

use crate::desk::Desk;
use api::{Api, ChangedView, Options, Product, Stale, StepSink, StepView, View};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tauri::ipc::Channel;
use tauri::{AppHandle, Emitter};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

/// At most so often is the page told to read again.
const TELL_EVERY: Duration = Duration::from_millis(250);

/// The state behind the commands.
pub(crate) struct Shell {
    api: Api,
    desk: Desk,
}

impl Shell {
    pub(crate) fn new(app: AppHandle, options: Options) -> Self {
        let desk = Desk::new(app.clone(), options.folder.clone());
        let opened = move |product: &Product| {
            let (app, changes) = (app.clone(), product.changes());
            tauri::async_runtime::spawn(async move { tell(&app, changes).await });
        };
        Self { api: Api::new(options, Arc::new(opened)), desk }
    }

    pub(crate) fn api(&self) -> &Api {
        &self.api
    }

    pub(crate) fn desk(&self) -> &Desk {
        &self.desk
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
                stale.extend([View::App, View::Overview, View::Alerts, View::Credentials]);
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
                    Err(RecvError::Lagged(_)) => stale.extend([View::App, View::Overview, View::Alerts, View::Credentials]),
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
        ChangedView::Credentials => View::Credentials,
    }
}
