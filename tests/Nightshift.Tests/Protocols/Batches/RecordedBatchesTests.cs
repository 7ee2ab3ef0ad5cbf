using System.Text;
using System.Text.Json;
using Nightshift.Protocols;
using Nightshift.Protocols.AnthropicMessages;
using Nightshift.Protocols.Batches;
using Nightshift.Protocols.Batches.Anthropic;
using Nightshift.Protocols.Batches.Gemini;
using Nightshift.Protocols.Batches.Mistral;
using Nightshift.Protocols.ChatCompletions;
using Nightshift.Protocols.GeminiGenerate;
using Nightshift.Simulator.Tests.Recorded;

namespace Nightshift.Tests.Protocols.Batches;

/// <summary>What providers really answered, as others recorded it, is read without loss. Skipped where the recordings are not.</summary>
public sealed class RecordedBatchesTests
{
    [Fact]
    public async Task Anthropics_batches()
    {
        var rows = 0L;
        foreach (var (_, path, _, body) in Recorded("anthropic", path => path.StartsWith("/v1/messages/batches", StringComparison.Ordinal) && !path.EndsWith("/results", StringComparison.Ordinal)))
        {
            var batch = await AnthropicBatchProtocol.Instance.LookAsync(body);
            path.Split('/').ShouldContain(part => part == batch.Id || part == "batches");
            batch.StatusWord.ShouldBeOneOf("in_progress", "canceling", "ended");
            batch.Total.ShouldNotBeNull().ShouldBeInRange(1, 2);
            batch.CreatedAt.ShouldNotBeNull().AddDays(1).ShouldBe(batch.ExpiresAt.ShouldNotBeNull());
            batch.Results.Count.ShouldBe(batch.StatusWord == "ended" ? 1 : 0);
            rows += batch.Status == RemoteStatus.Completed ? 1 : 0;
        }

        rows.ShouldBeGreaterThan(0);
        var results = Recorded("anthropic", path => path.EndsWith("/results", StringComparison.Ordinal));
        results.Count.ShouldBe(2);
        foreach (var (_, _, _, body) in results)
            ReadAll(AnthropicBatchProtocol.Instance, AnthropicMessagesProtocol.Instance, body).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Geminis_operations()
    {
        var ends = 0;
        foreach (var (_, _, _, body) in Recorded("gemini", path => path.StartsWith("/v1beta/batches/", StringComparison.Ordinal) || path.EndsWith(":batchGenerateContent", StringComparison.Ordinal)))
        {
            var batch = await GeminiBatchProtocol.Inline.LookAsync(body);
            batch.Id.ShouldStartWith("batches/");
            batch.StatusWord.ShouldBeOneOf("BATCH_STATE_PENDING", "BATCH_STATE_RUNNING", "BATCH_STATE_SUCCEEDED");
            batch.Submission.ShouldNotBeNull().ShouldStartWith("ruby_llm_");
            batch.CreatedAt.ShouldNotBeNull().Year.ShouldBe(2026);
            batch.Total.ShouldBe(2);
            if (!batch.Status.HasEnded())
                continue;
            ends++;
            batch.Done.ShouldBe(batch.Total);
            await DownloadAsync(GeminiBatchProtocol.Inline, GeminiGenerateProtocol.Instance, batch.Id, batch.Results.ShouldHaveSingleItem(), body, rows: 2);
        }

        ends.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Geminis_uploads()
    {
        var (_, _, _, body) = Recorded("gemini", path => path == "/upload/v1beta/files").Single(exchange => exchange.Body.Length > 0);
        using var document = JsonDocument.Parse(body);
        var file = (await GeminiBatchProtocol.InFile.GetFileAsync(ScriptedChannel.Saying(200, document.RootElement.GetProperty("file").GetRawText()), "x", BatchBench.Cancellation))
            .ShouldBeOfType<Effect<RemoteFile>.Done>().Value;
        file.ShouldBe(new RemoteFile("files/lyznmka9w110", "apples.pdf", 14560, new DateTimeOffset(2026, 6, 17, 14, 13, 0, 159, 379, TimeSpan.Zero)));
    }

    [Fact]
    public async Task Mistrals_jobs()
    {
        var words = new HashSet<string>();
        foreach (var (_, _, _, body) in Recorded("mistral", path => path.StartsWith("/v1/batch/jobs", StringComparison.Ordinal)))
        {
            var job = await MistralBatchProtocol.Inline.LookAsync(body);
            words.Add(job.StatusWord);
            job.InputFile.ShouldNotBeNullOrEmpty();
            job.CreatedAt.ShouldNotBeNull().Year.ShouldBe(2026);
            if (!job.Status.HasEnded())
                continue;
            job.Done.ShouldBe(2);
            job.Results.ShouldHaveSingleItem().IsFile.ShouldBeTrue();
            await DownloadAsync(MistralBatchProtocol.Inline, ChatCompletionsProtocol.Compatible, job.Id, new ResultPart("output", job.Id, IsFile: false), body, rows: 2);
        }

        words.ShouldBe(["QUEUED", "RUNNING", "SUCCESS"], ignoreOrder: true);
    }

    private static async Task DownloadAsync(BatchProtocol protocol, ChatProtocol chat, string id, ResultPart part, string body, int rows)
    {
        using var to = new MemoryStream();
        (await protocol.DownloadAsync(ScriptedChannel.Saying(200, body), id, part, to, BatchBench.Cancellation)).ShouldBeOfType<Effect<long>.Done>().Value.ShouldBe(to.Length);
        ReadAll(protocol, chat, Encoding.UTF8.GetString(to.ToArray())).ShouldBe(rows);
    }

    private static int ReadAll(BatchProtocol protocol, ChatProtocol chat, string lines)
    {
        var texts = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var text in texts)
        {
            var answered = protocol.Line(text).ShouldBeOfType<BatchLine.Answered>(text);
            answered.Status.ShouldBe(200);
            chat.Parse(answered.Body, out var fault).ShouldNotBeNull(fault).Usage.ShouldNotBeNull();
        }

        return texts.Length;
    }

    private static List<Exchange> Recorded(string provider, Func<string, bool> which) =>
        [.. Exchange.Of(provider).Where(exchange => exchange.Status == 200 && which(exchange.Path))];
}
