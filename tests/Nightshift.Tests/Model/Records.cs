using System.Text;
using Nightshift.Model;

namespace Nightshift.Tests.Model;

/// <summary>Records for tests, from JSON text.</summary>
internal static class Records
{
    public static RecordView Of(string json) =>
        RecordView.TryParse(Encoding.UTF8.GetBytes(json), out var record, out var fault) ? record : throw new InvalidOperationException(fault);
}
