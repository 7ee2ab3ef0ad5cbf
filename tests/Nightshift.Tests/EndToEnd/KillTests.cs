using System.Security.Cryptography;
using System.Text;
using Nightshift.Model;
using Nightshift.Simulator;
using Nightshift.Stores;
using Nightshift.Stores.Sqlite;

namespace Nightshift.Tests.EndToEnd;

/// <summary>kill -9 at random moments, and the same command again until it is done: what users do.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Rows = 20_000;
    private const int Kills = 20;

    [Fact]
    public async Task Twenty_random_kills_lose_nothing_duplicate_nothing_and_cross_nothing()
    {
        var seed = RandomNumberGenerator.GetInt32(int.MaxValue);
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var folder = new TemporaryFolder();
        var input = folder.Write("rows.csv", Input(random));
        // One label fits all: what is checked is whose answer it is.
        await using var provider = await SimulatorServer.StartAsync(
            new SimulatorOptions { Latency = TimeSpan.FromMilliseconds(15) }, TimeProvider.System, CancellationToken.None);
        string[] command =
        [
            "run", input, "--id", "id", "--model", "openai/echo+sha", "--prompt", "row {{id}}: {{text}}", "--base-url", $"{provider.BaseAddress}openai/v1",
            "--concurrency", "48", "-o", folder["answers.jsonl"],
        ];

        var kills = await KillWhileWorkingAsync(folder["home"], command, provider, random);
        var finished = await NightshiftProcess.RunAsync(folder["home"], command);

        finished.Code.ShouldBe(0, finished.Errors);
        var inFlight = kills.Sum(kill => kill.InFlight);
        var duplicates = provider.Ledger.Totals.Executed - Rows;
        output.WriteLine($"kills {kills.Count}, in work {kills.Count(kill => kill.WasWorking)}, in flight at kills {inFlight}, paid duplicates {duplicates}");
        foreach (var (phase, count) in kills.CountBy(kill => kill.Phase))
            output.WriteLine($"  {phase}: {count}");

        kills.Count.ShouldBe(Kills);
        kills.Count(kill => kill.WasWorking).ShouldBeGreaterThanOrEqualTo(Kills * 7 / 10, "the kills must hit work in progress");
        duplicates.ShouldBeInRange(0, inFlight);
        CheckAnswers(folder["answers.jsonl"]);
        await using var store = SqliteStore.OpenReadOnly(folder["home"]);
        (await store.CheckAsync().ToListAsync()).ShouldBeEmpty();
    }

    private static string Input(Random random)
    {
        var csv = new StringBuilder("id,text\n");
        for (var row = 0; row < Rows; row++)
            csv.Append($"r{row},\"text {random.Next()} with \"\"quotes\"\", commas\nand lines\"\n");
        return csv.ToString();
    }

    private async Task<List<Kill>> KillWhileWorkingAsync(string home, string[] command, SimulatorServer provider, Random random)
    {
        var kills = new List<Kill>();
        while (kills.Count < Kills)
        {
            await using var process = NightshiftProcess.Start(home, command);
            await Task.Delay(TimeSpan.FromMilliseconds(250 + random.Next(700)), TimeProvider.System, CancellationToken.None);
            if (process.HasExited)
                throw new InvalidOperationException($"it was done after {kills.Count} kills: make the job longer. {(await process.EndAsync()).Errors}");
            var inFlight = provider.Ledger.Totals.InFlight;
            process.Kill();
            await process.EndAsync();
            // Calls that were on their way to the provider when it was killed have arrived by now, or never will.
            kills.Add(await LookAsync(home, Math.Max(inFlight, provider.Ledger.Totals.InFlight)));
            output.WriteLine($"kill {kills.Count}: {kills[^1]}");
        }

        return kills;
    }

    private static async Task<Kill> LookAsync(string home, int inFlight)
    {
        if (!StoreFolder.Exists(home))
            return new Kill("start", inFlight);
        await using var store = SqliteStore.OpenReadOnly(home);
        if (await store.ListJobsAsync() is not [var job])
            return new Kill("start", inFlight);
        return new Kill(job.State == JobState.Intake ? "intake" : job.Counts.Done < job.Counts.Total ? "sending" : "output", Math.Max(inFlight, (int)job.Counts.Sent));
    }

    private static void CheckAnswers(string path)
    {
        var index = 0;
        foreach (var line in File.ReadLines(path))
        {
            using var answer = System.Text.Json.JsonDocument.Parse(line);
            var root = answer.RootElement;
            root.GetProperty("index").GetInt64().ShouldBe(index, "rows are in input order, each once");
            root.GetProperty("id").GetString().ShouldBe($"r{index}");
            root.GetProperty("status").GetString().ShouldBe("succeeded");
            var prompt = $"row r{index}: {root.GetProperty("row").GetProperty("text").GetString()}";
            root.GetProperty("output").GetString().ShouldBe($"{prompt} sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(prompt)))}");
            index++;
        }

        index.ShouldBe(Rows, "no row is lost");
    }

    private sealed record Kill(string Phase, int InFlight)
    {
        public bool WasWorking => Phase is "intake" or "sending";
    }
}
