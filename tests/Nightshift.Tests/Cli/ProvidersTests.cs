using System.Text.Json;
using Nightshift.Cli.Display;
using Nightshift.Providers;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Cli;

public sealed class ProvidersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static IEnumerable<Provider> All => new ProviderCatalog().Names.Select(name => new ProviderCatalog().Find(name)!);

    [Fact]
    public void The_table_fits_a_hundred_columns_and_names_everybody()
    {
        var lines = ProviderTable.Lines(All, [], _ => true).ToList();
        lines.ShouldAllBe(line => line.Length <= 100);
        foreach (var provider in All)
            lines.ShouldContain(line => line.StartsWith(provider.Name + " ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_page_fits_too_and_gives_source_and_day_of_what_it_says()
    {
        foreach (var provider in All)
        {
            var lines = ProviderPage.Lines(provider, _ => false).ToList();
            lines.ShouldAllBe(line => line.Length <= 100);
            if (provider.Batch is { } terms)
                string.Join(' ', lines.Select(line => line.Trim())).ShouldEndWith($"{terms.Source}, {terms.AsOf:yyyy-MM-dd}");
        }
    }

    [Fact]
    public async Task Whether_a_key_is_set_is_shown_and_its_value_never()
    {
        const string Key = "sk-very-secret-1234567890";
        foreach (string[] command in (string[][])[["providers"], ["providers", "openai"], ["providers", "--json"], ["providers", "openai", "--json"]])
        {
            var end = await NightshiftProcess.RunAsync(_folder["home"], command, null, ("OPENAI_API_KEY", Key), ("GROQ_API_KEY", null));
            end.Code.ShouldBe(0, end.Errors);
            end.Output.ShouldContain("OPENAI_API_KEY");
            (end.Output + end.Errors).ShouldNotContain(Key[..12]);
        }

        var json = await NightshiftProcess.RunAsync(_folder["home"], ["providers", "--json"]);
        using var document = JsonDocument.Parse(json.Output);
        var set = document.RootElement.EnumerateArray().Where(provider => provider.GetProperty("key_is_set").GetBoolean()).Select(provider => provider.GetProperty("name").GetString());
        set.ShouldBe(["openai"]);
    }

    [Fact]
    public async Task A_password_in_a_configured_address_is_not_shown()
    {
        Directory.CreateDirectory(_folder["home"]);
        await File.WriteAllTextAsync(_folder["home/nightshift.yaml"], "providers:\n  mine:\n    base_url: https://user:hunter2@gateway.example/v1\n");
        var end = await NightshiftProcess.RunAsync(_folder["home"], ["providers"]);
        end.Output.ShouldContain("https://gateway.example/v1");
        end.Output.ShouldNotContain("hunter2");
    }

    public void Dispose() => _folder.Dispose();
}
