using System.Text.RegularExpressions;

namespace Nightshift.Tests.Architecture;

/// <summary>Which folder may use which. A new line here is a decision about the design, so it comes with its reason.</summary>
public sealed partial class UsingRulesTests
{
    /// <summary>Folder of src/Nightshift → the folders it may use, and why no others.</summary>
    private static readonly Dictionary<string, (string[] MayUse, string Because)> Rules = new()
    {
        ["Model"] = ([], "the words of the domain know nothing about who speaks them"),
        ["Limits"] = ([], "limits are arithmetic on time and counts"),
        ["Tokens"] = ([], "how many tokens a text is has nothing to do with who is asked or what it costs"),
        ["Pricing"] = (["Model"], "a price turns a usage into dollars, wherever the usage came from"),
        ["Stores"] = (["Model"], "a store keeps facts and decides nothing"),
        ["Protocols"] = (["Model", "Limits", "Planning"], "a wire format says how, never where or who; it renders the records that planning gives it, and reads how long a server asks to wait"),
        ["Providers"] = (["Model", "Pricing", "Protocols"], "a provider says where and who, which dialect of a protocol it speaks, and where in the price book its calls are listed"),
        ["Configuration"] = (["Alerting", "Model", "Pricing", "Protocols", "Providers"], "a file adjusts providers, prices, budgets and receivers of alerts, and nothing reads it behind their back"),
        ["Intake"] = (["Model", "Planning", "Stores", "Engine"], "intake hands each record to planning and stores what comes back"),
        ["Planning"] = (["Model", "Intake", "Protocols", "Providers", "Settling", "Engine"], "planning turns records into requests"),
        ["Queueing"] = (["Model", "Stores", "Limits"], "the queue is the store's, and takes no more retries than the limits allow"),
        ["Sending"] = (["Model", "Limits", "Pricing", "Protocols", "Providers", "Planning", "Queueing", "Settling", "Stores"], "sending sets aside what a call may cost, calls providers and hands outcomes to settling"),
        ["Settling"] = (["Model", "Limits", "Pricing", "Planning", "Providers", "Queueing", "Sending", "Stores"], "settling decides and commits; it calls nobody"),
        ["Routing"] = (["Model"], "which way rows go is decided from facts alone"),
        ["Batching"] = (["Model", "Routing", "Protocols", "Providers", "Queueing", "Sending", "Settling", "Stores"], "a batch is planned, sent, collected and settled with what the stages have"),
        ["Validation"] = (["Intake", "Protocols", "Sending"], "a file is held against its provider's rules as intake and sending would hold it; nothing is stored or sent"),
        ["Sinks"] = (["Model"], "an output is a function of rows"),
        ["Alerting"] = (["Engine", "Model", "Providers", "Routing", "Settling", "Stores"], "alerts are made of what the store has, in the words of the engine's reports, budgets and turnarounds; no stage knows of them"),
        ["Gathering"] = (["Engine", "Intake", "Model", "Stores"], "a queue collects in files of its own, and what it has collected becomes a job as any input does; no stage knows of it"),
        ["Analysis"] = (["Intake", "Model", "Pricing"], "a log is read as intake reads and priced by the price book; nothing is stored or sent"),
    };

    public static TheoryData<string> Folders => [.. Rules.Keys];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_uses_only_what_it_may(string folder)
    {
        var (mayUse, because) = Rules[folder];
        var used = from file in SourceTree.Files($"src/Nightshift/{folder}")
                   from Match match in UsingLine().Matches(File.ReadAllText(file))
                   let target = match.Groups["folder"].Value
                   where target != folder && !mayUse.Contains(target)
                   select $"{Path.GetFileName(file)} uses {target}";
        used.ShouldBeEmpty($"because {because}");
    }

    [Fact]
    public void Every_folder_of_the_engine_has_a_rule() =>
        Directory.GetDirectories(SourceTree.Path("src/Nightshift")).Select(Path.GetFileName).Where(name => name != "Engine").ShouldBe(Rules.Keys, ignoreOrder: true);

    [Fact]
    public void The_simulator_shares_no_wire_code_with_the_client() =>
        File.ReadAllText(SourceTree.Path("src/Nightshift.Simulator/Nightshift.Simulator.csproj"))
            .ShouldNotContain("ProjectReference", customMessage: "because two readings of one protocol check each other only while they are two");

    [GeneratedRegex(@"^using (static )?Nightshift\.(?<folder>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UsingLine();
}
