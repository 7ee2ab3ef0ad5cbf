using System.CommandLine;
using Nightshift.Cli.Options;
using Nightshift.Configuration;
using Nightshift.Engine;
using Nightshift.Gathering;
using Nightshift.Planning;
using Nightshift.Providers;

namespace Nightshift.Cli.Gathering;

/// <summary>What makes a job of a queue's lots, in the options of <c>submit</c>: read when the queue is made, when something is enqueued, and for each lot.</summary>
internal static class LotCommand
{
    private const string Anywhere = "http://127.0.0.1";

    /// <summary>The job that a queue makes of a lot, but for its input.</summary>
    /// <exception cref="UsageException">Its options cannot be used any more.</exception>
    /// <exception cref="TaskException">Its task cannot.</exception>
    public static JobRequest Read(QueueDefinition definition) => Read(definition.Arguments, definition.Folder);

    /// <inheritdoc cref="Read(QueueDefinition)"/>
    public static JobRequest Read(IReadOnlyList<string> words, string folder)
    {
        var options = new JobOptions();
        return options.ReadForLots(Parse(words, options), folder);
    }

    /// <summary>The words with a strategy: what nobody waits for takes the provider's batches, where it has them.</summary>
    public static IReadOnlyList<string> WithStrategy(IReadOnlyList<string> words, JobRequest request, string home)
    {
        var options = new JobOptions();
        if (options.HasStrategy(Parse(words, options)) || ConnectionsOf(request, home).Known.All(connection => connection.Provider.Batch is null))
            return words;
        return [.. words, "--strategy", "cheapest"];
    }

    /// <summary>Where the model is. Neither its key nor its address need be known to whoever puts something in: it is not they who call.</summary>
    /// <exception cref="ConnectionException">There is no such provider.</exception>
    public static ConnectionSet ConnectionsOf(JobRequest request, string home)
    {
        var catalog = ConfigurationFile.Of(home).Catalog;
        return ConnectionSet.Locate(request.Task.Model, catalog.FindRoute(request.Task.Model) is null ? Anywhere : null, catalog, Session.Surroundings);
    }

    /// <summary>Why lots of the queue could not be sent now; null when they could.</summary>
    public static string? Fault(QueueDefinition definition, string home)
    {
        try
        {
            ConnectionsOf(Read(definition), home);
            return null;
        }
        catch (Exception e) when (e is UsageException or TaskException or ConnectionException or ConfigurationException)
        {
            return e.Message;
        }
    }

    private static ParseResult Parse(IReadOnlyList<string> words, JobOptions options)
    {
        if (words.Count == 0)
            throw new UsageException("say what is done with a queue's rows: nightshift queue add tickets -- --task classify.yaml");
        if (words[0] is "run" or "submit")
            throw new UsageException($"a queue's lots are submitted by themselves: leave `{words[0]}` and the input away, and write options alone behind the --");
        if (words.Any(word => word == "--home" || word.StartsWith("--home=", StringComparison.Ordinal)))
            throw new UsageException("a queue's lots go into the store that it is kept in: name that with --home before the --");
        var command = new Command("submit");
        options.AddForLotsTo(command);
        // By itself, and not below a root: that would take --help for its own.
        var parse = command.Parse([.. words], AsTyped.Words);
        if (parse.Errors.Count > 0)
        {
            throw new UsageException($"lots cannot be submitted so: {string.Join(" ", parse.Errors.Select(error => error.Message))} "
                + "(a queue takes the options of `nightshift submit`, but for those that choose rows)");
        }

        if (OutputChoice.Of(parse).Path is not "-" and var path && !path.Contains(RequestQueue.LotMark, StringComparison.Ordinal))
            throw new UsageException($"each lot has an output of its own: put {RequestQueue.LotMark} into the name, as in 'answers-{RequestQueue.LotMark}.csv'");
        return parse;
    }
}
