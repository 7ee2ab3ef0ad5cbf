namespace Nightshift.Simulator;

/// <summary>Other limits from some moment on, as when an account is moved to another tier; what is left out stays as it was.</summary>
/// <param name="At">How long after the start.</param>
/// <param name="Rpm">Requests in any 60 s from then on.</param>
/// <param name="Tpm">Tokens in any 60 s from then on.</param>
/// <param name="Knee">Calls in flight above which answers slow down, from then on.</param>
public sealed record LimitChange(TimeSpan At, int? Rpm = null, long? Tpm = null, int? Knee = null);
