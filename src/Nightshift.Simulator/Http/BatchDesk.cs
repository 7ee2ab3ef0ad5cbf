using System.Globalization;
using Nightshift.Simulator.Dialects;
using Nightshift.Simulator.Faults;

namespace Nightshift.Simulator.Http;

/// <summary>Takes a call about files and batches through its faults: received, refused or done, delivered well or badly.</summary>
internal sealed class BatchDesk(Provider provider)
{
    private static readonly TimeSpan LongerThanAnyTimeout = TimeSpan.FromMinutes(10);

    public async Task Serve(Operation.Keep operation, DialectCall call)
    {
        try
        {
            var start = provider.Elapsed;
            if (provider.Planner.Stall(call.Http.Request.Path.Value!, provider.NextArrival(), start, operation.Kind) is { } stall)
            {
                Count(operation.Kind, [stall.Fault]);
                await Task.Delay(stall.Delay ?? LongerThanAnyTimeout, provider.Time, call.Gone);
                await Breakages.Reset(new(call.Http, call.Reply, provider.Time, stall));
                return;
            }

            await Answer(operation, call, start);
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException or System.Net.Sockets.SocketException)
        {
            // The client left, in the middle of its request or before its answer.
            Count(operation.Kind, []);
        }
        finally
        {
            call.Dispose();
        }
    }

    private async Task Answer(Operation.Keep operation, DialectCall call, TimeSpan start)
    {
        if ((operation.Keyless ? null : KeyPolicy.Check(call.Http.Request)) is { } noEntry)
        {
            await Refuse(operation, call, call.Account.Dialect.RefuseKey(noEntry));
            return;
        }

        if (await operation.Receive(call) is { } unread)
        {
            await Refuse(operation, call, unread);
            return;
        }

        // 1. What befalls the call. It is decided before anything is done, so that a drop leaves nothing behind.
        var plan = provider.Planner.Plan(new(
            call.Http.Request.Path.Value!, "", Streams: false, call.Hash, provider.Planner.Reads ? provider.Sightings.Count(call.Hash) : 0, start, operation.Kind));
        var refusal = plan.Refusal is { } met ? FaultOf(met) : operation.Execute(call);
        if (plan.Refusal is { Fault: Fault.Dropped } dropped)
        {
            Count(operation.Kind, plan.Names);
            await Breakages.Reset(new(call.Http, call.Reply, provider.Time, dropped.Rule));
            return;
        }

        // 2. What was done is in the books by now; what comes later can only be lost.
        call.Json.Flush();
        if (refusal is not null)
            ErrorReply.Write(call.Reply, refusal, call.Http);
        var spoilt = plan.Spoilt is { } kept && !(kept.Fault.AfterExecution && refusal is not null) ? plan.Spoilt : null;
        Count(operation.Kind, plan.Names);
        if (plan.Late + Latency(call) is { Ticks: > 0 } wait)
            await Task.Delay(wait, provider.Time, call.Gone);
        call.Reply.Add("openai-processing-ms", ((long)(provider.Elapsed - start).TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
        if (spoilt is not null)
            call.Reply.LoadFile();
        await (spoilt?.Fault.Deliver ?? Delivery.Plainly)(new(call.Http, call.Reply, provider.Time, spoilt?.Rule ?? plan.Refusal?.Rule));
    }

    private TimeSpan Latency(DialectCall call) => LatencyModel.Of(provider.Options, call.Hash, inFlight: 1, knee: null);

    private Task Refuse(Operation.Keep operation, DialectCall call, Refusal refusal)
    {
        ErrorReply.Write(call.Reply, refusal, call.Http);
        Count(operation.Kind, []);
        return Delivery.Plainly(new(call.Http, call.Reply, provider.Time, Rule: null));
    }

    private static Refusal? FaultOf((Fault Fault, FaultRule Rule) met) => met.Fault is not Fault.Refused { Refusal: var refusal }
        ? null
        : refusal.AskingFor(met.Rule.Delay);

    private void Count(CallKind kind, IReadOnlyList<string> faults)
    {
        provider.Ledger.Books.Called(kind);
        foreach (var fault in faults)
            provider.Ledger.CountFault(fault);
    }
}
