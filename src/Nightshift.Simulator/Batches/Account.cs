using Nightshift.Simulator.Dialects;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Batches;

/// <summary>What one provider address keeps for its clients: files and batches.</summary>
internal sealed class Account(Provider provider, Dialect dialect, string address)
{
    public Provider Provider => provider;

    public Dialect Dialect => dialect;

    /// <summary>The base address, as <c>/openai/v1</c>.</summary>
    public string Address => address;

    public Shelf<StoredFile> Files { get; } = new(file => file.Id);

    public Shelf<Batch> Batches { get; } = new(batch => batch.Order.Id);

    /// <summary>A file that can be used now; null for one that is gone or another's.</summary>
    public StoredFile? FindFile(string id, string key)
    {
        var file = Files.Find(id);
        return file is { Deleted: false, Whole: true } && !(file.ExpiresAt <= provider.Time.GetUtcNow()) && Sees(key, file.Key) ? file : null;
    }

    /// <summary>A batch that is still known; null for one that is gone or another's.</summary>
    public Batch? FindBatch(string id, string key) => Batches.Find(id) is { Vanished: false } batch && Sees(key, batch.Order.Key) ? batch : null;

    /// <summary>Batches as a list shows them, newest first.</summary>
    public IEnumerable<Batch> ListBatches(string key) => Batches.All().Reverse().Where(batch => !batch.Hidden && !batch.Vanished && Sees(key, batch.Order.Key));

    /// <summary>Files as a list shows them, newest first.</summary>
    public IEnumerable<StoredFile> ListFiles(string key)
    {
        // Files of results appear with the end of their batch, which only a look brings about.
        foreach (var batch in Batches.All())
            batch.Look();
        return Files.All().Reverse().Where(file => FindFile(file.Id, key) is not null && !file.Hidden(provider.Elapsed));
    }

    private bool Sees(string key, string owner) => !dialect.KeysApart || key == owner || owner.Length == 0;
}
