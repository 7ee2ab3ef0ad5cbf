using Nightshift.Model;
using Nightshift.Protocols.ChatCompletions;
using Nightshift.Providers;

namespace Nightshift.Planning;

/// <summary>Which renderer a job's rows need.</summary>
internal static class RequestRenderers
{
    /// <summary>The renderer of a task for a provider.</summary>
    /// <exception cref="TaskException">The rows bring requests that the provider does not speak.</exception>
    public static IRequestRenderer For(TaskDefinition task, Connection connection, bool isBatchFile)
    {
        if (!isBatchFile)
            return new ChatRequestRenderer(task, connection.Provider.Protocol);
        return connection.Provider.Protocol is ChatCompletionsProtocol
            ? new RawBodyRenderer(connection.Model.IsOfEachLine ? null : connection.Model.Model)
            : throw new TaskException($"the lines of a batch file are chat completions, and {connection.Provider.Name} does not speak them; name another provider, or give the texts as CSV or JSONL with a prompt");
    }
}
