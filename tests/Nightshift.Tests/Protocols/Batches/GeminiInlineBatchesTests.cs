using Nightshift.Protocols;
using Nightshift.Protocols.GeminiGenerate;
using Nightshift.Protocols.Batches;
using Nightshift.Protocols.Batches.Gemini;

namespace Nightshift.Tests.Protocols.Batches;

public sealed class GeminiInlineBatchesTests : BatchProtocolContract
{
    protected override string Address => "/gemini/v1beta";

    protected override BatchProtocol Protocol => GeminiBatchProtocol.Inline;

    protected override ChatProtocol Chat => GeminiGenerateProtocol.Instance;
}
