using Nightshift.Protocols;
using Nightshift.Protocols.ChatCompletions;
using Nightshift.Protocols.Batches;
using Nightshift.Protocols.Batches.Mistral;

namespace Nightshift.Tests.Protocols.Batches;

public sealed class MistralBatchesTests : BatchProtocolContract
{
    protected override string Address => "/mistral/v1";

    protected override BatchProtocol Protocol => MistralBatchProtocol.InFile;

    protected override ChatProtocol Chat => ChatCompletionsProtocol.Compatible;
}
