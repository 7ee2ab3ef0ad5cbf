using System.Text;
using Nightshift.Tests.EndToEnd;
using Nightshift.Validation;

namespace Nightshift.Tests.Validation;

/// <summary>Writes a file, has it checked, and tells the faults in short.</summary>
internal static class Checked
{
    public const string GoodBody = """{"model":"m","messages":[{"role":"user","content":"hi"}]}""";

    public static string Line(string id, string body = GoodBody, string url = "/v1/chat/completions") =>
        $$"""{"custom_id":"{{id}}","method":"POST","url":"{{url}}","body":{{body}}}""";

    public static BatchFileReport File(string text, string? format = null) => File(Encoding.UTF8.GetBytes(text), format);

    public static BatchFileReport File(byte[] bytes, string? format = null)
    {
        using var folder = new TemporaryFolder();
        System.IO.File.WriteAllBytes(folder["batch.jsonl"], bytes);
        return BatchFileValidator.Check(folder["batch.jsonl"], format is null ? null : BatchFileFormats.Find(format)!);
    }

    /// <summary>As <c>2 BlankLine</c>: line and kind of each fault.</summary>
    public static IEnumerable<string> Short(this BatchFileReport report) => report.Faults.Shown.Select(fault => $"{fault.Line} {fault.Kind}");
}
