using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Nightshift.Protocols.Batches;
using Nightshift.Providers;
using Nightshift.Simulator.Tests.Recorded;

namespace Nightshift.Tests.Protocols.Batches.OpenAi;

/// <summary>Real answers, recorded by others, are read without loss.</summary>
public sealed partial class RecordedOpenAiTests
{
    private static readonly RemoteStatus[] Known = [.. Enum.GetValues<RemoteStatus>()];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OpenAIs_batches_files_and_lists()
    {
        var protocol = Nightshift.Providers.OpenAi.Provider.Batch!.Protocol;
        var (batches, lists, files, lines) = (0, 0, 0, 0);
        foreach (var exchange in Exchange.Of("openai"))
        {
            var channel = ScriptedChannel.Saying(exchange.Status, exchange.Body);
            var path = exchange.Path.TrimEnd('/');
            if (path == "/v1/batches" && exchange.Method == "GET")
                lists += await ReadListAsync(protocol, channel, exchange.Json);
            else if (path.StartsWith("/v1/batches", StringComparison.Ordinal))
                batches += Compare((await protocol.GetAsync(channel, "b", Cancellation)).ShouldBeOfType<Effect<RemoteBatch>.Done>(exchange.Body).Value, exchange.Json);
            else if (path.EndsWith("/content", StringComparison.Ordinal) && exchange.Status == 200)
                lines += exchange.Body.Contains("custom_id", StringComparison.Ordinal) ? ReadLines(protocol, exchange.Body) : 0;
            else if (FilePath().IsMatch(path) && exchange.Method != "DELETE")
                files += await ReadFileAsync(protocol, channel, exchange);
            else if (FilePath().IsMatch(path))
                (await protocol.DeleteFileAsync(channel, "f", Cancellation)).ShouldBeOfType<Effect<None>.Done>();
        }

        batches.ShouldBeGreaterThan(20);
        lists.ShouldBeGreaterThan(200);
        files.ShouldBeGreaterThan(20);
        lines.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task XAIs_batches_and_results()
    {
        var protocol = XAi.Provider.Batch!.Protocol;
        var (batches, results) = (0, 0);
        foreach (var exchange in Exchange.Of("xai").Where(exchange => exchange.Json.ValueKind == JsonValueKind.Object && exchange.Path.Contains("/batches", StringComparison.Ordinal)))
        {
            var channel = ScriptedChannel.Saying(exchange.Status, exchange.Body);
            if (exchange.Path.EndsWith("/results", StringComparison.Ordinal))
            {
                using var to = new MemoryStream();
                (await protocol.DownloadAsync(channel, "b", new("output", "b", IsFile: false), to, Cancellation)).ShouldBeOfType<Effect<long>.Done>();
                results += ReadLines(protocol, Encoding.UTF8.GetString(to.ToArray()));
                continue;
            }

            var batch = (await protocol.GetAsync(channel, "b", Cancellation)).ShouldBeOfType<Effect<RemoteBatch>.Done>().Value;
            var state = exchange.Json.GetProperty("state");
            var (total, pending) = (state.GetProperty("num_requests").GetInt64(), state.GetProperty("num_pending").GetInt64());
            batch.Status.ShouldBe(total == 0 ? RemoteStatus.Waiting : pending > 0 ? RemoteStatus.Running : RemoteStatus.Completed);
            batch.Submission.ShouldBe(exchange.Json.GetProperty("name").GetString());
            (batch.Total, batch.Done).ShouldBe(total == 0 ? (null, null) : (total, total - pending));
            // A day is no instant.
            batch.CreatedAt.ShouldBeNull();
            batches++;
        }

        batches.ShouldBeGreaterThan(3);
        results.ShouldBeGreaterThan(1);
    }

    private static async Task<int> ReadListAsync(BatchProtocol protocol, BatchChannel channel, JsonElement list)
    {
        var page = (await protocol.ListAsync(channel, null, Cancellation)).ShouldBeOfType<Effect<Page<RemoteBatch>>.Done>().Value;
        var items = list.GetProperty("data").EnumerateArray().ToList();
        page.Items.Count.ShouldBe(items.Count);
        foreach (var (batch, item) in page.Items.Zip(items))
            Compare(batch, item);
        page.Next.ShouldBe(list.GetProperty("has_more").GetBoolean() ? $"after={list.GetProperty("last_id").GetString()}" : null);
        return 1;
    }

    private static async Task<int> ReadFileAsync(BatchProtocol protocol, BatchChannel channel, Exchange exchange)
    {
        var effect = await protocol.GetFileAsync(channel, "f", Cancellation);
        if (exchange.Status >= 400)
        {
            effect.ShouldBeOfType<Effect<RemoteFile>.Refused>().Refusal.Status.ShouldBe(exchange.Status);
            return 0;
        }

        if (exchange.Json.TryGetProperty("data", out _))
            return 0;
        var file = effect.ShouldBeOfType<Effect<RemoteFile>.Done>(exchange.Body).Value;
        file.Id.ShouldBe(exchange.Json.GetProperty("id").GetString());
        file.Name.ShouldBe(exchange.Json.GetProperty("filename").GetString());
        file.Bytes.ShouldBe(exchange.Json.GetProperty("bytes").GetInt64());
        file.CreatedAt.ShouldNotBeNull().ToUnixTimeSeconds().ShouldBe(exchange.Json.GetProperty("created_at").GetInt64());
        file.Readiness.ShouldBe(FileReadiness.Ready);
        return 1;
    }

    private static int Compare(RemoteBatch read, JsonElement batch)
    {
        var word = batch.GetProperty("status").GetString();
        read.Id.ShouldBe(batch.GetProperty("id").GetString());
        read.StatusWord.ShouldBe(word);
        read.Status.ShouldBe(word switch { "validating" => RemoteStatus.Waiting, "in_progress" => RemoteStatus.Running, _ => Known.Single(status => string.Equals(status.ToString(), word, StringComparison.OrdinalIgnoreCase)) });
        read.InputFile.ShouldBe(batch.GetProperty("input_file_id").GetString());
        read.CreatedAt.ShouldNotBeNull().ToUnixTimeSeconds().ShouldBe(batch.GetProperty("created_at").GetInt64());
        read.ExpiresAt.ShouldNotBeNull().ToUnixTimeSeconds().ShouldBe(batch.GetProperty("expires_at").GetInt64());
        var counts = batch.GetProperty("request_counts");
        (read.Total ?? 0).ShouldBe(counts.GetProperty("total").GetInt64());
        read.Done.ShouldBe(counts.GetProperty("completed").GetInt64() + counts.GetProperty("failed").GetInt64());
        var files = new[] { "output_file_id", "error_file_id" }.Select(name => batch.GetProperty(name).GetString()).Where(id => id is not null);
        read.Results.Select(part => part.Reference).ShouldBe(files);
        read.Faults.Count.ShouldBe(batch.GetProperty("errors") is { ValueKind: JsonValueKind.Object } errors ? errors.GetProperty("data").GetArrayLength() : 0);
        return 1;
    }

    private static int ReadLines(BatchProtocol protocol, string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => protocol.ReadLine(Encoding.UTF8.GetBytes(line))).ToList();
        lines.ShouldAllBe(line => line is BatchLine.Answered);
        foreach (var line in lines.Cast<BatchLine.Answered>().Where(line => line.Status == 200))
            JsonDocument.Parse(line.Body).RootElement.TryGetProperty("model", out _).ShouldBeTrue();
        return lines.Count;
    }

    [GeneratedRegex("^/v1/files(/[^/]+)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FilePath();
}
