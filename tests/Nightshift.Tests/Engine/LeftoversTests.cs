using System.Reflection;
using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Stores;
using Nightshift.Stores.InMemory;
using Nightshift.Tests.Sending;

namespace Nightshift.Tests.Engine;

/// <summary>An engine that lives on after its disk was full.</summary>
public sealed class LeftoversTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Claims_that_a_full_disk_did_not_take_back_are_freed_once_there_is_room_without_a_new_start(int intentsBefore)
    {
        await using var bench = await EngineBench.CreateAsync();
        FullDisk? disk = null;
        await using var engine = await NightshiftEngine.OpenAsync(new EngineOptions
        {
            Home = bench.Folder["home"],
            OpenStore = time => FullDisk.Before(new InMemoryStore(time), out disk),
            Environment = _ => "sk-test",
            CreateTransport = () => new HttpMessageInvoker(ScriptedTransport.Answering("yes")),
        });
        var job = await engine.SubmitAsync(bench.Request(Enumerable.Range(0, 600).Select(n => $"text {n}")));
        disk!.Refuses = [nameof(IStore.MarkSentAsync), nameof(IStore.ReleaseAsync)];
        disk.Spares = intentsBefore;
        var paused = await engine.CarryOnAsync(job.Id);
        (paused.Ending, paused.Cause).ShouldBe((Ending.Paused, PauseCause.DiskFull));
        disk.Refused.Keys.ShouldBe([nameof(IStore.MarkSentAsync), nameof(IStore.ReleaseAsync)], ignoreOrder: true);
        paused.Job.Counts.Claimed.ShouldBeGreaterThan(0);

        (await engine.CarryOnAsync(job.Id)).Cause.ShouldBe(PauseCause.DiskFull, "there is still no room");
        disk.Refuses = [];
        var end = await engine.CarryOnAsync(job.Id);
        (end.Ending, end.Job.Counts.Succeeded).ShouldBe((Ending.Finished, 600));
    }

    /// <summary>A store whose disk refuses some of its writes.</summary>
#pragma warning disable CA1852 // It is derived from when it is created.
    internal class FullDisk : DispatchProxy
#pragma warning restore CA1852
    {
        private IStore _store = null!;

        public string[] Refuses { get; set; } = [];

        /// <summary>How many calls of the first kind still succeed.</summary>
        public int Spares { get; set; }

        public Dictionary<string, int> Refused { get; } = [];

        public static IStore Before(IStore store, out FullDisk disk)
        {
            var proxy = Create<IStore, FullDisk>();
            disk = (FullDisk)(object)proxy;
            disk._store = store;
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (!Refuses.Contains(targetMethod!.Name) || (targetMethod.Name == Refuses[0] && Spares-- > 0))
                return targetMethod.Invoke(_store, args);
            Refused[targetMethod.Name] = Refused.GetValueOrDefault(targetMethod.Name) + 1;
            throw new StoreException("the disk is full") { IsDiskFull = true };
        }
    }
}
