use std::path::PathBuf;
use std::time::Duration;

use tokio::sync::watch;

/// How often is looked whether the client is still there.
const INTERVAL: Duration = Duration::from_secs(2);

/// The client's process: its number, and when it began.
#[derive(Clone, Debug)]
pub struct Parent {
    pid: u32,
    start: String,
}

impl Parent {
    /// The process with this number; `None` where none can be seen from here (a client outside the container).
    /// To be asked while the client waits for an answer, and so is alive: later it may have died unseen.
    pub fn new(pid: u32) -> Option<Self> {
        start_time(pid).map(|start| Self { pid, start })
    }
}

/// Ends when the client's process is gone; never where it is not known.
pub async fn gone(mut named: watch::Receiver<Option<Parent>>) {
    let parent = named.wait_for(Option::is_some).await.ok().and_then(|parent| parent.clone());
    let Some(Parent { pid, start }) = parent else {
        return std::future::pending().await;
    };
    loop {
        tokio::time::sleep(INTERVAL).await;
        // The number may have been given to another process since: that one has begun later.
        if start_time(pid).as_ref() != Some(&start) {
            tracing::warn!("the client's process {pid} is gone");
            return;
        }
    }
}

/// When a running process began, in whatever unit the system counts; `None` where there is none or it cannot be told.
fn start_time(pid: u32) -> Option<String> {
    let stat = std::fs::read_to_string(PathBuf::from(format!("/proc/{pid}/stat"))).ok()?;
    // The name of the program, in brackets, may hold anything.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
    let dead = matches!(fields.next()?, "Z" | "X");
    fields.nth(18).filter(|_| !dead).map(str::to_owned)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_process_has_a_start_until_it_ends() {
        assert!(start_time(std::process::id()).is_some());
        let mut child = std::process::Command::new("true").spawn().expect("true exists");
        child.wait().expect("a child can be waited for");
        assert_eq!(start_time(child.id()), None);
    }
}
