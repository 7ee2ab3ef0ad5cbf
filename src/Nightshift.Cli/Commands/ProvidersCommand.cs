using System.CommandLine;
using Nightshift.Cli.Display;
using Nightshift.Cli.Options;
using Nightshift.Configuration;

namespace Nightshift.Cli.Commands;

/// <summary><c>providers</c>: who can be called, what their batch APIs take and promise, and whether a key is there.</summary>
internal static class ProvidersCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("NAME") { Description = "One provider, with its endpoints, limits and caveats", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("providers", """
            List the providers: where they are, whether their key is set, and what their batch APIs take and promise, with source and day.

            A model is provider/model. Providers of your own, further accounts, and routes over several of them go into nightshift.yaml in the home
            folder. Keys are never shown.

            Examples:
              nightshift providers
              nightshift providers anthropic
              nightshift providers --json | jq '.[] | select(.key_is_set) | .name'
            """);
        command.Arguments.Add(name);
        command.Options.Add(JsonOption.Json);
        command.SetAction(parse => Show(HomeOption.Of(parse), parse.GetValue(name), parse.GetValue(JsonOption.Json)));
        return command;
    }

    private static int Show(string home, string? name, bool isJson)
    {
        var catalog = ConfigurationFile.Of(home).Catalog;
        if (name is null)
        {
            var all = catalog.Names.Select(known => catalog.Find(known)!).ToList();
            if (isJson)
                ProviderJson.Write(all);
            else
                Screen.Print(ProviderTable.Lines(all, catalog.Routes, Setup.IsSet));
            return ExitCode.Success;
        }

        var provider = catalog.Find(name)
            ?? throw new UsageException($"there is no provider '{name}'{NearestName.Hint(name, catalog.Names)} (there are: {string.Join(", ", catalog.Names)})");
        if (isJson)
            ProviderJson.Write(provider);
        else
            Screen.Print(ProviderPage.Lines(provider, Setup.IsSet));
        return ExitCode.Success;
    }
}
