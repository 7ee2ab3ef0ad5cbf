using System.Text.Json;
using Nightshift.Model;
using Nightshift.Simulator;
using Nightshift.Stores;
using Nightshift.Stores.Sqlite;
using Nightshift.Tests.Clocks;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Cli;

/// <summary>Schedules as their user has them: added, listed, fired by <c>work</c>.</summary>
public sealed class ScheduleTests : IDisposable
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("0 2 * *", "4 of the five fields", "run", "rows.csv", "--model", "sim/echo", "--prompt", "{{text}}", "-o", "out.csv")]
    [InlineData("0 2 30 2 *", "never comes", "run", "rows.csv", "--model", "sim/echo", "--prompt", "{{text}}", "-o", "out.csv")]
    [InlineData("0 2 * * *", "a schedule runs `run` or `submit`, not `rm`", "rm", "1")]
    [InlineData("0 2 * * *", "Unrecognized command or argument '--modle'", "run", "rows.csv", "--modle", "sim/echo", "-o", "out.csv")]
    [InlineData("0 2 * * *", "say where the answers go with --output", "run", "rows.csv", "--model", "sim/echo", "--prompt", "{{text}}")]
    [InlineData("0 2 * * *", "name a file", "run", "-", "--model", "sim/echo", "--prompt", "{{text}}", "-o", "out.csv")]
    [InlineData("0 2 * * *", "did you mean 'rows.csv'?", "run", "row.csv", "--model", "sim/echo", "--prompt", "{{text}}", "-o", "out.csv")]
    [InlineData("0 2 * * *", "cannot read", "run", "rows.csv", "--task", "none.yaml", "-o", "out.csv")]
    [InlineData("0 2 * * *", "before the --", "run", "rows.csv", "--home", "/tmp", "--model", "sim/echo", "--prompt", "{{text}}", "-o", "out.csv")]
    [InlineData("0 2 * * *", "opneai", "run", "rows.csv", "--model", "opneai/x", "--prompt", "{{text}}", "-o", "out.csv")]
    public async Task What_could_not_be_run_is_refused_when_it_is_added(string cron, string cure, params string[] command)
    {
        WriteRows(2);
        var end = await InFolderAsync(["schedule", "add", cron, "--", .. command]);
        end.Code.ShouldBe(2, end.Errors);
        end.Errors.ShouldContain(cure);
        StoreFolder.Exists(_folder["home"]).ShouldBeFalse("nothing is kept of what is refused");
    }

    [Fact]
    public async Task A_schedule_is_added_listed_and_removed()
    {
        WriteRows(2);
        var added = await InFolderAsync(["schedule", "add", "@daily", "--time-zone", "Europe/Berlin", "--missed", "skip", "--", "run", "rows.csv", "--model", "sim/echo", "--prompt", "{{text}}", "-o", "out.csv"]);
        (added.Code, added.Output).ShouldBe((0, "rows\n"), added.Errors);
        (await InFolderAsync(["schedule", "add", "@daily", "--", "run", "rows.csv", "--model", "sim/echo", "--prompt", "{{text}}", "-o", "out.csv"])).Errors.ShouldContain("there is a schedule 'rows'");

        var listed = await InFolderAsync(["schedule", "list"]);
        listed.Output.ShouldContain("rows   @daily   Europe/Berlin   missed runs are left out");
        listed.Output.ShouldContain("run rows.csv --model sim/echo --prompt '{{text}}' -o out.csv");
        listed.Output.ShouldContain("last  none yet");
        var schedule = (await ListAsync()).ShouldHaveSingleItem();
        schedule.GetProperty("folder").GetString().ShouldBe(new DirectoryInfo(_folder.Path).FullName);
        schedule.GetProperty("next_at").GetDateTimeOffset().ShouldBeGreaterThan(TimeProvider.System.GetUtcNow());

        (await InFolderAsync(["schedule", "rm", "row"])).Errors.ShouldContain("there are: rows");
        (await InFolderAsync(["schedule", "rm", "rows"])).Code.ShouldBe(0);
        (await InFolderAsync(["schedule", "list"])).Errors.ShouldContain("No schedules yet");
    }

    [Fact]
    public async Task The_next_night_pays_for_new_and_changed_rows_alone()
    {
        await using var provider = await StartAsync();
        WriteRows(20);
        _folder.Write("prompt.txt", "Say {{text}}");
        await AddAsync(provider, created: TimeProvider.System.GetUtcNow() - (2 * Day), ["run", "rows.csv", "--prompt", "@prompt.txt", "-o", "out.csv"]);

        (await WorkAsync()).Errors.ShouldContain("Schedule nightly: the run of");
        provider.Ledger.Calls().Count().ShouldBe(20);
        (await WorkAsync()).Code.ShouldBe(0);
        provider.Ledger.Calls().Count().ShouldBe(20, "that time has been run");

        // The next night, a day of the schedule's later: three rows are new, two have changed.
        await RewindAsync();
        _folder.Write("rows.csv", "text\nother 0\nother 1\n" + string.Concat(Enumerable.Range(2, 21).Select(row => $"row {row}\n")));
        (await WorkAsync()).Code.ShouldBe(0);
        provider.Ledger.Calls().Count().ShouldBe(20 + 5);
        File.ReadLines(_folder["out.csv"]).Count().ShouldBe(24);
        File.ReadLines(_folder["out.csv"]).Skip(1).ShouldAllBe(line => line.Contains(",succeeded,"));

        var runs = (await ListAsync("nightly")).ShouldHaveSingleItem().GetProperty("runs").EnumerateArray().ToList();
        runs.Select(run => (run.GetProperty("outcome").GetString(), run.GetProperty("rows").GetInt32(), run.GetProperty("job").GetInt64())).ShouldBe([("succeeded", 23, 2), ("succeeded", 20, 1)]);
    }

    [Fact]
    public async Task A_run_in_batches_is_left_to_later_rounds_and_meanwhile_the_next_is_left_out()
    {
        await using var provider = await StartAsync(TimeSpan.FromHours(1));
        WriteRows(4);
        await AddAsync(provider, created: TimeProvider.System.GetUtcNow() - (2 * Day), ["submit", "rows.csv", "--prompt", "{{text}}", "--strategy", "cheapest", "-o", "out.csv"]);
        (await WorkAsync()).Code.ShouldBe(5);
        await RewindAsync();
        var second = await WorkAsync();
        second.Errors.ShouldContain("is left out: the one before has not ended");
        provider.Ledger.Batches().Count.ShouldBe(1);
        (await InFolderAsync(["schedule", "list", "nightly"])).Output.ShouldContain("under way; job 1");
        (await InFolderAsync(["schedule", "run", "nightly"])).Errors.ShouldContain("has not ended (job 1)");
    }

    [Fact]
    public async Task What_was_missed_is_left_out_where_that_is_wanted()
    {
        await using var provider = await StartAsync();
        WriteRows(2);
        // Nightly at the hour that was two hours ago.
        var hour = (TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(2)).Hour;
        await AddAsync(provider, TimeProvider.System.GetUtcNow() - (3 * Day), ["run", "rows.csv", "--prompt", "{{text}}", "-o", "out.csv"], $"0 {hour} * * *", MissedPolicy.Skip);
        (await WorkAsync()).Errors.ShouldContain("was missed, and is left out");
        provider.Ledger.Calls().ShouldBeEmpty();
        (await InFolderAsync(["schedule", "list"])).Output.ShouldContain("left out: missed");
    }

    [Fact]
    public async Task A_run_that_cannot_begin_says_why_and_keeps_no_other()
    {
        await using var provider = await StartAsync();
        WriteRows(2);
        await AddAsync(provider, TimeProvider.System.GetUtcNow() - (2 * Day), ["run", "gone.csv", "--prompt", "{{text}}", "-o", "gone-out.csv"], name: "broken");
        await AddAsync(provider, TimeProvider.System.GetUtcNow() - (2 * Day), ["run", "rows.csv", "--prompt", "{{text}}", "-o", "out.csv"]);
        (await WorkAsync()).Code.ShouldBe(2);
        File.ReadLines(_folder["out.csv"]).Count().ShouldBe(3);
        (await InFolderAsync(["schedule", "list", "broken"])).Output.ShouldContain("refused; there is no file gone.csv");
        var doctor = await InFolderAsync(["doctor"]);
        doctor.Code.ShouldBe(1);
        doctor.Output.ShouldContain("schedule   broken: cannot be run: there is no file gone.csv");
        doctor.Output.ShouldContain("schedule   nightly: can be run");
    }

    [Fact]
    public async Task A_run_by_hand_works_from_the_schedules_folder_and_leaves_its_times_alone()
    {
        await using var provider = await StartAsync();
        WriteRows(3);
        await AddAsync(provider, TimeProvider.System.GetUtcNow(), ["run", "rows.csv", "--prompt", "{{text}}", "-o", "out.csv"]);
        var end = await NightshiftProcess.RunAsync(_folder["home"], ["schedule", "run", "nightly"]);
        end.Code.ShouldBe(0, end.Errors);
        File.ReadLines(_folder["out.csv"]).Count().ShouldBe(4);
        (await InFolderAsync(["schedule", "list"])).Output.ShouldContain("succeeded, by hand; 3 rows, $");
        (await InFolderAsync(["schedule", "run", "nightly"])).Code.ShouldBe(0);
        provider.Ledger.Calls().Count().ShouldBe(3, "the same rows again are answered");
    }

    [Fact]
    public async Task Two_schedules_of_the_same_rows_pay_once_and_have_an_output_each()
    {
        await using var provider = await StartAsync();
        WriteRows(3);
        foreach (var name in new[] { "one", "two" })
            await AddAsync(provider, TimeProvider.System.GetUtcNow() - (2 * Day), ["run", "rows.csv", "--prompt", "{{text}}", "-o", $"{name}.csv"], name: name);
        (await WorkAsync()).Code.ShouldBe(0);
        provider.Ledger.Calls().Count().ShouldBe(3);
        foreach (var name in new[] { "one.csv", "two.csv" })
            File.ReadLines(_folder[name]).Count().ShouldBe(4);
    }

    [Theory]
    [InlineData("scheduled-run-claimed")]
    [InlineData("scheduled-run-taken-in")]
    [InlineData("scheduled-run-started")]
    [InlineData("scheduled-run-worked-on")]
    public async Task A_kill_at_any_step_neither_loses_the_run_nor_fires_it_again(string failpoint)
    {
        await using var provider = await StartAsync();
        WriteRows(5);
        await AddAsync(provider, TimeProvider.System.GetUtcNow() - (2 * Day), ["run", "rows.csv", "--prompt", "{{text}}", "-o", "out.csv"]);
        (await NightshiftProcess.RunAsync(_folder["home"], ["work", "--once"], null, ("NIGHTSHIFT_FAILPOINT", $"{failpoint}:1:kill"))).Code.ShouldNotBe(0);
        File.Delete(_folder["out.csv"]);

        (await WorkAsync()).Code.ShouldBe(0);
        provider.Ledger.Calls().Count().ShouldBe(5);
        File.ReadLines(_folder["out.csv"]).Count().ShouldBe(6);
        var run = (await ListAsync("nightly")).ShouldHaveSingleItem().GetProperty("runs").EnumerateArray().ToList().ShouldHaveSingleItem();
        (run.GetProperty("outcome").GetString(), run.GetProperty("rows").GetInt32(), run.GetProperty("job").GetInt64()).ShouldBe(("succeeded", 5, 1));
    }

    [Fact]
    public async Task Forever_runs_what_was_missed_and_takes_up_schedules_that_are_added_later()
    {
        await using var provider = await StartAsync();
        WriteRows(3);
        await using var work = NightshiftProcess.Start(_folder["home"], ["work", "--forever"]);
        await AddAsync(provider, TimeProvider.System.GetUtcNow() - (2 * Day), ["run", "rows.csv", "--prompt", "{{text}}", "-o", "out.csv"]);
        await Eventually.TrueAsync(() => File.Exists(_folder["out.csv"]), "the output of a scheduled run");
        work.Signal("INT");
        (await work.EndAsync()).Code.ShouldBe(0);
        (await InFolderAsync(["schedule", "list"])).Output.ShouldContain("succeeded; 3 rows");
    }

    private static Task<SimulatorServer> StartAsync(TimeSpan batchDelay = default) =>
        SimulatorServer.StartAsync(new SimulatorOptions { BatchDelay = batchDelay }, TimeProvider.System, CancellationToken.None);

    private void WriteRows(int count) => _folder.Write("rows.csv", "text\n" + string.Concat(Enumerable.Range(0, count).Select(row => $"row {row}\n")));

    private Task<Finished> WorkAsync() => NightshiftProcess.RunAsync(_folder["home"], ["work", "--once"]);

    /// <summary>In the test's folder, as a user would.</summary>
    private async Task<Finished> InFolderAsync(string[] arguments)
    {
        await using var process = NightshiftProcess.StartIn(_folder.Path, _folder["home"], arguments);
        return await process.EndAsync();
    }

    private async Task<List<JsonElement>> ListAsync(params string[] name)
    {
        var end = await InFolderAsync(["schedule", "list", .. name, "--json"]);
        end.Code.ShouldBe(0, end.Errors);
        using var json = JsonDocument.Parse(end.Output);
        return [.. json.RootElement.Clone().EnumerateArray()];
    }

    /// <summary>Adds a schedule as if it had been added then: a time of it is then due now.</summary>
    private async Task AddAsync(
        SimulatorServer provider, DateTimeOffset created, string[] command, string? cron = null, MissedPolicy missed = MissedPolicy.Run, string name = "nightly")
    {
        var hour = (TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(1)).Hour;
        await using var store = await OpenAsync(new ManualTime(created));
        string[] words = [.. command, "--model", "openai/echo", "--base-url", $"{provider.BaseAddress}openai/v1"];
        await store.AddScheduleAsync(new NewSchedule(name, cron ?? $"0 {hour} * * *", "UTC", missed, words, _folder.Path));
    }

    /// <summary>Puts what has been claimed back by a day: another night has come.</summary>
    private async Task RewindAsync()
    {
        await using var store = await OpenAsync(TimeProvider.System);
        var schedule = (await store.ListSchedulesAsync()).ShouldHaveSingleItem();
        var run = (await store.ListRunsAsync(schedule.Id)).ShouldHaveSingleItem();
        await store.DisposeAsync();
        using var database = Database.OpenWriter(StoreFolder.DatabasePath(_folder["home"]));
        database.Execute($"UPDATE scheduled_runs SET planned_at = planned_at - 86400000 WHERE planned_at = {run.Id.PlannedAt.ToUnixTimeMilliseconds()}");
    }

    /// <summary>The store, once nobody else has it.</summary>
    private async Task<SqliteStore> OpenAsync(TimeProvider time)
    {
        SqliteStore? store = null;
        await Eventually.TrueAsync(() => (store = TryOpen(time)) is not null, "a store that is free");
        return store!;
    }

    private SqliteStore? TryOpen(TimeProvider time)
    {
        try
        {
            return SqliteStore.Open(_folder["home"], time);
        }
        catch (StoreInUseException)
        {
            return null;
        }
    }

    public void Dispose() => _folder.Dispose();
}
