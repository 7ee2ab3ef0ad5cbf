using System.Net;
using System.Net.Mail;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Nightshift.Model;

namespace Nightshift.Alerting.Receivers;

/// <summary>
/// Sends a mail over SMTP. The framework's own client is enough for a plain text to one's own mail server, over STARTTLS, with a password; it
/// knows neither implicit TLS (port 465) nor OAuth, and a mail library that does cannot be restored everywhere this is built.
/// </summary>
internal sealed class EmailCourier(Func<string, string?> environment, TimeProvider time)
{
    private const int LongestSubject = 150;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public async Task<Arrival> SendAsync(AlertRoute.Email email, AlertDelivery delivery, CancellationToken stop)
    {
        var password = email.PasswordVariable is { } variable ? environment(variable) : null;
        if (email.PasswordVariable is not null && password is not { Length: > 0 })
            return new Arrival.NotTaken($"{email.PasswordVariable} is not set: it holds the password of {email.User}");
        using var limit = new CancellationTokenSource(Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        using var client = new SmtpClient(email.Host, email.Port) { EnableSsl = email.IsTls };
        if (email.User is { } user)
            client.Credentials = new NetworkCredential(user, password);
        using var message = Compose(email, delivery);
        try
        {
            await client.SendMailAsync(message, both.Token);
            return new Arrival.Taken();
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new Arrival.NotTaken($"the mail server took longer than {Limit.TotalSeconds:0} s");
        }
        catch (Exception e) when (e is SmtpException or IOException or AuthenticationException or InvalidOperationException or FormatException)
        {
            return new Arrival.NotTaken(Reason(e));
        }
    }

    /// <summary>The mail. Its subject is one line whatever the names in it are; its id is the same at every try.</summary>
    public static MailMessage Compose(AlertRoute.Email email, AlertDelivery delivery)
    {
        var subject = AlertText.Foreign(delivery.Alert.Headline);
        var message = new MailMessage
        {
            From = new MailAddress(email.From),
            Subject = "[nightshift] " + (subject.Length > LongestSubject ? subject[..LongestSubject].TrimEnd() + "…" : subject),
            SubjectEncoding = Encoding.UTF8,
            Body = AlertBody.Text(delivery.Alert),
            BodyEncoding = Encoding.UTF8,
        };
        foreach (var address in email.To)
            message.To.Add(new MailAddress(address));
        message.Headers.Add("Message-ID", $"<{delivery.MessageId}.{delivery.Receiver}@{message.From.Host}>");
        // No holiday notes in answer.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }

    /// <summary>In words of our own: what the server said can hold what was said to it.</summary>
    private static string Reason(Exception e) => e switch
    {
        SmtpException { InnerException: SocketException socket } => $"the mail server cannot be reached ({socket.SocketErrorCode})",
        SmtpException { InnerException: AuthenticationException } => "the certificate of the mail server is not trusted",
        SmtpException { StatusCode: SmtpStatusCode.GeneralFailure } => "the mail server cannot be reached, or ended the conversation",
        SmtpException { StatusCode: var status } => $"the mail server said no ({(int)status} {status})",
        AuthenticationException => "the certificate of the mail server is not trusted",
        _ => "the mail could not be handed over",
    };
}
