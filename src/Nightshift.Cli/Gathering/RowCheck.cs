using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Planning;
using Nightshift.Protocols.ChatCompletions;

namespace Nightshift.Cli.Gathering;

/// <summary>Holds rows against a queue's task as intake would, so that nothing is found out when nobody is there.</summary>
internal sealed class RowCheck(JobRequest request, string home)
{
    private readonly ChatRequestRenderer _renderer = new(request.Task, LotCommand.ConnectionsOf(request, home).First.Provider.Protocol);

    /// <summary>Why a row cannot be used, as a sentence about it; null when it can.</summary>
    public string? FaultOf(ReadOnlyMemory<byte> row)
    {
        if (!RecordView.TryParse(row, out var view, out var malformed))
            return malformed;
        using (view)
        {
            try
            {
                _renderer.Check(view.Columns);
            }
            catch (TaskException missing)
            {
                return $"does not fit the task: {missing.Message}";
            }

            return _renderer.Render(view) is RenderedRequest.Faulty faulty ? $"does not fit the task: {faulty.Sentence}" : null;
        }
    }
}
