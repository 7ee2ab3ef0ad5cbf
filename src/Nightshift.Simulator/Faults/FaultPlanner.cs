namespace Nightshift.Simulator.Faults;

/// <summary>What the rules look at.</summary>
internal readonly record struct CallFacts(string Path, string Model, bool Streams, ulong Body, int Seen, TimeSpan Elapsed, CallKind Kind = CallKind.Chat);

/// <summary>Decides which faults a call meets.</summary>
internal sealed class FaultPlanner
{
    private static readonly FaultRule[] WorthARetry =
        [.. new[] { "429-rpm", "500", "502", "503", "504", "drop-before-execute" }.Select(name => new FaultRule { Fault = name })];

    private readonly int _seed;
    private readonly double _fail;
    private readonly RuleState[] _rules;
    private readonly RuleState[] _stalls;
    private readonly RuleState[] _certificates;
    private readonly RuleState[] _batches;
    private readonly RuleState[] _rows;

    public FaultPlanner(SimulatorOptions options)
    {
        _seed = options.Seed;
        _fail = options.Fail;
        var all = options.Faults.Select((rule, index) => new RuleState(rule, FaultCatalogue.Find(rule.Fault), options.Seed, index)).ToArray();
        _rules = [.. all.Where(rule => rule.Fault is not (Fault.StalledUpload or Fault.BadCertificate or Fault.OnBatch or Fault.OnRow))];
        _batches = [.. all.Where(rule => rule.Fault is Fault.OnBatch)];
        _rows = [.. all.Where(rule => rule.Fault is Fault.OnRow)];
        _stalls = [.. all.Where(rule => rule.Fault is Fault.StalledUpload)];
        _certificates = [.. all.Where(rule => rule.Fault is Fault.BadCertificate)];
    }

    /// <summary>Whether any rule needs to know the body.</summary>
    public bool Reads => _rules.Length > 0 || _fail > 0;

    /// <summary>Whether there is anything to say to a client that comes by TLS.</summary>
    public bool HasCertificate => _certificates.Length > 0;

    /// <summary>Whether a connection is shown a bad certificate. Nothing is known of it but its number.</summary>
    public FaultRule? Certificate(long connection, TimeSpan elapsed)
    {
        var facts = new CallFacts("", "", Streams: false, (ulong)connection, 0, elapsed);
        return Array.Find(_certificates, rule => rule.Meets(facts))?.Rule;
    }

    /// <summary>Whether the request is left unread. Its body cannot be known, so that the order of arrival decides.</summary>
    public FaultRule? Stall(string path, long arrivalNumber, TimeSpan elapsed, CallKind kind = CallKind.Chat)
    {
        var facts = new CallFacts(path, "", Streams: false, (ulong)arrivalNumber, 0, elapsed, kind);
        return Array.Find(_stalls, rule => rule.Meets(facts))?.Rule;
    }

    /// <summary>Whether any rule looks at the rows of batches.</summary>
    public bool ReadsRows => _rows.Length > 0;

    /// <summary>Whether any rule looks at batches and files.</summary>
    public bool ReadsBatches => _batches.Length > 0;

    /// <summary>What befalls a batch or a file that is made now.</summary>
    /// <param name="facts">The call that makes it.</param>
    /// <param name="concerns">Which twists there are for such a thing; rules for others do not look at it.</param>
    /// <param name="fired">Told the name of each fault that it meets.</param>
    public BatchPlan PlanBatch(in CallFacts facts, Func<BatchTwist, bool> concerns, Action<string> fired)
    {
        var plan = BatchPlan.None;
        foreach (var rule in _batches)
        {
            var fault = (Fault.OnBatch)rule.Fault;
            if (!concerns(fault.Twist) || !rule.Meets(facts))
                continue;
            plan = plan.With(fault.Twist, rule.Rule);
            fired(fault.Name);
        }

        return plan;
    }

    /// <summary>What befalls one row of a batch: the first rule that meets it.</summary>
    public Fault.OnRow? PlanRow(in CallFacts facts)
    {
        foreach (var rule in _rows)
        {
            if (rule.Meets(facts))
                return (Fault.OnRow)rule.Fault;
        }

        return null;
    }

    public FaultPlan Plan(in CallFacts facts)
    {
        if (!Reads)
            return FaultPlan.None;
        var plan = FaultPlan.None;
        foreach (var rule in _rules)
        {
            if (rule.Meets(facts))
                plan = Add(plan, rule.Fault, rule.Rule, facts);
        }

        if (plan.Refusal is null && Dice.Roll(_seed, 0xFA11, facts.Body, facts.Seen) < _fail)
        {
            var rule = WorthARetry[(int)(Dice.Roll(_seed, 0xFA12, facts.Body, facts.Seen) * WorthARetry.Length)];
            plan = Add(plan, FaultCatalogue.Find(rule.Fault), rule, facts);
        }

        return Settle(plan);
    }

    private static FaultPlan Add(FaultPlan plan, Fault fault, FaultRule rule, in CallFacts facts) => fault switch
    {
        Fault.SlowHeaders slow when plan.Late == default => plan with { Late = rule.Delay ?? slow.Delay, Names = [.. plan.Names, fault.Name] },
        Fault.Refused or Fault.Dropped when plan.Refusal is null => plan with { Refusal = (fault, rule), Names = [.. plan.Names, fault.Name] },
        Fault.Reworded reworded when plan.Reworded is null && facts.Kind == CallKind.Chat => plan with { Reworded = reworded, Names = [.. plan.Names, fault.Name] },
        Fault.Spoilt spoilt when plan.Spoilt is null => plan with { Spoilt = (spoilt, rule), Names = [.. plan.Names, fault.Name] },
        Fault.Quirk quirk when facts.Streams => plan with { Quirks = plan.Quirks | quirk.Quirks, Names = [.. plan.Names, fault.Name] },
        _ => plan,
    };

    // A refused call has no answer to reword, and nothing that could be broken after execution: those faults did not fire.
    private static FaultPlan Settle(FaultPlan plan)
    {
        if (plan.Refusal is not { } refusal)
            return plan;
        var spoilt = plan.Spoilt is { } kept && !kept.Fault.AfterExecution && refusal.Fault is not Fault.Dropped ? plan.Spoilt : null;
        return plan with
        {
            Reworded = null,
            Spoilt = spoilt,
            Quirks = StreamQuirks.None,
            Names = [.. plan.Names.Where(name => FaultCatalogue.Find(name) switch
            {
                Fault.Reworded or Fault.Quirk => false,
                Fault.Spoilt => spoilt is not null,
                _ => true,
            })],
        };
    }
}
