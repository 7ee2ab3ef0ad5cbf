using System.Text;
using Nightshift.Protocols.Batches;

namespace Nightshift.Tests.Protocols.Batches;

/// <summary>Short words for what a protocol makes of an answer.</summary>
internal static class ProtocolReadings
{
    /// <summary>The batch that a look sees.</summary>
    public static async Task<RemoteBatch> LookAsync(this BatchProtocol protocol, string answer, params (string Name, string Value)[] headers) =>
        (await protocol.GetAsync(ScriptedChannel.Saying(200, answer, headers), "x", BatchBench.Cancellation)).ShouldBeOfType<Effect<RemoteBatch>.Done>(answer).Value;

    /// <summary>What a line says.</summary>
    public static BatchLine Line(this BatchProtocol protocol, string line) => protocol.ReadLine(Encoding.UTF8.GetBytes(line));
}
