using System.Text.Json;

namespace Nightshift.Simulator.Batches;

internal sealed partial class Batch
{
    /// <summary>The ids of the rows that were answered and so billed, whatever came of their lines.</summary>
    public IEnumerable<string> ExecutedIds()
    {
        var view = Look();
        var lot = new Lot(view.Total);
        var done = Executed;
        var index = -1;
        if (done == 0)
            yield break;
        foreach (var line in JsonLines.Read(Order.Input!.Path))
        {
            if (line.Length == 0 || !(_harvest is { } harvest ? harvest.Answered[++index] : lot.IsAmong(++index, done)))
                continue;
            using var document = JsonDocument.Parse(line);
            if (Order.Format.Read(document.RootElement, Order).CustomId is { } id)
                yield return id;
        }
    }

    /// <summary>Rows that were answered by now; until the end it is not known which of them will be refused.</summary>
    public int Executed => _harvest is { } harvest ? harvest.Completed : Age < _course.ValidatedAt ? 0 : DoneAt(Age);
}
