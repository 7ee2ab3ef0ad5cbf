using Nightshift.Cli.Commands;
using Nightshift.Cli.Display;
using Nightshift.Engine;
using Nightshift.Gathering;
using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Cli.Gathering;

/// <summary>Closes lots that are due, takes closed ones in as jobs that a <see cref="WorkRound"/> carries on, and sees to it that their outputs are written.</summary>
/// <param name="home">The store's folder.</param>
/// <param name="round">Carries jobs on.</param>
/// <param name="control">Stops it.</param>
/// <param name="time">The clock.</param>
internal sealed class DueLots(string home, WorkRound round, RunControl control, TimeProvider time)
{
    private readonly Dictionary<string, RequestQueue> _queues = new(StringComparer.Ordinal);
    private readonly Setbacks _setbacks = new(time);

    /// <summary>Whether a lot is to be closed or taken in. It only looks, and at no store; of a lot that it has looked at before, at what has come since.</summary>
    public bool AreDue() => Each(queue =>
    {
        var isDue = IsDue(queue, queue.Stand());
        _setbacks.Forget(AsSuch(queue.Name));
        return isDue;
    }).Contains(true);

    /// <summary>Whether the output of a lot waits to be written, as after a crash.</summary>
    public async Task<bool> AreLeftAsync(IStore store)
    {
        foreach (var (lot, job) in Each(Unwritten).SelectMany(unwritten => unwritten))
        {
            if (!_setbacks.Holds(lot) && (await store.FindJobAsync(job) is not { } known || IsOver(known)))
                return true;
        }

        return false;
    }

    /// <summary>Closes what is due and takes in what is closed: from now, or from before a crash.</summary>
    public async Task BeginAsync(Session session)
    {
        foreach (var queue in Each(queue => queue).Where(queue => !_setbacks.Holds(AsSuch(queue.Name))))
        {
            await TryAsync(queue.Name, async () =>
            {
                if (await queue.CloseDueAsync() is { } closed)
                    Screen.Say($"Queue {queue.Name}: lot {closed.Number} is due, and is closed.");
            });
        }

        foreach (var (queue, lot) in Each(queue => queue.Stand().Closed.Select(lot => (queue, lot))).SelectMany(closed => closed))
        {
            if (control.Stop.IsCancellationRequested)
                return;
            await TryAsync(NameOf(queue, lot.Number), async () =>
            {
                var job = await queue.TakeInAsync(session.Engine, lot, LotCommand.Read(queue.Definition), new RunNarrator(), control.Stop);
                round.TakeUp(job.Id);
            });
        }
    }

    /// <summary>Strikes out the lots whose jobs have ended with their outputs written; one that a crash kept from being written is written first.</summary>
    public async Task EndAsync(Session session)
    {
        Failpoint.Hit(LotFailpoints.WorkedOn);
        foreach (var (queue, lot, id) in Each(queue => queue.ListUnwritten().Select(one => (queue, one.Lot, one.Job))).SelectMany(unwritten => unwritten))
        {
            var job = await session.Engine.Store.FindJobAsync(id);
            if (job is not null && !IsOver(job))
                continue;
            await TryAsync(NameOf(queue, lot), async () =>
            {
                if (job is not null && round.EndOf(id) is not (ExitCode.Success or ExitCode.SomeFailed))
                {
                    await session.Engine.CarryOnAsync(id, control: control);
                    Screen.Say($"Queue {queue.Name}: lot {lot} is answered, and its output is written.");
                }

                queue.NoteWritten(lot);
            });
        }
    }

    private bool IsDue(RequestQueue queue, QueueStanding standing) =>
        (standing.Decision is LotDecision.Close && !_setbacks.Holds(queue.Name)) || standing.Closed.Any(lot => !_setbacks.Holds(NameOf(queue, lot.Number)));

    private static bool IsOver(Job job) => job.State == JobState.Finished || (job.State == JobState.Cancelled && job.Counts.Done == job.Counts.Total);

    /// <summary>What a queue is noted under that cannot be read at all.</summary>
    private static string AsSuch(string queue) => $"{queue} as such";

    private static string NameOf(RequestQueue queue, long lot) => $"{queue.Name}, lot {lot}";

    private static IEnumerable<(string Lot, JobId Job)> Unwritten(RequestQueue queue) => queue.ListUnwritten().Select(one => (NameOf(queue, one.Lot), one.Job));

    /// <summary>What there is to say of each queue; one that cannot be read is said, and keeps no other.</summary>
    private List<T> Each<T>(Func<RequestQueue, T> look)
    {
        var all = new List<T>();
        foreach (var name in RequestQueue.List(home))
        {
            try
            {
                all.Add(look(Find(name)));
            }
            catch (Exception e) when (e is QueueException or IOException or UnauthorizedAccessException)
            {
                Say(AsSuch(name), name, e);
            }
        }

        return all;
    }

    /// <summary>The queue as it is; the object of before, when it is the same: that need not count again what it has counted.</summary>
    private RequestQueue Find(string name)
    {
        var queue = RequestQueue.Open(home, name, time);
        if (_queues.TryGetValue(name, out var known) && known.Definition.Id == queue.Definition.Id)
            return known;
        return _queues[name] = queue;
    }

    /// <summary>Does it, unless it has failed just now. What keeps one lot need not keep the others, and nothing of it is lost.</summary>
    private async Task TryAsync(string what, Func<Task> act)
    {
        if (_setbacks.Holds(what))
            return;
        try
        {
            await act();
            _setbacks.Forget(what);
        }
        catch (OperationCanceledException) when (control.Stop.IsCancellationRequested)
        {
            // The lot is there: the next start takes it in.
            round.Note(ExitCode.Unfinished);
        }
        catch (Exception e) when (e is not StoreException)
        {
            Say(what, what, e);
        }
    }

    private void Say(string what, string called, Exception fault)
    {
        if (!_setbacks.Note(what, fault.Message))
            return;
        Screen.Say($"Queue {called}: it is kept as it is and tried again later.");
        round.Note(FaultReport.Say(fault));
    }
}
