using System.Text;
using Nightshift.Model;
using Nightshift.Sinks;

namespace Nightshift.Tests.Sinks;

/// <summary>Results as a store would stream them, and outputs read back.</summary>
internal static class Rows
{
    public static readonly TaskDefinition Task = new() { Model = "sim/echo" };

    public static RowResult Answered(long index, string record, string output, string? userId = null) => new()
    {
        Id = new RowId(new JobId(12), index),
        Line = index + 2,
        UserId = userId,
        Record = Encoding.UTF8.GetBytes(record),
        State = RowState.Succeeded,
        Answer = new Answer(output, Encoding.UTF8.GetBytes("""{"choices":[]}"""), "echo"),
        Usage = new Usage(10, 2, 4, 1),
        CostUsd = 0.0000420m,
        Attempts = 1,
    };

    public static RowResult Failed(long index, string record, string code, string message) => new()
    {
        Id = new RowId(new JobId(12), index),
        Line = index + 2,
        Record = Encoding.UTF8.GetBytes(record),
        State = RowState.Failed,
        ErrorCode = code,
        Error = message,
        Attempts = 3,
    };

    /// <summary>The rows; then the failure, when there is one.</summary>
    public static async IAsyncEnumerable<RowResult> Stream(IEnumerable<RowResult> rows, Exception? failure = null)
    {
        foreach (var row in rows)
            yield return row;
        await System.Threading.Tasks.Task.CompletedTask;
        if (failure is not null)
            throw failure;
    }

    public static async Task<string> WriteTextAsync(
        Folder folder, OutputTarget target, IReadOnlyList<string> columns, TaskDefinition task, params RowResult[] rows)
    {
        var placed = target with { Path = folder.At(target.Path) };
        await OutputFile.WriteAsync(placed, OutputShape.For(columns, task), Stream(rows));
        return Encoding.UTF8.GetString(await File.ReadAllBytesAsync(placed.Path));
    }
}
