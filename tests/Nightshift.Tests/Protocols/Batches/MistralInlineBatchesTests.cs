using Nightshift.Protocols;
using Nightshift.Protocols.ChatCompletions;
using Nightshift.Protocols.Batches;
using Nightshift.Protocols.Batches.Mistral;

namespace Nightshift.Tests.Protocols.Batches;

public sealed class MistralInlineBatchesTests : BatchProtocolContract
{
    protected override string Address => "/mistral/v1";

    protected override BatchProtocol Protocol => MistralBatchProtocol.Inline;

    protected override ChatProtocol Chat => ChatCompletionsProtocol.Compatible;
}
