use std::path::PathBuf;
use std::time::Duration;

use tokio::sync::watch;

/// How often is looked whether the client is still there.
const INTERVAL: Duration = Duration::from_secs(2);

/// Ends when the process that the client named is gone; never where it named none, or one that cannot be seen from
/// here (a client outside the container).
pub async fn gone(mut named: watch::Receiver<Option<u32>>) {
    let pid = named.wait_for(Option::is_some).await.ok().and_then(|pid| *pid);
    let Some((pid, start)) = pid.and_then(|pid| Some((pid, start_time(pid)?))) else {
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
