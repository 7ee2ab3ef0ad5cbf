using Nightshift.Stores;
using Nightshift.Stores.Sqlite;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Stores;

public sealed class SqliteStoreTests : StoreContract
{
    private readonly TemporaryFolder _folder = new();

    protected override IStore Open() => SqliteStore.Open(_folder.Path, Time);

    protected override async ValueTask ReopenAsync()
    {
        await Store.DisposeAsync();
        Store = Open();
    }

    protected override void CleanUp() => _folder.Dispose();
}
