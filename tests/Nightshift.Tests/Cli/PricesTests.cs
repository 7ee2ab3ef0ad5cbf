using System.Text.Json;
using Nightshift.Cli;
using Nightshift.Cli.Display;
using Nightshift.Pricing;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Cli;

public sealed class PricesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_table_fits_a_hundred_columns_and_names_every_model()
    {
        var models = PricedModel.All(PriceBook.Default).ToList();
        var lines = PriceTable.Lines(models).ToList();
        lines.ShouldAllBe(line => line.Length <= 100);
        foreach (var model in models)
            lines.ShouldContain(line => line == model.Name || line.StartsWith(model.Name + " ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_model_is_shown_with_its_source_by_any_name_that_it_goes_by()
    {
        var end = await NightshiftProcess.RunAsync(_folder["home"], ["prices", "anthropic/claude-sonnet-4-5"]);
        end.Code.ShouldBe(ExitCode.Success, end.Errors);
        end.Output.ShouldContain("input                 3.00");
        end.Output.ShouldContain("Claude pricing page");
        end.Output.ShouldContain("A batch saves 50 % of the input's price and 50 % of the output's.");
        end.Output.ShouldNotContain("flex", customMessage: "what nobody sells is not shown");
    }

    [Fact]
    public async Task A_part_of_a_name_lists_what_has_it()
    {
        var end = await NightshiftProcess.RunAsync(_folder["home"], ["prices", "haiku"]);
        end.Output.ShouldContain("anthropic/claude-haiku-4-5-20251001");
        end.Output.ShouldNotContain("gpt-");
    }

    [Fact]
    public async Task A_model_without_a_price_is_said_to_have_none_with_the_cure()
    {
        var end = await NightshiftProcess.RunAsync(_folder["home"], ["prices", "openai/gpt-99"]);
        end.Code.ShouldBe(ExitCode.BadInput);
        end.Errors.ShouldContain("'openai/gpt-99' has no price");
        end.Errors.ShouldContain("prices: { openai/gpt-99: { input: 0.75, output: 4.5 } }");
    }

    [Fact]
    public async Task Prices_of_ones_own_are_shown_and_a_fault_in_them_is_bad_input()
    {
        Directory.CreateDirectory(_folder["home"]);
        await File.WriteAllTextAsync(_folder["home/nightshift.yaml"], "prices: { lab/llama: { input: 0.125, output: 1 } }");
        var end = await NightshiftProcess.RunAsync(_folder["home"], ["prices", "lab/llama", "--json"]);
        using (var document = JsonDocument.Parse(end.Output))
            document.RootElement[0].GetProperty("live").GetProperty("input").GetDecimal().ShouldBe(0.125m);

        await File.WriteAllTextAsync(_folder["home/nightshift.yaml"], "prices: { lab/llama: { input: 0.125 } }");
        var faulty = await NightshiftProcess.RunAsync(_folder["home"], ["prices"]);
        faulty.Code.ShouldBe(ExitCode.BadInput);
        faulty.Errors.ShouldContain("needs input and output");
    }
}
