using System.Text;
using System.Text.Json;
using HandlebarsDotNet;
using Nightshift.Planning;
using Nightshift.Planning.Templates;
using Nightshift.Tests.Model;

namespace Nightshift.Tests.Planning;

/// <summary>Random templates render as Handlebars.Net renders them, wherever both have a meaning.</summary>
public sealed class HandlebarsAgreementTests
{
    // U+2028 is not among them: Handlebars.Net takes it for a blank when it clears a line, ours leaves it alone.
    private static readonly string[] Literals =
        ["a", " ", "\n", "  \n", "\t", "é😀", "<&>", "x y", "\r\n", " }", "{ ", "'\""];

    private static readonly Dictionary<string, object> Values = new()
    {
        ["text"] = "x<&>\n y", ["empty"] = "", ["Two Words"] = "w", ["o"] = new Dictionary<string, object> { ["k"] = "v", ["text"] = "inner" },
        ["l"] = new List<object> { "p", "q", "r" }, ["none"] = new List<object>(),
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(20261121)]
    public void Random_templates_render_the_same(int seed)
    {
        var random = new Random(seed);
        var reference = Handlebars.Create(new HandlebarsConfiguration { NoEscape = true });
        using var record = Records.Of(JsonSerializer.Serialize(Values));
        for (var i = 0; i < 150; i++)
        {
            var template = Nodes(random, depth: 3, "root");
            var expected = reference.Compile(template)(Values);
            PromptTemplate.Parse(template, "prompt").Render(record)
                .ShouldBe(new Rendering.Done(expected), $"seed {seed}, template {JsonSerializer.Serialize(template)}");
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Random_text_without_tags_comes_out_as_it_went_in(int seed)
    {
        const string Letters = "ab{}\\ \n\r\t~#/é\u2028";
        var random = new Random(seed);
        using var record = Records.Of("{}");
        for (var i = 0; i < 2000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(30)).Select(_ => Letters[random.Next(Letters.Length)])])
                .Replace("{{", "{", StringComparison.Ordinal);
            if (text.Contains("{{"))
                continue;
            PromptTemplate.Parse(text, "prompt").Render(record).ShouldBe(new Rendering.Done(text), $"seed {seed}");
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void Random_input_is_read_or_refused_with_a_sentence(int seed)
    {
        var random = new Random(seed);
        string[] parts = ["{{", "}}", "{{{", "}}}", "#if ", "/if", "else", "text", " ", "~", "!--", "--", "[", "]", ".", "../", "@", "as |x|", "#each l", "\\", "\n", "|", "^", "&", "\ud800", "é"];
        using var record = Records.Of(JsonSerializer.Serialize(Values));
        for (var i = 0; i < 5000; i++)
        {
            var template = string.Concat(Enumerable.Range(0, random.Next(14)).Select(_ => parts[random.Next(parts.Length)]));
            try
            {
                PromptTemplate.Parse(template, "prompt").Render(record).ShouldNotBeNull();
            }
            catch (Exception fault) when (fault is not TaskException)
            {
                throw new InvalidOperationException($"seed {seed}, template {JsonSerializer.Serialize(template)}", fault);
            }
            catch (TaskException refused)
            {
                refused.Message.ShouldStartWith("prompt, line ");
            }
        }
    }

    private static string Nodes(Random random, int depth, string scope)
    {
        var template = new StringBuilder();
        for (var count = random.Next(1, 6); count > 0; count--)
            template.Append(random.Next(3) == 0 ? Literals[random.Next(Literals.Length)] : Tag(random, depth, scope));
        return template.ToString();
    }

    private static string Tag(Random random, int depth, string scope)
    {
        var (open, close) = random.Next(12) == 0 ? ("{{~", "~}}") : ("{{", "}}");
        string[] values = scope switch
        {
            "root" => ["text", "empty", "[Two Words]", "o.k", "l.[1]", "this.text"],
            "with" => ["k", "text", "../text", "@root.empty", "this.k"],
            _ => ["this", "../text", "@index", "@root.o.k"],
        };
        if (depth == 0 || random.Next(2) == 0)
            return random.Next(8) == 0 ? "{{! note }}" : $"{open}{values[random.Next(values.Length)]}{close}";
        var flags = scope == "root" ? new[] { "text", "empty", "none", "o.k" } : ["../text", "../empty", "../none"];
        var flag = flags[random.Next(flags.Length)];
        return (scope == "root" ? random.Next(4) : random.Next(2)) switch
        {
            0 => $"{open}#if {flag}{close}{Nodes(random, depth - 1, scope)}{{{{else}}}}{Nodes(random, depth - 1, scope)}{open}/if{close}",
            1 => $"{open}#unless {flag}{close}{Nodes(random, depth - 1, scope)}{open}/unless{close}",
            2 => $"{open}#each {(random.Next(3) == 0 ? "none" : "l")}{close}{Nodes(random, depth - 1, "each")}{{{{else}}}}-{open}/each{close}",
            _ => $"{open}#with o{close}{Nodes(random, depth - 1, "with")}{open}/with{close}",
        };
    }
}
