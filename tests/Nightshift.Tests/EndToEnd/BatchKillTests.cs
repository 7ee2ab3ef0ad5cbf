using Nightshift.Batching;
using Nightshift.Stores;
using Nightshift.Tests.Batching;

namespace Nightshift.Tests.EndToEnd;

/// <summary>kill -9 of jobs with batches, at named points and at random: no batch is made twice, no row lost or paid twice, nothing left behind.</summary>
public sealed class BatchKillTests(ITestOutputHelper output)
{
    private const int RandomKills = 5;

    public static TheoryData<string> Dialects => [.. Dialect.All.Select(dialect => dialect.Name).Where(name => HowMany.All || name is "openai" or "anthropic")];

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Kills_pay_nothing_twice_lose_nothing_and_leave_nothing(string name)
    {
        var (dialect, random, figures) = (Dialect.Of(name), Seed.Random(output), new BatchKillFigures());
        var points = Points(dialect);
        // 1. One job, killed at each point on its way.
        await using (var bench = await BatchKillBench.CreateAsync(dialect, random, figures))
        {
            foreach (var point in points)
                await bench.KillAtAsync(point, nth: 1);
            await bench.FinishAsync();
        }

        // 2. Jobs that are killed at a point when one of their batches passes it, then at random.
        var wanted = HowMany.Of(points.Count + RandomKills, 60);
        while (figures.Kills < wanted)
        {
            await using var bench = await BatchKillBench.CreateAsync(dialect, random, figures);
            await bench.KillAtAsync(points[random.Next(points.Count)], nth: 1 + random.Next(3));
            for (var kill = 0; kill < RandomKills && figures.Kills < wanted; kill++)
            {
                if (!await bench.KillAfterAsync(TimeSpan.FromMilliseconds(200 + random.Next(2_000))))
                    break;
            }

            await bench.FinishAsync();
        }

        output.WriteLine($"{name}: {figures}");
    }

    [Fact]
    public async Task A_creation_that_was_refused_at_first_is_looked_for_as_long_as_any_other_after_a_kill()
    {
        var (random, figures) = (Seed.Random(output), new BatchKillFigures());
        await using var bench = await BatchKillBench.CreateAsync(
            Dialect.Of("openai"), random, figures, rows: 5, listLag: TimeSpan.FromSeconds(3), "429-rpm:call=create,first=2", "batch-hidden:delay=2s");
        await bench.KillAtAsync(BatchFailpoints.Created, nth: 3);
        await bench.FinishAsync();
    }

    /// <summary>The named points that batches of a dialect pass, in their order.</summary>
    private static IReadOnlyList<string> Points(Dialect dialect)
    {
        string[] ofUploads = [BatchFailpoints.UploadIntended, BatchFailpoints.Uploaded, BatchFailpoints.UploadStored];
        return
        [
            BatchFailpoints.Spooled, StoreFailpoints.BatchSealed,
            .. BatchFailpoints.All.Skip(1).Where(point => dialect.Terms.Protocol.UploadsFile || !ofUploads.Contains(point)),
        ];
    }
}
