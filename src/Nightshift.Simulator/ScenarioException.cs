namespace Nightshift.Simulator;

/// <summary>A scenario file, a fault rule or an option that cannot be used; the message names the member and the cure.</summary>
public sealed class ScenarioException(string message, Exception? inner = null) : Exception(message, inner);
