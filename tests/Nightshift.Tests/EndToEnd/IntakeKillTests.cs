using System.Text;
using Nightshift.Model;
using Nightshift.Stores;
using Nightshift.Stores.Sqlite;

namespace Nightshift.Tests.EndToEnd;

/// <summary>kill -9 while the input is taken in: what is in the store is always its beginning, and in the end it is all of it, once.</summary>
public sealed class IntakeKillTests(ITestOutputHelper output) : IDisposable
{
    private const int Rows = 300_000;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Random_kills_during_intake_leave_a_beginning_of_the_input_and_lose_nothing()
    {
        var random = Seed.Random(output);
        var (wanted, kills, inIntake, jobs, start) = (HowMany.Of(10, 500), 0, 0, 0, 200);
        var input = _folder.Write("rows.csv", Input());
        while (inIntake < wanted)
        {
            var home = _folder[$"home-{jobs++}"];
            string[] command = ["submit", input, "--id", "id", "--model", "openai/echo", "--base-url", "http://127.0.0.1:9/v1", "--prompt", "{{text}}"];
            while (inIntake < wanted)
            {
                kills.ShouldBeLessThan(10 * wanted, "the kills must hit the intake");
                await using var process = NightshiftProcess.Start(home, command);
                await Task.Delay(TimeSpan.FromMilliseconds(start + random.Next(900)), TimeProvider.System, CancellationToken.None);
                if (process.HasExited)
                    break;
                process.Kill();
                await process.EndAsync();
                kills++;
                var stored = await CountAsync(home);
                inIntake += stored is > 0 and < Rows ? 1 : 0;
                // A busy machine takes longer to come to the first chunk.
                start += stored == 0 ? 300 : 0;
            }

            var finished = await NightshiftProcess.RunAsync(home, command);
            finished.Code.ShouldBe(0, finished.Errors);
            (await CountAsync(home)).ShouldBe(Rows, "no row is lost");
            Directory.Delete(home, recursive: true);
        }

        output.WriteLine($"{kills} kills over {jobs} jobs of {Rows} rows, {inIntake} of them between two chunks: lost 0, duplicated 0");
    }

    private static string Input()
    {
        var csv = new StringBuilder("id,text\n");
        for (var row = 0; row < Rows; row++)
            csv.Append($"r{row},text {row}\n");
        return csv.ToString();
    }

    /// <summary>Rows in the store, each of which must be the one that the input has at its place.</summary>
    private static async Task<int> CountAsync(string home)
    {
        if (!StoreFolder.Exists(home))
            return 0;
        await using var store = OpenOrNull(home);
        if (store is null || await store.ListJobsAsync() is not [var job])
            return 0;
        var index = 0;
        await foreach (var row in store.ReadResultsAsync(job.Id))
        {
            (row.Id.Index, row.UserId, row.State).ShouldBe((index, $"r{index}", RowState.Pending));
            Encoding.UTF8.GetString(row.Record.Span).ShouldBe($$"""{"id":"r{{index}}","text":"text {{index}}"}""");
            index++;
        }

        return index;
    }

    private static SqliteStore? OpenOrNull(string home)
    {
        try
        {
            return SqliteStore.OpenReadOnly(home);
        }
        catch (StoreException)
        {
            // The kill came before the store had its tables.
            return null;
        }
    }
}
