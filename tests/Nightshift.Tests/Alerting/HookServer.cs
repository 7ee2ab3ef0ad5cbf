using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Nightshift.Tests.Alerting;

/// <summary>A receiver of webhooks on loopback, which can be as bad as real ones: it refuses, breaks off, says nothing at all.</summary>
internal sealed class HookServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<Hook, HookAnswer> _answer;
    private readonly ConcurrentBag<Task> _conversations = [];
    private readonly Task _accepting;

    /// <summary>Starts it.</summary>
    /// <param name="answer">What it does with a request.</param>
    public HookServer(Func<Hook, HookAnswer>? answer = null)
    {
        _answer = answer ?? (_ => new HookAnswer.Says(204));
        _listener.Start(backlog: 500);
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Address => new($"http://127.0.0.1:{Port}/hook/very-secret-path");

    /// <summary>Requests that came whole, in order.</summary>
    public ConcurrentQueue<Hook> Came { get; } = new();

    public async ValueTask DisposeAsync()
    {
        _end.Cancel();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_conversations);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                _conversations.Add(TalkAsync(client));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                if (await ReadAsync(stream) is not { } hook)
                    return;
                Came.Enqueue(hook);
                switch (_answer(hook))
                {
                    case HookAnswer.Says says:
                        await stream.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 {says.Status} X\r\nContent-Length: {Encoding.UTF8.GetByteCount(says.Body)}\r\n{says.Header}Connection: close\r\n\r\n{says.Body}"), _end.Token);
                        break;
                    case HookAnswer.Breaks:
                        client.Client.LingerState = new LingerOption(enable: true, 0);
                        break;
                    default:
                        await stream.CopyToAsync(Stream.Null, _end.Token);
                        break;
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
            {
                // The client gave up, or the test is over.
            }
        }
    }

    private async Task<Hook?> ReadAsync(NetworkStream stream)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[8192];
        while (await stream.ReadAsync(buffer, _end.Token) is > 0 and var read)
        {
            bytes.Write(buffer, 0, read);
            var text = Encoding.UTF8.GetString(bytes.ToArray());
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0)
                continue;
            var lines = text[..end].Split("\r\n");
            var headers = lines[1..].Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0].ToLowerInvariant(), pair => pair[1]);
            if (Encoding.UTF8.GetByteCount(text[(end + 4)..]) >= int.Parse(headers.GetValueOrDefault("content-length", "0")))
                return new Hook(lines[0], headers, text[(end + 4)..]);
        }

        return null;
    }
}

/// <summary>A request that came.</summary>
internal sealed record Hook(string Line, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string Id => Headers["webhook-id"];
}

/// <summary>What a receiver does.</summary>
internal abstract record HookAnswer
{
    internal sealed record Says(int Status, string Body = "", string Header = "") : HookAnswer;

    internal sealed record Breaks : HookAnswer;

    internal sealed record Nothing : HookAnswer;
}
