using Nightshift.Simulator.Limits;

namespace Nightshift.Simulator.Http;

/// <summary>An answer that is an error, in OpenAI's shape.</summary>
internal sealed record Refusal(int Status, string Type, string Message, string? Code = null, string? Param = null)
{
    /// <summary>Sent as <c>retry-after</c> (whole seconds, rounded up) and <c>retry-after-ms</c>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The limits to show in the headers when they are not those of the windows.</summary>
    public RateLimits? Limits { get; init; }

    /// <summary>Leaves out every header about limits, as gateways in front of a provider do.</summary>
    public bool Bare { get; init; }

    /// <summary>Sends a <c>location</c> on this host name: this simulator again, so that it can tell who followed.</summary>
    public string? RedirectHost { get; init; }

    /// <summary>The same, where it asks to wait, asking for this long; null leaves what it asks for.</summary>
    public Refusal AskingFor(TimeSpan? wait) => RetryAfter is not null && wait is not null ? this with { RetryAfter = wait } : this;

    /// <summary>The most common refusal: 400 for one parameter.</summary>
    public static Refusal Invalid(string message, string? code = null, string? param = null) =>
        new(400, "invalid_request_error", message, code, param);
}
