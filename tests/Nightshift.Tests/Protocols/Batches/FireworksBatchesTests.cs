using Nightshift.Protocols;
using Nightshift.Protocols.ChatCompletions;
using Nightshift.Protocols.Batches;
using Nightshift.Protocols.Batches.Fireworks;

namespace Nightshift.Tests.Protocols.Batches;

public sealed class FireworksBatchesTests : BatchProtocolContract
{
    protected override string Address => "/fireworks/v1/accounts/ours";

    protected override BatchProtocol Protocol => FireworksBatchProtocol.Instance;

    protected override ChatProtocol Chat => ChatCompletionsProtocol.Compatible;

    // Datasets do not tell their size.
    protected override bool IsOurs(RemoteFile file, SpoolFile spool) => file.Name == spool.Name && file.Bytes is null;
}
