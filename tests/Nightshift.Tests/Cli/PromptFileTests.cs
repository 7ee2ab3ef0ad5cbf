using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Cli;

/// <summary>Words that begin with @ reach the command as they were typed.</summary>
public sealed class PromptFileTests
{
    [Fact]
    public async Task A_prompt_is_read_from_the_file_that_is_named_with_an_at_sign()
    {
        using var folder = new TemporaryFolder();
        var end = await NightshiftProcess.RunAsync(
            folder["home"],
            ["run", folder.Write("rows.csv", "text\none\n"), "--model", "sim/echo", "--prompt", "@" + folder.Write("prompt.txt", "--model is\nnot {{text}}\n"), "-o", folder["out.csv"]]);
        end.Code.ShouldBe(0, end.Errors);
        File.ReadAllText(folder["out.csv"]).ShouldContain("--model is\nnot one");
    }
}
