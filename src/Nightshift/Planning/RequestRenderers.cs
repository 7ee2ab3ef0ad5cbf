using Nightshift.Model;
using Nightshift.Protocols.ChatCompletions;
using Nightshift.Providers;

namespace Nightshift.Planning;

/// <summary>Which renderer a job's rows need.</summary>
internal static class RequestRenderers
{
    public static IRequestRenderer For(TaskDefinition task, Connection connection, bool isBatchFile) => isBatchFile
        ? new RawBodyRenderer(connection.Model.IsOfEachLine ? null : connection.Model.Model)
        : new ChatRequestRenderer(task, connection.Provider.MaxTokensMember);
}
