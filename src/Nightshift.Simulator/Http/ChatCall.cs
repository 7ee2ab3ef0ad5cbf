using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Nightshift.Simulator.Answers;
using Nightshift.Simulator.Chat;
using Nightshift.Simulator.Dialects;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Limits;

namespace Nightshift.Simulator.Http;

/// <summary>One live answer, from the open request to the decision what is sent, how, and when.</summary>
internal sealed class ChatCall(Provider provider, Operation.Live live, HttpContext http, Reply reply, int address, int inFlight)
{
    private readonly SimulatorOptions _options = provider.Options;
    private string? _model;
    private byte[]? _promptSha256;

    public Dialect Dialect => provider.Accounts[address].Dialect;

    /// <summary>What was decided: how long to wait, and how to send the reply.</summary>
    public sealed record Decision(TimeSpan Wait, Deliver Deliver, FaultRule? Rule);

    /// <summary>Refuses before the body is read.</summary>
    public Decision Refuse(Refusal refusal)
    {
        Write(refusal, refusal.Limits ?? default);
        Book(refusal.Status, provider.Elapsed);
        return new(TimeSpan.Zero, Delivery.Plainly, Rule: null);
    }

    /// <summary>Books a call whose request is never read.</summary>
    public void BookStall(FaultRule rule) => Book(0, provider.Elapsed, new() { Names = [rule.Fault] });

    /// <summary>Decides about a whole request. Everything is decided and booked here, before the wait: what comes later can only be lost.</summary>
    public Decision Decide(ReadOnlySequence<byte> body)
    {
        // 1. The request's own faults.
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return Refuse(Refusals.BadJson);
        }

        using (document)
        {
            return live.Endpoint.Parse(document.RootElement, live.Model) switch
            {
                ParsedChat.Valid valid => Admit(valid.Request, body),
                ParsedChat.Refused refused => Refuse(refused.Refusal),
                _ => throw new InvalidOperationException("a request is either valid or refused"),
            };
        }
    }

    private Decision Admit(ChatRequest request, ReadOnlySequence<byte> body)
    {
        // 2. The provider's limits.
        _model = request.Model;
        _promptSha256 = SHA256.HashData(Encoding.UTF8.GetBytes(request.Prompt));
        reply.Add("x-prompt-sha256", Convert.ToHexStringLower(_promptSha256));
        if (inFlight > _options.MaxConcurrency)
            return Refuse(Refusals.Overloaded);
        var answer = Answering.Answer(request, _promptSha256);
        var tokens = (long)request.InputTokens + answer.OutputTokens;
        switch (provider.Windows[address].Admit(tokens))
        {
            case Admission.OverRequests full:
                return Refuse(Refusals.RequestsExhausted(request.Model, full.Limits.LimitRequests, full.RetryAfter) with { Limits = full.Limits });
            case Admission.OverTokens full:
                var used = full.Limits.LimitTokens - full.Limits.RemainingTokens ?? 0;
                return Refuse(Refusals.TokensExhausted(request.Model, full.Limits.LimitTokens, used, tokens, full.RetryAfter) with { Limits = full.Limits });
            case Admission.TooLarge full:
                return Refuse(Refusals.TooManyTokens(request.Model, full.Limits.LimitTokens, tokens) with { Limits = full.Limits });
            case var accepted:
                return Execute(request, answer, accepted, Plan(request, body));
        }
    }

    private FaultPlan Plan(ChatRequest request, ReadOnlySequence<byte> body)
    {
        if (!provider.Planner.Reads)
            return FaultPlan.None;
        var hash = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(body.IsSingleSegment ? body.FirstSpan : body.ToArray()));
        return provider.Planner.Plan(new(http.Request.Path.Value!, request.Model, request.Stream, hash, provider.Sightings.Count(hash), provider.Elapsed));
    }

    // 3. The faults, the answer, the books.
    private Decision Execute(ChatRequest request, Answer answer, Admission admission, FaultPlan plan)
    {
        var wait = LatencyModel.Of(_options, BinaryPrimitives.ReadUInt64LittleEndian(_promptSha256), inFlight, provider.Knee) + plan.Late + (live.Held ? _options.BatchDelay : TimeSpan.Zero);
        if (plan.Refusal is { } met)
            return Fail(met.Fault, met.Rule, admission, plan, wait);
        if (plan.Reworded is { } reworded)
            answer = Reword(answer, reworded.FinishReason);
        var completion = new Completion($"{live.Endpoint.IdPrefix}{provider.NextId():x}", provider.UnixSeconds, request, answer);
        if (request.Stream)
            CompletionStream.Write(new EventWriter(reply, plan.Quirks), completion, plan.Quirks);
        else
            live.Endpoint.Write(reply.Writer, completion);
        LimitHeaders.Add(reply, admission.Limits, provider.Time.GetUtcNow());
        Book(plan.Spoilt?.Fault.Status ?? 200, admission.Arrival, plan, accepted: true, completion);
        return new(wait, plan.Spoilt?.Fault.Deliver ?? Delivery.Plainly, plan.Spoilt?.Rule);
    }

    private Decision Fail(Fault fault, FaultRule rule, Admission admission, FaultPlan plan, TimeSpan wait)
    {
        if (fault is not Fault.Refused { Refusal: var refusal })
        {
            Book(0, admission.Arrival, plan, accepted: true);
            return new(wait, Breakages.Reset, rule);
        }

        refusal = refusal.AskingFor(rule.Delay);
        Write(refusal, refusal.Limits ?? admission.Limits);
        Book(refusal.Status, admission.Arrival, plan, accepted: true);
        return new(wait, plan.Spoilt?.Fault.Deliver ?? Delivery.Plainly, plan.Spoilt?.Rule ?? rule);
    }

    private static Answer Reword(Answer answer, string finishReason)
    {
        var text = finishReason == "length" ? Tokens.Cut(answer.Text, Tokens.Count(answer.Text) / 2) : "";
        return new(text, Tokens.Count(text), finishReason);
    }

    private void Write(Refusal refusal, RateLimits limits)
    {
        ErrorReply.Write(reply, refusal, http);
        if (!refusal.Bare)
            LimitHeaders.Add(reply, limits, provider.Time.GetUtcNow());
    }

    private void Book(int status, TimeSpan arrival, FaultPlan? plan = null, bool accepted = false, Completion? executed = null) => provider.Ledger.Write(new()
    {
        Arrival = arrival,
        InFlight = inFlight,
        Status = status,
        Prompt = _promptSha256,
        Model = _model,
        InputTokens = executed?.Request.InputTokens ?? 0,
        OutputTokens = executed?.Answer.OutputTokens ?? 0,
        CachedTokens = executed?.Request.CachedTokens ?? 0,
        Accepted = accepted,
        Executed = executed is not null,
        HalfPrice = live.Held,
        Faults = new(plan?.Names),
    });
}
