using System.Text;
using Nightshift.Gathering;
using Nightshift.Tests.Clocks;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Gathering;

/// <summary>A queue as programs use it.</summary>
public sealed class RequestQueueTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Requests_get_ids_that_sort_by_time_and_are_in_the_row()
    {
        var queue = Create();
        var first = await queue.EnqueueAsync([Row("""{"text":"a"}"""), Row("""{ "text": "b", "id": null }"""), Row("{\n\"text\":\"c\",\"id\":\"\"}")]);
        _time.Advance(TimeSpan.FromMilliseconds(2));
        var second = await queue.EnqueueAsync([Row("""{"text":"d","id":"mine"}"""), Row("""{"text":"e","id":7}"""), Row("""{"text":"f"}""")]);

        first.Requests.ShouldAllBe(request => request.IsNew && request.Id.Length == 32);
        string.CompareOrdinal(first.Requests.Select(request => request.Id).Max(StringComparer.Ordinal), second.Requests[2].Id).ShouldBeLessThan(0);
        second.Requests.Take(2).Select(request => request.Id).ShouldBe(["mine", "7"]);
        Lines(queue).ShouldBe([
            $$"""{"id":"{{first.Requests[0].Id}}","text":"a"}""", $$"""{"id":"{{first.Requests[1].Id}}","text":"b"}""", $$"""{"id":"{{first.Requests[2].Id}}","text":"c"}""",
            """{"text":"d","id":"mine"}""", """{"text":"e","id":7}""", $$"""{"id":"{{second.Requests[2].Id}}","text":"f"}""",
        ]);
        (queue.Stand().Open.Requests, queue.Stand().Open.Bytes).ShouldBe((6L, new FileInfo(OpenPath()).Length));
    }

    [Fact]
    public async Task The_same_id_with_the_same_row_is_the_same_request_and_with_another_it_is_refused()
    {
        var queue = Create();
        await queue.EnqueueAsync([Row("""{"id":"a","text":"1"}"""), Row("""{"id":"b","text":"2"}""")]);
        var again = await queue.EnqueueAsync([Row("""{"id":"b","text":"2"}"""), Row("""{"id":"c","text":"3"}"""), Row("""{"id":"c","text":"3"}""")]);
        again.Requests.Select(request => (request.Id, request.IsNew)).ShouldBe([("b", false), ("c", true), ("c", false)]);

        // By another process: it has read nothing yet.
        var other = RequestQueue.Open(_folder.Path, "tickets", _time);
        var refused = await Should.ThrowAsync<QueueException>(() => other.EnqueueAsync([Row("""{"id":"d","text":"4"}""") with { Line = 1 }, Row("""{"id":"b","text":"other"}""") with { Line = 2 }]));
        refused.Message.ShouldBe("line 2 has the id 'b', which another row of lot 1 has already: give it another id; nothing was taken");
        (await other.EnqueueAsync([Row("""{"id":"d","text":"free after all"}""")])).Requests.ShouldHaveSingleItem().IsNew.ShouldBeTrue();
        Lines(queue).Count.ShouldBe(4);

        await queue.CloseAsync();
        (await other.EnqueueAsync([Row("""{"id":"b","text":"a new lot"}""")])).Lot.ShouldBe(2);
    }

    [Theory]
    [InlineData("[1]", "the request is not a JSON object")]
    [InlineData("""{"id":{},"text":"a"}""", "neither a text nor a number")]
    [InlineData("""{"id":"a\u0007","text":"a"}""", "visible letters")]
    [InlineData("""{"text":"\ud800"}""", "half of a surrogate pair")]
    [InlineData("""{"text":""", "is not JSON that can be read")]
    public async Task What_cannot_be_used_is_refused_and_with_it_all_that_came_with_it(string row, string fault)
    {
        var queue = Create();
        (await Should.ThrowAsync<QueueException>(() => queue.EnqueueAsync([Row("""{"text":"good"}"""), Row(row)]))).Message.ShouldContain(fault);
        queue.Stand().Open.Requests.ShouldBe(0);
    }

    [Fact]
    public async Task Where_rows_have_their_own_ids_none_may_be_without()
    {
        var queue = RequestQueue.Create(_folder.Path, "own", new LotRule(), _time, definition => definition with { IdColumn = "ticket" });
        (await queue.EnqueueAsync([Row("""{"ticket":"T-1"}""")])).Requests.ShouldHaveSingleItem().Id.ShouldBe("T-1");
        (await Should.ThrowAsync<QueueException>(() => queue.EnqueueAsync([Row("""{"id":"x"}""")]))).Message.ShouldContain("has nothing in 'ticket'");
        (await queue.EnqueueAsync([Row("""{"text":"a"}""") with { Id = "T-2" }])).Requests.ShouldHaveSingleItem().Id.ShouldBe("T-2");
        (await Should.ThrowAsync<QueueException>(() => queue.EnqueueAsync([Row("""{"ticket":"T-3"}""") with { Id = "T-4" }]))).Message.ShouldContain("is called 'T-4'");
    }

    [Theory]
    [InlineData("""{"id":"x","text":"half a li""")]
    [InlineData("{\"id\":\"x\",\"text\":\"whole\"}\n")]
    [InlineData("{\"id\":\"x\",\"text\":\"whole\"}\n{\"id\":\"y\",\"te")]
    public async Task What_a_crash_left_of_a_call_is_cut_off_by_the_next_and_counted_by_nobody(string torn)
    {
        var queue = Create();
        await queue.EnqueueAsync([Row("""{"id":"a","text":"1"}"""), Row("""{"id":"b","text":"2"}""")]);
        File.AppendAllText(OpenPath(), torn);
        queue.Stand().Open.Requests.ShouldBe(2);
        queue.Find(["x", "a"]).Keys.ShouldBe(["a"]);

        var other = RequestQueue.Open(_folder.Path, "tickets", _time);
        (await other.EnqueueAsync([Row("""{"id":"x","text":"again"}""")])).Requests.ShouldHaveSingleItem().IsNew.ShouldBeTrue();
        Lines(queue).ShouldBe(["""{"id":"a","text":"1"}""", """{"id":"b","text":"2"}""", """{"id":"x","text":"again"}"""]);
        queue.Stand().Open.Requests.ShouldBe(3);

        File.AppendAllText(OpenPath(), torn);
        var lot = (await queue.CloseAsync()).ShouldNotBeNull();
        File.ReadAllText(lot.Path).ShouldEndWith("\"again\"}\n\n");
    }

    [Fact]
    public async Task A_lot_that_a_crash_left_empty_begins_when_its_first_request_comes()
    {
        var queue = Create(new LotRule { Age = TimeSpan.FromHours(6) });
        await queue.EnqueueAsync([Row("""{"id":"a"}""")]);
        File.WriteAllText(OpenPath(), """{"id":"to""");
        _time.Advance(TimeSpan.FromHours(7));
        queue.Stand().Decision.ShouldBe(new LotDecision.Wait(null));
        await queue.EnqueueAsync([Row("""{"id":"b"}""")]);
        queue.Stand().Decision.ShouldBe(new LotDecision.Wait(_time.GetUtcNow() + TimeSpan.FromHours(6)));
    }

    [Fact]
    public async Task A_lot_is_closed_by_the_call_that_fills_it_and_the_next_lot_collects()
    {
        var queue = Create(new LotRule { Rows = 3 });
        var filled = await queue.EnqueueAsync(Rows(0, 5));
        (filled.Lot, filled.IsClosed).ShouldBe((1L, true));
        var next = await queue.EnqueueAsync(Rows(5, 1));
        (next.Lot, next.IsClosed).ShouldBe((2L, false));
        queue.Stand().Closed.Select(lot => lot.Number).ShouldBe([1L]);
        (await queue.CloseDueAsync()).ShouldBeNull();
        (await queue.CloseAsync()).ShouldNotBeNull().Number.ShouldBe(2);
        (await queue.CloseAsync()).ShouldBeNull("nothing is in it");
        queue.Find(["r0", "r5", "none"]).Select(one => (one.Key, one.Value.Lot, one.Value.IsClosed)).ShouldBe([("r0", 1L, true), ("r5", 2L, true)], ignoreOrder: true);
    }

    [Fact]
    public async Task Ten_thousand_single_requests_are_in_within_seconds()
    {
        var queue = RequestQueue.Create(_folder.Path, "many", new LotRule(), TimeProvider.System);
        var begun = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async worker =>
        {
            for (var request = worker; request < 10_000; request += 16)
                (await queue.EnqueueAsync(Rows(request, 1))).Requests.ShouldHaveSingleItem().IsNew.ShouldBeTrue();
        }));
        var took = TimeProvider.System.GetElapsedTime(begun);
        output.WriteLine($"10,000 single requests of 16 callers: {took.TotalSeconds:0.00} s");
        queue.Stand().Open.Requests.ShouldBe(10_000);
        took.ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Callers_that_know_nothing_of_each_other_lose_and_tear_nothing()
    {
        Create(new LotRule { Rows = 100 });
        var sent = await Task.WhenAll(Enumerable.Range(0, 6).Select(caller => Task.Run(async () =>
        {
            var queue = RequestQueue.Open(_folder.Path, "tickets", _time);
            var all = new List<Enqueued>();
            for (var call = 0; call < 25; call++)
                all.Add(await queue.EnqueueAsync(Rows((caller * 1000) + (call * 4), 4)));
            return all;
        })));
        var last = RequestQueue.Open(_folder.Path, "tickets", _time);
        await last.CloseAsync();
        var lots = last.Stand().Closed;
        lots.Count.ShouldBe(6);
        foreach (var lot in lots)
        {
            var ids = File.ReadLines(lot.Path).Where(line => line.Length > 0).Select(line => line.Split('"')[3]).ToList();
            ids.Count.ShouldBe(100);
            ids.ShouldBe(sent.SelectMany(calls => calls).Where(call => call.Lot == lot.Number).SelectMany(call => call.Requests.Select(request => request.Id)), ignoreOrder: true);
        }
    }

    [Fact]
    public async Task A_call_larger_than_memory_is_taken_whole_or_not_at_all()
    {
        var queue = Create();
        var text = new string('x', 10_000);
        IEnumerable<QueueRequest> Many(int count) => Enumerable.Range(0, count).Select(row => Row($$"""{"id":"r{{row}}","text":"{{text}}"}"""));
        (await Should.ThrowAsync<QueueException>(() => queue.EnqueueAsync(Many(2_000).Append(Row("nothing"))))).Message.ShouldContain("nothing was taken");
        queue.Stand().Open.Requests.ShouldBe(0);
        (await queue.EnqueueAsync(Many(2_000))).Requests.Count.ShouldBe(2_000);
        queue.Stand().Open.Requests.ShouldBe(2_000);
        Directory.EnumerateFiles(_folder["queues/tickets"]).Select(Path.GetFileName).ShouldBe(["lock", "open.json", "open-000001.jsonl", "queue.json"], ignoreOrder: true);
    }

    [Fact]
    public async Task What_cannot_be_written_is_said_and_what_was_there_stays()
    {
        var queue = Create();
        await queue.EnqueueAsync(Rows(0, 2));
        // A folder in the place of the pointer's draft: the next lot cannot get its number.
        await queue.CloseAsync();
        Directory.CreateDirectory(_folder["queues/tickets/open.json.partial"]);
        var refused = await Should.ThrowAsync<QueueException>(() => queue.EnqueueAsync(Rows(2, 2)));
        refused.Message.ShouldContain("nothing was taken");
        Directory.Delete(_folder["queues/tickets/open.json.partial"]);
        (await queue.EnqueueAsync(Rows(2, 2))).Requests.ShouldAllBe(request => request.IsNew);
        (queue.Stand().Open.Requests, queue.Stand().Closed.Count).ShouldBe((2L, 1));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("-a")]
    [InlineData("ä")]
    public void A_name_leads_nowhere_else(string name)
    {
        Should.Throw<QueueException>(() => RequestQueue.Create(_folder.Path, name, new LotRule(), _time)).Message.ShouldContain("letters, digits");
        Should.Throw<QueueException>(() => RequestQueue.Open(_folder.Path, name, _time));
        Directory.Exists(_folder["queues"]).ShouldBeFalse();
    }

    [Fact]
    public async Task Its_files_are_for_its_user_alone()
    {
        if (OperatingSystem.IsWindows())
            return;
        var queue = Create();
        await queue.EnqueueAsync(Rows(0, 3));
        await queue.CloseAsync();
        await queue.EnqueueAsync(Rows(3, 3));
        foreach (var path in Directory.EnumerateFiles(_folder["queues"], "*", SearchOption.AllDirectories))
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, path);
        foreach (var path in Directory.EnumerateDirectories(_folder["queues"], "*", SearchOption.AllDirectories).Append(_folder["queues"]))
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, path);
    }

    [Fact]
    public async Task A_queue_with_requests_is_removed_only_when_they_are_to_be_dropped()
    {
        var queue = Create();
        Should.Throw<QueueException>(() => Create()).Message.ShouldContain("there is a queue 'tickets'");
        await queue.EnqueueAsync(Rows(0, 1));
        (await Should.ThrowAsync<QueueException>(() => RequestQueue.RemoveAsync(_folder.Path, "tickets", discard: false))).Message.ShouldContain("requests wait");
        await queue.CloseAsync();
        (await Should.ThrowAsync<QueueException>(() => RequestQueue.RemoveAsync(_folder.Path, "tickets", discard: false))).Message.ShouldContain("requests wait");
        await RequestQueue.RemoveAsync(_folder.Path, "tickets", discard: true);
        RequestQueue.List(_folder.Path).ShouldBeEmpty();
        (await Should.ThrowAsync<QueueException>(() => queue.EnqueueAsync(Rows(1, 1)))).Message.ShouldContain("there is no queue 'tickets' any more");
        Directory.EnumerateFileSystemEntries(_folder["queues"]).ShouldBeEmpty();
    }

    [Fact]
    public void A_definition_comes_back_as_it_was_kept()
    {
        var rule = new LotRule { Rows = 5, Bytes = 6, Age = TimeSpan.FromMinutes(7), At = new DailyTime(new TimeOnly(2, 30), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")) };
        var made = RequestQueue.Create(_folder.Path, "kept", rule, _time, definition => definition with { IdColumn = "key", Arguments = ["--task", "a b"], Folder = "/srv" }).Definition;
        made.Rule.ShouldBe(rule);
        (made.IdColumn, made.Folder, made.CreatedAt).ShouldBe(("key", "/srv", _time.GetUtcNow()));
        made.Arguments.ShouldBe(["--task", "a b"]);
        _folder.Write("queues/kept/queue.json", """{"version":2}""");
        Should.Throw<QueueException>(() => RequestQueue.Open(_folder.Path, "kept", _time)).Message.ShouldContain("is not what this version of Nightshift writes");
    }

    public void Dispose() => _folder.Dispose();

    private RequestQueue Create(LotRule? rule = null) => RequestQueue.Create(_folder.Path, "tickets", rule ?? new LotRule(), _time);

    private string OpenPath() => Directory.EnumerateFiles(_folder["queues/tickets"], "open-*.jsonl").ShouldHaveSingleItem();

    private static QueueRequest Row(string json) => new(Encoding.UTF8.GetBytes(json));

    private static IEnumerable<QueueRequest> Rows(int from, int count) => Enumerable.Range(from, count).Select(row => Row($$"""{"id":"r{{row}}","text":"row {{row}}"}"""));

    private IReadOnlyList<string> Lines(RequestQueue queue)
    {
        using var file = LotLines.TryOpen(Path.Combine(_folder["queues"], queue.Name, "open-000001.jsonl")).ShouldNotBeNull();
        return [.. LotLines.Read(file, 0, LotLines.WholeLength(file)).Select(line => Encoding.UTF8.GetString(line.Span))];
    }
}
