using Nightshift.Protocols;
using Nightshift.Protocols.ChatCompletions;
using Nightshift.Protocols.Batches;
using Nightshift.Protocols.Batches.Together;

namespace Nightshift.Tests.Protocols.Batches;

public sealed class TogetherBatchesTests : BatchProtocolContract
{
    protected override string Address => "/together/v1";

    protected override BatchProtocol Protocol => TogetherBatchProtocol.Instance;

    protected override ChatProtocol Chat => ChatCompletionsProtocol.Compatible;
}
