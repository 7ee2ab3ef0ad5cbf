namespace Nightshift.Cli;

/// <summary>The command cannot be carried out as given. The message is shown as it is.</summary>
internal sealed class UsageException(string message) : Exception(message);
