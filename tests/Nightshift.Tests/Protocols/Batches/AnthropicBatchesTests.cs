using Nightshift.Protocols;
using Nightshift.Protocols.AnthropicMessages;
using Nightshift.Protocols.Batches;
using Nightshift.Protocols.Batches.Anthropic;

namespace Nightshift.Tests.Protocols.Batches;

public sealed class AnthropicBatchesTests : BatchProtocolContract
{
    protected override string Address => "/anthropic";

    protected override BatchProtocol Protocol => AnthropicBatchProtocol.Instance;

    protected override ChatProtocol Chat => AnthropicMessagesProtocol.Instance;
}
