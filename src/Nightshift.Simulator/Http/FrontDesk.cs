using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.ObjectPool;
using Nightshift.Simulator.Accounting;
using Nightshift.Simulator.Dialects;
using Nightshift.Simulator.Faults;

namespace Nightshift.Simulator.Http;

/// <summary>Takes every request, and sends it where it belongs.</summary>
internal sealed class FrontDesk(Provider provider)
{
    private static readonly TimeSpan LongerThanAnyTimeout = TimeSpan.FromMinutes(10);

    private readonly ObjectPool<Reply> _replies = new DefaultObjectPool<Reply>(new Reply.Policy(), maximumRetained: 256);
    private readonly BatchDesk _batches = new(provider);

    public async Task Receive(HttpContext http)
    {
        var reply = _replies.Get();
        try
        {
            reply.RequestId = $"req_{provider.NextId():x16}";
            reply.Add("x-request-id", reply.RequestId);
            reply.Add("request-id", reply.RequestId);
            reply.Add("openai-version", "2020-10-01");
            // Clients look back in lists by this clock, not by their own; and it is the one that created_at is taken from.
            reply.Add("date", provider.Time.GetUtcNow().ToString("R"));
            await Send(Routes.Find(http.Request.Path.Value ?? "/"), http, reply);
        }
        finally
        {
            _replies.Return(reply);
        }
    }

    private Task Send(Route route, HttpContext http, Reply reply)
    {
        switch (route)
        {
            case Route.At at:
                return Send(at, http, reply);
            case Route.Ledger:
                return Books(http, reply);
            case Route.Redirected:
                provider.Ledger.Redirected(withKey: KeyPolicy.KeyOf(http.Request).Length > 0);
                return Refuse(Unknown(http), http, reply);
            default:
                return Refuse(Unknown(http), http, reply);
        }
    }

    private Task Send(Route.At at, HttpContext http, Reply reply)
    {
        var account = provider.Accounts[at.Number];
        (reply.Errors, reply.Limits) = (account.Dialect.Errors, account.Dialect.Limits);
        return account.Dialect.Find(http.Request.Method, at.Path) switch
        {
            Operation.Live live => Chat(live, at.Number, http, reply),
            Operation.Models models => Models(models, http, reply),
            Operation.Keep keep => _batches.Serve(keep, new(account, http, reply, at.Path, KeyPolicy.KeyOf(http.Request))),
            Operation.WrongMethod => Refuse(Refusals.WrongMethod(http.Request.Method, http.Request.Path.Value ?? "/"), http, reply),
            _ => Refuse(Unknown(http), http, reply),
        };
    }

    private static Refusal Unknown(HttpContext http) => Refusals.UnknownUrl(http.Request.Method, http.Request.Path.Value ?? "/");

    private async Task Chat(Operation.Live live, int address, HttpContext http, Reply reply)
    {
        var inFlight = provider.Ledger.Enter();
        var abandoned = false;
        try
        {
            await Answer(new ChatCall(provider, live, http, reply, address, inFlight), http, reply);
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException or System.Net.Sockets.SocketException)
        {
            // The client left, in the middle of its request or before its answer: what there is to tell is in the ledger.
            abandoned = true;
        }
        finally
        {
            provider.Ledger.Leave(abandoned);
        }
    }

    private async Task Answer(ChatCall call, HttpContext http, Reply reply)
    {
        var start = provider.Elapsed;
        if (provider.Planner.Stall(http.Request.Path.Value!, provider.NextArrival(), start) is { } stall)
        {
            call.BookStall(stall);
            await Task.Delay(stall.Delay ?? LongerThanAnyTimeout, provider.Time, http.RequestAborted);
            await Breakages.Reset(new(http, reply, provider.Time, stall));
            return;
        }

        var decision = await Decide(call, http);
        if (decision.Wait > TimeSpan.Zero)
            await Task.Delay(decision.Wait, provider.Time, http.RequestAborted);
        reply.Add("openai-processing-ms", ((long)(provider.Elapsed - start).TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
        await decision.Deliver(new(http, reply, provider.Time, decision.Rule));
    }

    private async Task<ChatCall.Decision> Decide(ChatCall call, HttpContext http)
    {
        if (KeyPolicy.Check(http.Request) is { } refusal)
            return call.Refuse(call.Dialect.RefuseKey(refusal));
        if (await RequestBody.Read(http.Request, provider.Options.MaxBodyBytes, http.RequestAborted) is not { } body)
            return call.Refuse(Refusals.TooLarge(provider.Options.MaxBodyBytes));
        var decision = call.Decide(body);
        RequestBody.Release(http.Request, body);
        return decision;
    }

    private Task Models(Operation.Models models, HttpContext http, Reply reply)
    {
        if (KeyPolicy.Check(http.Request) is { } refusal)
            return Refuse(refusal, http, reply);
        ModelList.Write(reply, models.Name);
        return Delivery.Plainly(new(http, reply, provider.Time, Rule: null));
    }

    private Task Books(HttpContext http, Reply reply)
    {
        switch (http.Request.Method)
        {
            case "GET":
                return ShowBooks(http);
            case "DELETE":
                provider.Ledger.Clear();
                http.Response.StatusCode = StatusCodes.Status204NoContent;
                return Task.CompletedTask;
            default:
                return Refuse(Refusals.WrongMethod(http.Request.Method, "/ledger"), http, reply);
        }
    }

    private async Task ShowBooks(HttpContext http)
    {
        http.Response.ContentType = Reply.Json;
        await http.Response.StartAsync(http.RequestAborted);
        var query = http.Request.Query;
        await LedgerJson.WriteAsync(http.Response.BodyWriter, provider.Ledger, query["calls"] == "true", query["lines"] == "true", http.RequestAborted);
    }

    private Task Refuse(Refusal refusal, HttpContext http, Reply reply)
    {
        ErrorReply.Write(reply, refusal);
        return Delivery.Plainly(new(http, reply, provider.Time, Rule: null));
    }
}
