using Nightshift.Stores;
using Nightshift.Stores.InMemory;

namespace Nightshift.Tests.Stores;

public sealed class InMemoryStoreTests : StoreContract
{
    protected override IStore Open() => new InMemoryStore(Time);
}
