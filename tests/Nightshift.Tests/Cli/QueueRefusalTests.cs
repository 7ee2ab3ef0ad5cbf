using System.CommandLine;
using Nightshift.Cli;
using Nightshift.Cli.Commands;
using Nightshift.Cli.Gathering;
using Nightshift.Cli.Options;
using Nightshift.Gathering;
using Nightshift.Planning;
using Nightshift.Providers;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Cli;

/// <summary>What queues do not take: said at once, with the cure, and nothing is kept of it.</summary>
public sealed class QueueRefusalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("say what is done with a queue's rows")]
    [InlineData("leave `submit` and the input away", "submit", "rows.csv", "--model", "sim/echo", "--prompt", "{{text}}")]
    [InlineData("Unrecognized command or argument 'rows.csv'", "rows.csv", "--model", "sim/echo", "--prompt", "{{text}}")]
    [InlineData("Unrecognized command or argument '--where'", "--where", "a = 1", "--model", "sim/echo", "--prompt", "{{text}}")]
    [InlineData("Unrecognized command or argument '--help'", "--model", "sim/echo", "--prompt", "{{text}}", "--help")]
    [InlineData("put {lot} into the name", "--model", "sim/echo", "--prompt", "{{text}}", "-o", "out.csv")]
    [InlineData("before the --", "--home", "/tmp", "--model", "sim/echo", "--prompt", "{{text}}")]
    [InlineData("cannot read", "--task", "none.yaml")]
    [InlineData("opneai", "--model", "opneai/x", "--prompt", "{{text}}")]
    [InlineData("temperature", "--model", "sim/echo", "--prompt", "{{text}}", "--temperature", "77")]
    public async Task What_could_not_be_sent_is_refused_when_the_queue_is_made(string cure, params string[] options)
    {
        (await FaultAsync(["queue", "add", "q", "--rows", "5", "--", .. options])).ShouldContain(cure);
        Directory.Exists(_folder["home"]).ShouldBeFalse("nothing is kept of what is refused");
    }

    [Theory]
    [InlineData("--rows takes a number above 0", "--rows", "0")]
    [InlineData("--size takes a size such as 500kB", "--size", "50")]
    [InlineData("--age takes a duration", "--age", "soon")]
    [InlineData("--at takes a time of day", "--at", "25:00")]
    [InlineData("there is no time zone 'Europe/Berlln'", "--at", "02:00", "--time-zone", "Europe/Berlln")]
    [InlineData("--time-zone is that of --at", "--time-zone", "UTC")]
    public async Task A_rule_that_cannot_be_read_is_refused(string cure, params string[] rule) =>
        (await FaultAsync(["queue", "add", "q", .. rule, "--", "--model", "sim/echo", "--prompt", "{{text}}"])).ShouldContain(cure);

    [Theory]
    [InlineData("""{"txt":"a"}""", "line 1 does not fit the task: the prompt uses column 'text'")]
    [InlineData("{\"text\":\"a\"}\n{\"text\":", "line 2 is not valid JSON")]
    [InlineData("{\"id\":\"a\",\"text\":\"a\"}\n{\"id\":\"a\",\"text\":\"b\"}", "line 2 has the id 'a', which another row of lot 1 has already")]
    [InlineData("""{"custom_id":"a","method":"POST","url":"/v1/chat/completions","body":{}}""", "lines of a batch file")]
    [InlineData("", "is empty")]
    [InlineData("\n\n", "there are no rows in it")]
    public async Task What_could_not_be_answered_is_refused_at_once_and_whole(string rows, string cure)
    {
        var queue = RequestQueue.Create(_folder["home"], "q", new LotRule(), TimeProvider.System, definition => definition with { Arguments = ["--model", "sim/echo", "--prompt", "{{text}}"] });
        (await FaultAsync(["enqueue", "q", _folder.Write("rows.jsonl", rows)])).ShouldContain(cure);
        queue.Stand().Open.Requests.ShouldBe(0);
    }

    [Fact]
    public void Whoever_puts_in_need_know_neither_key_nor_address_of_the_provider()
    {
        var request = LotCommand.Read(["--model", "azure/tickets-mini", "--prompt", "{{text}}"], _folder.Path);
        var check = new RowCheck(request, _folder.Path);
        check.FaultOf("{\"text\":\"a\"}"u8.ToArray()).ShouldBeNull();
        check.FaultOf("{\"txt\":\"a\"}"u8.ToArray())!.ShouldContain("text");
        LotCommand.WithStrategy(["--model", "azure/tickets-mini", "--prompt", "{{text}}"], request, _folder.Path).TakeLast(2).ShouldBe(["--strategy", "cheapest"]);
    }

    [Theory]
    [InlineData("500kB", 500_000)]
    [InlineData("50 MB", 50_000_000)]
    [InlineData("1.5gb", 1_500_000_000)]
    [InlineData("7b", 7)]
    public void A_size_is_read_as_people_write_it(string text, long bytes) => ByteSize.Parse("--size", text).ShouldBe(bytes);

    public void Dispose() => _folder.Dispose();

    private async Task<string> FaultAsync(string[] arguments)
    {
        var root = new RootCommand { QueueCommand.Create(), EnqueueCommand.Create() };
        root.Options.Add(HomeOption.Home);
        var fault = await Should.ThrowAsync<Exception>(() => root.Parse([.. arguments.TakeWhile(word => word != "--"), "--home", _folder["home"], .. arguments.SkipWhile(word => word != "--")], AsTyped.Words)
            .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }));
        (fault is UsageException or QueueException or TaskException or ConnectionException or Nightshift.Intake.InputException).ShouldBeTrue(fault.ToString());
        return fault.Message;
    }
}
