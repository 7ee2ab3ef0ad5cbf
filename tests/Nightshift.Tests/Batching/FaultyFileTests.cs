using System.Text;
using Nightshift.Engine;
using Nightshift.Intake;
using Nightshift.Model;

namespace Nightshift.Tests.Batching;

/// <summary>A provider refuses a whole batch for one faulty request: that row fails, and the others get their answers.</summary>
public sealed class FaultyFileTests
{
    [Fact]
    public async Task The_rows_that_the_provider_names_fail_and_the_others_go_into_another_batch()
    {
        await using var bench = await BatchJobBench.CreateAsync("openai");
        var tampered = 0;
        bench.Calls.Tamper = async request =>
        {
            if (request.RequestUri!.AbsolutePath.EndsWith("/files", StringComparison.Ordinal) && request.Method == HttpMethod.Post && tampered++ == 0)
                request.Content = await WithFaultAtAsync(request.Content!, line: 18);
        };
        var end = await bench.RunAsync(bench.Request(rows: 30));

        end.Ending.ShouldBe(Ending.Finished, end.Reason);
        var rows = await bench.CheckAsync(end.Job.Id);
        rows[17].ErrorCode.ShouldBe("invalid_request");
        rows[17].Error.ShouldNotBeNull().ShouldContain("method");
        rows.Where((_, index) => index != 17).ShouldAllBe(row => row.State == RowState.Succeeded);
        bench.Provider.Ledger.Batches().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Requests_of_several_models_go_into_a_batch_each_and_one_that_does_not_exist_fails_its_own_rows()
    {
        await using var bench = await BatchJobBench.CreateAsync("openai");
        var lines = new StringBuilder();
        for (var row = 0; row < 30; row++)
        {
            var model = row == 17 ? "no-such-model" : "echo";
            lines.Append($"{{\"custom_id\":\"mine-{row}\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{{\"model\":\"{model}\",\"messages\":[{{\"role\":\"user\",\"content\":\"{BatchJobBench.Text(row)}\"}}]}}}}\n");
        }

        var end = await bench.RunAsync(bench.Request(rows: 1) with
        {
            Input = new InputSource(bench.Write("batch.jsonl", lines.ToString())), Task = new TaskDefinition { Model = "openai/*" },
        });
        end.Ending.ShouldBe(Ending.Finished, end.Reason);
        var rows = await bench.CheckAsync(end.Job.Id);
        rows[17].State.ShouldBe(RowState.Failed);
        rows.Where((_, index) => index != 17).ShouldAllBe(row => row.State == RowState.Succeeded);
        bench.Provider.Ledger.Batches().Select(batch => batch.Lines).Order().ShouldBe([1, 29]);
    }

    /// <summary>As if a line had been spoilt on its way up.</summary>
    private static async Task<HttpContent> WithFaultAtAsync(HttpContent content, int line)
    {
        var text = await content.ReadAsStringAsync();
        var start = 0;
        for (var before = 1; before < line; before++)
            start = text.IndexOf("\"POST\"", start, StringComparison.Ordinal) + 1;
        var place = text.IndexOf("\"POST\"", start, StringComparison.Ordinal);
        var spoilt = new ByteArrayContent(Encoding.UTF8.GetBytes($"{text[..place]}\"PAST\"{text[(place + 6)..]}"));
        spoilt.Headers.ContentType = content.Headers.ContentType;
        return spoilt;
    }
}
