using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Nightshift.Simulator.Tests.Clients;

/// <summary>What a socket saw: every byte of the answer, and whether it ended with a reset.</summary>
internal sealed record Wire(byte[] Bytes, bool Reset)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public string Head => Text[..Math.Max(0, Text.IndexOf("\r\n\r\n", StringComparison.Ordinal))];

    public byte[] Body => Bytes[(Encoding.Latin1.GetString(Bytes).IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

    public string BodyText => Encoding.UTF8.GetString(Body);

    public static async Task<Wire> Exchange(SimulatorServer server, string body)
    {
        using var socket = await Connect(server, body);
        return await ReadToEnd(socket);
    }

    public static async Task<Socket> Connect(SimulatorServer server, string body)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, server.BaseAddress.Port, TestContext.Current.CancellationToken);
        await socket.SendAsync(Encoding.UTF8.GetBytes(
            $"POST /openai/v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer sk-test\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"));
        return socket;
    }

    public static async Task<Wire> ReadToEnd(Socket socket)
    {
        var bytes = new List<byte>();
        var buffer = new byte[16 * 1024];
        try
        {
            while (await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var read)
                bytes.AddRange(buffer.AsSpan(0, read));
            return new([.. bytes], Reset: false);
        }
        catch (SocketException)
        {
            return new([.. bytes], Reset: true);
        }
    }
}
