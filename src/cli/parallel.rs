//! The same work for every input, on as many threads as there are jobs.

use std::num::NonZeroUsize;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{Builder, Scope, ScopedJoinHandle, available_parallelism};

/// As much as the main thread has: readers follow texts into some depth.
const STACK: usize = 8 << 20;

/// What is done with an input, and what a panic over it comes to.
pub(crate) struct Work<D, B> {
    pub(crate) does: D,
    pub(crate) broken: B,
}

/// So many threads as there are cores.
pub(crate) fn cores() -> NonZeroUsize {
    available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

/// Does the work for all inputs; what comes of it is in their order. One input, or one job, needs
/// no thread.
pub(crate) fn each<I, T, D, B>(inputs: &[I], jobs: NonZeroUsize, work: &Work<D, B>) -> Vec<T>
where
    I: Sync,
    T: Send,
    D: Fn(&I) -> T + Sync,
    B: Fn(&I) -> T + Sync,
{
    let one = |input: &I| {
        panic::catch_unwind(AssertUnwindSafe(|| (work.does)(input)))
            .unwrap_or_else(|_| (work.broken)(input))
    };
    let threads = jobs.get().min(inputs.len());
    if threads <= 1 {
        return inputs.iter().map(one).collect();
    }
    let next = AtomicUsize::new(0);
    let some = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(input) = inputs.get(at) else { return done };
            done.push((at, one(input)));
        }
    };
    let mut done = std::thread::scope(|scope| {
        // This thread works too, so one that cannot be had only makes it slower.
        let others: Vec<_> = (1..threads).map_while(|_| helper(scope, &some)).collect();
        let mut done = some();
        done.extend(others.into_iter().filter_map(|other| other.join().ok()).flatten());
        done
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, done)| done).collect()
}

fn helper<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    work: &'scope (impl Fn() -> T + Sync),
) -> Option<ScopedJoinHandle<'scope, T>> {
    Builder::new().stack_size(STACK).spawn_scoped(scope, work).ok()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::{Barrier, Mutex};
    use std::thread;

    use super::*;

    fn jobs(number: usize) -> NonZeroUsize {
        NonZeroUsize::new(number).unwrap()
    }

    #[test]
    fn what_comes_of_it_is_in_the_order_of_the_inputs() {
        let inputs: Vec<usize> = (0..500).collect();
        let work = Work { does: |input: &usize| input * 2, broken: |_: &usize| 0 };
        for number in [1, 2, 7, 1000] {
            let done = each(&inputs, jobs(number), &work);
            assert_eq!(done, inputs.iter().map(|input| input * 2).collect::<Vec<_>>());
        }
        assert_eq!(each(&[], jobs(4), &work), Vec::<usize>::new());
    }

    #[test]
    fn so_many_inputs_are_worked_on_at_once() {
        // Nobody comes past before three are here.
        let meeting = Barrier::new(3);
        let seen = Mutex::new(BTreeSet::new());
        let does = |_: &usize| {
            meeting.wait();
            seen.lock().unwrap().insert(format!("{:?}", thread::current().id()));
        };
        each(&[1, 2, 3], jobs(3), &Work { does, broken: |_: &usize| () });
        assert_eq!(seen.lock().unwrap().len(), 3);
    }

    #[test]
    fn one_input_or_one_job_needs_no_thread() {
        let here = thread::current().id();
        let work = Work { does: |_: &i32| thread::current().id(), broken: |_: &i32| here };
        assert_eq!(each(&[1, 2, 3], jobs(1), &work), [here; 3]);
        assert_eq!(each(&[1], jobs(8), &work), [here]);
    }

    #[test]
    fn a_panic_over_one_input_is_its_own_problem() {
        let does = |input: &i32| if *input == 2 { panic::panic_any(()) } else { "fine" };
        let work = Work { does, broken: |_: &i32| "broken" };
        let before = panic::take_hook();
        panic::set_hook(Box::new(|_| {}));
        let done = [1, 2].map(|number| each(&[1, 2, 3], jobs(number), &work));
        panic::set_hook(before);
        assert_eq!(done, [["fine", "broken", "fine"], ["fine", "broken", "fine"]]);
    }
}
