using System.Security.Cryptography;
using System.Text;
using Nightshift.Stores;
using Nightshift.Stores.Sqlite;

namespace Nightshift.Tests.EndToEnd.PowerLoss;

/// <summary>All that a store holds, as one hash: two stores that hold the same have the same.</summary>
internal static class StoreState
{
    public static string Of(string folder)
    {
        using var database = Database.OpenReader(StoreFolder.DatabasePath(folder));
        var all = new StringBuilder();
        foreach (var table in Texts(database, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"))
        {
            var columns = Texts(database, $"SELECT 'quote(\"' || name || '\")' FROM pragma_table_info('{table}')");
            all.AppendLine(table).AppendJoin('\n', Texts(database, $"SELECT {string.Join(" || ',' || ", columns)} AS line FROM {table} ORDER BY line"));
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(all.ToString())));
    }

    /// <summary>The rows whose sending the store does not know of.</summary>
    public static HashSet<int> Unsent(string folder)
    {
        using var database = Database.OpenReader(StoreFolder.DatabasePath(folder));
        return [.. Texts(database, "SELECT CAST(id & 0xFFFFFFFFFF AS TEXT) FROM rows WHERE sends = 0").Select(int.Parse)];
    }

    private static List<string> Texts(Database database, string sql)
    {
        using var select = database.Use(sql);
        var texts = new List<string>();
        while (select.Step())
            texts.Add(select.Text(0)!);
        return texts;
    }
}
