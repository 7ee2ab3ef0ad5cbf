using Nightshift.Model;

namespace Nightshift.Alerting;

/// <summary>Somebody who wants to know.</summary>
/// <param name="Name">What the configuration calls it: what waits for it is kept under this name.</param>
/// <param name="Route">How it is reached.</param>
public sealed record AlertReceiver(string Name, AlertRoute Route)
{
    /// <summary>What it wants to know; null for everything.</summary>
    public IReadOnlySet<AlertKind>? On { get; init; }

    /// <summary>Only what is about jobs, or budgets, with this tag; null for everything.</summary>
    public string? Tag { get; init; }

    /// <summary>Only what is about jobs of this name; null for everything.</summary>
    public string? Job { get; init; }

    /// <summary>From which share of failed rows on it wants to know of them.</summary>
    public decimal FailedOver { get; init; } = 0.05m;
}

/// <summary>How a receiver is reached. A closed family. Secrets stand in it by the names of environment variables.</summary>
public abstract record AlertRoute
{
    private AlertRoute()
    {
    }

    /// <summary>An address that takes JSON, signed as Standard Webhooks say when there is a secret.</summary>
    /// <param name="Address">Where.</param>
    /// <param name="SecretVariable">Holds <c>whsec_…</c>; null for no signature.</param>
    /// <param name="Allowance">What it may be besides a public HTTPS address.</param>
    public sealed record Webhook(Uri Address, string? SecretVariable, OutboundAllowance Allowance) : AlertRoute;

    /// <summary>An incoming webhook of Slack, or of what speaks like it (Mattermost, Rocket.Chat).</summary>
    /// <param name="AddressVariable">Holds the address, which is a secret.</param>
    /// <param name="Allowance">What it may be besides a public HTTPS address.</param>
    public sealed record Slack(string AddressVariable, OutboundAllowance Allowance) : AlertRoute;

    /// <summary>A mail.</summary>
    public sealed record Email : AlertRoute
    {
        /// <summary>To whom.</summary>
        public required IReadOnlyList<string> To { get; init; }

        /// <summary>From whom.</summary>
        public required string From { get; init; }

        /// <summary>The mail server.</summary>
        public required string Host { get; init; }

        /// <summary>Its port.</summary>
        public int Port { get; init; } = 587;

        /// <summary>Who signs in; null for nobody.</summary>
        public string? User { get; init; }

        /// <summary>Holds the password.</summary>
        public string? PasswordVariable { get; init; }

        /// <summary>Whether the connection is encrypted (STARTTLS) before anything is said.</summary>
        public bool IsTls { get; init; } = true;
    }

    /// <summary>A program of the user's own: gets the alert as JSON on its standard input; no shell reads its arguments.</summary>
    /// <param name="Words">The program and its arguments.</param>
    public sealed record Command(IReadOnlyList<string> Words) : AlertRoute;
}

/// <summary>What an address may be besides HTTPS on the public internet: for receivers on one's own machine or network.</summary>
/// <param name="Http">Plain HTTP too.</param>
/// <param name="Private">Private and local addresses too.</param>
public readonly record struct OutboundAllowance(bool Http, bool Private);
