using Nightshift.Model;
using Nightshift.Protocols.ChatCompletions;

namespace Nightshift.Planning;

/// <summary>Makes a row's request body: from the task's templates, or from the line that brings its own. Safe for many threads.</summary>
public interface IRequestRenderer
{
    /// <summary>Holds what the task uses against the columns that the input has.</summary>
    /// <exception cref="TaskException">A required column is missing.</exception>
    void Check(IReadOnlyList<string> available);

    /// <summary>The request of one record.</summary>
    /// <param name="record">The row's record.</param>
    /// <param name="maxTokens">A limit in place of the task's, as a cut answer asked for; null for the task's.</param>
    RenderedRequest Render(RecordView record, int? maxTokens = null);
}
