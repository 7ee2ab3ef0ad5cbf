using System.Text;
using System.Text.Json;
using Nightshift.Cli.Gathering;
using Nightshift.Gathering;
using Nightshift.Model;
using Nightshift.Simulator;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Cli;

/// <summary>Queues as their user has them: made, filled by anybody, sent by <c>work</c>, asked by id.</summary>
public sealed class QueueTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Requests_are_collected_sent_in_a_batch_and_answered_by_id()
    {
        await using var provider = await StartAsync();
        (await AddAsync(provider, "--rows", "4")).Errors.ShouldContain("--strategy cheapest");
        var first = await EnqueueAsync("""{"id":"T-1","text":"one"}""");
        (first.Code, first.Output).ShouldBe((0, "T-1\n"), first.Errors);
        first.Errors.ShouldContain("1 request in lot 1 of queue q. Due: when there are enough");
        (await EnqueueAsync("""{"id":"T-1","text":"one"}""")).Errors.ShouldContain("Nothing new in lot 1");
        var waiting = await ShowAsync("T-1");
        (waiting.Code, waiting.Output).ShouldBe((5, "T-1  waits in lot 1, which is open\n"));

        // A CSV, and one object over several lines.
        _folder.Write("rows.csv", "text,extra\ntwo,x\n\"thr\nee\",y\n");
        var file = await InFolderAsync(["enqueue", "q", "rows.csv"]);
        file.Code.ShouldBe(0, file.Errors);
        var ids = file.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        ids.Length.ShouldBe(2);
        (await EnqueueAsync("{\n  \"text\": \"four\"\n}\n")).Errors.ShouldContain("The lot is full: `nightshift work` sends it.");
        (await ShowAsync(ids)).Output.ShouldBe($"{ids[0]}  waits: lot 1 is closed and not taken in yet\n{ids[1]}  waits: lot 1 is closed and not taken in yet\n");

        (await WorkUntilDoneAsync()).ShouldBe(0);
        provider.Ledger.Batches().ShouldHaveSingleItem();
        provider.Ledger.Calls().ShouldBeEmpty();
        var answered = await ShowAsync("T-1");
        (answered.Code, answered.Output.Split('\n')[1]).ShouldBe((0, "  answer  Say one"));
        answered.Output.ShouldStartWith("T-1  succeeded; lot 1, job 1, $");
        var json = await JsonAsync(["queue", "show", "q", .. ids, "nobody", "--json"], code: 2);
        json.EnumerateArray().Select(request => (request.GetProperty("id").GetString(), request.GetProperty("status").GetString())).ShouldBe([(ids[0], "succeeded"), (ids[1], "succeeded"), ("nobody", "unknown")]);
        json[1].GetProperty("output").GetString().ShouldBe("Say thr\nee");
        json[1].GetProperty("row").GetProperty("extra").GetString().ShouldBe("y");

        var listed = (await JsonAsync(["queue", "list", "--json"])).EnumerateArray().ToList().ShouldHaveSingleItem();
        listed.GetProperty("open").GetProperty("requests").GetInt32().ShouldBe(0);
        var lot = listed.GetProperty("lots").EnumerateArray().ToList().ShouldHaveSingleItem();
        (lot.GetProperty("lot").GetInt32(), lot.GetProperty("job").GetInt32(), lot.GetProperty("succeeded").GetInt32()).ShouldBe((1, 1, 4));
        File.ReadLines(_folder["out-000001.csv"]).First().ShouldStartWith("id,text,extra,answer,_status,_error");
        (await InFolderAsync(["jobs"])).Output.ShouldContain("q lot 1");
        (await InFolderAsync(["report", "--json"])).Output.ShouldContain("queue:q");
    }

    [Fact]
    public async Task A_lot_with_the_rows_of_an_earlier_one_is_a_job_of_its_own_that_pays_nothing()
    {
        await using var provider = await StartAsync();
        var queue = Create(provider, new LotRule { Rows = 2 });
        foreach (var lot in new[] { "out-000001.csv", "out-000002.csv" })
        {
            (await PutAsync(queue, """{"id":"a","text":"1"}""", """{"id":"b","text":"2"}""")).IsClosed.ShouldBeTrue();
            (await WorkAsync()).Code.ShouldBe(0);
            File.ReadLines(_folder[lot]).Count().ShouldBe(3);
        }

        provider.Ledger.Calls().Count().ShouldBe(2);
        (await ShowAsync("a")).Output.ShouldStartWith("a  succeeded, with the answer of an earlier job; lot 2, job 2");
        queue.ListUnwritten().ShouldBeEmpty();
    }

    [Fact]
    public async Task Many_processes_put_in_at_the_same_time_beside_the_one_that_works()
    {
        await using var provider = await StartAsync();
        await AddAsync(provider, "--rows", "500", "--", "--strategy", "fastest");
        await using var work = NightshiftProcess.Start(_folder["home"], ["work", "--forever"]);
        var ends = await Task.WhenAll(Enumerable.Range(0, 4).Select(process => NightshiftProcess.RunAsync(
            _folder["home"], ["enqueue", "q"], Input(string.Concat(Enumerable.Range(0, 250).Select(row => $$"""{"id":"p{{process}}r{{row}}","text":"{{process}} {{row}}"}""" + "\n"))))));
        ends.ShouldAllBe(end => end.Code == 0);
        var ids = ends.SelectMany(end => end.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToList();
        ids.Distinct().Count().ShouldBe(1_000);

        await Eventually.TrueAsync(() => File.Exists(_folder["out-000002.csv"]), "the answers of both lots, while `work --forever` is there");
        work.Signal("INT");
        (await work.EndAsync()).Code.ShouldBe(0);
        provider.Ledger.Calls().Count().ShouldBe(1_000);
        // The column of the ids comes first, as it does in the rows.
        new[] { "out-000001.csv", "out-000002.csv" }.SelectMany(lot => File.ReadLines(_folder[lot]).Skip(1).Select(line => line.Split(',')[0])).ShouldBe(ids, ignoreOrder: true);
    }

    [Fact]
    public async Task A_lot_that_cannot_be_submitted_stays_and_is_sent_when_that_is_put_right()
    {
        await using var provider = await StartAsync();
        _folder.Write("task.yaml", "model: sim/echo\nprompt: Say {{text}}\n");
        var queue = Create(provider, new LotRule { Rows = 1 }, "--task", "task.yaml");
        await PutAsync(queue, """{"id":"a","text":"1"}""");
        File.Move(_folder["task.yaml"], _folder["gone.yaml"]);

        var refused = await WorkAsync();
        refused.Code.ShouldBe(2);
        refused.Errors.ShouldContain("Queue q, lot 1: it is kept as it is and tried again later.");
        refused.Errors.ShouldContain("task.yaml");
        queue.Stand().Closed.Count.ShouldBe(1);
        var doctor = await InFolderAsync(["doctor"]);
        doctor.Code.ShouldBe(1);
        doctor.Output.ShouldContain("queue      q: cannot be sent:");
        doctor.Output.ShouldContain("a queue cannot be sent as things are");

        File.Move(_folder["gone.yaml"], _folder["task.yaml"]);
        (await WorkAsync()).Code.ShouldBe(0);
        (await FindAsync("a")).Row!.Answer!.Output.ShouldBe("Say 1");
    }

    [Fact]
    public async Task A_queue_that_cannot_be_read_is_said_once_and_keeps_no_other_from_being_sent()
    {
        await using var provider = await StartAsync();
        await PutAsync(Create(provider, new LotRule { Rows = 1 }), """{"id":"a","text":"1"}""");
        await RequestQueue.Create(_folder["home"], "broken", new LotRule(), TimeProvider.System).EnqueueAsync([new QueueRequest("{}"u8.ToArray())]);
        _folder.Write("home/queues/broken/open.json", "{\"lot\"");

        var end = await WorkAsync();
        end.Code.ShouldBe(2);
        end.Errors.Split("Queue broken: it is kept as it is").Length.ShouldBe(2, end.Errors);
        (await FindAsync("a")).Row!.Answer!.Output.ShouldBe("Say 1");
        (await InFolderAsync(["queue", "list"])).Output.ShouldContain("broken   cannot be used: ");
    }

    [Fact]
    public async Task A_queue_that_is_removed_leaves_answers_that_can_be_asked_for()
    {
        await using var provider = await StartAsync();
        var queue = Create(provider, new LotRule());
        await PutAsync(queue, """{"id":"a","text":"1"}""");
        (await queue.CloseAsync()).ShouldNotBeNull();
        (await WorkAsync()).Code.ShouldBe(0);
        await RequestQueue.RemoveAsync(_folder["home"], "q", discard: false);
        (await FindAsync("a")).Row!.Answer!.Output.ShouldBe("Say 1");
        await Should.ThrowAsync<QueueException>(() => RequestSearch.FindAsync(_folder["home"], "another", ["a"], TimeProvider.System));

        // A queue of the same name is another: its first lot is no job of the one before.
        queue = Create(provider, new LotRule { Rows = 1 });
        await PutAsync(queue, """{"id":"a","text":"1"}""");
        (await FindAsync("a")).Waiting!.Lot.ShouldBe(1);
        (await WorkAsync()).Code.ShouldBe(0);
        (await FindAsync("a")).Job!.Id.ShouldBe(new JobId(2));
        provider.Ledger.Calls().Count().ShouldBe(1);
    }

    public void Dispose() => _folder.Dispose();

    private static Task<SimulatorServer> StartAsync() => SimulatorServer.StartAsync(new SimulatorOptions(), TimeProvider.System, CancellationToken.None);

    private static MemoryStream Input(string rows) => new(Encoding.UTF8.GetBytes(rows));

    private async Task<Finished> AddAsync(SimulatorServer provider, params string[] rule)
    {
        var more = rule.SkipWhile(word => word != "--").Skip(1);
        var end = await InFolderAsync(["queue", "add", "q", .. rule.TakeWhile(word => word != "--"), "--",
            "--model", "sim/echo", "--prompt", "Say {{text}}", "--base-url", $"{provider.BaseAddress}openai/v1", "-o", "out-{lot}.csv", .. more]);
        (end.Code, end.Output).ShouldBe((0, "q\n"), end.Errors);
        return end;
    }

    private Task<Finished> EnqueueAsync(string rows) => NightshiftProcess.RunAsync(_folder["home"], ["enqueue", "q"], Input(rows));

    private Task<Finished> ShowAsync(params string[] ids) => InFolderAsync(["queue", "show", "q", .. ids]);

    private Task<Finished> WorkAsync() => NightshiftProcess.RunAsync(_folder["home"], ["work", "--once"]);

    private async Task<int> WorkUntilDoneAsync()
    {
        await using var work = NightshiftProcess.Start(_folder["home"], ["work"]);
        return (await work.EndAsync()).Code;
    }

    private async Task<JsonElement> JsonAsync(string[] arguments, int code = 0)
    {
        var end = await InFolderAsync(arguments);
        end.Code.ShouldBe(code, end.Errors);
        using var json = JsonDocument.Parse(end.Output);
        return json.RootElement.Clone();
    }

    /// <summary>In the test's folder, as a user would.</summary>
    private async Task<Finished> InFolderAsync(string[] arguments)
    {
        await using var process = NightshiftProcess.StartIn(_folder.Path, _folder["home"], arguments);
        return await process.EndAsync();
    }

    /// <summary>A queue without a process.</summary>
    private RequestQueue Create(SimulatorServer provider, LotRule rule, params string[] task) => RequestQueue.Create(_folder["home"], "q", rule, TimeProvider.System, definition => definition with
    {
        Arguments = [.. task is [] ? ["--model", "sim/echo", "--prompt", "Say {{text}}"] : task, "--base-url", $"{provider.BaseAddress}openai/v1", "-o", "out-{lot}.csv", "--strategy", "fastest"],
        Folder = _folder.Path,
    });

    private static Task<Enqueued> PutAsync(RequestQueue queue, params string[] rows) => queue.EnqueueAsync(rows.Select(row => new QueueRequest(Encoding.UTF8.GetBytes(row))));

    private async Task<FoundRequest> FindAsync(string id) => (await RequestSearch.FindAsync(_folder["home"], "q", [id], TimeProvider.System)).ShouldHaveSingleItem();
}
