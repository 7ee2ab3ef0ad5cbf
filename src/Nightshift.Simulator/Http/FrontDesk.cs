using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.ObjectPool;
using Nightshift.Simulator.Accounting;
using Nightshift.Simulator.Faults;

namespace Nightshift.Simulator.Http;

/// <summary>Takes every request, and sends it where it belongs.</summary>
internal sealed class FrontDesk(Provider provider)
{
    private static readonly TimeSpan LongerThanAnyTimeout = TimeSpan.FromMinutes(10);

    private readonly ObjectPool<Reply> _replies = new DefaultObjectPool<Reply>(new Reply.Policy(), maximumRetained: 256);

    public async Task Receive(HttpContext http)
    {
        var reply = _replies.Get();
        try
        {
            reply.Add("x-request-id", $"req_{provider.NextId():x16}");
            reply.Add("openai-version", "2020-10-01");
            await Send(Routes.Find(http.Request.Path.Value ?? "/"), http, reply);
        }
        finally
        {
            _replies.Return(reply);
        }
    }

    private Task Send(Route route, HttpContext http, Reply reply)
    {
        var (method, path) = (http.Request.Method, http.Request.Path.Value ?? "/");
        if (route.Method is { } only && method != only)
            return Refuse(Refusals.WrongMethod(method, path), http, reply);
        switch (route)
        {
            case Route.Chat chat:
                return Chat(chat.Provider, http, reply);
            case Route.Models models:
                return Models(models, http, reply);
            case Route.Ledger:
                return Books(http, reply);
            case Route.Redirected:
                provider.Ledger.Redirected(withKey: http.Request.Headers.Authorization.Count > 0 || http.Request.Headers.ContainsKey("api-key"));
                return Refuse(Refusals.UnknownUrl(method, path), http, reply);
            default:
                return Refuse(Refusals.UnknownUrl(method, path), http, reply);
        }
    }

    private async Task Chat(int window, HttpContext http, Reply reply)
    {
        var inFlight = provider.Ledger.Enter();
        var abandoned = false;
        try
        {
            await Answer(new ChatCall(provider, http, reply, window, inFlight), http, reply);
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
        if (KeyPolicy.Check(http.Request.Headers) is { } refusal)
            return call.Refuse(refusal);
        if (await RequestBody.Read(http.Request, provider.Options.MaxBodyBytes, http.RequestAborted) is not { } body)
            return call.Refuse(Refusals.TooLarge(provider.Options.MaxBodyBytes));
        var decision = call.Decide(body);
        RequestBody.Release(http.Request, body);
        return decision;
    }

    private Task Models(Route.Models models, HttpContext http, Reply reply)
    {
        if (KeyPolicy.Check(http.Request.Headers) is { } refusal)
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
        await LedgerJson.WriteAsync(http.Response.BodyWriter, provider.Ledger, http.Request.Query["calls"] == "true", http.RequestAborted);
    }

    private Task Refuse(Refusal refusal, HttpContext http, Reply reply)
    {
        ErrorReply.Write(reply, refusal);
        return Delivery.Plainly(new(http, reply, provider.Time, Rule: null));
    }
}
