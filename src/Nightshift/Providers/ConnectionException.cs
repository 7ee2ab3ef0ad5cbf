namespace Nightshift.Providers;

/// <summary>The provider cannot be addressed as configured. The message says what is wrong and the cure; it is shown to the user as it is.</summary>
public sealed class ConnectionException(string message) : Exception(message)
{
    /// <summary>Whether what was asked for is not to be had there, however well it is reached.</summary>
    public bool IsMisuse { get; init; }
}
