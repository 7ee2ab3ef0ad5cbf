namespace Nightshift.Configuration;

/// <summary>The configuration file cannot be read, or something in it cannot be. The message says where and the cure; it is shown to the user as it is.</summary>
public sealed class ConfigurationException(string message) : Exception(message);
