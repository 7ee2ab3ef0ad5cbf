namespace Nightshift.Alerting.Outbound;

/// <summary>A connection that is not made. The message names no address that is a secret.</summary>
internal sealed class OutboundException(string message) : Exception(message);
