using System.Net.Http.Headers;
using System.Text.Json;

namespace Nightshift.Protocols.Batches;

/// <summary>A whole answer that did not say no, while it is being read.</summary>
/// <param name="Status">The HTTP status: 2xx.</param>
/// <param name="Headers">Its headers.</param>
/// <param name="Body">Its body, when that is JSON; <see cref="JsonValueKind.Undefined"/> when it is empty. Not to be kept: clone what is.</param>
public readonly record struct ChannelAnswer(int Status, HttpResponseHeaders Headers, JsonElement Body)
{
    /// <summary>The first value of a header; null when it is not there.</summary>
    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    /// <summary>How long the provider asks to wait before the next look; null when it does not.</summary>
    public TimeSpan? RetryAfter => Headers.RetryAfter?.Delta;
}
