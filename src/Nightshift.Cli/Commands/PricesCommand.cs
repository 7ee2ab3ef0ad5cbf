using System.CommandLine;
using Nightshift.Cli.Display;
using Nightshift.Cli.Options;
using Nightshift.Configuration;
using Nightshift.Pricing;

namespace Nightshift.Cli.Commands;

/// <summary><c>prices</c>: the price book, with what the configuration says to be otherwise.</summary>
internal static class PricesCommand
{
    public static Command Create()
    {
        var model = new Argument<string?>("MODEL") { Description = "One model (provider/model) with its sources, or a part of a name to look for", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("prices", """
            List what models cost, in dollars per million tokens: live, in batches, from the prompt cache, with much input. Each price has its source and day.

            Prices of your own go into nightshift.yaml in the home folder, under `prices:`. A model that is not listed has no price: it runs, and its
            cost is said to be unknown.

            Examples:
              nightshift prices
              nightshift prices sonnet
              nightshift prices openai/gpt-5.4-mini
              nightshift prices --json | jq '.[] | select(.provider == "groq")'
            """);
        command.Arguments.Add(model);
        command.Options.Add(JsonOption.Json);
        command.SetAction(parse => Show(ConfigurationFile.Of(HomeOption.Of(parse)).Prices, parse.GetValue(model), parse.GetValue(JsonOption.Json)));
        return command;
    }

    private static int Show(PriceBook book, string? wanted, bool isJson)
    {
        if (wanted?.Split('/', 2) is [var provider, var model] && PricedModel.Find(book, provider.ToLowerInvariant(), model) is { } one)
        {
            if (isJson)
                PriceJson.Write([one]);
            else
                Screen.Print(PricePage.Lines(one));
            return ExitCode.Success;
        }

        var models = PricedModel.All(book).Where(listed => listed.Name.Contains(wanted ?? "", StringComparison.OrdinalIgnoreCase)).ToList();
        if (models.Count == 0)
            throw new UsageException($"'{wanted}' has no price{NearestName.Hint(wanted!, [.. PricedModel.All(book).Select(listed => listed.Name)])}; give it one in nightshift.yaml, such as prices: {{ {(wanted!.Contains('/') ? wanted : $"provider/{wanted}")}: {{ input: 0.75, output: 4.5 }} }}");
        if (isJson)
            PriceJson.Write(models);
        else
            Screen.Print(PriceTable.Lines(models));
        return ExitCode.Success;
    }
}
