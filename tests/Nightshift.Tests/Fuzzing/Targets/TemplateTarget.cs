using System.Text.RegularExpressions;
using Nightshift.Model;
using Nightshift.Planning;
using Nightshift.Planning.Templates;
using Nightshift.Tests.Fuzzing.Grammars;
using Nightshift.Tests.Model;

namespace Nightshift.Tests.Fuzzing.Targets;

/// <summary>
/// A prompt template, and behind a record separator the record to fill it from. It is refused with its place, or rendered: like a plain
/// replacement where it is that simple.
/// </summary>
internal sealed partial class TemplateTarget : FuzzTarget
{
    private const string Usual =
        """{"text":"a {{name}} é🙂","name":"","n":1.50,"l":["x",{"k":2},[]],"o":{"k":"v","text":"inner"},"Two Words":true,"":null}""";

    private static readonly string[] Fillable = ["text", "name", "n"];
    private string _text = "";
    private RecordView? _record;
    private PromptTemplate? _template;
    private Rendering? _rendering;
    private string? _refusal;

    public override byte[][] Seeds { get; } =
    [
        [.. "Translate: {{text}}"u8], [.. "{{#each l as |x i|}}\n{{i}}: {{x}}\n{{else}}none{{/each}}"u8], [.. "{{#if o.k}}{{o.k}}{{else if n}}{{n}}{{else}}-{{/if}}"u8], [.. "{{#with o}}{{k}} {{../text}} {{@root.n}}{{/with}}{{~! c ~}} {{{text}}}"u8],
        [.. "\\{{text}} \\\\{{text}} {{!-- }} --}} {{[Two Words]}}"u8],
    ];

    public override byte[][] Tokens => TemplateGrammar.Tokens;

    public override (byte[] Open, byte[] Close)[] Brackets { get; } =
        [([.. "{{#if text}}"u8], [.. "{{/if}}"u8]), ([.. "{{#with this}}"u8], [.. "{{/with}}"u8]), ([.. "{{else if n}}"u8], [.. "{{else}}"u8]), ([.. "{{"u8], [.. "}}"u8])];

    public override int FixedBytes => 48 * 1024;

    /// <summary>A loop's output is longer than its template. Where the record was at fault, each tag before that may have shown it whole.</summary>
    public override long OutputBytes => 2L * _rendering switch
    {
        Rendering.Done done => done.Text.Length,
        Rendering.Faulty => _record!.Json.Length * _text.AsSpan().Count("}}"),
        _ => 0,
    };

    public override string[] MustMeet { get; } = ["rendered", "record at fault", "template refused", "filled in by hand", "too deep"];

    public override void Generate(FuzzRandom random, FuzzBuffer input) => TemplateGrammar.Template(random, input);

    public override void Prepare(FuzzRandom random, ReadOnlyMemory<byte> input)
    {
        var end = input.Span.IndexOf((byte)0x1E);
        _text = Texts.WithHalves(end < 0 ? input : input[..end]);
        _record?.Dispose();
        _record = end >= 0 && RecordView.TryParse(input[(end + 1)..], out var given, out _) ? given : Records.Of(Usual);
    }

    public override void Exercise()
    {
        (_template, _rendering, _refusal) = (null, null, null);
        try
        {
            _template = PromptTemplate.Parse(_text, "prompt");
            _rendering = _template.Render(_record!);
        }
        catch (TaskException e)
        {
            _refusal = e.Message;
        }
    }

    public override bool Verify(FuzzRandom random, FuzzTally tally)
    {
        if (_template is null)
        {
            FuzzFault.Unless(_refusal!.StartsWith("prompt, line ", StringComparison.Ordinal), $"is refused without its place: {_refusal}");
            tally.Met(_refusal.EndsWith("deep", StringComparison.Ordinal) ? "too deep" : "template refused");
            return false;
        }

        FuzzFault.Unless(_rendering is not null && _refusal is null, $"is refused while it is rendered: {_refusal}");
        FuzzFault.Unless(_template.RequiredColumns.All(_template.Columns.Contains), "requires a column that it does not use");
        _template.Check(_template.RequiredColumns);
        if (_rendering is Rendering.Faulty faulty)
        {
            FuzzFault.Unless(faulty.Sentence.Length > 0, "faults without a word");
            tally.Met("record at fault");
            return true;
        }

        var text = ((Rendering.Done)_rendering!).Text;
        Texts.ShouldBeWhole(text);
        tally.Met("rendered");
        if (_text.Length < 200 && Plain().IsMatch(_text))
        {
            var expected = Fillable.Aggregate(_text.Replace("{{", "\u0001{{"), (filled, column) => filled.Replace($"\u0001{{{{{column}}}}}", _record!.TryGetText(column, out var value) ? value : "?"));
            FuzzFault.Unless(text == expected, $"renders '{text}' for '{expected}'");
            tally.Met("filled in by hand");
        }

        return true;
    }

    [GeneratedRegex(@"\A([A-Za-z .,\n]|\{\{(text|name|n)\}\})+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
