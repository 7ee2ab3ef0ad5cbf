using System.Net.Mail;
using Nightshift.Alerting;

namespace Nightshift.Configuration;

/// <summary>How a receiver of alerts is reached.</summary>
internal static class AlertRouteConfiguration
{
    private const string Variable = "the name of an environment variable, such as SLACK_WEBHOOK_URL, never the value";

    /// <summary>The route.</summary>
    /// <param name="where">Whose, for messages.</param>
    /// <param name="shape">What is said of it.</param>
    /// <exception cref="ConfigurationException">It cannot be so; the message says what can.</exception>
    public static AlertRoute Read(string where, AlertShape shape)
    {
        var routes = new[] { shape.Webhook is not null, shape.SlackEnv is not null, shape.Email is not null, shape.Command is not null };
        if (routes.Count(isThere => isThere) != 1)
            throw new ConfigurationException($"{where} needs exactly one of webhook: (an address), slack_env: (a variable with one), email: and command:");
        if (shape.SecretEnv is not null && shape.Webhook is null)
            throw new ConfigurationException($"{where} has a secret_env, which only webhooks have: nothing else is signed; take it out");
        if (shape is { Webhook: null, SlackEnv: null } and not { AllowHttp: null, AllowPrivate: null })
            throw new ConfigurationException($"{where} has allow_http or allow_private, which only webhook and slack_env have; take them out");
        var allowance = new OutboundAllowance(shape.AllowHttp ?? false, shape.AllowPrivate ?? false);
        return shape switch
        {
            { Webhook: { } address } => new AlertRoute.Webhook(AddressOf(where, address, allowance), VariableOf(where, "secret_env", shape.SecretEnv), allowance),
            { SlackEnv: { } variable } => new AlertRoute.Slack(VariableOf(where, "slack_env", variable)!, allowance),
            { Email: { } email } => EmailOf(where, email),
            { Command: { IsList: true, Words: [{ Length: > 0 }, ..] words } } => new AlertRoute.Command(words),
            _ => throw new ConfigurationException($"{where}: command is a list, the program and its arguments: [/usr/local/bin/page, --urgent]; no shell reads it"),
        };
    }

    private static Uri AddressOf(string where, string text, OutboundAllowance allowance)
    {
        // Not said back: an address can be a secret.
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
            throw new ConfigurationException($"{where}: webhook is not an address such as https://example.com/hooks/nightshift");
        if (address.Scheme == "http" && !allowance.Http)
            throw new ConfigurationException($"{where}: webhook is plain HTTP, which anybody on the way can read; use https, or say allow_http: true");
        if (address.UserInfo.Length > 0)
            throw new ConfigurationException($"{where}: webhook has a user or password in it; take it out");
        return address;
    }

    private static string? VariableOf(string where, string member, string? name) => name switch
    {
        null => null,
        { Length: > 0 } when name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') && !char.IsAsciiDigit(name[0]) && !name.StartsWith("whsec_", StringComparison.Ordinal) => name,
        _ => throw new ConfigurationException($"{where}: {member} is {Variable}"),
    };

    private static AlertRoute.Email EmailOf(string where, EmailShape shape)
    {
        if (shape is not { To.Words.Count: > 0, From: { } from, Host: { Length: > 0 } host })
            throw new ConfigurationException($"{where}: email needs to, from and host: email: {{ to: me@example.com, from: nightshift@example.com, host: smtp.example.com }}");
        if (shape.Port is <= 0 or > 65_535)
            throw new ConfigurationException($"{where}: port of email is {shape.Port}; it is 587 in most places, 25 in some");
        if (shape.Port == 465)
            throw new ConfigurationException($"{where}: port 465 speaks TLS from the first byte, which is not supported; use 587, where the same server most likely takes STARTTLS");
        if (shape.User is null != shape.PasswordEnv is null)
            throw new ConfigurationException($"{where}: email needs both user and password_env, or neither");
        if (shape is { User: not null, Tls: false })
            throw new ConfigurationException($"{where}: a password is not sent without TLS; take tls: false out, or user and password_env");
        return new AlertRoute.Email
        {
            To = [.. shape.To.Words.Select(word => Mailbox(where, "to", word))],
            From = Mailbox(where, "from", from),
            Host = host,
            Port = shape.Port ?? 587,
            User = shape.User,
            PasswordVariable = VariableOf(where, "password_env", shape.PasswordEnv),
            IsTls = shape.Tls ?? true,
        };
    }

    private static string Mailbox(string where, string member, string text) => MailAddress.TryCreate(text, out _) && !text.Any(char.IsControl)
        ? text
        : throw new ConfigurationException($"{where}: {member} of email is '{text}'; give an address such as me@example.com");
}
