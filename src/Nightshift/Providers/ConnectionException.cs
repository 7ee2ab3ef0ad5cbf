namespace Nightshift.Providers;

/// <summary>The provider cannot be addressed as configured. The message says what is wrong and the cure; it is shown to the user as it is.</summary>
public sealed class ConnectionException(string message) : Exception(message);
