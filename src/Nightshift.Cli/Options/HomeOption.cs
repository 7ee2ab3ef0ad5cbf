using System.CommandLine;

namespace Nightshift.Cli.Options;

/// <summary>Where the store and the spool are.</summary>
internal static class HomeOption
{
    public static readonly Option<string?> Home = new("--home")
    {
        Description = "Folder of the store and spool (default: NIGHTSHIFT_HOME, else your user data folder + nightshift)",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary>The folder that the flag, the variable or the platform names.</summary>
    public static string Of(ParseResult parse)
    {
        var given = parse.GetValue(Home) ?? Environment.GetEnvironmentVariable("NIGHTSHIFT_HOME");
        return Path.GetFullPath(given is { Length: > 0 } ? given : Path.Combine(UserData(), "nightshift"));
    }

    private static string UserData()
    {
        var folder = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return folder.Length > 0
            ? folder
            : throw new UsageException("there is no user data folder (is HOME set?); say where the store is to be with --home or NIGHTSHIFT_HOME");
    }
}
