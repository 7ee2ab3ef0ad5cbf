using Nightshift.Engine;
using Nightshift.Intake;
using Nightshift.Model;

namespace Nightshift.Gathering;

public sealed partial class RequestQueue
{
    /// <summary>What stands for a lot's number in the path of its output.</summary>
    public const string LotMark = "{lot}";

    /// <summary>Closes the open lot; null when nothing is in it.</summary>
    public Task<ClosedLot?> CloseAsync() => CloseAsync(isDue: _ => true);

    /// <summary>Closes the open lot when it is due; null when it is not.</summary>
    public Task<ClosedLot?> CloseDueAsync() => CloseAsync(lot => Definition.Rule.Decide(lot, _time.GetUtcNow()) is LotDecision.Close);

    /// <summary>
    /// Takes a closed lot in as a job, named and tagged after the queue, and removes its file once the store has its rows. Called again after a
    /// crash it finds the same job. A lot is a job of its own whatever its rows are; those that have been answered take their answers from the cache.
    /// </summary>
    /// <param name="engine">The store's owner.</param>
    /// <param name="lot">A lot that is closed.</param>
    /// <param name="like">The job; its input is left aside, and <see cref="LotMark"/> in its output's path becomes the lot's number.</param>
    /// <param name="progress">Is told what happens.</param>
    /// <param name="stop">Leaves it to the next call.</param>
    /// <exception cref="InputException">No row of it can be used. The lot stays.</exception>
    /// <exception cref="QueueException">The job has it, and its file cannot be removed.</exception>
    /// <inheritdoc cref="NightshiftEngine.SubmitAsync" path="/exception"/>
    public async Task<Job> TakeInAsync(NightshiftEngine engine, ClosedLot lot, JobRequest like, IProgress<RunEvent>? progress = null, CancellationToken stop = default)
    {
        Failpoint.Hit(QueueFailpoints.Closed);
        var job = await engine.SubmitAsync(
            like with
            {
                Input = new InputSource(lot.Path) { Format = InputFormat.Jsonl, DisplayName = $"lot {lot.Number} of queue {Name}" },
                Name = $"{Name} lot {lot.Number}",
                IdColumn = Definition.Column,
                Tags = [.. like.Tags.Append(Tag).Distinct(StringComparer.Ordinal)],
                Output = like.Output is { } output ? output with { Path = output.Path.Replace(LotMark, QueueFolder.Digits(lot.Number)) } : null,
                Lot = new LotOrigin(Name, Definition.Id, lot.Number),
            },
            progress,
            stop);
        Failpoint.Hit(QueueFailpoints.TakenIn);
        try
        {
            if (like.Output is not null)
                QueueFolder.Put(_folder.NotePath(lot.Number), System.Text.Encoding.UTF8.GetBytes(job.Id.ToString()));
            Failpoint.Hit(QueueFailpoints.Noted);
            File.Delete(lot.Path);
            DiskSync.Real.Folder(_folder.Lots);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new QueueException($"job {job.Id} has lot {lot.Number} of '{Name}', whose file cannot be removed ({e.Message.TrimEnd('.')}): make {_folder.Lots} writable", e) { IsPassing = true };
        }

        Failpoint.Hit(QueueFailpoints.Removed);
        return job;
    }

    /// <summary>Lots that were taken in and whose outputs are not known to be written, with their jobs.</summary>
    public IReadOnlyList<(long Lot, JobId Job)> ListUnwritten() => _folder.Notes();

    /// <summary>The output of a lot is in its place, or will never be wanted.</summary>
    public void NoteWritten(long lot) => File.Delete(_folder.NotePath(lot));

    /// <summary>Removes a queue. Its jobs stay.</summary>
    /// <param name="home">The home folder.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="discard">Whether requests that no job has yet go with it; otherwise it stays when there are any.</param>
    /// <exception cref="QueueException">There is none; or requests wait in it.</exception>
    public static async Task RemoveAsync(string home, string name, bool discard)
    {
        var folder = new QueueFolder(home, name);
        if (!Directory.Exists(folder.Path))
            throw new QueueException($"there is no queue '{name}'{NearestName.Hint(name, List(home))}");
        using var hold = await QueueLock.TakeAsync(folder);
        if (!discard && Waits(folder))
        {
            throw new QueueException($"requests wait in the queue '{name}': send them first (nightshift queue send {name}, and `nightshift work`), "
                + $"or drop them with: nightshift queue rm {name} --discard");
        }

        folder.Remove();
    }

    private static bool Waits(QueueFolder folder)
    {
        if (folder.ClosedLots().Count > 0)
            return true;
        using var file = LotLines.TryOpen(folder.OpenLotPath(OpenPointer.Read(folder).Lot));
        return file is not null && LotLines.WholeLength(file) > 0;
    }

    private async Task<ClosedLot?> CloseAsync(Func<OpenLot, bool> isDue)
    {
        using var hold = await QueueLock.TakeAsync(_folder);
        try
        {
            return Measure() is { Requests: > 0 } open && isDue(open) ? Close(open.Number) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new QueueException($"the open lot of '{Name}' cannot be closed ({e.Message.TrimEnd('.')}): make {_folder.Path} writable; until then it goes on collecting", e) { IsPassing = true };
        }
    }

    /// <summary>Closes a lot with requests, under the lock.</summary>
    private ClosedLot Close(long lot)
    {
        using (var file = Stores.StoreFolder.OpenPrivate(_folder.OpenLotPath(lot), FileShare.ReadWrite | FileShare.Delete))
        {
            var whole = LotLines.WholeLength(file);
            if (whole < file.Length)
            {
                file.SetLength(whole);
                DiskSync.Real.File(file);
            }
        }

        var path = _folder.ClosedLotPath(lot);
        File.Move(_folder.OpenLotPath(lot), path);
        DiskSync.Real.Folder(_folder.Lots);
        DiskSync.Real.Folder(_folder.Path);
        return new ClosedLot(lot, path);
    }
}
