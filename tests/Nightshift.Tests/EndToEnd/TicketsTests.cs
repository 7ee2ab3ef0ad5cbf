using Nightshift.Tests.Sinks;

namespace Nightshift.Tests.EndToEnd;

/// <summary>The main job on 13,083 real customer messages, when they are at hand beside the checkout.</summary>
public sealed class TicketsTests
{
    [Fact]
    public async Task Every_real_ticket_comes_back_in_order_and_to_the_byte()
    {
        var tickets = SharedFile.Find("data/tickets.csv");
        using var folder = new TemporaryFolder();

        var finished = await NightshiftProcess.RunAsync(
            folder["home"], ["run", tickets, "--id", "id", "--model", "sim/label", "--prompt", "{{text}}", "--one-of", "card,transfer,top-up,other", "-o", folder["answers.csv"]]);

        finished.Code.ShouldBe(0, finished.Errors);
        var input = CsvReading.Read(await File.ReadAllTextAsync(tickets));
        var output = CsvReading.Read(await File.ReadAllTextAsync(folder["answers.csv"]));
        input.Length.ShouldBe(13_083 + 1);
        output.Select(row => row[..input[0].Length]).ShouldBe(input);
        output.Skip(1).Select(row => row[input[0].Length + 1]).ShouldAllBe(status => status == "succeeded");
    }
}
