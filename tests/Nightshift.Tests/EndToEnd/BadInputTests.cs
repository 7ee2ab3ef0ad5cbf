using System.Net;
using System.Net.Sockets;
using System.Text;
using Nightshift.Simulator;

namespace Nightshift.Tests.EndToEnd;

/// <summary>What people get wrong, and the one sentence with the cure that they get back.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Task<Finished> RunAsync(string input, params string[] more) => RunWithModelAsync("sim/echo", input, more);

    private Task<Finished> RunWithModelAsync(string model, string input, params string[] more) =>
        NightshiftProcess.RunAsync(_folder["home"], ["run", input, "--model", model, "--prompt", "{{text}}", "-o", _folder["out.csv"], .. more]);

    private void ShouldBeRefused(Finished finished, params string[] said)
    {
        finished.Code.ShouldBe(2, finished.Errors);
        foreach (var words in said)
            finished.Errors.ShouldContain(words);
        finished.Errors.ShouldNotContain("   at ");
        File.Exists(_folder["out.csv"]).ShouldBeFalse();
    }

    [Fact]
    public async Task An_empty_file_is_refused() => ShouldBeRefused(await RunAsync(_folder.Write("empty.csv", "")), "empty.csv", "is empty");

    [Fact]
    public async Task A_header_without_rows_is_refused() => ShouldBeRefused(await RunAsync(_folder.Write("header.csv", "id,text\n")), "header.csv", "no rows");

    [Fact]
    public async Task A_binary_file_is_refused()
    {
        var bytes = new byte[4096];
        new Random(1).NextBytes(bytes);
        ShouldBeRefused(await RunAsync(_folder.Write("photo.csv", bytes)), "photo.csv", "binary");
    }

    [Fact]
    public async Task An_unknown_column_is_named_with_those_there_are() =>
        ShouldBeRefused(
            await NightshiftProcess.RunAsync(_folder["home"], ["run", _folder.Write("a.csv", "id,message\n1,x\n"), "--model", "sim/echo", "--prompt", "{{mesage}}", "-o", _folder["out.csv"]]),
            "'mesage'", "message", "id");

    [Fact]
    public async Task An_unknown_id_column_is_named_with_those_there_are() =>
        ShouldBeRefused(await RunAsync(_folder.Write("a.csv", "id,text\n1,x\n"), "--id", "ticket"), "'ticket'", "id", "text");

    [Fact]
    public async Task Duplicate_ids_are_refused_with_both_lines() =>
        ShouldBeRefused(await RunAsync(_folder.Write("a.csv", "id,text\n7,a\n8,b\n7,c\n"), "--id", "id"), "'7'", "line 4", "line 2");

    [Fact]
    public async Task A_cell_of_five_megabytes_goes_through_whole()
    {
        var cell = new string('ä', 5 * 1024 * 1024 / 2);
        var finished = await RunAsync(_folder.Write("big.csv", $"id,text\n1,{cell}\n"));
        finished.Code.ShouldBe(0, finished.Errors);
        var row = (await File.ReadAllLinesAsync(_folder["out.csv"]))[1];
        row.ShouldStartWith($"1,{cell},{cell},succeeded");
    }

    [Fact]
    public async Task Invalid_UTF_8_fails_its_row_alone_and_says_how_to_read_the_file()
    {
        var finished = await RunAsync(_folder.Write("latin.csv", [.. "id,text\n1,fine\n2,caf"u8, 0xE9, .. "\n3,good\n"u8]));
        finished.Code.ShouldBe(1, finished.Errors);
        finished.Errors.ShouldContain("line 3");
        finished.Errors.ShouldContain("--encoding windows-1252");
        var rows = await File.ReadAllLinesAsync(_folder["out.csv"]);
        rows.Length.ShouldBe(4);
        rows[1].ShouldContain(",fine,succeeded");
        rows[2].ShouldContain(",failed,");
        rows[3].ShouldContain(",good,succeeded");
    }

    [Fact]
    public async Task The_named_encoding_is_used()
    {
        var finished = await RunAsync(_folder.Write("latin.csv", [.. "id,text\n2,caf"u8, 0xE9, .. "\n"u8]), "--encoding", "windows-1252");
        finished.Code.ShouldBe(0, finished.Errors);
        (await File.ReadAllTextAsync(_folder["out.csv"])).ShouldContain("2,café,café,succeeded");
    }

    [Fact]
    public async Task JSON_a_hundred_thousand_deep_fails_its_row_alone()
    {
        var deep = new string('[', 100_000) + new string(']', 100_000);
        var finished = await RunAsync(_folder.Write("deep.jsonl", $"{{\"text\":\"a\"}}\n{{\"text\":{deep}}}\n{{\"text\":\"b\"}}\n"));
        finished.Code.ShouldBe(1, finished.Errors);
        finished.Errors.ShouldContain("line 2");
        finished.Errors.ShouldContain("2 succeeded, 1 failed");
    }

    [Fact]
    public async Task With_strict_one_bad_record_refuses_the_input() =>
        ShouldBeRefused(await RunAsync(_folder.Write("a.jsonl", "{\"text\":\"a\"}\n{nope}\n"), "--strict"), "line 2");

    [Fact]
    public async Task A_path_that_is_not_there_is_refused() => ShouldBeRefused(await RunAsync(_folder["nowhere.csv"]), "nowhere.csv");

    [Fact]
    public async Task A_folder_as_input_is_refused() => ShouldBeRefused(await RunAsync(_folder.Path), "folder");

    [Fact]
    public async Task An_output_in_a_missing_folder_is_refused_before_anything_is_sent()
    {
        var finished = await NightshiftProcess.RunAsync(
            _folder["home"], ["run", _folder.Write("a.csv", "text\nx\n"), "--model", "sim/echo", "--prompt", "{{text}}", "-o", _folder["no/such/out.csv"]]);
        finished.Code.ShouldBe(2, finished.Errors);
        finished.Errors.ShouldContain("out.csv");
        finished.Errors.ShouldNotContain("Job 1");
    }

    [Fact]
    public async Task A_missing_key_is_named()
    {
        var finished = await NightshiftProcess.RunAsync(
            _folder["home"], ["run", _folder.Write("a.csv", "text\nx\n"), "--model", "openai/gpt-5.4-mini", "--prompt", "{{text}}"], null, ("OPENAI_API_KEY", null));
        finished.Code.ShouldBe(3);
        finished.Errors.ShouldContain("OPENAI_API_KEY is not set");
    }

    [Fact]
    public async Task A_host_that_does_not_answer_pauses_the_job_and_nothing_is_lost()
    {
        var finished = await RunWithModelAsync("openai/x", _folder.Write("a.csv", "text\nx\ny\n"), "--base-url", $"http://127.0.0.1:{FreePort()}/v1");
        finished.Code.ShouldBe(3, finished.Errors);
        finished.Errors.ShouldContain("cannot reach 127.0.0.1");
        finished.Errors.ShouldContain("Nothing is lost");
    }

    [Fact]
    public async Task A_refused_key_pauses_the_job_with_one_message()
    {
        await using var provider = await SimulatorServer.StartAsync(new SimulatorOptions(), TimeProvider.System, CancellationToken.None);
        var rows = new StringBuilder("text\n");
        for (var row = 0; row < 500; row++)
            rows.Append($"row {row}\n");
        string[] command = ["run", _folder.Write("a.csv", rows.ToString()), "--model", "openai/echo", "--prompt", "{{text}}", "--base-url", $"{provider.BaseAddress}openai/v1", "-o", _folder["out.csv"]];

        var refused = await NightshiftProcess.RunAsync(_folder["home"], command, null, ("OPENAI_API_KEY", "sk-revoked-CANARY"));
        refused.Code.ShouldBe(3, refused.Errors);
        refused.Errors.Split("refused the key").Length.ShouldBe(2, "one message, not one per row");
        refused.Errors.ShouldNotContain("CANARY");

        var mended = await NightshiftProcess.RunAsync(_folder["home"], command, null, ("OPENAI_API_KEY", "sk-good"));
        mended.Code.ShouldBe(0, mended.Errors);
        mended.Errors.ShouldContain("500 succeeded, 0 failed");
        foreach (var file in Directory.EnumerateFiles(_folder["home"], "*", SearchOption.AllDirectories))
            Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)).ShouldNotContain("CANARY", customMessage: file);
    }

    [Fact]
    public async Task A_home_that_cannot_be_made_is_said()
    {
        var finished = await NightshiftProcess.RunAsync(
            Path.Combine(_folder.Write("file", "not a folder"), "home"), ["run", _folder.Write("a.csv", "text\nx\n"), "--model", "sim/echo", "--prompt", "{{text}}"]);
        finished.Code.ShouldBe(2, finished.Errors);
        finished.Errors.ShouldContain("--home");
    }

    [Fact]
    public async Task A_second_process_on_the_same_store_is_refused_with_the_holder()
    {
        await using var provider = await SimulatorServer.StartAsync(
            new SimulatorOptions { Latency = TimeSpan.FromSeconds(20) }, TimeProvider.System, CancellationToken.None);
        string[] command = ["run", _folder.Write("a.csv", "text\nx\n"), "--model", "openai/echo", "--prompt", "{{text}}", "--base-url", $"{provider.BaseAddress}openai/v1"];
        await using var first = NightshiftProcess.Start(_folder["home"], command);
        await Eventually.TrueAsync(() => provider.Ledger.Totals.InFlight > 0, "the first process sends");

        var second = await NightshiftProcess.RunAsync(_folder["home"], command);
        second.Code.ShouldBe(2, second.Errors);
        second.Errors.ShouldContain($"process {first.Id}");

        var look = await NightshiftProcess.RunAsync(_folder["home"], ["status", "1"]);
        look.Code.ShouldBe(0, look.Errors);
        look.Output.ShouldContain("1 sent");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
