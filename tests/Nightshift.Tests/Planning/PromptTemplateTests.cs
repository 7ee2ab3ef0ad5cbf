using Nightshift.Planning;
using Nightshift.Planning.Templates;
using Nightshift.Tests.Model;

namespace Nightshift.Tests.Planning;

public sealed class PromptTemplateTests
{
    private const string Json =
        """{"text":"<b>&","n":1.0,"zero":0,"yes":true,"no":false,"nil":null,"First Name":"Ann","a.b":"dot","list":["p","q"],"none":[],"user":{"name":"Bo","tags":["x"]},"people":[{"name":"A"},{"name":"B"}]}""";

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("{{text}} {{{text}}} {{&text}} {{ text }}", "<b>& <b>& <b>& <b>&")]
    [InlineData("{{n}} {{zero}} {{yes}} {{no}} [{{nil}}]", "1.0 0 true false []")]
    [InlineData("{{[First Name]}} {{[a.b]}} {{user.name}} {{user.tags.[0]}} {{list.1}}", "Ann dot Bo x q")]
    [InlineData("{{user}} {{list}}", """{"name":"Bo","tags":["x"]} ["p","q"]""")]
    [InlineData("{{#if absent}}a{{else}}b{{/if}}{{#unless absent}}c{{/unless}}", "bc")]
    [InlineData("{{#if zero}}a{{else if none}}b{{else if text}}c{{else}}d{{/if}}", "c")]
    [InlineData("{{#if nil}}a{{^}}b{{/if}}", "b")]
    [InlineData("{{#each list}}{{@index}}{{this}}{{#unless @last}},{{/unless}}{{/each}}", "0p,1q")]
    [InlineData("{{#each list}}{{#if @first}}first{{else}}{{@first}}{{/if}}{{@last}};{{/each}}", "firstfalse;falsetrue;")]
    [InlineData("{{#each people}}{{name}}{{../user.name}}{{@root.n}} {{/each}}", "ABo1.0 BBo1.0 ")]
    [InlineData("{{#each people as |p i|}}{{p.name}}{{i}}{{/each}}", "A0B1")]
    [InlineData("{{#each user}}{{@key}};{{/each}}", "name;tags;")]
    [InlineData("{{#each none}}a{{else}}b{{/each}}", "b")]
    [InlineData("{{#with user}}{{name}}{{#each tags}}{{this}}{{../name}}{{../../n}}{{/each}}{{/with}}", "BoxBo1.0")]
    [InlineData("{{#with user as |u|}}{{u.name}}{{/with}}{{#with nil}}a{{else}}b{{/with}}", "Bob")]
    [InlineData("a {{! note }}b{{!-- {{text}} --}}c", "a bc")]
    [InlineData("a {{~n~}} b", "a1.0b")]
    [InlineData("\\{{text}} \\\\{{n}} } {", "{{text}} \\1.0 } {")]
    [InlineData("a\n{{#if yes}}\n  b\n{{/if}}\nc", "a\n  b\nc")]
    [InlineData("a\r\n  {{#each list}}  \r\n{{this}}\r\n{{/each}}", "a\r\np\r\nq\r\n")]
    public void A_template_renders(string template, string text) => Render(template, Json).ShouldBe(new Rendering.Done(text));

    [Theory]
    [InlineData("{{text}}", """{"a":1,"b":2}""", "has no column 'text' (it has: a, b)")]
    [InlineData("{{#if a}}{{text}}{{/if}}", """{"a":1,"b":2}""", "has no column 'text' (it has: a, b)")]
    [InlineData("\n{{user.nmae}}", """{"user":{"name":1}}""", "has no value for {{user.nmae}} (line 2 of the prompt)")]
    [InlineData("{{text.Length}}", """{"text":"abc"}""", "has no value for {{text.Length}}")]
    [InlineData("{{#each l}}{{x}}{{/each}}", """{"l":[{"x":1},{}]}""", "has no value for {{x}}")]
    [InlineData("{{#each l}}{{/each}}", "{}", "has no column 'l'")]
    [InlineData("{{#each l}}{{/each}}", """{"l":"text"}""", "has no list in 'l'")]
    [InlineData("{{../a}}", """{"a":1}""", "has no value for {{../a}}")]
    public void A_missing_value_is_a_fault_and_never_silence(string template, string json, string sentence) =>
        Render(template, json).ShouldBeOfType<Rendering.Faulty>().Sentence.ShouldStartWith(sentence);

    [Theory]
    [InlineData("a\nb {{text", "prompt, line 2, column 3: '{{' has no '}}'")]
    [InlineData("{{First Name}}", "write one like {{text}}, or {{[First Name]}}")]
    [InlineData("{{}}", "the tag is empty")]
    [InlineData("{{#fi a}}{{/fi}}", "no block '#fi'; did you mean 'if'?")]
    [InlineData("{{#if}}{{/if}}", "'#if' needs a column")]
    [InlineData("{{#if a}}", "never closed; write '{{/if}}'")]
    [InlineData("{{#if a}}{{/each}}", "write '{{/if}}'")]
    [InlineData("{{/if}}", "never opened")]
    [InlineData("{{else}}", "outside of any block")]
    [InlineData("{{#if a}}{{else}}{{else}}{{/if}}", "has an '{{else}}' already")]
    [InlineData("{{> file}}", "partials")]
    [InlineData("{{lookup a b}}", "is not a column")]
    [InlineData("{{@indx}}", "there are @index")]
    [InlineData("{{#if a as |b|}}{{/if}}", "takes no 'as |…|'")]
    public void A_template_that_is_not_well_formed_says_where(string template, string message) =>
        Should.Throw<TaskException>(() => PromptTemplate.Parse(template, "prompt")).Message.ShouldContain(message);

    [Theory]
    [InlineData("{{a}} {{b.c}} {{a}}", "a b", "a b")]
    [InlineData("{{#if a}}{{a}}{{/if}}{{b}}", "a b", "b")]
    [InlineData("{{#if a}}{{a}}{{/if}}{{a}}", "a", "a")]
    [InlineData("{{#unless a}}x{{else}}{{a}}{{/unless}}", "a", "")]
    [InlineData("{{#unless a}}{{a}}{{/unless}}", "a", "a")]
    [InlineData("{{#each l}}{{x}}{{../y}}{{@root.z}}{{@index}}{{this.q}}{{/each}}", "l y z", "l y z")]
    [InlineData("{{#with o as |w|}}{{w.k}}{{/with}}", "o", "o")]
    public void The_columns_are_those_of_the_record(string template, string all, string required)
    {
        var parsed = PromptTemplate.Parse(template, "prompt");
        parsed.Columns.ShouldBe(all.Split(' '));
        parsed.RequiredColumns.ShouldBe(required.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Loops_within_loops_that_would_never_end_are_a_fault_of_their_row()
    {
        var deep = string.Concat(Enumerable.Repeat("{{#each @root.l}}", 40)) + "x" + string.Concat(Enumerable.Repeat("{{/each}}", 40));
        Render(deep, """{"l":[1,2]}""").ShouldBe(new Rendering.Faulty("goes through the lists of the prompt more than 1,000,000 times (the loop in line 1)"));
    }

    [Fact]
    public void A_column_that_the_input_lacks_is_named_with_the_nearest()
    {
        var template = PromptTemplate.Parse("{{txt}}{{#if other}}{{other}}{{/if}}", "prompt");
        Should.Throw<TaskException>(() => template.Check(["text", "id"])).Message
            .ShouldBe("the prompt uses column 'txt', which the input does not have; did you mean 'text'? (it has: text, id)");
        Should.NotThrow(() => template.Check(["txt"]));
    }

    [Fact]
    public void A_text_beyond_the_cap_is_a_fault()
    {
        var big = new string('x', 1024 * 1024);
        var json = $$"""{"big":"{{big}}","l":[{{string.Join(',', Enumerable.Repeat('1', 70))}}]}""";
        Render("{{#each l}}{{../big}}{{/each}}", json).ShouldBe(new Rendering.Faulty("its prompt grows beyond 64 MB"));
    }

    private static Rendering Render(string template, string json)
    {
        using var record = Records.Of(json);
        return PromptTemplate.Parse(template, "prompt").Render(record);
    }
}
