using System.Text.Json;
using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Tests.Clients;
using Nightshift.Tests.Clocks;

namespace Nightshift.Simulator.Tests.Batches;

/// <summary>A batch on a moved clock, in OpenAI's words.</summary>
public sealed class LifecycleTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_batch_validates_runs_finalises_and_completes()
    {
        await using var server = await Start();
        var id = await server.Batch(BatchCaller.Rows(10));
        var seen = new List<(string, int)>();
        for (var second = 0; second <= 10; second++)
        {
            var batch = await server.Poll(id);
            seen.Add((batch.Status(), batch.Counts().Completed));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        seen.ShouldBe([("validating", 0), ("in_progress", 0), ("in_progress", 1), ("in_progress", 2), ("in_progress", 3), ("in_progress", 5),
            ("in_progress", 6), ("in_progress", 7), ("in_progress", 8), ("finalizing", 10), ("completed", 10)]);
    }

    [Fact]
    public async Task Each_row_is_answered_and_billed_at_half_price()
    {
        await using var server = await Start();
        var id = await server.Batch(BatchCaller.Rows(10, "echo+sha"));
        _time.Advance(TimeSpan.FromSeconds(10));
        var batch = await server.Poll(id);
        var lines = await server.Lines(batch, "output_file_id");
        lines.Select(line => line.Id()).ShouldBe(Enumerable.Range(0, 10).Select(i => $"r-{i}"), ignoreOrder: true);
        foreach (var line in lines)
        {
            var response = line.GetProperty("response");
            response.GetProperty("status_code").GetInt32().ShouldBe(200);
            response.GetProperty("body").GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!.ShouldStartWith($"prompt {line.Id()[2..]} sha256:");
            line.GetProperty("error").ValueKind.ShouldBe(JsonValueKind.Null);
        }

        batch.GetProperty("error_file_id").ValueKind.ShouldBe(JsonValueKind.Null);
        var booked = server.Ledger.Batches().ShouldHaveSingleItem();
        booked.InputTokens.ShouldBe(batch.GetProperty("usage").GetProperty("input_tokens").GetInt64());
        booked.Usd.ShouldBe(((booked.InputTokens * 0.15m) + (booked.OutputTokens * 0.60m)) / 2_000_000m);
        server.Ledger.Totals.BillUsd.ShouldBe(booked.Usd);
        server.Ledger.ExecutedLines().ShouldBe(Enumerable.Range(0, 10).ToDictionary(i => $"r-{i}", _ => 1), ignoreOrder: true);
    }

    [Fact]
    public async Task Rows_that_are_refused_go_to_the_error_file()
    {
        await using var server = await Start();
        var bad = """{"custom_id":"bad","method":"POST","url":"/v1/chat/completions","body":{"model":"echo","messages":[]}}""" + "\n";
        var id = await server.Batch(BatchCaller.Rows(2) + bad);
        _time.Advance(TimeSpan.FromSeconds(10));
        var batch = await server.Poll(id);
        batch.Counts().ShouldBe((3, 2, 1));
        var line = (await server.Lines(batch, "error_file_id")).ShouldHaveSingleItem();
        line.Id().ShouldBe("bad");
        line.GetProperty("error").ValueKind.ShouldBe(JsonValueKind.Null);
        line.GetProperty("response").GetProperty("status_code").GetInt32().ShouldBe(400);
        line.GetProperty("response").GetProperty("body").GetProperty("error").GetProperty("code").GetString().ShouldBe("empty_array");
    }

    [Fact]
    public async Task A_batch_whose_every_row_fails_is_completed_without_an_output_file()
    {
        await using var server = await Start("row-400");
        var id = await server.Batch(BatchCaller.Rows(3));
        _time.Advance(TimeSpan.FromSeconds(10));
        var batch = await server.Poll(id);
        batch.Status().ShouldBe("completed");
        batch.Counts().ShouldBe((3, 0, 3));
        batch.GetProperty("output_file_id").ValueKind.ShouldBe(JsonValueKind.Null);
        (await server.Lines(batch, "error_file_id")).Count.ShouldBe(3);
        server.Ledger.Totals.BillUsd.ShouldBe(0);
    }

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(0.01, 1)]
    [InlineData(0.5, 50)]
    [InlineData(0.99, 99)]
    public async Task An_expired_batch_keeps_what_was_done(double share, int done)
    {
        await using var server = await Start($"batch-expired:share={share}");
        var id = await server.Batch(BatchCaller.Rows(100));
        _time.Advance(TimeSpan.FromSeconds(10));
        var batch = await server.Poll(id);
        batch.Status().ShouldBe("expired");
        batch.GetProperty("expired_at").GetInt64().ShouldBe(batch.GetProperty("expires_at").GetInt64());
        (await server.Lines(batch, "output_file_id")).Count.ShouldBe(done);
        var undone = await server.Lines(batch, "error_file_id");
        undone.Count.ShouldBe(100 - done);
        undone.ShouldAllBe(line => line.GetProperty("error").GetProperty("code").GetString() == "batch_expired" && line.GetProperty("response").ValueKind == JsonValueKind.Null);
        server.Ledger.Totals.Batches.ExecutedLines.ShouldBe(done);
    }

    [Fact]
    public async Task A_batch_slower_than_its_window_expires_by_itself()
    {
        await using var server = await SimulatorServer.StartAsync(new() { BatchDelay = TimeSpan.FromHours(48) }, _time);
        var id = await server.Batch(BatchCaller.Rows(100));
        _time.Advance(TimeSpan.FromHours(24));
        var batch = await server.Poll(id);
        batch.Status().ShouldBe("expired");
        (await server.Lines(batch, "output_file_id")).Count.ShouldBe(50);
    }

    [Fact]
    public async Task A_cancel_keeps_what_was_done_and_bills_it()
    {
        await using var server = await Start();
        var id = await server.Batch(BatchCaller.Rows(100));
        _time.Advance(TimeSpan.FromSeconds(5));
        var cancel = await server.Post("{}", $"/openai/v1/batches/{id}/cancel");
        cancel.Json.Status().ShouldBe("cancelling");
        _time.Advance(TimeSpan.FromSeconds(2));
        (await server.Poll(id)).Status().ShouldBe("cancelling");
        _time.Advance(TimeSpan.FromSeconds(1));
        var batch = await server.Poll(id);
        batch.Status().ShouldBe("cancelled");
        batch.Counts().ShouldBe((100, 50, 50));
        (await server.Lines(batch, "output_file_id")).Count.ShouldBe(50);
        (await server.Lines(batch, "error_file_id")).ShouldAllBe(line => line.GetProperty("error").GetProperty("code").GetString() == "batch_cancelled");
        (await server.Post("{}", $"/openai/v1/batches/{id}/cancel")).Status.ShouldBe(200);
        server.Ledger.Totals.Batches.Cancelled.ShouldBe(1);
    }

    [Fact]
    public async Task A_completed_batch_cannot_be_cancelled()
    {
        await using var server = await Start();
        var id = await server.Batch(BatchCaller.Rows(1));
        _time.Advance(TimeSpan.FromSeconds(10));
        var refusal = await server.Post("{}", $"/openai/v1/batches/{id}/cancel");
        refusal.Status.ShouldBe(409);
        refusal.Error.GetProperty("message").GetString().ShouldBe("Cannot cancel a batch with status 'completed'.");
    }

    [Fact]
    public async Task A_slow_cancel_takes_ten_minutes_and_a_late_one_changes_nothing()
    {
        await using var slow = await Start("cancel-slow");
        var id = await slow.Batch(BatchCaller.Rows(10));
        _time.Advance(TimeSpan.FromSeconds(5));
        await slow.Post("{}", $"/openai/v1/batches/{id}/cancel");
        _time.Advance(TimeSpan.FromMinutes(9));
        (await slow.Poll(id)).Status().ShouldBe("cancelling");
        _time.Advance(TimeSpan.FromMinutes(1));
        (await slow.Poll(id)).Status().ShouldBe("cancelled");

        await using var late = await Start("cancel-too-late");
        id = await late.Batch(BatchCaller.Rows(10));
        _time.Advance(TimeSpan.FromSeconds(5));
        (await late.Post("{}", $"/openai/v1/batches/{id}/cancel")).Json.Status().ShouldBe("cancelling");
        _time.Advance(TimeSpan.FromSeconds(5));
        var batch = await late.Poll(id);
        (batch.Status(), batch.Counts()).ShouldBe(("completed", (10, 10, 0)));
    }

    [Fact]
    public async Task Lists_come_newest_first_in_pages()
    {
        await using var server = await Start();
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
            ids.Insert(0, await server.Batch(BatchCaller.Rows(1)));
        var first = (await server.Get("/openai/v1/batches?limit=2")).Json;
        first.GetProperty("data").EnumerateArray().Select(batch => batch.GetProperty("id").GetString()).ShouldBe(ids[..2]);
        first.GetProperty("has_more").GetBoolean().ShouldBeTrue();
        var rest = (await server.Get($"/openai/v1/batches?limit=100&after={first.GetProperty("last_id").GetString()}")).Json;
        rest.GetProperty("data").EnumerateArray().Select(batch => batch.GetProperty("id").GetString()).ShouldBe(ids[2..]);
        rest.GetProperty("has_more").GetBoolean().ShouldBeFalse();
        (await server.Get("/openai/v1/batches?limit=101")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_hidden_batch_is_found_by_its_id_and_later_in_lists()
    {
        await using var server = await Start("batch-hidden:delay=90s");
        var id = await server.Batch(BatchCaller.Rows(1));
        (await server.Get("/openai/v1/batches")).Json.GetProperty("data").GetArrayLength().ShouldBe(0);
        (await server.Get($"/openai/v1/batches/{id}")).Status.ShouldBe(200);
        _time.Advance(TimeSpan.FromSeconds(90));
        (await server.Get("/openai/v1/batches")).Json.GetProperty("data").GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("execute-then-reset", 1)]
    [InlineData("execute-then-500", 1)]
    [InlineData("execute-then-truncate", 1)]
    [InlineData("execute-then-garbage", 1)]
    [InlineData("drop-before-execute", 0)]
    [InlineData("500", 0)]
    [InlineData("413", 0)]
    public async Task An_unclear_create_is_made_or_not_and_the_ledger_knows(string fault, int made)
    {
        await using var server = await Start($"{fault}:call=create,first=1");
        var file = (await server.Upload(BatchCaller.Rows(1))).Json.GetProperty("id").GetString()!;
        try
        {
            await server.Create(file);
        }
        catch (HttpRequestException)
        {
            // What a client sees of a reset or a cut.
        }

        server.Ledger.Batches().Count.ShouldBe(made);
        server.Ledger.Totals.Faults[fault].ShouldBe(1);
        (await server.Create(file)).Status.ShouldBe(200);
        server.Ledger.BatchesByInputFile()[file].ShouldBe(made + 1);
    }

    [Fact]
    public async Task The_queue_of_tokens_is_real()
    {
        await using var server = await SimulatorServer.StartAsync(new() { BatchDelay = TimeSpan.FromSeconds(10), EnqueuedTokens = 150 }, _time);
        var first = await server.Batch(BatchCaller.Rows(10));
        _time.Advance(TimeSpan.FromSeconds(2));
        var second = await server.Batch(BatchCaller.Rows(10));
        var other = await server.Batch(BatchCaller.Rows(10, "label"));
        _time.Advance(TimeSpan.FromSeconds(2));
        var failed = await server.Poll(second);
        failed.Status().ShouldBe("failed");
        failed.GetProperty("errors").GetProperty("data")[0].GetProperty("code").GetString().ShouldBe("token_limit_exceeded");
        (await server.Poll(other)).Status().ShouldBe("in_progress");
        _time.Advance(TimeSpan.FromSeconds(10));
        (await server.Poll(first)).Status().ShouldBe("completed");
        var third = await server.Batch(BatchCaller.Rows(10));
        _time.Advance(TimeSpan.FromSeconds(10));
        (await server.Poll(third)).Status().ShouldBe("completed");
    }

    [Fact]
    public async Task Files_are_listed_told_of_and_deleted()
    {
        await using var server = await Start();
        var file = (await server.Upload("{}\n")).Json;
        var id = file.GetProperty("id").GetString()!;
        file.GetProperty("bytes").GetInt32().ShouldBe(3);
        (await server.Get($"/openai/v1/files/{id}/content")).Bytes.ShouldBe("{}\n"u8.ToArray());
        (await server.Get("/openai/v1/files?purpose=batch")).Json.GetProperty("data").GetArrayLength().ShouldBe(1);
        server.Ledger.Totals.Batches.FilesOpen.ShouldBe(1);
        (await server.Send(HttpMethod.Delete, $"/openai/v1/files/{id}")).Json.GetProperty("deleted").GetBoolean().ShouldBeTrue();
        (await server.Get($"/openai/v1/files/{id}")).Status.ShouldBe(404);
        server.Ledger.Totals.Batches.FilesOpen.ShouldBe(0);
        (await server.Upload("{}\n", name: "in.txt")).Status.ShouldBe(400);
        (await server.Upload("{}\n", purpose: "world_domination")).Error.GetProperty("message").GetString()!.ShouldStartWith("'world_domination' is not one of");
    }

    [Fact]
    public async Task Stages_are_words_of_the_ledger_too()
    {
        await using var server = await Start();
        await server.Batch(BatchCaller.Rows(1));
        var ledger = (await server.Send(HttpMethod.Get, "/ledger?lines=true", key: null)).Json;
        ledger.GetProperty("batches")[0].GetProperty("stage").GetString().ShouldBe("validating");
        ledger.GetProperty("files")[0].GetProperty("deleted").ValueKind.ShouldBe(JsonValueKind.Null);
        ledger.GetProperty("totals").GetProperty("batches").GetProperty("created").GetInt32().ShouldBe(1);
        ledger.GetProperty("lines").EnumerateObject().ShouldBeEmpty();
        server.Ledger.Batches()[0].Stage.ShouldBe(Stage.Validating);
    }

    private Task<SimulatorServer> Start(params string[] faults) => SimulatorServer.StartAsync(
        new() { BatchDelay = TimeSpan.FromSeconds(10), Faults = [.. faults.Select(FaultRule.Parse)] }, _time);
}
