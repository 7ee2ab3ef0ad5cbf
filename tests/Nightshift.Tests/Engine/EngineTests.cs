using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Simulator;

namespace Nightshift.Tests.Engine;

public sealed class EngineTests
{
    private static IEnumerable<string> Texts(int count) => Enumerable.Range(0, count).Select(n => $"text {n}");

    [Fact]
    public async Task Every_row_gets_the_answer_to_its_own_prompt()
    {
        await using var bench = await EngineBench.CreateAsync();
        var end = await bench.RunAsync(bench.Request(Texts(500)));

        end.Ending.ShouldBe(Ending.Finished);
        (await bench.ResultsAsync(end.Job.Id)).Select(row => row.Answer!.Output).ShouldBe(Texts(500));
        bench.Provider.Ledger.Totals.Executed.ShouldBe(500);
    }

    [Fact]
    public async Task Identical_requests_are_sent_once_and_answered_for_all()
    {
        await using var bench = await EngineBench.CreateAsync();
        var end = await bench.RunAsync(bench.Request([.. Texts(10), .. Texts(10), .. Texts(5)]));

        end.Job.Counts.Succeeded.ShouldBe(25);
        bench.Provider.Ledger.Totals.Executed.ShouldBe(10);
        var rows = await bench.ResultsAsync(end.Job.Id);
        rows.Select(row => row.Answer!.Output).ShouldBe([.. Texts(10), .. Texts(10), .. Texts(5)]);
        rows.Count(row => row.Mode == AnswerMode.Duplicate).ShouldBe(15);
    }

    [Fact]
    public async Task Without_dedupe_each_row_is_sent_on_its_own()
    {
        await using var bench = await EngineBench.CreateAsync();
        await bench.RunAsync(bench.Request([.. Texts(10), .. Texts(10)]) with { Dedupe = false });
        bench.Provider.Ledger.Totals.Executed.ShouldBe(20);
    }

    [Fact]
    public async Task A_changed_input_is_a_new_job_that_takes_the_answers_there_are()
    {
        await using var bench = await EngineBench.CreateAsync();
        var first = await bench.RunAsync(bench.Request(Texts(10)));
        var second = await bench.RunAsync(bench.Request(Texts(12)));

        second.Job.Id.ShouldNotBe(first.Job.Id);
        second.Job.Counts.Succeeded.ShouldBe(12);
        bench.Provider.Ledger.Totals.Executed.ShouldBe(12);
        (await bench.ResultsAsync(second.Job.Id)).Select(row => row.Mode).Distinct().ShouldBe([AnswerMode.Cache, AnswerMode.Live]);
    }

    [Fact]
    public async Task Without_the_cache_a_new_job_pays_for_itself()
    {
        await using var bench = await EngineBench.CreateAsync();
        await bench.RunAsync(bench.Request(Texts(10)));
        await bench.RunAsync(bench.Request(Texts(12)) with { UseCache = false });
        bench.Provider.Ledger.Totals.Executed.ShouldBe(22);
    }

    [Fact]
    public async Task A_changed_task_is_a_new_job()
    {
        await using var bench = await EngineBench.CreateAsync();
        var request = bench.Request(Texts(3));
        var first = await bench.RunAsync(request);
        var second = await bench.RunAsync(request with { Task = request.Task with { Prompt = "Say: {{text}}" } });
        second.Job.Id.ShouldNotBe(first.Job.Id);
        bench.Provider.Ledger.Totals.Executed.ShouldBe(6);
    }

    [Fact]
    public async Task The_same_request_again_sends_nothing_that_was_answered()
    {
        await using var bench = await EngineBench.CreateAsync();
        var request = bench.Request(Texts(10));
        var first = await bench.RunAsync(request);
        var again = await bench.RunAsync(request);
        again.Job.Id.ShouldBe(first.Job.Id);
        again.Ending.ShouldBe(Ending.Finished);
        bench.Provider.Ledger.Totals.Executed.ShouldBe(10);
    }

    [Fact]
    public async Task A_cut_answer_is_asked_for_again_with_more_when_the_task_allows_it()
    {
        await using var bench = await EngineBench.CreateAsync();
        var text = string.Join(' ', Enumerable.Repeat("word", 100));
        var task = new TaskDefinition { Model = "openai/echo", Prompt = "{{text}}", MaxTokens = 16, RetryMaxTokens = 1024 };
        var end = await bench.RunAsync(bench.Request([text], task));

        end.Job.Counts.Succeeded.ShouldBe(1);
        (await bench.ResultsAsync(end.Job.Id))[0].Answer!.Output.ShouldBe(text);
        end.Job.Spend.Retries.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_cut_answer_that_may_not_grow_fails_and_says_so()
    {
        await using var bench = await EngineBench.CreateAsync();
        var task = new TaskDefinition { Model = "openai/echo", Prompt = "{{text}}", MaxTokens = 2 };
        var end = await bench.RunAsync(bench.Request(["a text of more than two tokens, by far"], task));

        end.Job.Counts.Failed.ShouldBe(1);
        var row = (await bench.ResultsAsync(end.Job.Id))[0];
        row.ErrorCode.ShouldBe("truncated");
        row.Usage.OutputTokens.ShouldBe(2, "what was cut was paid for");
    }

    [Fact]
    public async Task An_account_without_quota_pauses_the_job_and_goes_on_when_it_is_mended()
    {
        await using var bench = await EngineBench.CreateAsync();
        var request = bench.Request(Texts(200));

        var paused = await bench.RunAsync(request, key: "sk-noquota");
        paused.Ending.ShouldBe(Ending.Paused);
        paused.Reason.ShouldNotBeNull().ShouldContain("out of quota or credit");
        paused.Job.Counts.Pending.ShouldBe(200, "no row fails for the account's sake");

        var mended = await bench.RunAsync(request, key: "sk-good");
        mended.Ending.ShouldBe(Ending.Finished);
        mended.Job.Counts.Succeeded.ShouldBe(200);
        bench.Provider.Ledger.Totals.Executed.ShouldBe(200);
    }

    [Fact]
    public async Task Faults_on_every_tenth_call_cost_retries_and_no_row()
    {
        await using var bench = await EngineBench.CreateAsync(new SimulatorOptions { Fail = 0.1, Seed = 7 });
        var end = await bench.RunAsync(bench.Request(Texts(300)));

        end.Job.Counts.Succeeded.ShouldBe(300);
        bench.Provider.Ledger.Totals.Faults.Values.Sum().ShouldBeGreaterThan(0, "the faults must have fired");
        (await bench.ResultsAsync(end.Job.Id)).Select(row => row.Answer!.Output).ShouldBe(Texts(300));
    }

    [Fact]
    public async Task The_ledger_agrees_with_the_providers_bill()
    {
        await using var bench = await EngineBench.CreateAsync();
        var request = bench.Request(Texts(100), new TaskDefinition { Model = "sim/echo", Prompt = "{{text}}" });
        var end = await bench.RunAsync(request);

        end.Job.Spend.CostUsd.ShouldBe(bench.Provider.Ledger.Totals.Usd);
        end.Job.Spend.CostUsd.ShouldBeGreaterThan(0);
        end.Job.Spend.Unpriced.ShouldBe(0);
    }

    [Fact]
    public async Task A_batch_file_is_sent_as_it_is()
    {
        await using var bench = await EngineBench.CreateAsync();
        var file = bench.Folder.Write("batch.jsonl", """
            {"custom_id":"a","method":"POST","url":"/v1/chat/completions","body":{"model":"echo","messages":[{"role":"user","content":"one"}],"seed":7}}
            {"custom_id":"b","method":"POST","url":"/v1/chat/completions","body":{"model":"echo","messages":[{"role":"user","content":"two"}]}}

            """);
        var end = await bench.RunAsync(bench.Request(file, new TaskDefinition { Model = "openai/*" }));

        end.Ending.ShouldBe(Ending.Finished);
        var rows = await bench.ResultsAsync(end.Job.Id);
        rows.Select(row => (row.UserId, row.Answer!.Output)).ShouldBe([("a", "one"), ("b", "two")]);
    }

    [Fact]
    public async Task A_filter_and_a_limit_choose_the_rows()
    {
        await using var bench = await EngineBench.CreateAsync();
        var end = await bench.RunAsync(bench.Request(Texts(100)) with { Where = "text contains '7'", Limit = 5 });
        (await bench.ResultsAsync(end.Job.Id)).Select(row => row.Answer!.Output).ShouldBe(["text 7", "text 17", "text 27", "text 37", "text 47"]);
    }

    [Fact]
    public async Task A_second_failure_of_the_same_rows_is_taken_up_by_retry_alone()
    {
        await using var bench = await EngineBench.CreateAsync();
        var task = new TaskDefinition { Model = "openai/echo", Prompt = "{{text}}", OneOf = ["yes", "no"], MaxAttempts = 1 };
        var request = bench.Request(["yes", "maybe", "no"], task);
        var end = await bench.RunAsync(request);
        end.Job.Counts.Failed.ShouldBe(1);

        await using var engine = await bench.OpenAsync();
        (await engine.RetryFailedAsync(end.Job.Id)).ShouldBe(1);
        var before = bench.Provider.Ledger.Totals.Executed;
        await engine.CarryOnAsync(end.Job.Id);
        (bench.Provider.Ledger.Totals.Executed - before).ShouldBe(1, "only the failed row is sent again");
    }
}
